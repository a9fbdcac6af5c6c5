"""A waiting step changes hands: the time until now stays with who had it, from now on it is the next one's (E-10, R-14)."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import datetime

from motcua.domain.errors import ConflictError
from motcua.domain.people.permissions import Actor, account_id, account_ids
from motcua.domain.text import Text
from motcua.services.desk.held import Held, about
from motcua.services.dossier import forestalled, stepping
from motcua.services.work import Work
from motcua.store.base import Record
from motcua.store.dossier import move as moves
from motcua.store.dossier.move import Holding, Move


def take(work: Work, actor: Actor, held: Held, now: datetime) -> None:
    """Take a step that waits for the group; taking what one has changes nothing. Does not commit."""
    if held.row.holder_id == actor.id:
        return
    require_free(work, actor, held.row)
    pass_to(work, actor, held, "claim", account_id(actor), now)


def give_back(work: Work, actor: Actor, held: Held, now: datetime) -> None:
    """Give a step that one holds back to its group. Does not commit."""
    if held.row.holder_id is None:
        raise ConflictError(
            Text(
                "Việc này chưa có ai nhận nên không cần trả.",
                "Nobody holds this, so there is nothing to give back.",
            )
        )
    require_free(work, actor, held.row)
    pass_to(work, actor, held, "release", None, now)


def require_free(work: Work, actor: Actor, row: Record) -> None:
    """Raise ConflictError, naming who has it, unless nobody holds the step but the actor or one he works for."""
    if row.holder_id is not None and row.holder_id not in account_ids(actor):
        raise forestalled.taken(work, row)


def pass_to(
    work: Work,
    actor: Actor,
    held: Held,
    action: str,
    holder_id: int | None,
    now: datetime,
    detail: Mapping[str, object] | None = None,
) -> None:
    """Write that `holder_id`, or the group for None, has the step from now on. Does not commit."""
    row = held.row
    counted = counted_at(work, row.step_agency_id, now, row.calendar_revision)
    move = Move(
        dossier_id=row.id,
        at=now,
        counted_at=now,
        actor_id=actor.id,
        actor_name=actor.name,
        action=action,
        subject=row.task_id,
        detail={**about(held), **(detail or {})},
        holding=Holding(row.step_row_id, holder_id, now if holder_id is not None else None),
        ended=[stepping.charged(row)],
        ended_at=counted,
        started=[stepping.charging(row.task_id, holder_id, counted)],
    )
    moves.write(work.connection, move)


def counted_at(work: Work, agency_id: int, now: datetime, revision: int | None = None) -> datetime:
    """The instant at which something done now counts at the agency (E-03)."""
    return work.house.calendars.at(work.connection, agency_id, now, revision).start(now)
