"""One person replaced by another everywhere: groups and open work move, the history stays (J-08, D-11)."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime

from motcua.domain.errors import ConflictError
from motcua.domain.people.permissions import Actor, may, require_right
from motcua.domain.text import Text
from motcua.services.people import groups, hand_over
from motcua.services.people.groups import Binding, Changed
from motcua.services.people.hand_over import Item
from motcua.services.work import Work
from motcua.store.agencies import agency as agencies
from motcua.store.base import Record
from motcua.store.people import group as stored


@dataclass(frozen=True)
class Replacement:
    """What a replacement moves: memberships in the actor's reach, and the steps held."""

    giver: Record
    taker: Record
    memberships: Sequence[Record]
    left: Sequence[Record]
    items: Sequence[Item]

    @property
    def moving(self) -> list[Item]:
        return [one for one in self.items if one.obstacle is None]


@dataclass(frozen=True)
class Replaced:
    """What a replacement did."""

    groups: Sequence[Changed]
    items: Sequence[Item]


def preview(work: Work, actor: Actor, from_id: int, to_id: int) -> Replacement:
    """What `replace` would do. Raises ValidationError at "/to" for somebody of another agency, NotAllowedError."""
    giver, taker = hand_over.people(work, actor, from_id, to_id)
    require_right(actor, groups.RIGHT, agencies.lineage(work.connection, giver.agency_id))
    mine, left = _memberships(work, actor, giver, taker)
    joining = {(row.agency_id, row.position) for row in mine}
    items = hand_over.held_items(work, actor, giver, taker, joining)
    return Replacement(giver, taker, mine, left, items)


def replace(work: Work, actor: Actor, from_id: int, to_id: int, now: datetime) -> Replaced:
    """Put the taker into every group in the giver's place and move what the giver holds. One commit.

    Raises ConflictError when somebody has changed the giver's groups meanwhile.
    """
    plan = preview(work, actor, from_id, to_id)
    _hold(work, actor, plan)
    changed: list[Changed] = []
    for agency_id in sorted({row.agency_id for row in plan.memberships}):
        held = groups.bound(work, agency_id)
        mine = [row for row in plan.memberships if row.agency_id == agency_id]
        bindings = [Binding(row.position, row.procedure_code, row.step_id) for row in mine]
        wanted = {one: {row.account_id for row in held[one]} - {from_id} | {to_id} for one in bindings}
        changed += groups.apply(work, actor, agency_id, wanted, now, commit=False)
    items = hand_over.move_held(work, actor, plan.giver, plan.taker, now)
    moved = sum(one.obstacle is None for one in items)
    work.record(
        at=now,
        actor_id=actor.id,
        actor_name=actor.name,
        action="group.replace",
        subject=plan.giver.login,
        detail={"to": plan.taker.login, "groups": len(changed), "moved": moved, "stayed": len(items) - moved},
    )
    work.commit()
    return Replaced(changed, items)


def _hold(work: Work, actor: Actor, plan: Replacement) -> None:
    """Let nobody else change the groups, always locked in one order, and see that they are as planned."""
    for agency_id in sorted({row.agency_id for row in plan.memberships}):
        stored.lock(work.connection, agency_id)
    now_held, _ = _memberships(work, actor, plan.giver, plan.taker)
    if {row.id for row in now_held} != {row.id for row in plan.memberships}:
        raise ConflictError(
            Text(
                "Nhóm của người này vừa được người khác sửa. Hãy xem lại rồi thay.",
                "Somebody has just changed the groups of this person. Look again, then replace him.",
            )
        )


def _memberships(work: Work, actor: Actor, giver: Record, taker: Record) -> tuple[list[Record], list[Record]]:
    """The giver's memberships that move, and those outside the actor's reach or where the taker does not belong."""
    moving: list[Record] = []
    left: list[Record] = []
    for row in stored.of_account(work.connection, giver.id):
        is_ours = may(actor, groups.RIGHT, agencies.lineage(work.connection, row.agency_id))
        belongs = taker.agency_id in agencies.subtree(work.connection, [row.agency_id])
        (moving if is_ours and belongs else left).append(row)
    return moving, left
