"""One row of a list: a dossier at one step, with the time that its clocks leave."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Literal

from motcua.domain.time.clock import Interval, Reason
from motcua.domain.time.deadlines import Deadline
from motcua.domain.time.timeliness import TimeClass
from motcua.services.time import clocks, deadlines, rules
from motcua.services.time.clocks import StepTime
from motcua.services.time.deadlines import Trail
from motcua.services.version.versions import Version
from motcua.services.work import Work
from motcua.store.base import Record
from motcua.store.desk import worklist as rows
from motcua.store.desk.worklist_sql import LISTS
from motcua.store.dossier import step as stored_steps
from motcua.store.time import appointment as appointments
from motcua.store.time import interval as intervals

Level = Literal["overdue", "soon", "none", "intake", "result"]
LEVELS: Mapping[str, Level] = {
    "overdue": "overdue",
    "delayed": "overdue",
    "soon": "soon",
    "result": "result",
    "closing": "result",
}
FINISHED = frozenset({"result", "closing"})
"""The lists of dossiers that have their result: these alone have a class (E-08)."""


@dataclass(frozen=True, slots=True)
class WorkItem:
    """One dossier at one step. `remaining` is working seconds to `due_at`, negative when it has passed.

    `list` is the list it stands in (store.worklist.LISTS). `due_at` is the limit that burns first: the step's where
    `is_step_due`, else the dossier's or the desk's to accept it. `step` is empty where the desk itself has to act.
    `used_percent` is of that limit. `stopped_by` says why the clock stands. `timeliness` is the class of a finished one.
    """

    list: str
    code: str
    task_id: str
    applicant: str
    procedure_code: str
    procedure: str
    procedure_en: str
    channel: str
    state: str
    step: str
    step_en: str
    number: int
    steps: int
    holder: str
    is_mine: bool
    since: datetime
    due_at: datetime | None
    is_step_due: bool
    remaining: int
    used_percent: int
    day_seconds: int
    is_late_transfer: bool = False
    stopped_by: Reason | None = None
    timeliness: TimeClass | None = None

    @property
    def is_unclaimed(self) -> bool:
        """A step that runs and that nobody of the group has taken yet."""
        return bool(self.task_id) and not self.holder and self.state != "sent"

    @property
    def level(self) -> Level:
        """How it burns: overdue (dossier or step), soon, none, intake (to be accepted in time), result."""
        if self.state == "sent" and self.list == "new":
            return "intake"
        return LEVELS.get(self.list, "none")


@dataclass(frozen=True)
class Limit:
    """The limit that a row is about."""

    due_at: datetime | None = None
    is_step: bool = False
    remaining: int = 0
    used_percent: int = 100


@dataclass(frozen=True)
class Source:
    """What a row is made of: where it stands, its dossier, its visit with its time, the deadline and the pauses."""

    place: Record
    dossier: Record
    version: Version
    visit: Record | None
    time: StepTime | None
    deadline: Deadline | None
    stops: Sequence[Interval]


def items(
    work: Work, accounts: Sequence[int], found: Sequence[Record], names: Mapping[int, str], now: datetime
) -> list[WorkItem]:
    """The rows of a page, in their order; four statements however many there are. `names` are those of holders."""
    ids = sorted({row.dossier_id for row in found})
    dossiers = {row.id: row for row in rows.shown(work.connection, ids)} if ids else {}
    visits = stored_steps.of_dossiers(work.connection, ids) if ids else {}
    known = _trails(work, ids) if ids else {}
    made = []
    for place in found:
        source = _source(
            work, place, dossiers[place.dossier_id], visits[place.dossier_id], known[place.dossier_id], now
        )
        made.append(_item(work, source, names, accounts, now))
    return made


def _trails(work: Work, ids: Sequence[int]) -> Mapping[int, Trail]:
    """What a row reads of the clocks: those of the dossier and its steps; most intervals are agencies' and persons'."""
    found = intervals.of_dossiers(work.connection, ids, ("dossier", "step"))
    granted = appointments.granted(work.connection, ids)
    return {one: Trail(deadlines.intervals_of(found[one]), deadlines.changes_of(granted[one])) for one in ids}


def _source(
    work: Work, place: Record, dossier: Record, visits: Sequence[Record], known: Trail, now: datetime
) -> Source:
    version = work.house.versions.get(work.connection, dossier.version_id)
    deadline = deadlines.of_dossier(work, dossier, now, known)
    stops = deadlines.stopping(work, dossier, known.intervals)
    number = next((at for at, one in enumerate(visits) if one.id == place.step_row), None)
    if number is None:
        return Source(place, dossier, version, None, None, deadline, stops)
    time = clocks.time_of_visit(work, dossier, visits, number, known, deadline, stops, now)
    return Source(place, dossier, version, visits[number], time, deadline, stops)


def _item(
    work: Work, source: Source, names: Mapping[int, str], accounts: Sequence[int], now: datetime
) -> WorkItem:
    place, dossier, visit, version = source.place, source.dossier, source.visit, source.version
    step = version.model.step_by_id.get(visit.step_id) if visit is not None else None
    limit = _limit(work, source, now)
    due = source.deadline
    calendar = due.calendar if due is not None else deadlines.governing(work, dossier, now)
    return WorkItem(
        list=LISTS[place.rank],
        code=dossier.code,
        task_id=visit.task_id if visit is not None else "",
        applicant=dossier.applicant_name,
        procedure_code=dossier.procedure_code,
        procedure=dossier.procedure_name,
        procedure_en=dossier.procedure_name_en,
        channel=dossier.channel,
        state=dossier.state,
        step=visit.name if visit is not None else "",
        step_en=(step.name_en if step is not None else "") or (visit.name if visit is not None else ""),
        number=visit.number if visit is not None else 0,
        steps=len(version.model.steps),
        holder=names.get(place.holder_id, ""),
        is_mine=bool(accounts) and place.holder_id == accounts[0],
        since=visit.arrived_at if visit is not None else _since(dossier),
        due_at=limit.due_at,
        is_step_due=limit.is_step,
        remaining=limit.remaining,
        used_percent=limit.used_percent,
        day_seconds=calendar.day_seconds,
        is_late_transfer=bool(place.is_late_transfer),
        stopped_by=clocks.stopped_by(source.stops, now),
        timeliness=_class_of(work, source, now),
    )


def _class_of(work: Work, source: Source, now: datetime) -> TimeClass | None:
    if LISTS[source.place.rank] not in FINISHED:
        return None
    return deadlines.class_of(work, source.dossier, source.deadline, now)


def _since(dossier: Record) -> datetime:
    since: datetime = dossier.returned_at or dossier.result_at or dossier.accepted_at or dossier.submitted_at
    return since


def _limit(work: Work, source: Source, now: datetime) -> Limit:
    """The step's limit or the dossier's, whichever is earlier; of one late by itself, the one that is late."""
    dossier, in_list = source.dossier, LISTS[source.place.rank]
    if in_list in ("result", "closing"):
        return Limit()
    if dossier.accepted_at is None:
        return _of_intake(work, dossier, now)
    of_step = _of_step(source)
    of_dossier = _of_dossier(source, now)
    if of_step is None or in_list == "overdue":
        return of_dossier
    if in_list == "delayed" or (of_step.due_at or now) <= (of_dossier.due_at or now):
        return of_step
    return of_dossier


def _of_intake(work: Work, dossier: Record, now: datetime) -> Limit:
    calendar = deadlines.governing(work, dossier, now)
    left = calendar.elapsed(now, dossier.intake_due_at)
    version = work.house.versions.get(work.connection, dossier.version_id)
    whole = rules.of(work, version).intake_limit_hours * 3600
    return Limit(dossier.intake_due_at, False, left, _percent(whole - left, whole))


def _of_step(source: Source) -> Limit | None:
    time = source.time
    if time is None or time.due_at is None or time.remaining is None:
        return None
    return Limit(time.due_at, True, time.remaining, _percent(time.used, time.used + time.remaining))


def _of_dossier(source: Source, now: datetime) -> Limit:
    due = source.deadline
    if due is None or source.dossier.result_at is not None:
        return Limit()
    left = due.calendar.elapsed(now, due.due_at)
    whole = due.calendar.elapsed(due.starts_at, due.due_at)
    return Limit(due.due_at, False, left, _percent(whole - left, whole))


def _percent(used: int, whole: int) -> int:
    return max(0, min(100, round(100 * used / whole))) if whole > 0 else 100
