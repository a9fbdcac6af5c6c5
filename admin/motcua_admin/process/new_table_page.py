"""What the page of a decision's table shows: the rows as they stand in the file, and the fields beside them."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass

from flask import request
from flask_babel import LazyString
from flask_babel import lazy_gettext as _l
from werkzeug.datastructures import MultiDict

from motcua.domain.step_table.step_table import Doubt, Grid, TableProcedure
from motcua.domain.step_table.step_table_answers import Answers, StepAnswer, budget_of, shown_time
from motcua.domain.step_table.step_table_columns import HEADING_ROWS, Chosen
from motcua.domain.step_table.step_table_marks import MarkedRow, general, marked
from motcua.domain.step_table.step_table_times import seconds_of, sum_of
from motcua.web.office.typed import words_of

ROLES: Mapping[str, LazyString] = {
    "order": _l("Số thứ tự"),
    "unit": _l("Đơn vị"),
    "position": _l("Vị trí"),
    "who": _l("Đơn vị và vị trí"),
    "work": _l("Nội dung công việc"),
    "budget": _l("Thời gian"),
    "result": _l("Kết quả, biểu mẫu"),
    "procedure": _l("Tên thủ tục"),
    "code": _l("Mã thủ tục"),
}
PREVIEW = 12
"""Rows shown of a table whose columns are still to be chosen."""


@dataclass(frozen=True)
class Column:
    """A column of the file: what its heading says, and what it is taken for."""

    place: int
    heading: str
    role: str


@dataclass(frozen=True)
class Row:
    """A row of the file with the fields of the step that it tells of, None when it tells of none."""

    marked: MarkedRow
    answer: StepAnswer | None


@dataclass(frozen=True)
class Review:
    """One procedure of the file: `place` 1 the first. `sum` and `stated` in words; `agrees` None without a total."""

    place: int
    procedure: TableProcedure
    columns: Sequence[Column]
    rows: Sequence[Row]
    doubts: Sequence[Doubt]
    sum: str
    stated: str
    agrees: bool | None

    @property
    def open_steps(self) -> int:
        """Steps that something is asked about."""
        return sum(bool(row.answer and row.marked.doubts) for row in self.rows)


def review(
    place: int, procedure: TableProcedure, grid: Grid, typed: Mapping[int, StepAnswer], total: str
) -> Review:
    """The page of a procedure; `typed` are the fields as they were sent, by the step's place, `total` the limit's."""
    answers = {
        number: typed.get(number) or StepAnswer(step.work, step.position_key, shown_time(step.budget))
        for number, step in enumerate(procedure.steps, start=1)
    }
    kept = [one for one in answers.values() if one.is_kept]
    added = sum_of([budget_of(one.time) for one in kept])
    stated = budget_of(total)
    return Review(
        place=place,
        procedure=procedure,
        columns=columns(grid, procedure.roles, procedure.heading),
        rows=[Row(row, answers.get(row.step)) for row in marked(procedure, grid)],
        doubts=general(procedure),
        sum=shown_time(added),
        stated=total,
        agrees=seconds_of(added) == seconds_of(stated) if stated else None,
    )


def columns(grid: Grid, roles: Mapping[int, str], heading: int) -> list[Column]:
    """The columns of a table with the words over each."""
    width = len(grid.rows[0]) if grid.rows else 0
    above = grid.rows[:heading]
    return [
        Column(
            place,
            " ".join(dict.fromkeys(row[place].text for row in above if row[place].text)),
            roles.get(place, ""),
        )
        for place in range(width)
    ]


def chosen_of(values: MultiDict[str, str]) -> tuple[int, Chosen] | None:
    """The table and its columns as the form or the address names them; None when neither does."""
    table = values.get("bang", 0, type=int)
    roles = [values.get(f"c{place}", "") for place in range(_count(values))]
    if not table or not any(roles):
        return None
    heading = min(max(values.get("h", 1, type=int), 0), HEADING_ROWS)
    return table, Chosen(roles, heading)


def kept_in_address(choice: tuple[int, Chosen] | None) -> dict[str, object]:
    """The choice as the address carries it from page to page."""
    if choice is None:
        return {}
    table, chosen = choice
    return {"bang": table, "h": chosen.heading} | {
        f"c{place}": role for place, role in enumerate(chosen.roles)
    }


def typed_steps(form: MultiDict[str, str], count: int) -> dict[int, StepAnswer]:
    """The fields of the steps as they were sent."""
    return {
        place: StepAnswer(
            work=words_of(form, f"work-{place}"),
            position_key=form.get(f"position-{place}", ""),
            time=words_of(form, f"time-{place}"),
            is_kept=f"keep-{place}" in form,
            is_checked=f"checked-{place}" in form,
        )
        for place in range(1, count + 1)
        if f"work-{place}" in form
    }


def answers_of(form: MultiDict[str, str], count: int) -> Answers:
    """All fields of a procedure as they were sent."""
    return Answers(
        name=words_of(form, "name"),
        code=words_of(form, "code"),
        total=words_of(form, "total"),
        steps=typed_steps(form, count),
        is_checked="checked" in request.form,
    )


def _count(values: MultiDict[str, str]) -> int:
    numbers = [int(key[1:]) for key in values if key[:1] == "c" and key[1:].isdecimal() and len(key) < 4]
    return max(numbers, default=-1) + 1
