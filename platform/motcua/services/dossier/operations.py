"""Calls of service tasks to other systems: made as jobs, tried again, and handed to an operator when they fail.

A call is made at least once: the other system knows it again by its key. Nothing is locked while it is made.
"""

from __future__ import annotations

import logging
import queue
import threading
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta

from motcua.domain.errors import MotcuaError
from motcua.domain.people.permissions import CLOCKWORK
from motcua.domain.process.process import OPENS, Service
from motcua.domain.time.limits import parse_budget
from motcua.engine import complete, fail
from motcua.extend.service_task import Call, ServiceError, ServiceTask
from motcua.services.dossier import events, outside_values, stepping
from motcua.services.dossier.events import Happening
from motcua.services.exchange import sub_dossiers
from motcua.services.version.versions import Version
from motcua.services.work import House, Work
from motcua.store.base import Record
from motcua.store.dossier import dossier as dossiers
from motcua.store.dossier import wait as waits

log = logging.getLogger("motcua.operations")

# Before the second attempt, the third and so on; the last one goes for all further attempts.
PAUSES = (
    timedelta(minutes=1),
    timedelta(minutes=5),
    timedelta(minutes=30),
    timedelta(hours=2),
    timedelta(hours=8),
)
ATTEMPT_SECONDS = 60
LONGEST_ATTEMPT_SECONDS = 600
# How long after its time-out an attempt without an end counts as lost with its worker.
GRACE = timedelta(minutes=2)
# A call deferred by one machine is due at once on another whose clock is a little behind.
SKEW = timedelta(seconds=5)


@dataclass(frozen=True)
class _Attempt:
    """An attempt that has begun: everything that is needed without the lock."""

    row: Record
    call: Call
    service: Service
    task: ServiceTask | None


def run(house: House, dossier_id: int, task_id: str, now: datetime) -> str:
    """Make one attempt at the call; how it ended: "gone", "answered", "opened", "caught", "later" or "failed".

    Three short transactions: the attempt is noted, then the call is made without any, then its end is written.
    `now` is when the attempt begins; its end counts as the same instant.
    """
    with house.work() as work:
        attempt = _begin(work, dossier_id, task_id, now)
    if attempt is None:
        return "gone"
    try:
        if attempt.service.operation == OPENS:
            with house.work() as work:
                return (
                    "opened" if sub_dossiers.open_child(work, attempt.row, attempt.service, now) else "gone"
                )
        answer = _make(attempt)
        with house.work() as work:
            return "answered" if _answered(work, attempt, answer, now) else "gone"
    except ServiceError as problem:
        error = problem
    except MotcuaError as problem:
        # The answer leads nowhere (no branch, an unknown agency, a full mailbox): calling again changes nothing.
        error = ServiceError(problem.code, problem.message.vi, is_retryable=False)
    with house.work() as work:
        return _stumble(work, attempt, error, now)


def service_of(version: Version, element: str) -> Service:
    """What the model says about the call of a service task."""
    found = next((one for one in version.model.services if one.id == element), None)
    return found if found is not None else Service(element, "")


def seconds_of(service: Service) -> int:
    """How long one attempt may take: the model's time-out, at most ten minutes, since a worker waits for it."""
    if not service.timeout:
        return ATTEMPT_SECONDS
    return min(max(parse_budget(service.timeout).in_seconds(), 1), LONGEST_ATTEMPT_SECONDS)


def _begin(work: Work, dossier_id: int, task_id: str, now: datetime) -> _Attempt | None:
    """Note that an attempt begins; None when the call is answered, is being made, or is to be made later."""
    dossier = dossiers.by_id(work.connection, dossier_id)
    row = waits.by_task(work.connection, dossier_id, task_id)
    if dossier is None or row is None:
        return None
    place = stepping.place_of(work, dossier, now)
    service = service_of(place.version, row.element)
    seconds = seconds_of(service)
    begun = waits.begin_attempt(work.connection, row.id, now + SKEW, now + timedelta(seconds=seconds) + GRACE)
    work.commit()
    if begun is None:
        return None
    call = Call(
        key=f"{dossier.code}/{task_id}",
        operation=service.operation,
        dossier_code=dossier.code,
        procedure_code=dossier.procedure_code,
        element=row.element,
        attempt=begun.attempts,
        seconds=seconds,
        values=place.data,
    )
    return _Attempt(begun, call, service, work.house.operations.get(service.operation))


