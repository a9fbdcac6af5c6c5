"""What the clocks of a dossier say now: used and due times from intervals and calendar, never from a stored flag."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime

from motcua.domain.calendar import WorkCalendar
from motcua.domain.clock import Interval, Reason, Subject, used_seconds
from motcua.domain.deadlines import Deadline, SameDay, capped_step_due
from motcua.domain.timeliness import WarningLevel, warning_level
from motcua.services import deadlines
from motcua.services.work import Work
from motcua.store.base import Record


@dataclass(frozen=True, slots=True)
class StepTime:
    """One visit to a step. `used` and `remaining` are working seconds; the last three only while its clock runs."""

    used: int
    due_at: datetime | None = None
    remaining: int | None = None
    level: WarningLevel = "none"


def intervals_of(rows: Sequence[Record]) -> list[Interval]:
    """Stored intervals as the rules read them."""
    return [
        Interval(Subject(row.kind, row.subject), Reason(row.reason), row.started_at, row.ended_at)
        for row in rows
    ]


def calendar_of(work: Work, dossier: Record, agency_id: int, now: datetime) -> WorkCalendar:
    """An agency's calendar for this dossier: in force now, or as it stood when the dossier ended (R-12, R-25)."""
    calendars = work.house.calendars
    if dossier.closed_at is None:
        return calendars.at(work.connection, agency_id, now, dossier.calendar_revision)
    code = calendars.code_of(work.connection, agency_id, dossier.calendar_revision)
    return calendars.kept(work.connection, code, dossier.kept_revision, dossier.closed_at)


def step_times(
    work: Work,
    dossier: Record,
    visits: Sequence[Record],
    intervals: Sequence[Interval],
    now: datetime,
) -> list[StepTime]:
    """The time of every visit, in their order; a later visit to a step has what the earlier ones left (E-11)."""
    deadline = deadlines.of_dossier(work, dossier, now)
    spent: dict[str, int] = {}
    times = []
    for visit in visits:
        calendar = calendar_of(work, dossier, visit.agency_id, now)
        subject = Subject("step", visit.task_id)
        used = used_seconds(calendar, intervals, subject, visit.counted_to or max(now, visit.arrived_at))
        before = spent.get(visit.step_id, 0)
        spent[visit.step_id] = before + used
        left = max(visit.budget_seconds - before, 0)
        is_running = visit.counted_from is not None and visit.left_at is None
        times.append(_running(calendar, visit, used, left, deadline, now) if is_running else StepTime(used))
    return times


def step_due(
    calendar: WorkCalendar, counted_from: datetime, left: int, deadline: Deadline | None
) -> datetime:
    """When a step that began at `counted_from` with `left` working seconds is due (R-27)."""
    due = calendar.add(counted_from, left)
    if deadline is not None and isinstance(deadline.limit, SameDay):
        return capped_step_due(due, deadline)
    return due


def _running(
    calendar: WorkCalendar, visit: Record, used: int, left: int, deadline: Deadline | None, now: datetime
) -> StepTime:
    due = step_due(calendar, visit.counted_from, left, deadline)
    return StepTime(used, due, calendar.elapsed(now, due), warning_level(calendar, due, now))
