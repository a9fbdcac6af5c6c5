"""A person's answers to a table's doubts: put right, left out or left open, never settled in silence."""

from __future__ import annotations

import pytest

from motcua.domain.errors import ValidationError
from motcua.domain.process.positions import NAMES
from motcua.domain.step_table.step_table import Cell, Grid, Line, TableProcedure
from motcua.domain.step_table.step_table_answers import Answers, StepAnswer, answered, budget_of, shown_time
from motcua.domain.step_table.step_table_columns import Chosen, ColumnChoiceError
from motcua.domain.step_table.step_table_marks import general, marked
from motcua.domain.step_table.step_table_reading import read_blocks
from motcua.domain.step_table.step_table_times import seconds_of
from motcua.domain.text import Text

ROWS = (
    ("TT", "Ai làm", "Việc", "Bao lâu"),
    ("1", "Công chức tiếp nhận", "Tiếp nhận hồ sơ", "4 giờ"),
    ("2", "Tổ tư vấn", "Thẩm định", "1-2 ngày"),
    ("", "ghi chú chung cho cả bảng", "", ""),
    ("3", "Văn thư", "Đóng dấu", "2 giờ"),
)
COLUMNS = Chosen(("order", "position", "work", "budget"), 1)


def grid_of(rows: tuple[tuple[str, ...], ...]) -> Grid:
    return Grid(
        Text("bảng 1", "table 1"),
        [[Cell(text, row, column) for column, text in enumerate(texts)] for row, texts in enumerate(rows)],
    )


def read(chosen: Chosen | None = COLUMNS) -> list[TableProcedure]:
    choice = {1: chosen} if chosen else None
    return read_blocks([Line("Thủ tục: Cấp thử"), grid_of(ROWS)], tuple(NAMES), choice)


def step(place: int, **changed: object) -> StepAnswer:
    texts = ("Tiếp nhận hồ sơ", "Thẩm định", "Đóng dấu")
    keys = ("tiep_nhan", "", "van_thu")
    times = ("4 giờ", "", "2 giờ")
    words = {"work": texts[place - 1], "position_key": keys[place - 1], "time": times[place - 1]}
    return StepAnswer(**{**words, **changed})  # type: ignore[arg-type]


def answers(total: str = "3 ngày", is_checked: bool = False, **steps: StepAnswer) -> Answers:
    given = {int(key[1:]): one for key, one in steps.items()}
    return Answers("Cấp thử", "1.000001", total, given, is_checked)


@pytest.mark.req("A-11")
def test_a_table_with_unknown_headings_is_read_with_the_columns_a_person_chose() -> None:
    (found,) = read()
    assert read(None) == []
    assert [(one.row, one.position_key, one.budget) for one in found.steps] == [
        (2, "tiep_nhan", "4h"),
        (3, "", ""),
        (5, "van_thu", "2h"),
    ]


@pytest.mark.parametrize(
    ("roles", "said"),
    [(("work", "order", "work", ""), "Cột 1 và cột 3"), (("order", "position", "", "budget"), "công việc")],
)
def test_a_choice_of_columns_that_makes_no_table_is_refused_by_column(
    roles: tuple[str, ...], said: str
) -> None:
    with pytest.raises(ColumnChoiceError, match=said):
        read(Chosen(roles, 1))


def test_each_cell_is_marked_by_what_was_made_of_it() -> None:
    (found,) = read()
    rows = {row.number: row for row in marked(found, grid_of(ROWS))}
    assert [cell.mark for cell in rows[2].cells] == ["understood"] * 4
    assert [cell.mark for cell in rows[3].cells] == ["understood", "doubt", "understood", "doubt"]
    assert {(doubt.kind, doubt.step) for doubt in rows[3].doubts} == {
        ("position_unknown", 2),
        ("budget_unclear", 2),
    }
    assert [cell.mark for cell in rows[4].cells] == ["unused", "doubt", "unused", "unused"]
    assert [doubt.kind for doubt in rows[4].doubts] == ["row_unread"]


@pytest.mark.req("A-11")
def test_a_doubt_ends_when_it_is_answered_or_checked_and_else_stays() -> None:
    (found,) = read()
    silent = answered(found, answers(s2=step(2)), NAMES)
    assert {(one.kind, one.step) for one in silent.doubts} == {
        ("position_unknown", 2), ("budget_unclear", 2), ("row_unread", 2), ("total_differs", 0),
    }  # fmt: skip
    half = answered(found, answers(s2=step(2, position_key="chuyen_vien")), NAMES)
    assert "budget_unclear" in {one.kind for one in half.doubts}
    assert "position_unknown" not in {one.kind for one in half.doubts}
    full = answers("18 giờ", is_checked=True, s2=step(2, position_key="chuyen_vien", time="1,5 ngày"))
    put_right = answered(found, full, NAMES)
    assert put_right.doubts == []
    assert (put_right.steps[1].budget, put_right.stated_total, put_right.code) == ("1.5d", "18h", "1.000001")


def test_a_step_left_out_takes_its_doubts_along_and_the_others_move_up() -> None:
    (found,) = read()
    left = answered(found, answers("6h", is_checked=True, s1=step(1, is_kept=False), s2=step(2)), NAMES)
    assert [one.work for one in left.steps] == ["Thẩm định", "Đóng dấu"]
    assert {one.step for one in left.doubts} == {1}


def test_every_wrong_field_is_named_with_its_step() -> None:
    (found,) = read()
    wrong = Answers(
        "", " ", "bao giờ xong", {2: step(2, work=" ", time="vài hôm"), 3: step(3, position_key="vua")}
    )
    with pytest.raises(ValidationError) as refused:
        answered(found, wrong, NAMES)
    assert {one.pointer for one in refused.value.errors} == {
        "/name", "/code", "/total", "/steps/2/work", "/steps/2/time", "/steps/3/position",
    }  # fmt: skip
    none = {place: StepAnswer("x", "", "", is_kept=False) for place in (1, 2, 3)}
    with pytest.raises(ValidationError, match="1 chỗ"):
        answered(found, Answers("Tên", "1.2", "", none), NAMES)


@pytest.mark.parametrize("budget", ["0", "4h", "0.5d", "1d4h", "2h40m", "0.0625d", "30m"])
def test_a_time_shown_in_a_field_reads_back_as_the_same(budget: str) -> None:
    assert seconds_of(budget_of(shown_time(budget))) == seconds_of(budget)


def test_doubts_of_no_step_stand_by_themselves() -> None:
    (found,) = read()
    assert {one.kind for one in general(found)} == {"row_unread", "total_missing"}
