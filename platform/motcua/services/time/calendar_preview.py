"""Which open dossiers a change of calendar would move, counted by the very services that will count them (R-12)."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, replace
from datetime import datetime

from motcua.domain.people.permissions import Actor
from motcua.domain.time.deadlines import Deadline
from motcua.services.time import calendar_admin, clocks, deadlines
from motcua.services.time.calendar_admin import Draft
from motcua.services.time.calendars import Calendars
from motcua.services.work import Work
from motcua.store.dossier import dossier as dossiers
from motcua.store.time import calendar as calendars
from motcua.store.time import recount

SHOWN = 50
# Beyond this many candidates the rest are counted when the change is saved, and the page says so.
COUNTED = 5000


@dataclass(frozen=True, slots=True)
class Moved:
    """One dossier whose due time or appointment would move."""

    code: str
    applicant_name: str
    agency_name: str
    agency_name_en: str
    before: Deadline
    after: Deadline


@dataclass(frozen=True, slots=True)
class Preview:
    """The change, the first dossiers it moves, how many in all, and how many were looked at."""

    draft: Draft
    moved: Sequence[Moved]
    count: int
    looked_at: int
    is_complete: bool


def preview(work: Work, actor: Actor, code: str, change: object, now: datetime) -> Preview:
    """What saving `change` would do; nothing is kept. Raises what `calendar_admin.draft` raises.

    The change is made in a transaction of its own and taken back, so that deadlines are counted by the same
    services as afterwards; a house of its own keeps it out of the calendars that other requests share.
    """
    with Work(replace(work.house, calendars=Calendars())) as trial:
        try:
            return _tried(trial, actor, code, change, now)
        finally:
            trial.connection.rollback()


def _tried(trial: Work, actor: Actor, code: str, change: object, now: datetime) -> Preview:
    found = calendar_admin.draft(trial, actor, code, change, now)
    if not found.dates:
        return Preview(found, (), 0, 0, True)
    keeping = trial.house.calendars.keeping(trial.connection, code)
    candidates = recount.touched(trial.connection, keeping, found.dates[0], found.dates[-1])
    chosen = candidates[:COUNTED]
    before = _deadlines(trial, chosen, now)
    calendars.save(trial.connection, code, found.row.name, found.row.valid_from, dict(found.definition))
    after = _deadlines(trial, chosen, now)
    moved = [one for one in chosen if one in before and one in after and _differ(before[one], after[one])]
    rows = (dossiers.by_id(trial.connection, one) for one in moved[:SHOWN])
    shown = [
        Moved(
            row.code, row.applicant_name, row.agency_name, row.agency_name_en, before[row.id], after[row.id]
        )
        for row in rows
        if row is not None
    ]
    return Preview(found, shown, len(moved), len(chosen), len(chosen) == len(candidates))


def _deadlines(trial: Work, dossier_ids: Sequence[int], now: datetime) -> dict[int, Deadline]:
    """The deadlines of dossiers accepted whose clock runs; what stands is not promised."""
    found: dict[int, Deadline] = {}
    known = deadlines.trails(trial, dossier_ids)
    for row in dossiers.some(trial.connection, dossier_ids):
        stops = deadlines.stopping(trial, row, known[row.id].intervals)
        due = deadlines.of_dossier(trial, row, now, known[row.id])
        if due is not None and clocks.stopped_by(stops, now) is None:
            found[row.id] = due
    return found


def _differ(before: Deadline, after: Deadline) -> bool:
    return (before.due_at, before.appointment_at) != (after.due_at, after.appointment_at)
