"""The twelve items of the information sheet: an obligatory one that is empty is named (A-02)."""

from dataclasses import replace

import pytest

from motcua.domain.process.procedure_sheet import ITEMS, OPTIONAL, missing_items, sheet_gaps
from motcua.domain.process.process import CaseLimit, Fee, Paper, ProcedureFacts, ResultPaper

FULL = ProcedureFacts(
    code="1.001",
    name="Thử",
    field="thu",
    level="xa",
    limit="3d",
    form="don",
    papers=(Paper("don", "Đơn"),),
    fees=(Fee("Không thu", 0),),
    legal=("Luật",),
    results=(ResultPaper("giay", "Giấy"),),
    sheet={"manner": "Trực tiếp", "sets": "01 bộ", "subjects": "Cá nhân", "agency": "UBND xã"},
)


@pytest.mark.req("A-02")
def test_a_full_sheet_has_no_gap_and_conditions_are_optional() -> None:
    assert len(ITEMS) == 12
    assert sheet_gaps(FULL) == []


@pytest.mark.req("A-02")
@pytest.mark.parametrize(
    ("key", "emptied"),
    [
        ("papers", {"papers": ()}),
        ("fees", {"fees": ()}),
        ("results", {"results": ()}),
        ("legal", {"legal": ()}),
        ("time", {"limit": ""}),
        ("form", {"form": ""}),
        *((key, {"sheet": {**FULL.sheet, key: " \n"}}) for key in FULL.sheet),
    ],
)
def test_each_obligatory_item_left_empty_is_named(key: str, emptied: dict[str, object]) -> None:
    facts = replace(FULL, **emptied)  # type: ignore[arg-type]
    assert missing_items(facts) == [key]
    assert ITEMS[key].vi in sheet_gaps(facts)[0].vi
    assert ITEMS[key].en in sheet_gaps(facts)[0].en


def test_an_empty_sheet_lacks_everything_but_what_is_optional() -> None:
    empty = ProcedureFacts(code="1", name="Thử", field="thu", level="xa")
    assert set(missing_items(empty)) == set(ITEMS) - OPTIONAL


def test_a_limit_for_one_case_is_a_time_limit() -> None:
    assert "time" not in missing_items(replace(FULL, limit="", limits=(CaseLimit("3d", "online"),)))
