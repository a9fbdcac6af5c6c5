"""What an agency has: people, administrators, groups, dossiers in work; and the moving of them to another."""

from __future__ import annotations

from collections.abc import Collection, Mapping, Sequence
from datetime import datetime

from sqlalchemy import Connection, delete, func, literal, select, update
from sqlalchemy.dialects.postgresql import insert
from sqlalchemy.orm import aliased

from motcua.store.accounts.account import Account
from motcua.store.agencies.agency import Agency
from motcua.store.base import Record
from motcua.store.dossier.dossier import Dossier
from motcua.store.dossier.step import Step
from motcua.store.intake.draft import Draft
from motcua.store.people.group import Member
from motcua.store.people.role import Role, RoleGrant
from motcua.store.time.interval import Interval


def staff_counts(connection: Connection) -> Mapping[int, int]:
    """Active staff accounts by agency."""
    rows = connection.execute(
        select(Account.agency_id, func.count().label("people"))
        .where(Account.kind == "staff", Account.is_active, Account.agency_id.is_not(None))
        .group_by(Account.agency_id)
    )
    return {row.agency_id: row.people for row in rows}


def administrators(connection: Connection, right: str) -> Mapping[int, Sequence[str]]:
    """Names of the accounts in use, none blocked, that hold `right` at just this agency, by agency (J-19)."""
    rows = connection.execute(
        select(RoleGrant.agency_id, Account.display_name)
        .join(Role, Role.key == RoleGrant.role_key)
        .join(Account, Account.id == RoleGrant.account_id)
        .where(Account.is_active, Account.blocked_at.is_(None), Role.rights.contains([right]))
        .distinct()
        .order_by(RoleGrant.agency_id, Account.display_name)
    )
    found: dict[int, list[str]] = {}
    for agency_id, name in rows:
        found.setdefault(agency_id, []).append(name)
    return found


def staff(connection: Connection, agency_id: int) -> Sequence[Record]:
    """Active staff accounts of the agency: id, login, display_name, title."""
    return connection.execute(
        select(Account.id, Account.login, Account.display_name, Account.title)
        .where(Account.agency_id == agency_id, Account.kind == "staff", Account.is_active)
        .order_by(Account.display_name)
    ).all()


def positions(connection: Connection, agency_id: int) -> Sequence[str]:
    """Positions that an active account holds at the agency for every procedure."""
    return (
        connection.execute(
            select(Member.position)
            .join(Account, Account.id == Member.account_id)
            .where(
                Member.agency_id == agency_id,
                Account.is_active,
                Member.procedure_code == "",
                Member.step_id == "",
            )
            .distinct()
            .order_by(Member.position)
        )
        .scalars()
        .all()
    )


def open_dossiers(connection: Connection, agency_id: int) -> Sequence[int]:
    """Ids of dossiers in work that the agency received, or has a waiting step of."""
    waiting = select(Step.dossier_id).where(Step.agency_id == agency_id, Step.left_at.is_(None))
    statement = select(Dossier.id).where(
        Dossier.closed_at.is_(None), (Dossier.agency_id == agency_id) | Dossier.id.in_(waiting)
    )
    return connection.execute(statement.order_by(Dossier.id)).scalars().all()


def move_accounts(
    connection: Connection, source: int, target: int, account_ids: Collection[int] | None = None
) -> int:
    """Let staff belong to `target` with the roles they had at `source`; all unless `account_ids` names some."""
    chosen = Account.id.in_(account_ids) if account_ids is not None else Account.kind == "staff"
    moved = select(Account.id).where(Account.agency_id == source, chosen)
    ids = connection.execute(moved).scalars().all()
    connection.execute(update(Account).where(Account.id.in_(ids)).values(agency_id=target))
    held = [RoleGrant.account_id, RoleGrant.role_key, RoleGrant.field, RoleGrant.granted_by]
    mine = (RoleGrant.agency_id == source) & RoleGrant.account_id.in_(ids)
    given = select(*held, literal(target)).where(mine)
    columns = ["account_id", "role_key", "field", "granted_by", "agency_id"]
    connection.execute(insert(RoleGrant).from_select(columns, given).on_conflict_do_nothing())
    connection.execute(delete(RoleGrant).where(mine))
    return len(ids)


def move_groups(
    connection: Connection, source: int, target: int, account_ids: Collection[int] | None = None
) -> None:
    """Let the members of the groups at `source` be members of the same groups at `target`."""
    mine = Member.agency_id == source
    if account_ids is not None:
        mine = mine & Member.account_id.in_(account_ids)
    held = [Member.position, Member.procedure_code, Member.step_id, Member.account_id]
    given = select(*held, literal(target)).where(mine)
    columns = ["position", "procedure_code", "step_id", "account_id", "agency_id"]
    connection.execute(insert(Member).from_select(columns, given).on_conflict_do_nothing())
    connection.execute(delete(Member).where(mine))


def move_dossier(connection: Connection, dossier_id: int, source: int, target: int, at: datetime) -> None:
    """Let `target` have what `source` has of a dossier in work; its clock up to `at` stays the old agency's."""
    own = (Dossier.id == dossier_id) & (Dossier.agency_id == source)
    connection.execute(update(Dossier).where(own).values(agency_id=target))
    waiting = (Step.dossier_id == dossier_id) & (Step.agency_id == source) & Step.left_at.is_(None)
    connection.execute(update(Step).where(waiting).values(agency_id=target))
    _hand_clock_over(connection, dossier_id, source, target, at)


def move_drafts(connection: Connection, source: int, target: int) -> None:
    """Let drafts not sent yet be meant for `target`."""
    unsent = (Draft.agency_id == source) & Draft.dossier_id.is_(None)
    connection.execute(update(Draft).where(unsent).values(agency_id=target))


def move_children(connection: Connection, source: int, target: int) -> Sequence[int]:
    """Let the agencies under `source` stand under `target`; their ids."""
    moved = (
        update(Agency).where(Agency.parent_id == source, Agency.valid_to.is_(None)).values(parent_id=target)
    )
    return connection.execute(moved.returning(Agency.id)).scalars().all()


def _hand_clock_over(connection: Connection, dossier_id: int, source: int, target: int, at: datetime) -> None:
    running = (Interval.dossier_id == dossier_id) & (Interval.kind == "agency") & Interval.ended_at.is_(None)
    beside = aliased(Interval)
    already = select(beside.id).where(
        beside.dossier_id == dossier_id,
        beside.kind == "agency",
        beside.subject == str(target),
        beside.ended_at.is_(None),
    )
    is_running = connection.execute(already.limit(1)).first() is not None
    ended = connection.execute(
        update(Interval)
        .where(running, Interval.subject == str(source))
        .values(ended_at=func.greatest(Interval.started_at, at))
        .returning(Interval.reason, Interval.ended_at)
    ).all()
    for one in ended if not is_running else ():
        values = {"kind": "agency", "subject": str(target), "reason": one.reason, "started_at": one.ended_at}
        connection.execute(insert(Interval).values(dossier_id=dossier_id, **values))
