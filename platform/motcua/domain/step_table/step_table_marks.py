"""A table as it stands in the file, each cell marked: understood, in doubt, or not used."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace
from typing import Final, Literal

from motcua.domain.step_table.step_table import Cell, Doubt, Grid, TableProcedure

Mark = Literal["understood", "doubt", "unused"]

# Which columns a doubt is about; a kind that is not listed is about no cell.
_ABOUT: Final[Mapping[str, frozenset[str]]] = {
    "budget_missing": frozenset({"budget"}),
    "budget_unclear": frozenset({"budget"}),
    "budget_shared": frozenset({"budget"}),
    "position_missing": frozenset({"position", "unit", "who"}),
    "position_unknown": frozenset({"position", "unit", "who"}),
    "work_missing": frozenset({"work"}),
}


@dataclass(frozen=True, slots=True)
class MarkedCell:
    """A cell of the file; `role` is what its column was taken for, empty when for nothing.

    `is_again` says that it reaches down from a row above.
    """

    text: str
    role: str
    mark: Mark
    is_again: bool = False


@dataclass(frozen=True, slots=True)
class MarkedRow:
    """A row of the file: `number` 1 the first; `step` the place of the step that it tells of, 0 none."""

    number: int
    cells: Sequence[MarkedCell]
    step: int
    doubts: Sequence[Doubt]


def marked(procedure: TableProcedure, grid: Grid) -> list[MarkedRow]:
    """The rows of a procedure's table that tell of it, with what each cell was taken for."""
    places = {step.row: place for place, step in enumerate(procedure.steps, start=1)}
    return [
        _row(procedure, number, grid.rows[number - 1], places.get(number, 0)) for number in procedure.rows
    ]


def general(procedure: TableProcedure) -> list[Doubt]:
    """The doubts that no step has: those about the whole procedure and about rows that were not used."""
    return [doubt for doubt in procedure.doubts if doubt.row or not doubt.step]


def _row(procedure: TableProcedure, number: int, row: Sequence[Cell], step: int) -> MarkedRow:
    doubts = [
        doubt
        for doubt in procedure.doubts
        if doubt.row == number or (step and doubt.step == step and not doubt.row)
    ]
    is_unread = any(doubt.row for doubt in doubts)
    about = frozenset[str]().union(*(_ABOUT.get(doubt.kind, frozenset()) for doubt in doubts))
    cells = [_cell(cell, procedure.roles.get(place, ""), about, number) for place, cell in enumerate(row)]
    if is_unread:
        cells = [replace(cell, mark="doubt" if cell.text else "unused") for cell in cells]
    elif not step:
        cells = [replace(cell, mark="unused") for cell in cells]
    return MarkedRow(number, cells, step, doubts)


def _cell(cell: Cell, role: str, about: frozenset[str], number: int) -> MarkedCell:
    mark: Mark = "unused" if not role else "doubt" if role in about else "understood"
    return MarkedCell(cell.text, role, mark, not cell.begins_at(number - 1))