def _make(attempt: _Attempt) -> Mapping[str, object]:
    """The operation's answer, waited for as long as it may take; raises ServiceError for every way to fail."""
    if attempt.task is None:
        raise ServiceError("operation_unknown", "Chưa cài đặt tác vụ này.", is_retryable=False)
    task, call = attempt.task, attempt.call
    ended: queue.Queue[Mapping[str, object] | Exception] = queue.Queue(1)

    def make() -> None:
        try:
            ended.put(task.run(call))
        except Exception as problem:
            ended.put(problem)

    threading.Thread(target=make, name=f"call {call.key}", daemon=True).start()
    try:
        answer = ended.get(timeout=call.seconds)
    except queue.Empty:
        raise ServiceError("timeout", f"Không trả lời trong {call.seconds} giây.") from None
    if isinstance(answer, ServiceError):
        raise answer
    if isinstance(answer, Exception):
        log.warning("call %s failed: %s", call.key, type(answer).__name__)
        raise ServiceError("unreachable", type(answer).__name__) from answer
    if not outside_values.fits(task.outputs, answer):
        raise ServiceError(
            "answer_invalid", "Trả lời không đúng các giá trị đã khai báo.", is_retryable=False
        )
    return answer


def _answered(work: Work, attempt: _Attempt, answer: Mapping[str, object], now: datetime) -> bool:
    """Let the dossier go on with the answer; false when somebody answered by hand meanwhile. One commit."""
    rows = events.hold(work, attempt.row.dossier_id)
    if not rows or not _is_open(work, attempt.row):
        return False
    place = stepping.place_of(work, rows[0], now)
    task_id = attempt.row.task_id
    detail = {"operation": attempt.call.operation, "attempt": attempt.call.attempt}
    events.happen(
        work,
        CLOCKWORK,
        rows,
        place,
        Happening("operation.answered", task_id, "answered", detail=detail, values=answer),
        lambda values: complete(place.version.spec, rows[0].engine_state, task_id, values),
    )
    work.commit()
    return True


def _stumble(work: Work, attempt: _Attempt, error: ServiceError, now: datetime) -> str:
    """Try again later, let the model catch the error, or leave the call to an operator. One commit."""
    rows = events.hold(work, attempt.row.dossier_id)
    current = waits.by_task(work.connection, attempt.row.dossier_id, attempt.row.task_id)
    if not rows or current is None or current.left_at is not None:
        return "gone"
    if current.attempts != attempt.row.attempts:
        return "gone"
    made = attempt.call.attempt
    if error.is_retryable and made < attempt.service.attempts:
        due = now + PAUSES[min(made, len(PAUSES)) - 1]
        _note(work, current, error, status="ready", due_at=due)
        work.defer("run_operation", {"dossier_id": current.dossier_id, "task_id": current.task_id}, at=due)
        work.commit()
        return "later"
    detail = {"operation": attempt.call.operation, "attempt": made, "problem": error.code}
    if not error.is_retryable and _caught(work, attempt, rows, error, detail, now):
        work.commit()
        return "caught"
    _note(work, current, error, status="failed", due_at=None)
    work.record(
        at=now,
        actor_name=CLOCKWORK.name,
        action="operation.failed",
        dossier_id=current.dossier_id,
        subject=current.task_id,
        detail=detail,
    )
    work.commit()
    return "failed"


def _caught(
    work: Work,
    attempt: _Attempt,
    rows: Sequence[Record],
    error: ServiceError,
    detail: Mapping[str, object],
    now: datetime,
) -> bool:
    """Let the model catch the error; false, and nothing written, when it does not or its way leads nowhere."""
    place = stepping.place_of(work, rows[0], now)
    task_id = attempt.row.task_id
    try:
        events.happen(
            work,
            CLOCKWORK,
            rows,
            place,
            Happening("operation.caught", task_id, "caught", detail=detail),
            lambda values: fail(place.version.spec, rows[0].engine_state, task_id, error.code, values),
        )
    except MotcuaError as problem:
        log.info("%s of call %s is an operator's: %s", error.code, attempt.call.key, problem.code)
        return False
    return True


def _note(work: Work, row: Record, error: ServiceError, *, status: str, due_at: datetime | None) -> None:
    waits.change(
        work.connection,
        row.id,
        status=status,
        due_at=due_at,
        problem=error.code[:100],
        problem_text=error.message[:300],
    )


def _is_open(work: Work, row: Record) -> bool:
    current = waits.by_task(work.connection, row.dossier_id, row.task_id)
    return current is not None and current.left_at is None
