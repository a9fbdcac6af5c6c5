"""What happens to a dossier without an officer's step: a timer fires, a message comes, another system answers."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, field, replace
from datetime import datetime, timedelta

from motcua.domain.dossier.dossier import require_state
from motcua.domain.errors import MotcuaError, NotAllowedError
from motcua.domain.people.permissions import CLOCKWORK, Actor, may, require
from motcua.domain.text import Text
from motcua.engine import Progress, broadcast, deliver, fire
from motcua.services.desk import desk
from motcua.services.dossier import outside_values, stepping, waits
from motcua.services.dossier.stepping import Place
from motcua.services.exchange import transfers
from motcua.services.work import House, Work
from motcua.store.agencies import agency as agencies
from motcua.store.audit import audit
from motcua.store.base import Record
from motcua.store.dossier import dossier as dossiers
from motcua.store.dossier import held as stored_held
from motcua.store.dossier import move as moves
from motcua.store.dossier import wait as stored_waits
from motcua.store.dossier.move import Job, Move, Standing

# Nobody in particular: the lock needs no account.
NO_ACCOUNT = 0
# A job due for longer than this, and not in the queue, is lost.
LOST_AFTER = timedelta(minutes=1)


@dataclass(frozen=True)
class Happening:
    """One event, as the history keeps it. `task_id` is the waiting that it ends, `outcome` how.

    `values` are kept with the dossier's, as an officer's answers are; `message` is the name of one that came.
    """

    action: str
    task_id: str = ""
    outcome: str = ""
    message: str = ""
    subject: str = ""
    detail: Mapping[str, object] = field(default_factory=dict)
    values: Mapping[str, object] = field(default_factory=dict)


def fire_timer(work: Work, dossier_id: int, task_id: str, now: datetime) -> bool:
    """Let a due timer fire; false when it is gone, not due yet, or the dossier stands elsewhere. One commit.

    The due time is computed afresh (R-28): when the calendar has moved it, the job is deferred to the new one.
    """
    rows = hold(work, dossier_id)
    wait = stored_waits.by_task(work.connection, dossier_id, task_id)
    if not rows or wait is None or wait.left_at is not None or wait.counted_from is None:
        return False
    place = stepping.place_of(work, rows[0], now)
    due = waits.due_of(work, place, "timer", wait.element, wait.counted_from)
    if due is not None and due > now:
        stored_waits.change(work.connection, wait.id, due_at=due)
        work.defer("fire_timer", {"dossier_id": dossier_id, "task_id": task_id}, at=due)
        work.commit()
        return False
    about = {"element": wait.element, "due_at": due.isoformat() if due else ""}
    happening = Happening("timer", task_id, "fired", detail=about)
    happen(
        work,
        CLOCKWORK,
        rows,
        place,
        happening,
        lambda values: fire(place.version.spec, rows[0].engine_state, task_id, values),
    )
    work.commit()
    return True


def run_timer(house: House, dossier_id: int, task_id: str, now: datetime) -> bool:
    """`fire_timer` as a job. A timer whose way leads nowhere (no branch, an unknown agency, a full mailbox) is left to operators:
    trying again by itself would not change that."""
    try:
        with house.work() as work:
            return fire_timer(work, dossier_id, task_id, now)
    except MotcuaError as problem:
        code, words = problem.code, problem.message.vi
    with house.work() as work:
        wait = stored_waits.by_task(work.connection, dossier_id, task_id)
        if wait is not None:
            stored_waits.change(
                work.connection, wait.id, status="failed", problem=code, problem_text=words[:300]
            )
        work.commit()
    return False


def sweep(work: Work, now: datetime) -> int:
    """Defer again the jobs of due timers and calls that were lost; how many. One commit."""
    lost = stored_waits.lost(work.connection, now - LOST_AFTER)
    for row in lost:
        task = "run_operation" if row.kind == "service" else "fire_timer"
        work.defer(task, {"dossier_id": row.dossier_id, "task_id": row.task_id})
    work.commit()
    return len(lost)


def receive(
    work: Work,
    actor: Actor,
    code: str,
    name: str,
    values: Mapping[str, object],
    now: datetime,
    *,
    message_id: str = "",
) -> bool:
    """Take in a message, or a signal, for a dossier from outside; false when `message_id` came before. One commit.

    For partners' systems, operators and the desk of the dossier. Raises MessageUnknownError when the process
    waits for no such message (a signal: not now), ValidationError for values it must not set, ConflictError by
    the dossier's state.
    """
    require(actor, "staff", "partner")
    rows = stored_held.hold(work.connection, code, actor.id or NO_ACCOUNT)
    if not rows:
        raise stepping.unknown_dossier(code)
    place = stepping.place_of(work, rows[0], now)
    _require_right(work, actor, rows[0])
    subject = f"message:{message_id}" if message_id else ""
    if subject and audit.has(work.connection, place.dossier_id, "message", subject):
        return False
    outside_values.check(place.version, values)
    tell = deliver if name in place.version.spec.messages else broadcast
    happening = Happening("message", message=name, subject=subject, detail={"name": name}, values=values)
    happen(
        work,
        actor,
        rows,
        place,
        happening,
        lambda data: tell(place.version.spec, rows[0].engine_state, name, data),
    )
    work.commit()
    return True


def may_receive(work: Work, actor: Actor, dossier: Record) -> bool:
    """Whether the actor may take in messages for this dossier."""
    right = "system.operate" if actor.kind == "staff" else "message.deliver"
    if may(actor, right, agencies.lineage(work.connection, dossier.agency_id)):
        return True
    if actor.kind != "staff":
        return False
    version = work.house.versions.get(work.connection, dossier.version_id)
    return desk.receives(work, actor, version, dossier)


def hold(work: Work, dossier_id: int) -> Sequence[Record]:
    """Lock a dossier for the system itself; empty when there is none."""
    dossier = dossiers.by_id(work.connection, dossier_id)
    return stored_held.hold(work.connection, dossier.code, NO_ACCOUNT) if dossier is not None else ()


def happen(
    work: Work,
    actor: Actor,
    rows: Sequence[Record],
    place: Place,
    happening: Happening,
    run: Callable[[Mapping[str, object]], Progress],
) -> Progress:
    """Let the engine `run` on the values after the event, and write everything it leads to; commits nothing.

    `rows` are the locked dossier with its waiting steps.
    """
    require_state("event", rows[0].state)
    values = {**place.data, **happening.values}
    progress = run(values)
    after = replace(place, data={**values, **progress.values})
    opened = stepping.opening(work, after, progress.opened, is_running=True)
    steps = [row for row in rows if row.task_id is not None]
    also = waits.turn(work, after, progress, steps, happening.task_id, happening.outcome, happening.message)
    counted = stepping.counted(work, place, place.agency_id)
    gone = [happening.task_id, *(row.task_id for row in also.withdrawn)]
    transfers.over(work, actor, place, transfers.agencies_at_work(rows), gone)
    ended, started = stepping.handed_over(also.withdrawn, steps, opened)
    kept = {**happening.values, **progress.values}
    move = Move(
        dossier_id=place.dossier_id,
        at=place.at,
        counted_at=counted,
        actor_id=actor.id,
        actor_name=actor.name,
        action=happening.action,
        subject=happening.subject or happening.task_id,
        detail={**happening.detail, **waits.told(opened, progress)},
        standing=Standing(
            _state_after(rows[0], place, progress),
            progress.state,
            progress.ended,
            stepping.sealed(work, rows[0], kept),
        ),
        opened=opened,
        ended=ended,
        ended_at=counted,
        started=started,
        jobs=[Job("notify_group", {"dossier_id": place.dossier_id})] if opened else [],
    )
    moves.write(work.connection, move)
    waits.write(work, also)
    return progress


def _state_after(dossier: Record, place: Place, progress: Progress) -> str:
    """An event goes on with the process while the applicant is waited for; only he ends that waiting."""
    if dossier.state == "waiting_supplement":
        return "waiting_supplement"
    return waits.state_after(place.version, progress)


def _require_right(work: Work, actor: Actor, dossier: Record) -> None:
    if not may_receive(work, actor, dossier):
        raise NotAllowedError(
            Text(
                f"Bạn không được ghi nhận thông điệp cho hồ sơ {dossier.code}. "
                "Việc này của Bộ phận Một cửa, người vận hành hoặc hệ thống đối tác có khóa kết nối.",
                f"You may not take in messages for dossier {dossier.code}. "
                "That is for its one-stop desk, operators and partners' systems with an access token.",
            )
        )
