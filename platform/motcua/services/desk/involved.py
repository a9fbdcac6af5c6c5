"""The agencies at work on one dossier: since when, with what time, and which of them is late (A-15, E-12 to E-16, H-01)."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Literal

from motcua.services.desk.dossiers import DossierPage, Visit
from motcua.services.exchange.consulting import Consultation
from motcua.services.time.clocks import AgencyTime
from motcua.services.work import Work
from motcua.store.agencies import agency as agencies
from motcua.store.base import Record
from motcua.store.exchange import transfer as transfers

Standing = Literal["on_the_way", "working", "standing", "done", "asked", "answered"]


@dataclass(frozen=True)
class Involved:
    """One agency's part; `agency` has its name. Times are working seconds by its own hours.

    on_the_way: sent there at `since`, not acknowledged yet; standing: it has the dossier, whose clock stands; asked and
    answered are about its opinion. `until` is when it gave the dossier on, or answered. `budget` is None where none
    was given. `late_steps` are the names of its waiting steps that are past their time.
    """

    agency: Record
    standing: Standing
    is_lead: bool = False
    since: datetime | None = None
    until: datetime | None = None
    used: int = 0
    budget: int | None = None
    due_at: datetime | None = None
    is_late: bool = False
    late_steps: Sequence[str] = ()


def of_dossier(work: Work, shown: DossierPage, consultations: Sequence[Consultation]) -> list[Involved]:
    """Every agency that had, has or is sent the dossier, then those asked; empty while only one is at work."""
    sent = [one for one in shown.waiting if one.row.counted_from is None] if shown.row.accepted_at else []
    ids = {
        *shown.agency_times,
        *(one.row.agency_id for one in sent),
        *(one.row.agency_id for one in consultations),
    }
    if len(ids | {shown.row.agency_id}) < 2:
        return []
    named = agencies.named(work.connection, ids)
    found = [
        _at_work(shown, named[agency_id], time)
        for agency_id, time in sorted(shown.agency_times.items(), key=lambda one: _began(one[1], shown))
    ]
    found += _on_the_way(work, shown, named, sent)
    return found + [_asked(named[one.row.agency_id], one) for one in consultations]


def _began(time: AgencyTime, shown: DossierPage) -> datetime:
    return time.since or shown.now


def _at_work(shown: DossierPage, agency: Record, time: AgencyTime) -> Involved:
    waiting = [
        one for one in shown.waiting if one.row.agency_id == agency.id and one.row.counted_from is not None
    ]
    is_stopped = any(one.time.stopped_by is not None for one in waiting)
    standing: Standing = "done" if time.until is not None else "standing" if is_stopped else "working"
    return Involved(
        agency,
        standing,
        _leads(shown, agency.id),
        time.since,
        time.until,
        time.used,
        time.budget,
        time.due_at,
        time.used > time.budget,
        [one.row.name for one in waiting if _is_late(one)],
    )


def _leads(shown: DossierPage, agency_id: int) -> bool:
    if shown.version.lead == "receiving":
        return bool(agency_id == shown.row.agency_id)
    steps = shown.version.model.step_by_id
    here = (steps.get(one.row.step_id) for one in shown.visits if one.row.agency_id == agency_id)
    return any(step is not None and step.agency == shown.version.lead for step in here)


def _is_late(visit: Visit) -> bool:
    return visit.remaining is not None and visit.remaining < 0


def _on_the_way(
    work: Work, shown: DossierPage, named: dict[int, Record], sent: Sequence[Visit]
) -> list[Involved]:
    if not sent:
        return []
    pending = {one.to_task_id: one for one in transfers.pending(work.connection, shown.row.id)}
    return [
        Involved(named[one.row.agency_id], "on_the_way", since=pending[one.row.task_id].transferred_at)
        for one in sent
        if one.row.task_id in pending
    ]


def _asked(agency: Record, one: Consultation) -> Involved:
    row = one.row
    return Involved(
        agency,
        "answered" if row.answered_at is not None else "asked",
        since=row.asked_at,
        until=row.answered_at,
        used=one.used,
        budget=row.budget_seconds,
        due_at=row.due_at,
        is_late=one.is_overdue,
    )
