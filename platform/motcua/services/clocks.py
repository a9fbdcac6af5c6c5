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
    """One visit to a step. `used` and `remaining` are working seconds; all but `used` only until it is left.

    While the dossier's clock stands, `stopped_by` says why and `due_at` is as if it went on now.
    """

    used: int
    due_at: datetime | None = None
    remaining: int | None = None
    level: WarningLevel = "none"
    stopped_by: Reason | None = None


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
    stops = deadlines.stopping(work, intervals)
    deadline = deadlines.of_dossier(work, dossier, now, stops)
    repeated = work.house.versions.get(work.connection, dossier.version_id).repeated_steps
    spent: dict[str, int] = {}
    times = []
    for visit in visits:
        calendar = calendar_of(work, dossier, visit.agency_id, now)
        subject = Subject("step", visit.task_id)
        until = visit.counted_to or max(now, visit.arrived_at)
        used = used_seconds(calendar, intervals, subject, until, work.house.profile.stopping)
        # Each of several agencies consulted at once has the whole budget; a step come back to has what is left.
        charged = visit.task_id if visit.step_id in repeated else visit.step_id
        before = spent.get(charged, 0)
        spent[charged] = before + used
        left = max(visit.budget_seconds - before, 0)
        is_running = visit.counted_from is not None and visit.left_at is None
        if is_running:
            times.append(_running(calendar, visit, used, left, deadline, stops, now))
        else:
            times.append(StepTime(used))
    return times


def step_due(
    calendar: WorkCalendar,
    counted_from: datetime,
    left: int,
    deadline: Deadline | None,
    stops: Sequence[Interval],
    now: datetime,
) -> datetime:
    """When a step that began at `counted_from` with `left` working seconds is due, pauses left out (R-13, R-27)."""
    due = (
        deadlines.resumed_due(calendar, counted_from, left, stops, now)
        if stops
        else calendar.add(counted_from, left)
    )
    if deadline is not None and isinstance(deadline.limit, SameDay):
        return capped_step_due(due, deadline)
    return due


def _running(
    calendar: WorkCalendar,
    visit: Record,
    used: int,
    left: int,
    deadline: Deadline | None,
    stops: Sequence[Interval],
    now: datetime,
) -> StepTime:
    due = step_due(calendar, visit.counted_from, left, deadline, stops, now)
    stopped = stopped_by(stops, now)
    level = warning_level(calendar, due, now) if stopped is None else "none"
    return StepTime(used, due, calendar.elapsed(now, due), level, stopped)


def stopped_by(stops: Sequence[Interval], now: datetime) -> Reason | None:
    """Why the dossier's clock stands at `now`; None while it runs."""
    lasting = (one for one in stops if one.started_at <= now and (one.ended_at is None or now < one.ended_at))
    return next((one.reason for one in lasting), None)
