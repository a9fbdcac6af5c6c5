"""Slip templates are data: what may stand in them, what is refused by name, and what hostile ones come to."""

from __future__ import annotations

import json
from datetime import UTC, datetime
from pathlib import Path
from typing import Any

import pytest

from motcua.domain.papers.slip_fields import FIELDS, sample_values
from motcua.domain.papers.slip_kinds import LEGAL_SETS, SLIP_KINDS, kinds_in
from motcua.domain.papers.slip_paper import SlipConditionError, SlipTooLongError, slip_paper
from motcua.domain.papers.slip_template import SlipTemplateError, read_template
from motcua.settings import PACKAGE

AT = datetime(2026, 6, 22, 1, 30, tzinfo=UTC)
BUILT_IN = PACKAGE / "data" / "slips"


def template(*blocks: Any, **more: Any) -> dict[str, Any]:
    return {"title": "Phiếu", "paper": "a5", "blocks": list(blocks), **more}


def text(words: Any, **more: Any) -> dict[str, Any]:
    return {"kind": "text", "text": words, **more}


def letters(blocks: list[Any], values: dict[str, object], kind: str = "apology", language: str = "vi") -> str:
    """All that stands on the paper, block by block."""
    paper = slip_paper(read_template(template(*blocks), kind), values, language=language, at=AT)
    found = []
    for block in paper.sheets[0]:
        parts = [*block.texts.values(), *block.lines, *(cell for row in block.rows for cell in row)]
        found.append("|".join("".join(span.text for span in part) for part in parts))
    return "\n".join(found)


def faults(given: Any, kind: str = "apology") -> dict[str, str]:
    with pytest.raises(SlipTemplateError) as caught:
        read_template(given, kind)
    return {one.pointer: one.message.vi for one in caught.value.errors}


@pytest.mark.req("F-19")
@pytest.mark.parametrize("legal_set", LEGAL_SETS)
def test_each_legal_set_has_a_template_for_every_slip_it_names_and_for_no_other(legal_set: Any) -> None:
    files = {path.stem: path for path in (BUILT_IN / legal_set).glob("*.json")}
    assert set(files) == {kind.key for kind in kinds_in(legal_set)}
    for kind, path in files.items():
        found = read_template(json.loads(path.read_text(encoding="utf-8")), kind)
        assert found.paper == ("a4" if SLIP_KINDS[kind].subject != "dossier" else "a5"), kind
        for language in ("vi", "en"):
            assert slip_paper(found, sample_values(kind), language=language, at=AT).sheets
            # Without a single value it is the blank slip, to be written on by hand.
            assert slip_paper(found, {}, language=language, at=AT).sheets


def test_numbers_of_the_forms_are_those_of_the_circulars() -> None:
    older = {kind.number_in("tt01_2018"): kind.key for kind in SLIP_KINDS.values()}
    newer = {kind.number_in("tt03_2025"): kind.key for kind in SLIP_KINDS.values()}
    assert [older[f"0{n}"] for n in range(1, 7)] == [
        "receipt", "supplement", "refusal", "apology", "control", "ledger",
    ]  # fmt: skip
    assert [newer[f"0{n}"] for n in range(1, 8)] == [
        "receipt", "supplement", "refusal", "apology", "stop_notice", "control", "ledger",
    ]  # fmt: skip
    assert {kind.key for kind in kinds_in("tt03_2025")} - {kind.key for kind in kinds_in("tt01_2018")} == {
        "stop_notice"
    }


@pytest.mark.req("B-09")
def test_fields_are_merged_in_their_format_and_in_both_languages() -> None:
    values = {"new_appointment_at": "2026-02-01T07:05:00+07:00", "applicant_name": "Đỗ Thị Ửng", "times": 2}
    shown = letters(
        [
            text("{new_appointment_at} / {new_appointment_at:day} / {new_appointment_at:long_day}"),
            text("{applicant_name:upper}, lần {times} ({times:words})"),
            text("{first_appointment_at}"),
        ],
        values,
    )
    assert shown.splitlines() == [
        "07 giờ 05 phút, ngày 01 tháng 02 năm 2026 / 01/02/2026 / ngày 01 tháng 02 năm 2026",
        "ĐỖ THỊ ỬNG, lần 2 (Hai)",
        "… giờ … phút, ngày … tháng … năm ……",
    ]
    both = [{"kind": "text", "text": {"vi": "Mới: {new_appointment_at}", "en": "New: {new_appointment_at}"}}]
    assert letters(both, values, language="en") == "New: 07:05, 1 February 2026"


