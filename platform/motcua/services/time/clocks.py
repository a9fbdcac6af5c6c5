"""What the clocks of a dossier say now: used and due times from intervals and calendar, never from a stored flag."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime

from motcua.domain.profile import Profile
from motcua.domain.time.appointments import Change, resumed_due
from motcua.domain.time.calendar import WorkCalendar
from motcua.domain.time.clock import Interval, Reason, Subject, read, used_seconds
from motcua.domain.time.deadlines import Deadline, SameDay, capped_step_due
from motcua.domain.time.timeliness import WarningLevel, warning_level
from motcua.services.time import deadlines, rules
from motcua.services.time.deadlines import Trail
from motcua.services.version.versions import Version
from motcua.services.work import Work
from motcua.store.base import Record


@dataclass(frozen=True, slots=True)
class StepTime:
    """One visit to a step. `used` and `remaining` are working seconds; all but `used` only until it is left.

    `extension` is what the step was granted on top of its budget (R-07). While the dossier's clock stands,
    `stopped_by` says why and `due_at` is as if it went on now.
    """

    used: int
    due_at: datetime | None = None
    remaining: int | None = None
    level: WarningLevel = "none"
    stopped_by: Reason | None = None
    extension: int = 0


@dataclass(frozen=True, slots=True)
class AgencyTime:
    """What an agency has used of its time on a dossier, in working seconds by its own calendar (E-12 to E-16).

    `budget` is its own by the model, else that of the steps the dossier has come to there, with the extensions of the
    agency and its steps;
    `due_at` and `level` only while it is at work. It began at `since`; `until` is when it last gave the dossier on,
    None while it has it.
    """

    used: int
    budget: int
    due_at: datetime | None = None
    level: WarningLevel = "none"
    since: datetime | None = None
    until: datetime | None = None


def calendar_of(work: Work, dossier: Record, agency_id: int, now: datetime) -> WorkCalendar:
    """An agency's calendar for this dossier: in force now, or as it stood when the dossier ended (R-12, R-25)."""
    calendars = work.house.calendars
    if dossier.closed_at is None:
        return calendars.at(work.connection, agency_id, now, dossier.calendar_revision)
    code = calendars.code_of(work.connection, agency_id, dossier.calendar_revision)
    return calendars.kept(work.connection, code, dossier.kept_revision, dossier.closed_at)


def step_times(
    work: Work, dossier: Record, visits: Sequence[Record], known: Trail, now: datetime
) -> list[StepTime]:
    """The time of every visit, in their order; a later visit to a step has what the earlier ones left (E-11)."""
    stops = deadlines.stopping(work, dossier, known.intervals)
    deadline = deadlines.of_dossier(work, dossier, now, known)
    return _times(work, dossier, visits, known, deadline, stops, now)


def time_of_visit(
    work: Work,
    dossier: Record,
    visits: Sequence[Record],
    number: int,
    known: Trail,
    deadline: Deadline | None,
    stops: Sequence[Interval],
    now: datetime,
) -> StepTime:
    """What `step_times` says of the visit at `number`, of a dossier whose deadline and pauses are computed already."""
    version = work.house.versions.get(work.connection, dossier.version_id)
    own = _charged(version, visits[number])
    # No other visits use up its budget.
    same = [visit for visit in visits[: number + 1] if _charged(version, visit) == own]
    return _times(work, dossier, same, known, deadline, stops, now)[-1]


def _times(
    work: Work,
    dossier: Record,
    visits: Sequence[Record],
    known: Trail,
    deadline: Deadline | None,
    stops: Sequence[Interval],
    now: datetime,
) -> list[StepTime]:
    version = work.house.versions.get(work.connection, dossier.version_id)
    ruled = rules.of(work, version)
    spent: dict[str, int] = {}
    times = []
    for visit in visits:
        calendar = calendar_of(work, dossier, visit.agency_id, now)
        until = visit.counted_to or max(now, visit.arrived_at)
        used = used_seconds(calendar, known.intervals, Subject("step", visit.task_id), until, ruled.stopping)
        charged = _charged(version, visit)
        before = 0 if visit.restarted else spent.get(charged, 0)
        spent[charged] = before + used
        extension = extension_of(version, visit, known.changes)
        left = max(visit.budget_seconds + extension - before, 0)
        if visit.counted_from is not None and visit.left_at is None:
            times.append(_running(ruled, calendar, visit, used, left, deadline, stops, now, extension))
        else:
            times.append(StepTime(used, extension=extension))
    return times


