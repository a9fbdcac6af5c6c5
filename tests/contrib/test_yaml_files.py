"""YAML as people write it by hand; what acts or is ambiguous is refused by line."""

from __future__ import annotations

import json
from contextlib import suppress
from pathlib import Path
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from motcua.contrib.yaml_files import MAX_BYTES, YamlError, parse_yaml, read_yaml


@pytest.mark.parametrize(
    ("text", "value"),
    [
        ("", None),
        ("# only a comment\n", None),
        ("---\na: 1", {"a": 1}),
        ("a: 1\nb: -2\nc: 1.5\nd: 007\ne: 1e3", {"a": 1, "b": -2, "c": 1.5, "d": "007", "e": "1e3"}),
        ("a: true\nb: False\nc: yes\nd: ~\ne:\nf: null", {"a": True, "b": False, "c": "yes", "d": None, "e": None, "f": None}),
        ("a: 'it''s # no comment'\nb: \"x\\n\\u1ea1\"", {"a": "it's # no comment", "b": "x\nạ"}),
        ("a: one # comment\nb: two#not", {"a": "one", "b": "two#not"}),
        ("a: don't stop # here", {"a": "don't stop"}),
        ("at: 2026-06-01 08:00:00", {"at": "2026-06-01 08:00:00"}),
        ("- a\n- - b\n  - c\n-\n  d: e\n- f: 1\n  g: 2", ["a", ["b", "c"], {"d": "e"}, {"f": 1, "g": 2}]),
        ("a:\n- 1\n- 2\nb:\n  - 3", {"a": [1, 2], "b": [3]}),
        ("a:\n  b:\n    c: d\n  e: f\ng: h", {"a": {"b": {"c": "d"}, "e": "f"}, "g": "h"}),
        ("{a: [1, {b: c}], 'd': \"e\", f: }", {"a": [1, {"b": "c"}], "d": "e", "f": None}),
        ("- {at: 10:00:00, do: accept}   # why", [{"at": "10:00:00", "do": "accept"}]),
        ("a: {b: 1, # first\n    c: [2,\n  3]}\nd: 4", {"a": {"b": 1, "c": [2, 3]}, "d": 4}),
        ("a: long words\n  go on\nb: 1", {"a": "long words go on", "b": 1}),
        ("a: >\n  long\n  words\nb: |\n  x\n   y\n\n  z\n", {"a": "long words\n", "b": "x\n y\n\nz\n"}),
        ("\"H50.16#2\": {x: y}\nclock.start: z", {"H50.16#2": {"x": "y"}, "clock.start": "z"}),
        ("a: [x y, 'b, c', d]", {"a": ["x y", "b, c", "d"]}),
        ("\ufeffa: 1".lstrip("\ufeff"), {"a": 1}),
    ],
)  # fmt: skip
def test_what_people_write_is_read(text: str, value: object) -> None:
    assert parse_yaml(text) == value


@pytest.mark.parametrize(
    ("text", "line"),
    [
        ("a: &x 1", 1),
        ("a: 1\nb: *x", 2),
        ("a: !!python/object:os.system x", 1),
        ("%YAML 1.2", 1),
        ("a: 1\na: 2", 2),
        ("{a: 1, a: 2}", 1),
        ("a: 1\n\tb: 2", 2),
        ("a: 1\n---\nb: 2", 2),
        ("a: 'open", 1),
        ('a: "\\q"', 1),
        ("a: {b: 1", 1),
        ("a: [1, 2}", 1),
        ("a: [1] 2", 1),
        ("a: 1\n  b: 2", 2),
        ("a:\n    b: 2\n  c: 3", 3),
        ("- 1\na: 2", 2),
        ("a: 1\njust words", 2),
        ("[" * 60 + "]" * 60, 1),
    ],
)
def test_what_is_not_understood_is_refused_by_line(text: str, line: int) -> None:
    with pytest.raises(YamlError) as caught:
        parse_yaml(text)
    assert caught.value.line == line


def test_deep_nesting_is_refused() -> None:
    with pytest.raises(YamlError, match="quá sâu"):
        parse_yaml("\n".join(" " * depth + "a:" for depth in range(60)))


def test_a_file_may_be_too_large_or_no_text(tmp_path: Path) -> None:
    path = tmp_path / "x.yaml"
    path.write_bytes(b"a" * (MAX_BYTES + 1))
    with pytest.raises(YamlError, match="2 MB"):
        read_yaml(path)
    path.write_bytes(b"\xff\xfe\x00")
    with pytest.raises(YamlError, match="không đọc được"):
        read_yaml(path)


# JSON writes what lies beyond as pairs, which YAML does not know.
LETTERS = st.characters(max_codepoint=0xFFFF, exclude_categories=("Cs",))
plain: Any = st.recursive(
    st.none() | st.booleans() | st.integers(-(10**9), 10**9) | st.text(LETTERS, max_size=12),
    lambda inner: (
        st.lists(inner, max_size=4)
        | st.dictionaries(st.text(LETTERS, min_size=1, max_size=8), inner, max_size=4)
    ),
    max_leaves=12,
)


@given(plain, st.sampled_from([None, 2]))
def test_json_is_yaml(value: object, indent: int | None) -> None:
    assert parse_yaml(json.dumps(value, indent=indent)) == value


@given(st.text(alphabet="ab:-{}[],'\"# \n|>&*", max_size=60))
def test_no_text_breaks_the_reader(text: str) -> None:
    with suppress(YamlError):
        parse_yaml(text)
