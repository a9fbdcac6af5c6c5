"""A dossier on its way to another agency: until its side has acknowledged it, the time is the sender's (E-13, R-15).

Only processes marked fully digital know this; elsewhere a transfer arrives with the action (E-12). What goes back to
an agency that has had the dossier arrives with the action too (E-14, E-15).
"""

from __future__ import annotations

from collections.abc import Collection, Mapping, Sequence
from typing import Any

from motcua.domain.dossier.dossier_action import ACCEPTED
from motcua.domain.people.permissions import Actor
from motcua.engine import Progress, Waiting
from motcua.services.dossier import stepping
from motcua.services.dossier.stepping import Ended, Place
from motcua.services.time import rules
from motcua.services.work import Work
from motcua.store.base import Record
from motcua.store.dossier import move as moves
from motcua.store.dossier import step as steps
from motcua.store.dossier.move import Move
from motcua.store.exchange import transfer as stored
from motcua.store.time import interval as intervals

Rows = Sequence[Mapping[str, Any]]
NOT_YET: Mapping[str, Any] = {"counted_from": None, "budget_seconds": 0, "due_at": None}


def is_on_the_way(row: Record) -> bool:
    """Whether the waiting step of a locked dossier is one that has not been acknowledged."""
    return row.task_id is not None and row.step_counted_from is None and row.state in ACCEPTED


def to_deliver(
    work: Work, place: Place, left: Record, rows: Rows, progress: Progress
) -> Mapping[str, int | None]:
    """What must be acknowledged before the time of the step `left` ends: tasks, each with the agency it goes to.

    A step at an agency that has not had the dossier yet, or a call that hands it over to one.
    """
    if not rules.of(work, place.version).fully_digital:
        return {}
    own = left.step_agency_id
    found: dict[str, int | None] = {
        row["task_id"]: row["agency_id"] for row in rows if row["agency_id"] != own
    }
    found |= {
        one.task_id: to for one in progress.opened if (to := _called(work, place, one)) not in (None, own)
    }
    if not found:
        return {}
    visited = {
        row.agency_id for row in steps.of_dossiers(work.connection, [place.dossier_id])[place.dossier_id]
    }
    return {task_id: agency_id for task_id, agency_id in found.items() if agency_id not in visited}


def waiting_rows(rows: Rows, sent: Collection[str]) -> Rows:
    """The rows of steps that come; those that are on the way have no clock yet."""
    return [{**row, **NOT_YET} if row["task_id"] in sent else row for row in rows]


def note(work: Work, actor: Actor, place: Place, left: Record, sent: Mapping[str, int | None]) -> None:
    """Keep that the dossier was sent; the step `left` must have been left. Does not commit."""
    for task_id, agency_id in sent.items():
        stored.add(
            work.connection,
            dossier_id=place.dossier_id,
            kind="forward",
            from_task_id=left.task_id,
            from_agency_id=left.step_agency_id,
            to_task_id=task_id,
            to_agency_id=agency_id,
            sent_by=actor.id,
            transferred_at=place.at,
        )


def acknowledge(work: Work, actor: Actor, row: Record, others: Sequence[Record], place: Place) -> bool:
    """The receiving side has the dossier: its time begins, the sender's ends; false when nothing was on the way.

    `row` is the locked dossier at the step, `others` are the steps that wait beside it. Does not commit.
    """
    pending = stored.pending(work.connection, place.dossier_id)
    mine = next((one for one in pending if one.to_task_id == row.task_id), None)
    if mine is None:
        return False
    step = place.version.model.step_by_id[row.step_id]
    used = stepping.used_before(work, place, [step]).get(step.id, 0)
    clock = stepping.step_clock(work, place, step, row.step_agency_id, used)
    arrived = {"task_id": row.task_id, "agency_id": row.step_agency_id, "holder_id": row.holder_id, **clock}
    at_work = agencies_at_work(others)
    move = Move(
        dossier_id=place.dossier_id,
        at=place.at,
        counted_at=clock["counted_from"],
        actor_id=actor.id,
        actor_name=actor.name,
        action="acknowledge",
        subject=row.task_id,
        detail={
            "step": row.step_name,
            "agency_id": row.step_agency_id,
            "from_agency_id": mine.from_agency_id,
        },
        clocked=[{"id": row.step_row_id, **clock}],
        ended=_sender_ends(mine, pending, at_work),
        ended_at=stepping.counted(work, place, mine.from_agency_id),
        started=stepping.starting([arrived], at_work),
    )
    moves.write(work.connection, move)
    _delivered(work, actor, place, mine, pending)
    return True


def agencies_at_work(rows: Sequence[Record]) -> set[int]:
    """The agencies of the steps of a locked dossier whose clocks run."""
    return {
        row.step_agency_id for row in rows if row.task_id is not None and row.step_counted_from is not None
    }


def over(work: Work, actor: Actor, place: Place, at_work: Collection[int], task_ids: Collection[str]) -> None:
    """What was on the way to these tasks has arrived, or never will: the sender's time ends. Does not commit.

    `at_work` are the agencies of steps whose clocks run.
    """
    if not rules.of(work, place.version).fully_digital:
        return
    pending = stored.pending(work.connection, place.dossier_id)
    for one in [one for one in pending if one.to_task_id in task_ids]:
        ended = _sender_ends(one, pending, at_work)
        if ended:
            at = stepping.counted(work, place, one.from_agency_id)
            intervals.stop(work.connection, place.dossier_id, ended, at)
        _delivered(work, actor, place, one, pending)
        pending = [other for other in pending if other.id != one.id]


def settle(work: Work, actor: Actor, place: Place, at_work: Collection[int]) -> None:
    """Whatever is on the way counts as arrived: the clocks are about to begin anew."""
    on_the_way = stored.pending(work.connection, place.dossier_id)
    over(work, actor, place, at_work, [one.to_task_id for one in on_the_way])


def _called(work: Work, place: Place, one: Waiting) -> int | None:
    """The agency of the step that a waiting call leads to; None when it hands nothing over."""
    if one.kind != "service":
        return None
    model = place.version.model
    targets = [flow.target for flow in model.flows if flow.source == one.step_id]
    followers = [model.step_by_id[target] for target in targets if target in model.step_by_id]
    if len(followers) != 1:
        return None
    return stepping.performer(work, followers[0], place.agency_id, place.data, place.at)


def _sender_ends(one: Record, pending: Sequence[Record], at_work: Collection[int]) -> list[Ended]:
    """The clocks of the sender that stop with this delivery: none while another is not acknowledged."""
    if any(other.from_task_id == one.from_task_id and other.id != one.id for other in pending):
        return []
    own = [(kind, one.from_task_id) for kind in ("step", "person", "group")]
    return own if one.from_agency_id in at_work else [*own, ("agency", str(one.from_agency_id))]


def _delivered(work: Work, actor: Actor, place: Place, one: Record, pending: Sequence[Record]) -> None:
    stored.deliver(work.connection, one.id, place.at, actor.id)
    if not any(other.from_task_id == one.from_task_id and other.id != one.id for other in pending):
        at = stepping.counted(work, place, one.from_agency_id)
        steps.count_to(work.connection, place.dossier_id, one.from_task_id, at)
