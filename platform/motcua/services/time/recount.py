"""Open dossiers counted anew after a change of calendar or agency: index, trail and message, by jobs (R-12, R-28)."""

from __future__ import annotations

from collections.abc import Collection
from datetime import date, datetime

from motcua.domain.people.permissions import CLOCKWORK
from motcua.services.dossier import waits
from motcua.services.intake import intake_limit
from motcua.services.time import clocks, deadlines
from motcua.services.work import Work
from motcua.store.base import Record
from motcua.store.dossier import dossier as dossiers
from motcua.store.time import recount as touched


def ask(work: Work, dossier_id: int) -> None:
    """Have one dossier counted anew after this transaction."""
    work.defer("recount_dossier", {"dossier_id": dossier_id})


def ask_calendar(work: Work, agency_ids: Collection[int], first: date, last: date) -> None:
    """Have the open dossiers of these agencies that a date of the span may move counted anew."""
    span = {"agency_ids": sorted(agency_ids), "first": first.isoformat(), "last": last.isoformat()}
    work.defer("recount_calendar", span)


def spread(work: Work, agency_ids: Collection[int], first: date, last: date) -> int:
    """The job that asks for a job per dossier; how many. One commit."""
    found = touched.touched(work.connection, agency_ids, first, last)
    for dossier_id in found:
        ask(work, dossier_id)
    work.commit()
    return len(found)


def recount(work: Work, dossier_id: int, now: datetime) -> bool:
    """Rewrite the due times of an open dossier, with trail and message when its own moved; whether they did.

    Done again it finds nothing to do. While the clock stands nothing is promised, so nothing is told; going on
    rewrites the index anyway.
    """
    if not touched.lock(work.connection, dossier_id):
        return False
    before = dossiers.by_id(work.connection, dossier_id)
    if before is None or before.closed_at is not None:
        return False
    if before.accepted_at is None:
        moved = _recount_intake(work, before, now)
    elif clocks.stopped_by(deadlines.stops_of(work, before), now) is not None:
        moved = False
    else:
        moved = _recount_deadline(work, before, now)
    work.commit()
    return moved


def _recount_intake(work: Work, dossier: Record, now: datetime) -> bool:
    """The desk's time to accept a dossier follows the calendar too; nobody was promised anything yet."""
    due = intake_limit.due_of(work, dossier, now)
    if due == dossier.intake_due_at:
        return False
    dossiers.change(work.connection, dossier.id, intake_due_at=due)
    return True


def _recount_deadline(work: Work, before: Record, now: datetime) -> bool:
    waits.reindex(work, before.id, now)
    after = dossiers.by_id(work.connection, before.id)
    if after is None or (after.due_at, after.appointment_at) == (before.due_at, before.appointment_at):
        return False
    work.record(
        at=now,
        actor_id=CLOCKWORK.id,
        actor_name=CLOCKWORK.name,
        action="calendar.moved",
        dossier_id=before.id,
        detail={
            "due_from": before.due_at.isoformat(),
            "due_to": after.due_at.isoformat(),
            "appointment_from": before.appointment_at.isoformat(),
            "appointment_to": after.appointment_at.isoformat(),
        },
    )
    if after.appointment_at != before.appointment_at and after.result_at is None:
        event = f"moved:{after.appointment_at:%Y%m%d%H%M}:{after.calendar_revision}"
        work.defer("notify_applicant", {"dossier_id": before.id, "event": event})
    return True
