"""Reading the blocks of a file: procedures, their steps and totals, and every doubt on the way."""

from __future__ import annotations

import re
from collections.abc import Collection, Mapping, Sequence
from dataclasses import replace
from typing import Final

from motcua.domain.search import fold
from motcua.domain.step_table.step_table import Block, Cell, Grid, Line, TableProcedure, TableStep
from motcua.domain.step_table.step_table_columns import (
    Chosen,
    Columns,
    columns_chosen,
    columns_of,
    is_numbering,
)
from motcua.domain.step_table.step_table_doubts import (
    differing_total,
    missing_columns,
    missing_name,
    of_step,
    shared_time,
    two_totals,
    unread_row,
    unread_table,
)
from motcua.domain.step_table.step_table_people import divided, position_key
from motcua.domain.step_table.step_table_times import read_time, seconds_of

CODE: Final = re.compile(r"\b\d\.\d{6}(?:\.\d{2}\.\d{2}\.[A-Z0-9]{2,5})?\b")
_NAME = re.compile(
    r"^(?:\(?[0-9IVXa-z]{1,4}(?:\.\d{1,2})*[.):/]\s*)?(?:(?:quy trình(?: nội bộ)?\s*(?:số\s*\d+)?\s*[:.]?\s*)?(?:tên\s+)?"
    r"(?:thủ tục(?: hành chính)?|tthc)(?:\s*[:.]\s*|\s+))(?P<name>.{5,})$",
    re.IGNORECASE,
)
_CODED = re.compile(r"\s*[(\[–-]*\s*mã\s*(?:số|tthc|thủ tục|hồ sơ)[^()\[\]]*[)\]]?", re.IGNORECASE)
_TOTAL = re.compile(r"^(tong( cong| so| thoi (gian|han))?\b|cong( thoi gian)?\s*:?$)")
_STATED = re.compile(
    r"\b(tong thoi (gian|han)|thoi (gian|han) giai quyet|thoi han thuc hien)\b[^:]*:?\s*(?P<time>.+)$"
)


def read_blocks(
    blocks: Sequence[Block], known: Collection[str], chosen: Mapping[int, Chosen] | None = None
) -> list[TableProcedure]:
    """The procedures of a file in its order; `known` are the keys of the catalogue of positions.

    `chosen` are columns that a person chose, by the number of the table, 1 the first. Raises ColumnChoiceError.
    """
    reading = _Reading(known, chosen or {})
    for block in blocks:
        if isinstance(block, Line):
            reading.line(block.text)
        else:
            reading.table(block)
    return reading.finished()


