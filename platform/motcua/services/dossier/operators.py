"""An operator's way out of a call that failed: try again, answer by hand, or end it with an error of the model."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime

from motcua.domain.errors import ConflictError, FieldError, ValidationError
from motcua.domain.people.permissions import Actor, account_id, lacking, may, may_anywhere, require
from motcua.domain.process.process import Service
from motcua.domain.process.process_node import Node
from motcua.domain.text import Text
from motcua.engine import UncaughtError, complete, fail
from motcua.extend.service_task import OutputKind
from motcua.services.dossier import events, operations, outside_values, stepping
from motcua.services.dossier.events import Happening
from motcua.services.dossier.stepping import Place
from motcua.services.people import reach
from motcua.services.version.versions import Version
from motcua.services.work import Work
from motcua.store.agencies import agency as agencies
from motcua.store.base import Record
from motcua.store.dossier import held as stored_held
from motcua.store.dossier import wait as waits

ANY_CODE = ""
OPERATES = "system.operate"


@dataclass(frozen=True)
class FailedCall:
    """A call that waits for an operator. `title` names the operation; `codes` are the errors that the model
    catches anywhere, `ANY_CODE` among them when one catches every error."""

    row: Record
    node: Node
    service: Service
    title: Text
    outputs: Mapping[str, OutputKind]
    codes: Sequence[str]


def may_operate(actor: Actor) -> bool:
    """Whether the actor is an operator anywhere."""
    return actor.kind == "staff" and may_anywhere(actor, OPERATES)


def failed_calls(work: Work, actor: Actor) -> list[FailedCall]:
    """The failed calls, and timers whose way leads nowhere, of the dossiers within the operator's reach, newest first."""
    _require_operator(actor)
    within = reach.of(work, actor, OPERATES)
    return [_shown(work, row) for row in waits.failed(work.connection, within)]


def retry(work: Work, actor: Actor, code: str, task_id: str, now: datetime) -> None:
    """Have the call made again at once, with all its attempts, or the timer fire. One commit."""
    rows, wait, _ = _hold(work, actor, code, task_id, now)
    waits.change(work.connection, wait.id, status="ready", attempts=0, due_at=now)
    task = "run_operation" if wait.kind == "service" else "fire_timer"
    work.defer(task, {"dossier_id": rows[0].id, "task_id": task_id})
    work.record(
        at=now,
        actor_id=actor.id,
        actor_name=actor.name,
        action="operation.retry",
        dossier_id=rows[0].id,
        subject=task_id,
        detail={},
    )
    work.commit()


def answer(
    work: Work, actor: Actor, code: str, task_id: str, typed: Mapping[str, str], now: datetime
) -> None:
    """Give the operation's outputs by hand, as typed; the dossier goes on with them. One commit.

    Raises ValidationError at each output.
    """
    rows, wait, place = _hold(work, actor, code, task_id, now)
    values = outside_values.read_typed(_shown_outputs(work, place.version, wait.element), typed)
    events.happen(
        work,
        actor,
        rows,
        place,
        Happening("operation.by_hand", task_id, "answered", detail={"values": sorted(values)}, values=values),
        lambda data: complete(place.version.spec, rows[0].engine_state, task_id, data),
    )
    work.commit()


def give_up(work: Work, actor: Actor, code: str, task_id: str, error_code: str, now: datetime) -> None:
    """End the call with an error that the model catches. One commit.

    Raises ValidationError when nothing catches that code: then the dossier can only go on by the other two ways.
    """
    error_code = error_code.strip()
    rows, _, place = _hold(work, actor, code, task_id, now)
    happening = Happening("operation.given_up", task_id, "caught", detail={"problem": error_code})
    try:
        events.happen(
            work,
            actor,
            rows,
            place,
            happening,
            lambda data: fail(place.version.spec, rows[0].engine_state, task_id, error_code, data),
        )
    except UncaughtError:
        words = Text(
            f"Quy trình không có chỗ nào xử lý lỗi “{error_code}” tại đây. Hãy gọi lại, hoặc nhập kết quả thay.",
            f"Nothing in the process catches the error “{error_code}” here. Try again, or answer by hand.",
        )
        raise ValidationError([FieldError("/error_code", "uncaught_error", words)]) from None
    work.commit()


def _hold(
    work: Work, actor: Actor, code: str, task_id: str, now: datetime
) -> tuple[Sequence[Record], Record, Place]:
    """The dossier locked and its failed call; raises unless the actor may see to it and it is still failed."""
    _require_operator(actor)
    rows = stored_held.hold(work.connection, code, account_id(actor))
    if not rows or not may(actor, OPERATES, agencies.lineage(work.connection, rows[0].agency_id)):
        raise stepping.unknown_dossier(code)
    wait = waits.by_task(work.connection, rows[0].id, task_id)
    if wait is None or wait.left_at is not None or wait.status != "failed":
        raise ConflictError(
            Text(
                "Cuộc gọi này không còn chờ người vận hành. Không có gì bị thay đổi; hãy mở lại danh sách.",
                "This call no longer waits for an operator. Nothing was changed; open the list again.",
            )
        )
    return rows, wait, stepping.place_of(work, rows[0], now)


def _require_operator(actor: Actor) -> None:
    require(actor, "staff")
    if not may_operate(actor):
        raise lacking(OPERATES)


def _shown(work: Work, row: Record) -> FailedCall:
    version = work.house.versions.get(work.connection, row.version_id)
    service = operations.service_of(version, row.element)
    task = work.house.operations.get(service.operation)
    title = task.title if task is not None else Text(service.operation, service.operation)
    outputs = _shown_outputs(work, version, row.element)
    return FailedCall(
        row, version.model.node_by_id[row.element], service, title, outputs, caught_codes(version)
    )


def _shown_outputs(work: Work, version: Version, element: str) -> Mapping[str, OutputKind]:
    task = work.house.operations.get(operations.service_of(version, element).operation)
    return task.outputs if task is not None else {}


def caught_codes(version: Version) -> list[str]:
    """The error codes that boundary events and event sub-processes of the model catch."""
    codes = {
        node.event.name
        for node in version.model.nodes
        if node.event is not None and node.event.kind == "error" and node.kind != "endEvent"
    }
    return sorted(codes)
