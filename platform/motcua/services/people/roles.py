"""Roles: installed with the program, changed by those who may, given and taken within a subtree (J-09, J-10, J-19)."""

from __future__ import annotations

import json
from collections.abc import Collection, Sequence
from datetime import datetime

from motcua import settings
from motcua.domain.errors import ConflictError, NotAllowedError, NotFoundError
from motcua.domain.people.permissions import Actor, may, require_right
from motcua.domain.people.rights import RIGHTS, SECOND_FACTOR
from motcua.domain.text import Text
from motcua.services.accounts import sessions
from motcua.services.people import reach
from motcua.services.work import Work
from motcua.store.accounts import account as accounts
from motcua.store.accounts import second_factor as factors
from motcua.store.agencies import agency as agencies
from motcua.store.base import Record
from motcua.store.people import role as roles

ADMINISTERS = "role.grant"


def install(work: Work) -> int:
    """Add the roles that come with the program and are not there yet; how many were new. Does not commit."""
    shipped = json.loads((settings.PACKAGE / "data" / "roles.json").read_text(encoding="utf-8"))
    return sum(roles.add(work.connection, **{"is_restricting": False, **role}) for role in shipped)


def grant(
    work: Work,
    actor: Actor,
    account_id: int,
    role_key: str,
    agency_id: int,
    now: datetime,
    field: str = "",
    *,
    commit: bool = True,
) -> None:
    """Give an account a role at an agency and all below it. One commit, none as part of something larger.

    Nobody gives more than he has: each right of the role must be the giver's at that agency. Raises NotAllowedError,
    NotFoundError, ConflictError when the account has the role there.
    """
    role, account = _grantable(work, actor, account_id, role_key, agency_id, field)
    given = roles.grant(
        work.connection,
        account_id=account_id,
        role_key=role_key,
        agency_id=agency_id,
        field=field,
        granted_by=actor.id,
        granted_at=now,
    )
    if given is None:
        raise ConflictError(
            Text("Tài khoản đã có vai trò này ở cơ quan.", "The account has this role at the agency already.")
        )
    if SECOND_FACTOR & set(role.rights):
        require_factor(work, account_id, now)
    detail = {"role": role_key, "agency_id": agency_id, "field": field}
    _record(work, actor, now, "role.grant", account.login, detail)
    if commit:
        work.commit()


def _grantable(
    work: Work, actor: Actor, account_id: int, role_key: str, agency_id: int, field: str
) -> tuple[Record, Record]:
    """The role and the account, unless the actor may not give the one to the other at this agency."""
    lineage = agencies.lineage(work.connection, agency_id)
    require_right(actor, "role.grant", lineage)
    role = roles.by_key(work.connection, role_key)
    account = accounts.by_id(work.connection, account_id)
    if role is None or account is None or account.kind != "staff" or not lineage:
        raise _unknown()
    # A role ties its holder to the giver's agency: a second factor, a restriction, who may help him.
    require_right(actor, "role.grant", agencies.lineage(work.connection, account.agency_id or 0))
    if any(not may(actor, right, lineage, field) for right in role.rights):
        raise NotAllowedError(
            Text(
                f"Vai trò “{role.name}” có quyền mà bạn không có ở cơ quan này nên bạn không giao được.",
                f"The role “{role.name_en}” has rights that you do not have at this agency, so you cannot give it.",
            )
        )
    return role, account


def revoke(work: Work, actor: Actor, grant_id: int, now: datetime) -> None:
    """Take a role back. The last administrator of an agency stays (J-19). One commit.

    Nobody frees himself of a role that restricts him, and nobody rids himself of those who watch over him: a role with
    an administrator's rights that he has not is for somebody above him.
    """
    roles.lock(work.connection)
    row = roles.grant_by_id(work.connection, grant_id)
    if row is None:
        raise _unknown()
    require_right(actor, "role.grant", agencies.lineage(work.connection, row.agency_id))
    role = roles.by_key(work.connection, row.role_key)
    if row.account_id == actor.id and role is not None and role.is_restricting:
        raise NotAllowedError(
            Text(
                "Vai trò này hạn chế tài khoản của bạn nên phải do người khác thu lại.",
                "This role restricts your own account, so somebody else must take it back.",
            )
        )
    lineage = agencies.lineage(work.connection, row.agency_id)
    if role is not None and any(
        not may(actor, right, lineage, row.field) for right in SECOND_FACTOR & set(role.rights)
    ):
        raise NotAllowedError(
            Text(
                f"Vai trò “{role.name}” cao hơn quyền của bạn. Hãy nhờ quản trị cấp trên thu lại.",
                f"The role “{role.name_en}” is above your rights. Ask an administrator above you to take it back.",
            )
        )
    if _is_last_administrator(work, row):
        raise ConflictError(
            Text(
                "Đây là quản trị cuối cùng của cơ quan. Hãy giao vai trò cho người khác trước.",
                "This is the last administrator of the agency. Give the role to somebody else first.",
            )
        )
    roles.revoke(work.connection, grant_id)
    account = accounts.by_id(work.connection, row.account_id)
    detail = {"role": row.role_key, "agency_id": row.agency_id, "field": row.field}
    _record(work, actor, now, "role.revoke", account.login if account is not None else "", detail)
    work.commit()


