"""The deadline of a dossier as the law counts it now: from its acceptance, its limit and the calendar in force."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import datetime, timedelta
from fractions import Fraction

from motcua.domain import clock
from motcua.domain.calendar import WorkCalendar
from motcua.domain.clock import Interval, Reason, Subject
from motcua.domain.deadlines import Budget, Deadline, Limit, deadline
from motcua.domain.process_graph import scopes
from motcua.domain.process_rules_time import longest_path
from motcua.services.versions import Version
from motcua.services.work import Work
from motcua.store import interval as intervals
from motcua.store.base import Record

# Whose clock the pauses of a dossier stop; it stops those of its steps and agencies with it.
DOSSIER = Subject("dossier", "")


def of_receipt(work: Work, version: Version, calendar: WorkCalendar, received_at: datetime) -> Deadline:
    """The deadline of a dossier received at `received_at` (Quảng Trị 29/2020, Điều 17)."""
    rule = work.house.profile.appointment_rule
    return deadline(calendar, received_at, limit_of(version, calendar), rule)


def of_dossier(
    work: Work, dossier: Record, now: datetime, stops: Sequence[Interval] | None = None
) -> Deadline | None:
    """The deadline computed afresh, never read from the row (R-28); None before acceptance.

    `stops` are the dossier's pauses, see `stops_of`, asked of the database when not given. While the clock
    stands the deadline is what it would be if the clock went on at `now`.
    """
    if dossier.accepted_at is None:
        return None
    version = work.house.versions.get(work.connection, dossier.version_id)
    due = of_receipt(work, version, governing(work, dossier, now), dossier.accepted_at)
    if stops is None:
        stops = stops_of(work, dossier)
    return moved(due, stops, dossier.result_at or now) if stops else due


def stops_of(work: Work, dossier: Record) -> tuple[Interval, ...]:
    """The pauses of a dossier; only models with such elements are asked, because only they have any."""
    if not work.house.versions.get(work.connection, dossier.version_id).pausing:
        return ()
    rows = intervals.of_dossiers(work.connection, [dossier.id])[dossier.id]
    return stopping(work, intervals_of(rows))


def intervals_of(rows: Sequence[Record]) -> list[Interval]:
    """Stored intervals as the rules read them."""
    return [
        Interval(Subject(row.kind, row.subject), Reason(row.reason), row.started_at, row.ended_at)
        for row in rows
    ]


def stopping(work: Work, found: Sequence[Interval]) -> tuple[Interval, ...]:
    """Those of the intervals that stop the dossier's clock in this province."""
    return clock.stops_of(found, DOSSIER, work.house.profile.stopping)


def moved(due: Deadline, stops: Sequence[Interval], as_of: datetime) -> Deadline:
    """The deadline later by the pauses up to `as_of`: working time for a budget, dates for calendar days."""
    if isinstance(due.limit, Budget):
        budget = due.limit.in_seconds(due.calendar.day_seconds)
        return due.moved_to(resumed_due(due.calendar, due.starts_at, budget, stops, as_of))
    charged = clock.spans([_running(due.starts_at), *stops], DOSSIER, as_of)
    resumed = [begin for begin, _ in charged[1:]] + [as_of]
    days = sum(
        (due.calendar.local(begin).date() - due.calendar.local(end).date()).days
        for (_, end), begin in zip(charged, resumed, strict=True)
        if end is not None
    )
    if not days:
        return due
    return due.moved_to(due.calendar.closing_from(due.due_at.date() + timedelta(days=days)))


def resumed_due(
    calendar: WorkCalendar, counted_from: datetime, budget: int, stops: Sequence[Interval], as_of: datetime
) -> datetime:
    """When `budget` working seconds from `counted_from` are over, pauses left out (R-13).

    While a pause lasts: when they would be over if the clock went on at `as_of`.
    """
    reading = clock.read(
        calendar, [_running(counted_from), *stops], DOSSIER, budget, max(as_of, counted_from)
    )
    if reading.stopped_by is not None and reading.remaining > 0:
        return calendar.add(as_of, reading.remaining)
    return reading.due_at or calendar.add(counted_from, budget)


def _running(since: datetime) -> Interval:
    return Interval(DOSSIER, Reason.RUNNING, since)


def expected(work: Work, dossier: Record, now: datetime) -> Deadline | None:
    """The latest deadline of a dossier not yet accepted: as if the desk used all its time; None afterwards."""
    if dossier.accepted_at is not None:
        return None
    version = work.house.versions.get(work.connection, dossier.version_id)
    return of_receipt(work, version, governing(work, dossier, now), max(dossier.intake_due_at, now))


def governing(work: Work, dossier: Record, now: datetime) -> WorkCalendar:
    """The desk's calendar in force for an open dossier; the one it kept for an ended one (R-12, R-25)."""
    if dossier.closed_at is not None:
        return work.house.calendars.kept(
            work.connection, dossier.kept_calendar, dossier.kept_revision, dossier.closed_at
        )
    return work.house.calendars.at(work.connection, dossier.agency_id, now, dossier.calendar_revision)


def limit_of(version: Version, calendar: WorkCalendar) -> Limit:
    """The statutory limit, or the longest way through the steps where the model states none (Điều 17.2)."""
    if version.limit is not None:
        return version.limit
    graph = scopes(version.model.nodes, version.model.flows)
    seconds = sum(time for _, time in longest_path(version.model, graph, calendar.day_seconds))
    return Budget(Fraction(0), seconds, f"{seconds}s")