@pytest.mark.req("B-09")
def test_a_block_stands_only_where_its_condition_holds() -> None:
    blocks = [text("một", when='filled(reasons) and channel == "online"'), text("hai", when="times > 1")]
    reasons = [{"by": "B", "reason": "r"}]
    assert letters(blocks, {"times": 2, "reasons": reasons, "channel": "online"}) == "một\nhai"
    assert letters(blocks, {"times": 1}) == ""
    with pytest.raises(SlipConditionError, match="Khối 2"):
        letters(blocks, {})


@pytest.mark.req("B-09")
@pytest.mark.parametrize(
    ("block", "pointer", "said"),
    [
        (text("{password}"), "text", "Khối 1 (Đoạn văn) nêu trường “password” mà ở đây không có."),
        (text("{{reason}}"), "text", "lẻ"),
        (text("{reason!r}"), "text", "lẻ"),
        (text("{reason.__class__}"), "text", "lẻ"),
        (text("{reason[0]}"), "text", "lẻ"),
        (text("{reason:day}"), "text", "dạng “day”"),
        (text("{reasons}"), "text", "reasons"),
        (text("{" * 3000), "text", "lẻ"),
        (text("a" * 4001), "text", "4001"),
        (text("{reason}" * 41), "text", "quá 40 trường"),
        (text("**mở"), "text", "không đóng"),
        (text(["x"]), "text", "phải là chữ"),
        (text("x", color="red"), "color", "mục lạ"),
        (text("x", indent=True), "indent", "indent"),
        (text("x", when="__import__('os')"), "when", "điều kiện sai"),
        (text("x", when="secret == 1"), "when", "secret"),
        ({"kind": "script", "text": "x"}, "kind", "loại lạ"),
        ("text", "kind", "loại lạ"),
        ({"kind": "list", "of": "reason", "text": "{item}"}, "of", "reasons"),
        (
            {"kind": "table", "of": "reasons", "columns": [{"head": "", "text": ""}] * 21},
            "columns",
            "1 đến 20",
        ),
        (
            {"kind": "table", "of": "reasons", "columns": [{"head": "", "text": "", "width": 0}]},
            "columns/0/width",
            "bề rộng",
        ),
        ({"kind": "signatures", "places": [{"role": "x", "image": "/etc/passwd"}]}, "places/0", "chỗ ký sai"),
    ],
)
def test_what_a_template_may_not_hold_is_named_with_its_block(block: Any, pointer: str, said: str) -> None:
    found = faults(template(block))
    assert said in found[f"/blocks/0/{pointer}"]
    assert all(message.startswith("Khối 1") for message in found.values())


@pytest.mark.req("B-09")
def test_a_template_has_bounds_and_every_fault_is_named_at_once() -> None:
    assert "/blocks" in faults(template(*[text("x")] * 121))
    assert "/blocks" in faults(template(*[text("a" * 3999)] * 20))
    assert "/blocks" in faults(template())
    deep: Any = "x"
    for _ in range(500):
        deep = [deep]
    assert "/blocks" in faults(template(text(deep)))
    wrong = template(text("{nope}"), text("x"), {"kind": "bad"}, paper="a0", copies=["x"] * 5, file="x")
    assert set(faults(wrong)) == {"/blocks/0/text", "/blocks/2/kind", "/paper", "/copies", "/"}
    assert set(faults([])) == {"/"}


@pytest.mark.req("B-09")
def test_what_people_type_is_never_read_again_and_loses_what_is_not_seen() -> None:
    typed = "{applicant_identity} **đậm** \\* #panic() <b>x</b> \u202eđảo\u202c\x00\x07\ud800\u200bhết"
    shown = letters([text("**Lý do:** {reason}")], {"reason": typed, "applicant_identity": "045188002417"})
    assert shown == "Lý do: {applicant_identity} **đậm** \\* #panic() <b>x</b> đảohết"


@pytest.mark.req("B-09")
def test_no_slip_is_longer_than_a_printer_bears() -> None:
    table = {"kind": "table", "of": "reasons", "columns": [{"head": "h", "text": "{reason}"}]}
    with pytest.raises(SlipTooLongError, match="100000 dòng"):
        letters([table], {"reasons": [{"reason": "x"}] * 100_000})
    with pytest.raises(SlipTooLongError, match="quá dài"):
        letters([table] * 20, {"reasons": [{"reason": "x" * 100}] * 900})
    with pytest.raises(SlipTooLongError, match="quá dài"):
        letters([text("{reason}" * 40)] * 100, {"reason": "x" * 10_000})


def test_fields_of_a_slip_are_named_once_and_have_a_sample() -> None:
    for kind, fields in FIELDS.items():
        assert all(field.name == name for name, field in fields.items()), kind
        assert all(field.sample is not None for field in fields.values()), kind


def test_the_folder_of_built_in_templates_holds_nothing_else() -> None:
    assert {path.name for path in Path(BUILT_IN).iterdir()} == set(LEGAL_SETS)
