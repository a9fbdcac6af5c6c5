"""What is called impossible is impossible: cases against answers over random data."""

from __future__ import annotations

from typing import Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from motcua.domain.conditions.condition_cases import Cases, cases_of
from motcua.domain.conditions.condition_types import FieldType, types_of
from motcua.domain.conditions.conditions import ConditionError, parse_condition

SCHEMA: dict[str, Any] = {
    "properties": {
        "von": {"type": "integer", "minimum": 0, "maximum": 9},
        "dai": {"type": "number"},
        "loai": {"type": "string", "enum": ["a", "b", "c"]},
        "gap": {"type": "boolean"},
        "ten": {"type": "string"},
        "ngay": {"type": "string", "format": "date"},
    }
}
TYPES = types_of(SCHEMA)
ATOMS = st.one_of(
    st.builds("von {} {}".format, st.sampled_from(["<", "<=", "==", "!=", ">", ">="]), st.integers(-1, 10)),
    st.builds("{} {} dai".format, st.sampled_from(["0.5", "1", "-2"]), st.sampled_from(["<", "<=", ">"])),
    st.builds('loai {} "{}"'.format, st.sampled_from(["==", "!="]), st.sampled_from("abc")),
    st.builds('loai {} ["a", "{}"]'.format, st.sampled_from(["in", "not in"]), st.sampled_from("abc")),
    st.builds('ten == "{}"'.format, st.sampled_from("xy")),
    st.builds('ngay {} "2026-0{}-01"'.format, st.sampled_from(["<", "<=", ">", "=="]), st.integers(1, 3)),
    st.sampled_from(
        ["gap", "gap == false", 'contains(ten, "x")', "von > dai", "von <= dai", "filled(dai)", "true"]
    ),
)
CONDITIONS = st.recursive(
    ATOMS,
    lambda inner: st.one_of(
        st.builds("not ({})".format, inner),
        st.builds("({}) and ({})".format, inner, inner),
        st.builds("({}) or ({})".format, inner, inner),
    ),
    max_leaves=6,
)
DATA = st.fixed_dictionaries(
    {
        "von": st.integers(0, 9),
        "dai": st.sampled_from([None, -3, -2, 0, 0.5, 0.7, 1, 2]),
        "loai": st.sampled_from("abc"),
        "gap": st.booleans(),
        "ten": st.sampled_from(["x", "y", "z", "xy"]),
        "ngay": st.sampled_from(["2025-12-31", "2026-01-01", "2026-02-01", "2026-02-02", "2027-01-01"]),
    }
)


def answers(texts: list[str], values: dict[str, Any]) -> list[bool | None]:
    found: list[bool | None] = []
    for text in texts:
        try:
            found.append(parse_condition(text).holds(values))
        except ConditionError:
            found.append(None)
    return found


def cases(*texts: str, types: dict[str, FieldType] | None = None) -> Cases:
    found = cases_of([parse_condition(text).tree for text in texts], TYPES if types is None else types)
    assert found is not None
    return found


@settings(max_examples=150)
@given(st.lists(CONDITIONS, min_size=2, max_size=3), st.lists(DATA, min_size=10, max_size=10))
def test_what_is_said_of_conditions_is_true_of_all_data(texts: list[str], data: list[dict[str, Any]]) -> None:
    found = cases_of([parse_condition(text).tree for text in texts], TYPES)
    if found is None:
        return
    for values in data:
        given_answers = answers(texts, values)
        for at, answer in enumerate(given_answers):
            assert not (found.never(at) and answer)
            assert not (found.always(at) and answer is False)
            # A condition before it that cannot be answered stops the dossier, so this one is not asked.
            is_asked = None not in given_answers[:at]
            assert not (answer and is_asked and found.is_shadowed(at) and not any(given_answers[:at]))
        if found.uncovered() is None and None not in given_answers:
            assert any(given_answers)


@settings(max_examples=150)
@given(CONDITIONS, CONDITIONS)
def test_example_of_an_overlap_is_one(first: str, second: str) -> None:
    found = cases_of([parse_condition(first).tree, parse_condition(second).tree], TYPES)
    case = found.overlap(0, 1) if found is not None else None
    if case is not None:
        assert answers([first, second], dict(case.values)) == [True, True]


@pytest.mark.parametrize(
    ("text", "said"),
    [
        ('x == "a" and x == "b"', "never"),
        ("x > 5 and x < 5", "never"),
        ("x > 5 and x < 6", ""),
        ('x < "2026-01-02" and x > "2026-01-01"', "never"),
        ("x == true or x == false", "always"),
        ("x or not x", "always"),
        ('x == 5 and x == "a"', ""),
        ("filled(x) and not filled(x)", "never"),
        ("filled(x) or x > 5", ""),
    ],
)
def test_fields_no_form_describes_are_judged_by_what_they_are_compared_with(text: str, said: str) -> None:
    found = cases(text, types={})
    assert (found.never(0), found.always(0)) == (said == "never", said == "always")


def test_too_many_cases_say_nothing() -> None:
    trees = [parse_condition(" and ".join(f"f{n} > {n}" for n in range(11))).tree]
    assert cases_of(trees, {}) is None
    rows = [parse_condition(f"von > {n} and dai > {n}").tree for n in range(500)]
    assert cases_of(rows, {}) is None
