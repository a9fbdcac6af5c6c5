"""What a turn of the process opens and closes besides the step somebody finished: waits, pauses, timed jobs.

A turn is one answer of the engine (`Progress`). Its rows go into the transaction of the action that caused it.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import datetime
from typing import Any

from motcua.domain.errors import InputError
from motcua.domain.process.process_node import Timer, Wait
from motcua.domain.text import Text
from motcua.domain.time import timers
from motcua.domain.time.clock import Reason
from motcua.engine import Progress, Waiting
from motcua.services.dossier import stepping
from motcua.services.dossier.stepping import Place
from motcua.services.time import clocks, deadlines
from motcua.services.version.versions import Version
from motcua.services.work import Work
from motcua.store.base import Record
from motcua.store.dossier import dossier as dossiers
from motcua.store.dossier import step as steps
from motcua.store.dossier import turn as turns
from motcua.store.dossier import wait as waits
from motcua.store.dossier.turn import Pause, TimedJob, TurnRows
from motcua.store.time import interval as intervals

REASONS = {"payment": Reason.WAITING_PAYMENT, "supplement": Reason.WAITING_SUPPLEMENT}


@dataclass(frozen=True)
class Turn:
    """What the engine's answer changes besides the finished step; empty for most steps.

    `withdrawn` are the rows of steps that an event ended, `resumes` whether a pause ends.
    """

    rows: TurnRows | None = None
    withdrawn: Sequence[Record] = ()
    resumes: bool = False


NOTHING = Turn()


def turn(
    work: Work,
    place: Place,
    progress: Progress,
    others: Sequence[Record],
    done: str,
    outcome: str = "",
    message: str = "",
) -> Turn:
    """What else `progress` changes. `others` are the steps that waited beside the task `done`.

    `outcome` says how `done` ended when it was no step; `message` came from outside. `place.data` are the values
    after the action. Raises InputError when a timer's date is missing.
    """
    pausing = place.version.pausing
    waited = [one for one in progress.opened if one.kind != "step"]
    gone = [task_id for task_id in progress.closed if task_id != done]
    if not waited and not gone and not outcome and not pausing:
        return NOTHING
    withdrawn = [row for row in others if row.task_id in gone]
    steps_gone = {row.task_id for row in withdrawn}
    closed = {task_id: "withdrawn" for task_id in gone if task_id not in steps_gone}
    closed |= _arrived(work, place, progress, message) if closed else {}
    if outcome:
        closed[done] = outcome
    counted = stepping.counted(work, place, place.agency_id)
    rows = TurnRows(
        dossier_id=place.dossier_id,
        at=place.at,
        counted_at=counted,
        opened=[wait_row(work, place, one) for one in waited],
        closed=closed,
        withdrawn=sorted(steps_gone),
        left=[done, *gone] if pausing else (),
        paused=pauses_of(place.version, progress.opened, counted),
    )
    resumes = bool(pausing) and _ends_pause(work, place, [done, *gone])
    return Turn(_with_jobs(rows), withdrawn, resumes)


def opened_before_acceptance(work: Work, place: Place, opened: Iterable[Waiting]) -> None:
    """Write the waits of a dossier just sent: nothing of theirs runs before it is accepted (R-22)."""
    rows = [
        {**_plain_row(one), "counted_from": None, "due_at": None, "repeats_left": one.left}
        for one in opened
        if one.kind != "step"
    ]
    if rows:
        turns.write(work.connection, TurnRows(place.dossier_id, place.at, place.at, opened=rows))


def accepted(work: Work, place: Place, waiting: Sequence[Record]) -> None:
    """Start the timers, calls and pauses that waited for acceptance; `waiting` are the steps that wait."""
    if not place.version.has_waits:
        return
    counted = stepping.counted(work, place, place.agency_id)
    opened = waits.opened(work.connection, place.dossier_id)
    jobs: list[TimedJob] = []
    for row in opened:
        due = due_of(work, place, row.kind, row.element, place.at)
        waits.change(work.connection, row.id, counted_from=place.at, due_at=due)
        jobs += _jobs_for(place.dossier_id, row.kind, row.task_id, due)
    elements = [(row.task_id, row.element) for row in opened]
    elements += [(row.task_id, row.step_id) for row in waiting if row.task_id is not None]
    paused = _pauses(place.version, elements, counted)
    turns.write(work.connection, TurnRows(place.dossier_id, place.at, counted, paused=paused, jobs=jobs))


def write(work: Work, found: Turn) -> None:
    """Write the turn's rows, after the move that they belong to."""
    if found.rows is not None:
        turns.write(work.connection, found.rows)
    if found.resumes and found.rows is not None:
        reindex(work, found.rows.dossier_id, found.rows.at)