def agency_times(
    work: Work, dossier: Record, visits: Sequence[Record], known: Trail, now: datetime
) -> Mapping[int, AgencyTime]:
    """The time of every agency that the dossier has come to."""
    version = work.house.versions.get(work.connection, dossier.version_id)
    ruled = rules.of(work, version)
    budgets: dict[int, dict[str, int]] = {}
    for visit in visits:
        if visit.counted_from is not None:
            budgets.setdefault(visit.agency_id, {})[_charged(version, visit)] = visit.budget_seconds
    stops = deadlines.stopping(work, dossier, known.intervals)
    found = {}
    for agency_id, steps in budgets.items():
        granted = sum(one.seconds for one in known.changes if one.agency == str(agency_id))
        calendar = calendar_of(work, dossier, agency_id, now)
        stated = _stated(version, visits, agency_id, calendar.day_seconds)
        budget = (sum(steps.values()) if stated is None else stated) + granted
        found[agency_id] = _agency_time(ruled, calendar, agency_id, budget, known.intervals, stops, now)
    return found


def _stated(version: Version, visits: Sequence[Record], agency_id: int, day_seconds: int) -> int | None:
    """The agency's time of its own, where the model gives one (A-15)."""
    here = (version.model.step_by_id.get(one.step_id) for one in visits if one.agency_id == agency_id)
    parts = (step.agency for step in here if step is not None)
    found = next((version.agency_budgets[who] for who in parts if who in version.agency_budgets), None)
    return None if found is None else found.in_seconds(day_seconds)


def _agency_time(
    ruled: Profile,
    calendar: WorkCalendar,
    agency_id: int,
    budget: int,
    intervals: Sequence[Interval],
    stops: Sequence[Interval],
    now: datetime,
) -> AgencyTime:
    subject = Subject("agency", str(agency_id))
    said = read(calendar, intervals, subject, budget, now, ruled.stopping)
    had = [one for one in intervals if one.subject == subject]
    since = min((one.started_at for one in had), default=None)
    until = (
        None if any(one.ended_at is None for one in had) else max((_end(one) for one in had), default=None)
    )
    if not said.is_running or said.due_at is None or stopped_by(stops, now) is not None:
        return AgencyTime(said.used, budget, since=since, until=until)
    level = level_of(ruled, calendar, said.due_at, now)
    return AgencyTime(said.used, budget, said.due_at, level, since, until)


def _end(interval: Interval) -> datetime:
    return interval.ended_at or interval.started_at


def level_of(ruled: Profile, calendar: WorkCalendar, due_at: datetime, now: datetime) -> WarningLevel:
    """How soon, by the threshold of the dossier's rules (E-23, X-35)."""
    minutes = ruled.warn_remaining_minutes
    return warning_level(calendar, due_at, now, None if minutes is None else minutes * 60)


def extension_of(version: Version, visit: Record, changes: Iterable[Change]) -> int:
    """What the step of a visit was granted on top of its budget (R-07), in working seconds."""
    own = _charged(version, visit)
    return sum(
        one.seconds for one in changes if one.kind == "extension" and own in (one.step, one.task) and one.step
    )


def _charged(version: Version, visit: Record) -> str:
    """Whose budget a visit uses up: the step's; each of several agencies consulted at once has the whole of it."""
    return str(visit.task_id if visit.step_id in version.repeated_steps else visit.step_id)


def step_due(
    calendar: WorkCalendar,
    counted_from: datetime,
    left: int,
    deadline: Deadline | None,
    stops: Sequence[Interval],
    now: datetime,
) -> datetime:
    """When a step that began at `counted_from` with `left` working seconds is due, pauses left out (R-13, R-27)."""
    due = resumed_due(calendar, counted_from, left, stops, now) if stops else calendar.add(counted_from, left)
    if deadline is not None and isinstance(deadline.limit, SameDay):
        return capped_step_due(due, deadline)
    return due


def _running(
    ruled: Profile,
    calendar: WorkCalendar,
    visit: Record,
    used: int,
    left: int,
    deadline: Deadline | None,
    stops: Sequence[Interval],
    now: datetime,
    extension: int,
) -> StepTime:
    due = step_due(calendar, visit.counted_from, left, deadline, stops, now)
    stopped = stopped_by(stops, now)
    level = level_of(ruled, calendar, due, now) if stopped is None else "none"
    return StepTime(used, due, calendar.elapsed(now, due), level, stopped, extension)


def stopped_by(stops: Sequence[Interval], now: datetime) -> Reason | None:
    """Why the dossier's clock stands at `now`; None while it runs."""
    lasting = (one for one in stops if one.started_at <= now and (one.ended_at is None or now < one.ended_at))
    return next((one.reason for one in lasting), None)