class _Reading:
    """What has been read so far: the procedure that rows belong to, and what was said before a table."""

    def __init__(self, known: Collection[str], chosen: Mapping[int, Chosen]) -> None:
        self._known = known
        self._chosen = chosen
        self._table = 0
        self._procedures: list[TableProcedure] = []
        self._next = TableProcedure()

    def line(self, text: str) -> None:
        """A paragraph: the name, code or total of the procedure whose table follows."""
        if name := _NAME.match(text.strip()):
            self._next = TableProcedure(name=_title(name["name"]))
        if code := CODE.search(text):
            self._next.code = code[0][:8]
        if stated := _STATED.search(fold(text)):
            self._next.stated_total = read_time(stated["time"]).budget or self._next.stated_total

    def table(self, grid: Grid) -> None:
        """A table of steps; another table is left, and named when it has steps' words."""
        self._table += 1
        said = self._chosen.get(self._table)
        columns = columns_chosen(grid.rows, said) if said else columns_of(grid.rows)
        if columns is None:
            self._facts(grid)
            return
        for row in grid.rows[: columns.first]:
            self.line(_said(row))
        self._begin(columns)
        self._procedures[-1].doubts.extend(missing_columns(columns, grid))
        for number, row in enumerate(grid.rows[columns.body :], start=columns.body + 1):
            self._row(row, columns, grid)
            self._procedures[-1].rows.append(number)

    def finished(self) -> list[TableProcedure]:
        """All procedures that have steps, with what the whole of each leaves in doubt."""
        found = [one for one in self._procedures if one.steps]
        for one in found:
            one.doubts.extend(missing_name(one))
            one.doubts.extend(differing_total(one))
        return found

    def _begin(self, columns: Columns) -> None:
        self._next.table = self._table
        self._next.heading = columns.body
        self._next.roles = {place: role for role, place in columns.by_role.items()}
        self._procedures.append(self._next)
        self._next = TableProcedure()

    def _facts(self, grid: Grid) -> None:
        """A table that is no table of steps may still say what the procedure is: a name beside "Tên thủ tục"."""
        for row in grid.rows:
            self.line(_said(row))
        if len(grid.rows) > 2 and len(grid.rows[0]) > 3:
            self._next.doubts.append(unread_table(grid))

    def _row(self, row: Sequence[Cell], columns: Columns, grid: Grid) -> None:
        texts = list(dict.fromkeys(cell.text for cell in row if cell.text))
        if not texts or is_numbering(row) or _is_heading(row, columns, grid):
            return
        if _TOTAL.match(fold(texts[0])) or (
            len(texts) > 1 and _TOTAL.match(fold(texts[1])) and len(texts) < 4
        ):
            self._total(row, texts, columns)
        elif len({(cell.row, cell.column) for cell in row if cell.text}) == 1:
            self._heading(texts[0], columns, row)
        else:
            self._named_in_row(row, columns)
            self._step(row, columns)

    def _total(self, row: Sequence[Cell], texts: Sequence[str], columns: Columns) -> None:
        cell = columns.of(row, "budget")
        read = read_time(cell.text if cell else "", columns.unit)
        for text in texts if not read.budget else ():
            said = _STATED.search(fold(text))
            read = read_time(said["time"] if said else text.partition(":")[2] or text, columns.unit)
            if read.budget:
                break
        current = self._procedures[-1]
        if not read.budget:
            current.doubts.append(unread_row(texts[0], len(current.steps), _number(row)))
        elif current.stated_total and seconds_of(read.budget) != seconds_of(current.stated_total):
            current.doubts.append(two_totals(current, read.budget))
        else:
            current.stated_total = read.budget

    def _heading(self, text: str, columns: Columns, row: Sequence[Cell]) -> None:
        """A row of one cell over all columns: the next procedure, its total, or a heading of a group of steps."""
        name, code = _NAME.match(text), CODE.search(text)
        if name or code:
            if self._procedures[-1].steps:
                self._begin(columns)
            current = self._procedures[-1]
            current.name = _title(name["name"] if name else text) or current.name
            current.code = code[0][:8] if code else current.code
        if stated := _STATED.search(fold(text)):
            self._procedures[-1].stated_total = read_time(stated["time"]).budget
        elif not (name or code):
            current = self._procedures[-1]
            current.doubts.append(unread_row(text, len(current.steps), _number(row)))

    def _named_in_row(self, row: Sequence[Cell], columns: Columns) -> None:
        """Where a column names the procedure, a new name begins a new one."""
        name, code = columns.of(row, "procedure"), columns.of(row, "code")
        said = _title(name.text) if name else ""
        current = self._procedures[-1]
        if said and current.steps and said != current.name:
            self._begin(columns)
            current = self._procedures[-1]
        current.name = said or current.name
        if found := CODE.search(f"{code.text if code else ''} {name.text if name else ''}"):
            current.code = found[0][:8]

    def _step(self, row: Sequence[Cell], columns: Columns) -> None:
        current, number = self._procedures[-1], _number(row) - 1
        time = columns.of(row, "budget")
        work, order, result = (columns.of(row, role) for role in ("work", "order", "result"))
        if work is not None and not work.begins_at(number) and current.steps:
            self._more_people(row, columns)
            return
        shared = bool(current.steps and time and time.text and not time.begins_at(number))
        read = read_time("" if shared or time is None else time.text, columns.unit)
        unit, position = self._who(row, columns)
        step = TableStep(
            order=_plain(order.text) if order else str(len(current.steps) + 1),
            unit=unit,
            position=position,
            work=_plain(work.text) if work else "",
            budget="0" if shared else read.budget,
            result=_plain(result.text) if result else "",
            row=number + 1,
        )
        step = replace(step, position_key=position_key(position, unit, step.work, self._known))
        current.steps.append(step)
        if shared and time is not None:
            current.doubts.append(shared_time(step, time.text, len(current.steps)))
        else:
            current.doubts.extend(of_step(step, time.text if time else "", read, len(current.steps)))

    def _more_people(self, row: Sequence[Cell], columns: Columns) -> None:
        """A further row of the same work: somebody else takes part in it, which a step cannot say."""
        unit, position = self._who(row, columns)
        self._procedures[-1].doubts.append(
            unread_row(
                ", ".join(part for part in (unit, position) if part),
                len(self._procedures[-1].steps),
                _number(row),
            )
        )

    def _who(self, row: Sequence[Cell], columns: Columns) -> tuple[str, str]:
        unit, position = columns.of(row, "unit"), columns.of(row, "position")
        who = columns.of(row, "who") or (position if unit is None else unit if position is None else None)
        if who is not None:
            found_unit, found_position = divided(who.text)
            if "who" in columns.by_role and unit is not None:
                found_unit = unit.text
            return _plain(found_unit), _plain(found_position)
        return _plain(unit.text if unit else ""), _plain(position.text if position else "")


def _number(row: Sequence[Cell]) -> int:
    """The row's place in its table, 1 the first."""
    return max(cell.row for cell in row) + 1


def _is_heading(row: Sequence[Cell], columns: Columns, grid: Grid) -> bool:
    """Whether the heading stands here again, as on every page of a long table."""
    if not columns.body:
        return False
    last = grid.rows[columns.body - 1]
    return [fold(cell.text) for cell in row] == [fold(cell.text) for cell in last]


def _said(row: Sequence[Cell]) -> str:
    """A row outside the steps as a line: "Tên thủ tục: Đăng ký khai sinh"."""
    return ": ".join(list(dict.fromkeys(cell.text for cell in row if cell.text))[:2])


def _title(text: str) -> str:
    """A procedure's name without its code."""
    return _plain(CODE.sub("", _CODED.sub("", text)).replace("()", ""))


def _plain(text: str) -> str:
    visible = "".join(letter if letter.isprintable() else " " for letter in text)
    return " ".join(visible.split()).strip(" :.-–")
