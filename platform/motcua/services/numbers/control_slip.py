"""The process control slip, „Phiếu kiểm soát quá trình”: a row per hand-over, from the real history (F-07).

Quảng Trị 29/2020, Điều 15.1: who hands over to whom, when, whether early, on time or late, notes. It can be printed
at any moment: a step at which the dossier still stands is a row that nobody has received yet.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime

from motcua.domain.process.process import Step
from motcua.domain.text import Text
from motcua.domain.time.timeliness import TimeClass, step_class
from motcua.services.desk.dossiers import DossierPage, Visit
from motcua.services.work import Work
from motcua.store.agencies import agency as agencies


@dataclass(frozen=True, slots=True)
class Place:
    """A step at its agency, and the officer who had or has it; `who` is empty while it is a whole group's."""

    step: Text
    agency: Text
    who: str


@dataclass(frozen=True, slots=True)
class HandOver:
    """One row: `to` are the steps that began with it, none at the end or before a branch that is still at work.

    `used` and `budget` are working seconds of this visit, `time_class` is None while it lasts. `outcome` is how the
    step was left when not by finishing it ("returned", "moved" …), `note` what the officer wrote.
    """

    giver: Place
    to: Sequence[Place]
    at: datetime | None
    time_class: TimeClass | None
    used: int
    budget: int
    outcome: str
    note: str


def of(work: Work, shown: DossierPage) -> list[HandOver]:
    """The rows of an opened dossier, in order of arrival; empty before acceptance, when no clock has run."""
    visits = [visit for visit in shown.visits if visit.row.counted_from is not None]
    named = _agencies(work, {visit.row.agency_id for visit in visits})
    notes = {one.row.step_row_id: one.body for one in shown.opinions}
    budgets = _budgets(shown, visits)
    return [
        HandOver(
            giver=_place(shown, visit, named),
            to=[_place(shown, one, named) for one in _following(visit, visits)],
            at=visit.row.left_at,
            time_class=step_class(visit.used, budget, is_open=visit.row.left_at is None),
            used=visit.used,
            budget=budget,
            outcome=visit.row.outcome or "",
            note=notes.get(visit.row.id, ""),
        )
        for visit, budget in zip(visits, budgets, strict=True)
    ]


def _following(visit: Visit, visits: Sequence[Visit]) -> list[Visit]:
    """The visits that began at the instant this one ended: one move wrote both."""
    if visit.row.left_at is None:
        return []
    return [one for one in visits if one.row.arrived_at == visit.row.left_at and one is not visit]


def _budgets(shown: DossierPage, visits: Sequence[Visit]) -> list[int]:
    """What each visit had: a later one to the same step has what the earlier ones left (E-11)."""
    spent: dict[str, int] = {}
    found = []
    for visit in visits:
        repeated = visit.row.step_id in shown.version.repeated_steps
        key = visit.row.task_id if repeated else visit.row.step_id
        before = 0 if visit.row.restarted else spent.get(key, 0)
        spent[key] = before + visit.used
        found.append(max(visit.row.budget_seconds + visit.time.extension - before, 0))
    return found


def _place(shown: DossierPage, visit: Visit, named: Mapping[int, Text]) -> Place:
    step: Step | None = shown.version.model.step_by_id.get(visit.row.step_id)
    name = Text(visit.row.name, step.name_en if step is not None and step.name_en else visit.row.name)
    who = visit.row.completed_name or visit.row.holder_name or ""
    return Place(name, named[visit.row.agency_id], who)


def _agencies(work: Work, agency_ids: set[int]) -> Mapping[int, Text]:
    named = agencies.named(work.connection, agency_ids)
    return {row.id: Text(row.name, row.name_en or row.name) for row in named.values()}
