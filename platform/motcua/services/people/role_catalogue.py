"""The catalogue of roles: which rights each is made of, changed by those who may, for the whole province (J-09)."""

from __future__ import annotations

from collections.abc import Collection, Sequence
from datetime import datetime

from motcua.domain.errors import ConflictError, NotFoundError
from motcua.domain.people.permissions import Actor, lacking, may, may_anywhere, require_right
from motcua.domain.people.rights import RIGHTS, SECOND_FACTOR
from motcua.domain.text import Text
from motcua.services.people.roles import require_factor
from motcua.services.work import Work
from motcua.store.agencies import agency as agencies
from motcua.store.base import Record
from motcua.store.people import role as roles

KEPT = ("role.grant", "role.manage")
"""Rights that somebody must keep at the top of the province: without them nobody could give them back."""


def listed(work: Work, actor: Actor) -> Sequence[Record]:
    """Every role, for those who give or change roles somewhere."""
    if not any(may_anywhere(actor, right) for right in KEPT):
        raise lacking("role.grant")
    return roles.everything(work.connection)


def change(work: Work, actor: Actor, key: str, rights: Collection[str], now: datetime) -> bool:
    """Give a role these rights, at once for everybody who holds it; whether anything changed. One commit.

    The audit keeps the rights before and after. Holders without the second factor that a new right asks for are signed
    out. Raises NotAllowedError also for rights that the actor lacks, ConflictError when nobody would be left to give or
    change roles.
    """
    top = agencies.root(work.connection)
    lineage = agencies.lineage(work.connection, top.id) if top is not None else ()
    require_right(actor, "role.manage", lineage)
    roles.lock(work.connection)
    role = roles.by_key(work.connection, key)
    if role is None or not set(rights) <= set(RIGHTS):
        raise NotFoundError(Text("Không có vai trò hoặc quyền này.", "There is no such role or right."))
    after = [right for right in RIGHTS if right in rights]
    if set(after) == set(role.rights):
        return False
    for right in after:
        if right not in role.rights and not may(actor, right, lineage):
            raise lacking(right)
    roles.change(work.connection, key, after)
    if SECOND_FACTOR & (set(after) - set(role.rights)):
        for holder in roles.holders(work.connection, key):
            require_factor(work, holder, now)
    if any(not _is_held(work, right, lineage) for right in KEPT):
        raise ConflictError(
            Text(
                "Sau thay đổi này sẽ không còn ai giao hoặc sửa được vai trò. Hãy giữ lại quyền đó.",
                "After this change nobody could give or change roles any more. Keep that right.",
            )
        )
    work.record(
        at=now,
        actor_id=actor.id,
        actor_name=actor.name,
        action="role.change",
        subject=key,
        detail={"before": sorted(role.rights), "after": sorted(after)},
    )
    work.commit()
    return True


def _is_held(work: Work, right: str, lineage: Sequence[int]) -> bool:
    """Whether an account that can act has the right at the top of the province."""
    with_right = {one.key for one in roles.everything(work.connection) if right in one.rights}
    return any(one.may_act and one.role_key in with_right for one in roles.granted(work.connection, lineage))