def granted(work: Work, actor: Actor, agency_id: int) -> Sequence[Record]:
    """Who holds which role at the agency and below; for those who may give roles there."""
    require_right(actor, "role.grant", agencies.lineage(work.connection, agency_id))
    return roles.granted(work.connection, sorted(agencies.subtree(work.connection, [agency_id])))


def held(work: Work, actor: Actor) -> Sequence[Record]:
    """Who holds which role anywhere in the actor's reach, by agency and name."""
    return roles.granted(work.connection, sorted(reach.of(work, actor, "role.grant")))


def givable(work: Work, actor: Actor, agency_id: int) -> Sequence[Record]:
    """The roles that the actor could give at this agency: those of which he has every right there."""
    lineage = agencies.lineage(work.connection, agency_id)
    if not may(actor, "role.grant", lineage):
        return ()
    return [
        role
        for role in roles.everything(work.connection)
        if all(may(actor, right, lineage) for right in role.rights)
    ]


def require_factor(work: Work, account_id: int, now: datetime) -> None:
    """End the sessions of an account without a second factor: one begun by the password alone must not become an
    administrator's (N-08). Does not commit."""
    if not factors.has(work.connection, account_id):
        sessions.end_all(work, account_id, now, "everywhere")


def require_not_last_administrator(work: Work, account_id: int) -> None:
    """Raise ConflictError when an agency would be left without an administrator by this account's end (J-19)."""
    roles.lock(work.connection)
    for row in roles.given_to(work.connection, account_id):
        if _is_last_administrator(work, row):
            raise ConflictError(
                Text(
                    f"Đây là quản trị cuối cùng của {row.agency_name}. Hãy giao vai trò cho người khác trước.",
                    f"This is the last administrator of {row.agency_name}. Give the role to somebody else first.",
                )
            )


def require_not_above(
    work: Work, actor: Actor, account_id: int, among: Collection[str] = frozenset(RIGHTS)
) -> None:
    """Raise NotAllowedError when the account has a right somewhere, one `among` these, that the actor lacks there.

    Whoever hands out a password or takes away a second factor could act as its holder. Who withdraws or locks an
    account could rid himself of an administrator above him.
    """
    for row in roles.given_to(work.connection, account_id):
        role = roles.by_key(work.connection, row.role_key)
        lineage = agencies.lineage(work.connection, row.agency_id)
        if role is None or any(
            not may(actor, right, lineage, row.field) for right in role.rights if right in among
        ):
            raise NotAllowedError(
                Text(
                    f"Tài khoản này có vai trò “{row.role_name}” cao hơn quyền của bạn. Hãy nhờ quản trị cấp trên.",
                    f"This account has the role “{row.role_name_en}”, which is above your rights. "
                    "Ask an administrator above you.",
                )
            )


def _is_last_administrator(work: Work, row: Record) -> bool:
    """Whether nobody who can act would be left to give roles at just this agency."""
    role = roles.by_key(work.connection, row.role_key)
    if role is None or ADMINISTERS not in role.rights:
        return False
    administering = {one.key for one in roles.everything(work.connection) if ADMINISTERS in one.rights}
    others = [
        one
        for one in roles.granted(work.connection, [row.agency_id])
        if one.role_key in administering and one.may_act and one.id != row.id
    ]
    return not others


def _record(
    work: Work, actor: Actor, now: datetime, action: str, login: str, detail: dict[str, object]
) -> None:
    work.record(at=now, actor_id=actor.id, actor_name=actor.name, action=action, subject=login, detail=detail)


def _unknown() -> NotFoundError:
    return NotFoundError(
        Text(
            "Không tìm thấy tài khoản, vai trò hoặc cơ quan này.", "There is no such account, role or agency."
        )
    )
