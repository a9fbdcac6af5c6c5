"""What the designer opens and saves is the same process, and nobody's words are lost; random models included."""

from __future__ import annotations

import json
import shutil
import subprocess
from collections import Counter
from collections.abc import Callable, Mapping
from pathlib import Path
from typing import Any

import pytest
from fixtures_walks import KINDS, Drawn
from hypothesis import given, settings
from hypothesis import strategies as st
from lxml import etree

from motcua.engine.reader.reader import read

ROOT = Path(__file__).resolve().parents[3]
SCRIPT = ROOT / "tests" / "bpmn_round_trip" / "save.js"
BPMN = "{http://www.omg.org/spec/BPMN/20100524/MODEL}"
OURS = "{http://motcua.vn/bpmn/1.0}"
EVENTS = ("message", "signal", "timer")
FILES = {
    path.relative_to(ROOT).as_posix(): path.read_text(encoding="utf-8")
    for folder in ("bpmn", "tests/data/bpmn")
    for path in sorted((ROOT / folder).rglob("*.bpmn"))
}


def saved(files: Mapping[str, str]) -> dict[str, Any]:
    """The files as the designer writes them, with what it and a program without our words did not understand."""
    node = shutil.which("node")
    assert node is not None, "node is missing: run 'make test' once, it installs it"
    done = subprocess.run(
        [node, str(SCRIPT)], input=json.dumps(files), capture_output=True, text=True, check=True, cwd=ROOT
    )
    answers: dict[str, Any] = json.loads(done.stdout)
    return answers


@pytest.fixture(scope="module")
def library() -> dict[str, Any]:
    return saved(FILES)


def foreign(xml: str) -> Counter[tuple[str, str, str]]:
    """Every element and attribute that is not BPMN's own, with its text, ours and other programs' alike."""
    found: Counter[tuple[str, str, str]] = Counter()
    for element in etree.fromstring(xml.encode()).iter(etree.Element):
        tag = str(element.tag)
        inside = [part for part in element.iterancestors() if str(part.tag) == f"{BPMN}extensionElements"]
        if inside:
            found[tag, "", " ".join((element.text or "").split())] += 1
        found.update(
            (tag, str(key), str(value)) for key, value in element.attrib.items() if inside or "{" in key
        )
    return found


def same_process(before: str, after: str) -> bool:
    old, new = read(before.encode()), read(after.encode())
    return (old.model, old.findings) == (new.model, new.findings)


@pytest.mark.req("A-11")
def test_every_file_of_the_library_and_of_other_programs_is_saved_with_the_same_meaning(library) -> None:
    changed = [name for name, file in FILES.items() if not same_process(file, library[name]["xml"])]
    assert (changed, len(FILES) > 40) == ([], True)


@pytest.mark.req("A-11")
def test_every_word_of_every_program_survives(library) -> None:
    lost = {name: foreign(file) - foreign(library[name]["xml"]) for name, file in FILES.items()}
    assert {name: found for name, found in lost.items() if found} == {}


@pytest.mark.req("A-11")
def test_a_saved_file_is_understood_by_programs_without_our_words(library) -> None:
    said = {
        name: (one["unread"], one["plain"]) for name, one in library.items() if one["unread"] or one["plain"]
    }
    assert said == {}


@pytest.mark.req("A-11")
def test_a_word_of_ours_that_the_designer_does_not_know_yet_is_kept() -> None:
    file = FILES["bpmn/xay_dung/1.013225.bpmn"].replace(
        "<motcua:setting ",
        '<motcua:tomorrow key="x"><motcua:inner>chữ</motcua:inner></motcua:tomorrow><motcua:setting ',
        1,
    )
    again = saved({"file": file})["file"]
    assert again["unread"] == []
    assert foreign(file) == foreign(again["xml"])
    assert f"{OURS}tomorrow" in {tag for tag, _, _ in foreign(again["xml"])}


@pytest.mark.req("A-11")
@settings(max_examples=2, deadline=None)
@given(data=st.data())
def test_random_models_are_saved_with_the_same_meaning(
    data: st.DataObject, random_model: Callable[..., Drawn]
) -> None:
    drawn = [random_model(data, KINDS, EVENTS, EVENTS).bpmn for _ in range(15)]
    files = {str(number): bpmn.decode() for number, bpmn in enumerate(drawn)}
    answers = saved(files)
    assert [name for name, file in files.items() if not same_process(file, answers[name]["xml"])] == []
