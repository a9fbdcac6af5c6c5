"""The matrix of an agency: its procedures, their steps, and who works at each; what is missing is counted (J-07)."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, replace

from motcua.domain.people.permissions import Actor
from motcua.domain.process.process import Step
from motcua.domain.search import fold, words
from motcua.services.people import groups
from motcua.services.people.groups import Binding
from motcua.services.work import Work
from motcua.store.agencies import agency as agencies
from motcua.store.base import Record
from motcua.store.dossier import step as steps
from motcua.store.process import procedure as procedures
from motcua.store.version import version_life

Bound = Mapping[Binding, Sequence[Record]]


@dataclass(frozen=True, slots=True)
class Cell:
    """A step as the agency performs it: the group that is in force there, its active people, what waits."""

    step: Step
    binding: Binding
    people: tuple[Record, ...]
    waiting: int

    @property
    def is_gap(self) -> bool:
        return not self.people


@dataclass(frozen=True, slots=True)
class Line:
    """A procedure with the steps that the agency performs, in their order."""

    row: Record
    cells: tuple[Cell, ...]

    @property
    def gaps(self) -> int:
        return sum(cell.is_gap for cell in self.cells)


@dataclass(frozen=True)
class Filters:
    """What of the matrix is asked for; `person` is an account id."""

    query: str = ""
    position: str = ""
    person: int | None = None
    gaps_only: bool = False


@dataclass(frozen=True)
class Matrix:
    """`gaps` counts the steps of the whole agency without anybody, whatever is filtered; `total` its procedures."""

    agency: Record
    lines: Sequence[Line]
    people: Sequence[Record]
    positions: Sequence[str]
    gaps: int
    total: int


def matrix(work: Work, actor: Actor, agency_id: int, filters: Filters = Filters()) -> Matrix:
    """The matrix of one agency of the actor's subtree."""
    agency = groups.managed(work, actor, agency_id)
    bound = groups.bound(work, agency_id)
    waiting = steps.waiting_at(work.connection, agency_id)
    levels = _levels_below(work, agency_id)
    lines = []
    for row, ordered in _catalogue(work):
        cells = tuple(
            _cell(step, row.code, bound, waiting)
            for step in ordered
            if _performs(agency, step, row.level, levels, bound)
        )
        if cells:
            lines.append(Line(row, cells))
    return Matrix(
        agency=agency,
        lines=_filtered(lines, filters),
        people=groups.people(work, agency_id),
        positions=_positions(lines),
        gaps=sum(line.gaps for line in lines),
        total=len(lines),
    )


def _catalogue(work: Work) -> Iterator[tuple[Record, Sequence[Step]]]:
    """Every procedure with its steps in order, those that a version adds which waits for its day after them.

    Until somebody is there for them, that version cannot come into force (R-23).
    """
    coming = {row.procedure_id: row.id for row in version_life.waiting(work.connection)}
    rows = [*procedures.search(work.connection, (), "", ""), *version_life.unbegun(work.connection)]
    for row in rows:
        found: dict[str, Step] = {}
        for version_id in (row.version_id, coming.get(row.id)):
            if version_id is not None:
                model = work.house.versions.get(work.connection, version_id).model
                for step in sorted(model.steps, key=lambda step: step.order):
                    found.setdefault(step.id, step)
        yield row, list(found.values())


def in_force(bound: Bound, step: Step, procedure_code: str) -> Binding:
    """The group that decides at a step: the narrowest that there is, else the position's (R-24)."""
    narrow = (
        Binding(step.position, procedure_code, step.id),
        Binding(step.position, procedure_code),
    )
    return next((one for one in narrow if one in bound), Binding(step.position))


def beneath(bound: Bound, binding: Binding) -> Sequence[Record]:
    """The active members of the group that would stand in if the narrower one ended."""
    wider = binding.wider
    while wider is not None and wider not in bound:
        wider = wider.wider
    return [row for row in bound.get(wider, ()) if row.is_active] if wider is not None else []


def _cell(step: Step, code: str, bound: Bound, waiting: Mapping[tuple[str, str], int]) -> Cell:
    binding = in_force(bound, step, code)
    people = tuple(row for row in bound.get(binding, ()) if row.is_active)
    return Cell(step, binding, people, waiting.get((code, step.id), 0))


def _positions(lines: Sequence[Line]) -> list[str]:
    """The positions in the order in which processes come to them."""
    first: dict[str, int] = {}
    for line in lines:
        for cell in line.cells:
            first[cell.step.position] = min(cell.step.order, first.get(cell.step.position, cell.step.order))
    return sorted(first, key=lambda position: (first[position], position))


def _levels_below(work: Work, agency_id: int) -> set[str]:
    everywhere = agencies.everything(work.connection)
    return {row.level for row in everywhere if row.parent_id == agency_id and row.receives}


def _performs(agency: Record, step: Step, level: str, levels_below: set[str], bound: Bound) -> bool:
    """Whether the agency does this step; of one that the applicant's answers decide, whether it has such a group."""
    kind, _, value = step.agency.partition(":")
    if kind == "receiving":
        return bool(agency.level == level and agency.receives)
    if kind == "parent":
        return level in levels_below
    if kind == "code":
        return bool(agency.code == value)
    return any(binding.position == step.position for binding in bound)


def _filtered(lines: Sequence[Line], filters: Filters) -> list[Line]:
    sought = words(filters.query)
    found = []
    for line in lines:
        named = fold(f"{line.row.code} {line.row.name} {line.row.name_en}")
        cells = tuple(cell for cell in line.cells if _fits(cell, filters))
        if cells and all(word in named for word in sought):
            found.append(replace(line, cells=cells))
    return found


def _fits(cell: Cell, filters: Filters) -> bool:
    if filters.gaps_only and not cell.is_gap:
        return False
    if filters.position and cell.step.position != filters.position:
        return False
    return filters.person is None or any(row.account_id == filters.person for row in cell.people)
