"""The officer's list: what waits for him or his groups, first what burns."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass, field
from datetime import datetime
from typing import Literal

from motcua.domain.calendar import WorkCalendar
from motcua.domain.clock import Subject, used_seconds
from motcua.domain.permissions import Actor, account_ids, may_work, may_work_in, require
from motcua.domain.search import fold, words
from motcua.domain.timeliness import warning_level
from motcua.services import clocks, deadlines, desk
from motcua.services.deadlines import Trail
from motcua.services.work import Work
from motcua.store import step as stored_steps
from motcua.store import worklist as rows
from motcua.store.base import Record

Level = Literal["overdue", "soon", "none", "intake", "result"]
ORDER = ("overdue", "soon", "none", "intake", "result")


@dataclass(frozen=True, slots=True)
class WorkItem:
    """One dossier at one step. `remaining` is working seconds to `due_at`, negative when it has passed.

    `step` is empty where the desk itself has to act. `level`: overdue, soon (under one working day), none
    (in time), intake (waiting to be accepted), result (waiting to be confirmed or handed over).
    `used_percent` is of the step's budget.
    """

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
    remaining: int
    used_percent: int
    level: Level
    day_seconds: int
    identity_digest: bytes | None = field(repr=False)

    @property
    def is_unclaimed(self) -> bool:
        """A step that runs and that nobody of the group has taken yet."""
        return bool(self.task_id) and not self.holder and self.state != "sent"


def of(work: Work, actor: Actor, now: datetime) -> list[WorkItem]:
    """Everything the officer can act on now: overdue first, then by the time that is left (E-22, E-23)."""
    require(actor, "staff")
    waiting = rows.steps_for(work.connection, account_ids(actor))
    known = deadlines.trails(work, {row.id for row in waiting})
    found = [
        _of_step(work, actor, row, known[row.id], now) for row in waiting if may_work_in(actor, row.phase)
    ]
    if may_work(actor, "dossier.return"):
        found += _at_desk(work, actor, now)
    return sorted(found, key=lambda item: (ORDER.index(item.level), item.remaining, item.code))


def matching(work: Work, items: Iterable[WorkItem], query: str) -> list[WorkItem]:
    """The items that hold every word of the query, with or without diacritics, or belong to that identity number."""
    sought = words(query)
    digest = work.cipher.digest(query)
    return [
        item
        for item in items
        if item.identity_digest == digest or all(word in _folded(item) for word in sought)
    ]


def _folded(item: WorkItem) -> str:
    named = (item.code, item.applicant, item.procedure_code, item.procedure, item.procedure_en)
    return fold(" ".join(named))


def _english(work: Work, row: Record) -> str:
    version = work.house.versions.get(work.connection, row.version_id)
    return version.model.step_by_id[row.step_id].name_en or str(row.step_name)


def _of_step(work: Work, actor: Actor, row: Record, known: Trail, now: datetime) -> WorkItem:
    calendar = work.house.calendars.at(work.connection, row.step_agency_id, now, row.calendar_revision)
    due = row.intake_due_at if row.counted_from is None else _step_due(work, calendar, row, known, now)
    remaining = calendar.elapsed(now, due)
    level: Level = "intake" if row.counted_from is None else warning_level(calendar, due, now)
    if level == "intake" and remaining <= 0:
        level = "overdue"
    used = row.budget_seconds - remaining
    return _item(
        work,
        row,
        task_id=row.task_id,
        step=row.step_name,
        step_en=_english(work, row),
        number=row.number,
        holder=row.holder_name or "",
        is_mine=row.holder_id == actor.id,
        since=row.arrived_at,
        due_at=due,
        remaining=remaining,
        used_percent=max(0, min(100, round(100 * used / row.budget_seconds))) if row.budget_seconds else 100,
        level=level,
        day_seconds=calendar.day_seconds,
    )


def _step_due(work: Work, calendar: WorkCalendar, row: Record, known: Trail, now: datetime) -> datetime:
    """When the step is due by the calendar in force; the stored due time only put the rows in order (R-28)."""
    version = work.house.versions.get(work.connection, row.version_id)
    left = row.budget_seconds + clocks.extension_of(version, row, known.changes)
    if row.step_id in version.recurring_steps:
        earlier = stored_steps.earlier_visits(work.connection, row.id, {row.step_id})
        subjects = [Subject("step", one.task_id) for one in earlier if one.counted_to is not None]
        left -= sum(used_seconds(calendar, known.intervals, one, now) for one in subjects)
    stops = deadlines.stopping(work, row, known.intervals)
    deadline = deadlines.of_dossier(work, row, now, known) if version.is_same_day else None
    return clocks.step_due(calendar, row.counted_from, max(left, 0), deadline, stops, now)


def _at_desk(work: Work, actor: Actor, now: datetime) -> Iterable[WorkItem]:
    """Dossiers whose result the desk has to confirm or hand over."""
    serves: dict[tuple[int, int], bool] = {}
    results = rows.results_for(work.connection, account_ids(actor))
    known = deadlines.trails(work, {row.id for row in results})
    for row in results:
        version = work.house.versions.get(work.connection, row.version_id)
        place = (row.version_id, row.agency_id)
        if place not in serves:
            serves[place] = desk.receives(work, actor, version, row)
        if not serves[place]:
            continue
        deadline = deadlines.of_dossier(work, row, now, known[row.id])
        calendar = work.house.calendars.at(work.connection, row.agency_id, now, row.calendar_revision)
        due = deadline.due_at if deadline is not None and row.result_at is None else None
        yield _item(
            work,
            row,
            task_id="",
            step="",
            step_en="",
            number=0,
            holder="",
            is_mine=False,
            since=row.result_at or row.accepted_at,
            due_at=due,
            remaining=calendar.elapsed(now, due) if due else 0,
            used_percent=100,
            level=warning_level(calendar, due, now) if due else "result",
            day_seconds=calendar.day_seconds,
        )


def _item(work: Work, row: Record, **values: object) -> WorkItem:
    version = work.house.versions.get(work.connection, row.version_id)
    return WorkItem(
        code=row.code,
        applicant=row.applicant_name,
        procedure_code=row.procedure_code,
        procedure=row.procedure_name,
        procedure_en=row.procedure_name_en,
        channel=row.channel,
        state=row.state,
        steps=len(version.model.steps),
        identity_digest=row.identity_digest,
        **values,  # type: ignore[arg-type]
    )