def reindex(work: Work, dossier_id: int, now: datetime) -> None:
    """Rewrite the due times on the dossier's row and its waiting steps from intervals and calendar (R-28)."""
    dossier = dossiers.by_id(work.connection, dossier_id)
    if dossier is None or dossier.accepted_at is None:
        return
    visits = steps.of_dossiers(work.connection, [dossier_id])[dossier_id]
    known = deadlines.trail(work, dossier_id)
    due = deadlines.of_dossier(work, dossier, now, known)
    if due is not None:
        dossiers.change(work.connection, dossier_id, due_at=due.due_at, appointment_at=due.appointment_at)
    times = clocks.step_times(work, dossier, visits, known, now)
    for visit, time in zip(visits, times, strict=True):
        if visit.left_at is None and time.due_at is not None:
            steps.set_due(work.connection, visit.id, time.due_at)


def told(rows: Sequence[Mapping[str, Any]], progress: Progress) -> Mapping[str, object]:
    """What the history keeps of a turn: the steps it led to, and the messages and signals thrown on the way."""
    sent = [{"kind": one.kind, "name": one.name, "element": one.element} for one in progress.sent]
    to = [row["name"] for row in rows]
    return {"to": to, "sent": sent} if sent else {"to": to}


def state_after(version: Version, progress: Progress) -> str:
    """The state of a dossier in which something went on: waiting for payment when nothing else waits (E-27).

    A timer beside the payment (a reminder, the end of patience) is nothing that somebody works at.
    """
    asked = [one for one in progress.waiting if one.kind != "timer"]
    if asked and all(_is_payment(version.pausing.get(one.step_id)) for one in asked):
        return "waiting_payment"
    return "processing"


def due_of(work: Work, place: Place, kind: str, element: str, counted_from: datetime) -> datetime | None:
    """When a wait needs a job: a timer's due time by the desk's calendar (R-25), a call at once, others never."""
    if kind == "service":
        return place.at
    if kind != "timer":
        return None
    calendar = work.house.calendars.at(work.connection, place.agency_id, place.at, place.revision)
    return timers.due_at(timer_of(place.version, element), calendar, counted_from, place.data)


def timer_of(version: Version, element: str) -> Timer:
    """The timer of an event of the model."""
    node = version.model.node_by_id[element]
    if node.event is None or node.event.timer is None:
        raise InputError(
            Text(f"Phần tử “{element}” không có đồng hồ hẹn.", f"The element “{element}” has no timer.")
        )
    return node.event.timer


def wait_row(work: Work, place: Place, one: Waiting) -> dict[str, Any]:
    """A row of `dossier_wait` for something that waits from now on."""
    return {
        **_plain_row(one),
        "counted_from": place.at,
        "due_at": due_of(work, place, one.kind, one.step_id, place.at),
        "repeats_left": one.left,
    }


def pauses_of(version: Version, opened: Iterable[Waiting], at: datetime) -> list[Pause]:
    """The pauses that begin where these tasks wait."""
    return _pauses(version, [(one.task_id, one.step_id) for one in opened], at)


def _pauses(version: Version, elements: Iterable[tuple[str, str]], at: datetime) -> list[Pause]:
    return [
        Pause(task_id, REASONS.get(version.pausing[element].reason, Reason.PAUSED), at)
        for task_id, element in elements
        if element in version.pausing
    ]


def _is_payment(wait: Wait | None) -> bool:
    return wait is not None and wait.reason == "payment"


def _arrived(work: Work, place: Place, progress: Progress, message: str) -> dict[str, str]:
    """Of the waits that ended, those whose message or signal came: from outside, or from another branch."""
    names = {message, *(one.name for one in progress.sent)} - {""}
    found: dict[str, str] = {}
    for row in waits.opened(work.connection, place.dossier_id) if names else ():
        event = place.version.model.node_by_id[row.element].event
        if row.task_id in progress.closed and event is not None and event.name in names:
            found[row.task_id] = "arrived"
    return found


def _ends_pause(work: Work, place: Place, closed: Sequence[str]) -> bool:
    rows = intervals.of_dossiers(work.connection, [place.dossier_id])[place.dossier_id]
    return any(row.kind == "dossier" and row.ended_at is None and row.subject in closed for row in rows)


def _plain_row(one: Waiting) -> dict[str, Any]:
    return {"task_id": one.task_id, "element": one.step_id, "kind": one.kind}


def _with_jobs(rows: TurnRows) -> TurnRows:
    jobs: list[TimedJob] = []
    for row in rows.opened:
        jobs += _jobs_for(rows.dossier_id, row["kind"], row["task_id"], row["due_at"])
    return replace(rows, jobs=jobs)


def _jobs_for(dossier_id: int, kind: str, task_id: str, due: datetime | None) -> list[TimedJob]:
    args = {"dossier_id": dossier_id, "task_id": task_id}
    if kind == "service":
        return [TimedJob("run_operation", args)]
    return [TimedJob("fire_timer", args, due)] if kind == "timer" else []
