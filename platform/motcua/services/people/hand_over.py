"""Work that changes hands: what somebody holds goes to a colleague or back to its group (D-11, J-08).

Every step moves by an audited move of its own with both names, so the time it was held stays with who held it (E-10).
"""

from __future__ import annotations

from collections.abc import Collection, Sequence
from dataclasses import dataclass
from datetime import datetime

from motcua.domain.errors import FieldError, NotFoundError, ValidationError
from motcua.domain.people.permissions import Actor, may, require_right
from motcua.domain.text import Text
from motcua.services.desk import holding
from motcua.services.dossier import stepping
from motcua.services.work import Work
from motcua.store.accounts import account as accounts
from motcua.store.agencies import agency as agencies
from motcua.store.base import Record
from motcua.store.dossier import held
from motcua.store.dossier import move as moves
from motcua.store.dossier import step as steps
from motcua.store.dossier.move import Holding, Move

RIGHT = "dossier.reassign"
NOT_IN_GROUP = Text(
    "Người nhận chưa thuộc nhóm của bước này.", "The successor is not in the group of this step."
)
OTHER_AGENCY = Text("Người nhận thuộc cơ quan khác.", "The successor belongs to another agency.")
NO_RIGHT = Text("Bước này ngoài phạm vi quản lý của bạn.", "This step is outside what you manage.")
MOVED_ON = Text("Việc này vừa có người xử lý hoặc chuyển đi.", "Somebody has just finished or moved this.")


@dataclass(frozen=True, slots=True)
class Item:
    """A waiting step that somebody holds; `obstacle` says why it stays, none when it moves."""

    row: Record
    obstacle: Text | None = None


def people(work: Work, actor: Actor, from_id: int, to_id: int) -> tuple[Record, Record]:
    """Giver and taker; raises ValidationError at "/to" unless the taker is an active officer of the giver's agency.

    A colleague is somebody of the same agency or of a unit below it; another agency's people are refused.
    """
    giver, taker = accounts.by_id(work.connection, from_id), accounts.by_id(work.connection, to_id)
    if giver is None or giver.kind != "staff" or giver.agency_id is None:
        raise NotFoundError(Text("Không tìm thấy tài khoản này.", "There is no such account."))
    require_right(actor, RIGHT, agencies.lineage(work.connection, giver.agency_id))
    words = None
    if taker is None or taker.kind != "staff" or not taker.is_active or taker.blocked_at is not None:
        words = Text("Chọn một người đang làm việc.", "Choose somebody who is at work.")
    elif taker.id == giver.id:
        words = Text("Chọn một người khác.", "Choose somebody else.")
    elif taker.agency_id not in agencies.subtree(work.connection, [giver.agency_id]):
        words = OTHER_AGENCY
    if taker is None or words is not None:
        raise ValidationError([FieldError("/to", "hand_over.to", words or OTHER_AGENCY)])
    return giver, taker


def held_items(
    work: Work, actor: Actor, giver: Record, taker: Record, joining: Collection[tuple[int, str]] = ()
) -> list[Item]:
    """What the giver holds, each with what keeps it from moving to the taker.

    `joining` are groups (agency id, position) that the taker is about to enter.
    """
    return [
        Item(row, _obstacle(work, actor, row, taker, joining))
        for row in steps.held_by(work.connection, giver.id)
    ]


def move_held(work: Work, actor: Actor, giver: Record, taker: Record, now: datetime) -> list[Item]:
    """Move everything the giver holds to the taker; what moved and what stayed. Does not commit."""
    return [
        _moved(work, actor, item, giver, taker, now) if item.obstacle is None else item
        for item in held_items(work, actor, giver, taker)
    ]


def carry_out(work: Work, actor: Actor, from_id: int, to_id: int, now: datetime) -> list[Item]:
    """Hand over all open work of an absent or departed officer to a colleague (D-11). One commit."""
    giver, taker = people(work, actor, from_id, to_id)
    done = move_held(work, actor, giver, taker, now)
    work.commit()
    return done


def preview(work: Work, actor: Actor, from_id: int, to_id: int) -> list[Item]:
    """What `carry_out` would do."""
    return held_items(work, actor, *people(work, actor, from_id, to_id))


def release_all(
    work: Work,
    actor: Actor,
    account_id: int,
    now: datetime,
    reason: str,
    keeping: Collection[int] = (),
) -> int:
    """Give everything the account holds back to the groups; how many steps. Does not commit.

    What is a step of one of the accounts `keeping` stays with him.
    """
    found = [
        row
        for row in steps.held_by(work.connection, account_id)
        if not (keeping and steps.serving_of(work.connection, row.id, keeping))
    ]
    return sum(_released(work, actor, row, account_id, now, reason) for row in found)


def _obstacle(
    work: Work, actor: Actor, row: Record, taker: Record, joining: Collection[tuple[int, str]]
) -> Text | None:
    if not may(actor, RIGHT, agencies.lineage(work.connection, row.agency_id)):
        return NO_RIGHT
    if (row.agency_id, row.position) in joining:
        return None
    return None if steps.serving_of(work.connection, row.id, [taker.id]) else NOT_IN_GROUP


def _moved(work: Work, actor: Actor, item: Item, giver: Record, taker: Record, now: datetime) -> Item:
    row = item.row
    if not _still_held(work, row, giver.id):
        return Item(row, MOVED_ON)
    names = {"from_name": giver.display_name, "to_name": taker.display_name}
    _write(work, actor, row, "hand_over", taker.id, now, {"from": giver.id, "to_id": taker.id, **names})
    return item


def _released(work: Work, actor: Actor, row: Record, account_id: int, now: datetime, reason: str) -> bool:
    if not _still_held(work, row, account_id):
        return False
    _write(work, actor, row, "release", None, now, {"from": account_id, "reason": reason})
    return True


def _still_held(work: Work, row: Record, account_id: int) -> bool:
    """Lock the dossier and look again: somebody may have acted since the list was read."""
    waiting: Sequence[Record] = held.hold(work.connection, row.code, account_id)
    return any(one.step_row_id == row.id and one.holder_id == account_id for one in waiting)


def _write(
    work: Work,
    actor: Actor,
    row: Record,
    action: str,
    holder_id: int | None,
    now: datetime,
    detail: dict[str, object],
) -> None:
    counted = holding.counted_at(work, row.agency_id, now)
    move = Move(
        dossier_id=row.dossier_id,
        at=now,
        counted_at=now,
        actor_id=actor.id,
        actor_name=actor.name,
        action=action,
        subject=row.task_id,
        detail={"step": row.name, "agency_id": row.agency_id, **detail},
        holding=Holding(row.id, holder_id, now if holder_id is not None else None),
        ended=[("person", row.task_id)],
        ended_at=counted,
        started=[stepping.charging(row.task_id, holder_id, counted)],
    )
    moves.write(work.connection, move)
