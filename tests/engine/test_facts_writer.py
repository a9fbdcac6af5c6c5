"""The sheet written back into a BPMN file: what is read again is the same, and the rest of the file is untouched."""

from __future__ import annotations

from dataclasses import replace
from pathlib import Path

import pytest
from lxml import etree

from motcua.domain.process.process import (
    AgencyPart,
    CaseLimit,
    Fee,
    ModelError,
    Paper,
    ProcedureFacts,
    ProcessModel,
    ResultPaper,
)
from motcua.domain.process.service_manner import Manner
from motcua.engine.reader.reader import read
from motcua.engine.writer.facts_writer import with_facts

ROOT = Path(__file__).parents[2]
PROCEDURES = [
    path for path in sorted((ROOT / "bpmn").glob("*/*.bpmn")) if b":procedure " in path.read_bytes()
]
MOTCUA = "{http://motcua.vn/bpmn/1.0}"

EVERYTHING = ProcedureFacts(
    code="1.009999",
    name="Cấp giấy phép “thử” <và> & hơn",
    field="thu_nghiem",
    level="tinh",
    limit="same-day@15:00",
    form="don_thu",
    name_en="A trial permit",
    papers=(
        Paper("don", "Đơn"),
        Paper("cccd", "Căn cước", 0, 2, False, "ID", "Khi cần", "If asked", "dan_cu", True),
    ),
    fees=(Fee("Không thu", 0), Fee("Phí", 5000, "post", "Charge", "dien_tich > 10", "dien_tich * 2")),
    legal=("Luật một", "Luật hai"),
    results=(ResultPaper("giay", "Giấy phép", "Permit"),),
    sheet={"manner": "Trực tiếp\nTrực tuyến", "sets": "01 bộ"},
    sheet_en={"manner": "In person\nOnline"},
    legal_en=("Luật một", "Law two"),
    settings={"clock.supplement_policy": "pause_resume"},
    limits=(CaseLimit("5d", "post"), CaseLimit("2d", "", "dien_tich > 10")),
    agencies=(AgencyPart("parent", "2d", True), AgencyPart("code:H50.16")),
    manner=Manner(3, ("direct", "online"), ("desk", "post"), ("phone",), ("desk", "transfer")),
)


def model_of(bpmn: bytes) -> ProcessModel:
    result = read(bpmn)
    assert result.model is not None, result.findings
    assert not [one for one in result.findings if one.severity == "error"]
    return result.model


def without_procedure(bpmn: bytes) -> bytes:
    """The file in canonical form without our word and the white space around elements."""
    root = etree.fromstring(bpmn, etree.XMLParser(remove_blank_text=True))
    for element in list(root.iter(f"{MOTCUA}procedure")):
        element.getparent().remove(element)
    return bytes(etree.tostring(root, method="c14n", with_comments=True))


@pytest.mark.parametrize("path", PROCEDURES, ids=lambda path: path.stem)
def test_writing_the_facts_of_a_library_file_changes_nothing_in_it(path: Path) -> None:
    before = path.read_bytes()
    model = model_of(before)
    assert model.facts is not None
    after = with_facts(before, model.facts)
    assert model_of(after) == model
    assert without_procedure(after) == without_procedure(before)
    assert with_facts(after, model.facts) == after


@pytest.mark.req("A-02")
@pytest.mark.req("A-16")
@pytest.mark.parametrize("path", PROCEDURES, ids=lambda path: path.stem)
def test_every_item_is_read_again_as_it_was_written(path: Path) -> None:
    before = path.read_bytes()
    after = with_facts(before, EVERYTHING)
    assert model_of(after).facts == EVERYTHING
    assert without_procedure(after) == without_procedure(before)


def test_what_other_programs_and_later_words_say_is_kept() -> None:
    bpmn = (
        b'<b:definitions xmlns:b="http://www.omg.org/spec/BPMN/20100524/MODEL" xmlns:x="http://other/">'
        b"<!-- drawn by hand --><b:process id='p' isExecutable='true' x:colour='red'>"
        b"<b:documentation>Xem</b:documentation><b:extensionElements><x:note>keep me</x:note></b:extensionElements>"
        b"<b:startEvent id='s'/></b:process></b:definitions>"
    )
    after = with_facts(bpmn, EVERYTHING)
    for kept in (b"<!-- drawn by hand -->", b"<x:note>keep me</x:note>", b'x:colour="red"'):
        assert kept in after
    later = after.replace(b"<motcua:legal ", b"<motcua:later word='1'/><motcua:legal ", 1)
    assert b"<motcua:later" in with_facts(later, replace(EVERYTHING, papers=(), legal=()))


def test_a_process_without_extensions_gets_the_word_behind_its_documentation() -> None:
    bpmn = (
        b'<definitions xmlns="http://www.omg.org/spec/BPMN/20100524/MODEL"><process id="p" isExecutable="true">'
        b"<documentation>Xem</documentation><startEvent id='s'/></process></definitions>"
    )
    root = etree.fromstring(with_facts(bpmn, EVERYTHING))
    assert [etree.QName(child).localname for child in root[0]] == [
        "documentation",
        "extensionElements",
        "startEvent",
    ]
    assert model_of(with_facts(bpmn, EVERYTHING)).facts == EVERYTHING


def test_a_character_that_no_file_can_hold_is_refused() -> None:
    bpmn = PROCEDURES[0].read_bytes()
    with pytest.raises(ModelError) as refused:
        with_facts(bpmn, replace(EVERYTHING, name="Một\x0bhai"))
    assert refused.value.code == "xml.unprintable"
