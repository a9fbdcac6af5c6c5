"""Delegations: for a period one account works under its own name for another (J-14)."""

from __future__ import annotations

from collections.abc import Collection, Sequence
from datetime import datetime
from typing import Any

from sqlalchemy import Connection, Index, func, or_, select, text, update
from sqlalchemy.dialects.postgresql import insert
from sqlalchemy.orm import Mapped, aliased, mapped_column

from motcua.store.accounts.account import Account
from motcua.store.base import Base, Id, Record, reference
from motcua.store.people.role import Role, RoleGrant


class Delegation(Base):
    """`from_id` stays responsible for what `to_id` does in [`starts_at`, `ends_at`), or until `ended_at`."""

    __tablename__ = "delegation"
    __table_args__ = (Index("ix_delegation_open", "to_id", postgresql_where=text("ended_at is null")),)

    id: Mapped[Id]
    from_id: Mapped[int] = mapped_column(reference("account.id"), index=True)
    to_id: Mapped[int] = mapped_column(reference("account.id"))
    starts_at: Mapped[datetime]
    ends_at: Mapped[datetime]
    reason: Mapped[str]
    made_by: Mapped[int] = mapped_column(reference("account.id"))
    made_at: Mapped[datetime]
    ended_at: Mapped[datetime | None]
    ended_by: Mapped[int | None] = mapped_column(reference("account.id"))


def add(connection: Connection, **values: Any) -> int:
    return connection.execute(insert(Delegation).values(**values).returning(Delegation.id)).scalar_one()


def in_force(connection: Connection, to_id: int, now: datetime) -> Sequence[Record]:
    """Whom the account works for at `now`: id and display_name of the delegators whose accounts are good.

    Nobody does for another what a restricting role forbids that one (J-10, J-12).
    """
    restricted = (
        select(RoleGrant.account_id)
        .join(Role, Role.key == RoleGrant.role_key)
        .where(RoleGrant.account_id == Account.id, Role.is_restricting)
    )
    return connection.execute(
        select(Account.id, Account.display_name)
        .join(Delegation, Delegation.from_id == Account.id)
        .where(
            Delegation.to_id == to_id,
            Delegation.ended_at.is_(None),
            Delegation.starts_at <= now,
            Delegation.ends_at > now,
            Account.is_active,
            Account.blocked_at.is_(None),
            ~restricted.exists(),
        )
        .distinct()
        .order_by(Account.id)
    ).all()


def overlapping(
    connection: Connection, from_id: int, to_id: int, starts_at: datetime, ends_at: datetime
) -> bool:
    """Whether the same two people have a delegation that shares time with this period."""
    statement = select(Delegation.id).where(
        Delegation.from_id == from_id,
        Delegation.to_id == to_id,
        Delegation.ended_at.is_(None),
        Delegation.starts_at < ends_at,
        Delegation.ends_at > starts_at,
    )
    return connection.execute(statement.limit(1)).first() is not None


def by_id(connection: Connection, delegation_id: int) -> Record | None:
    """The delegation, locked until this transaction ends."""
    statement = select(Delegation.__table__).where(Delegation.id == delegation_id).with_for_update()
    return connection.execute(statement).first()


def end(connection: Connection, delegation_id: int, now: datetime, ended_by: int | None) -> None:
    connection.execute(
        update(Delegation).where(Delegation.id == delegation_id).values(ended_at=now, ended_by=ended_by)
    )


def listed(
    connection: Connection, account_id: int | None, agency_ids: Collection[int], since: datetime
) -> Sequence[Record]:
    """Delegations of the account or of people of these agencies that had not ended at `since`, newest first.

    With `from_name`, `to_name`, `from_login`, `to_login` and `from_agency_id`.
    """
    giver, taker = aliased(Account), aliased(Account)
    mine = or_(Delegation.from_id == account_id, Delegation.to_id == account_id)
    statement = (
        select(
            Delegation.__table__,
            giver.display_name.label("from_name"),
            giver.login.label("from_login"),
            giver.agency_id.label("from_agency_id"),
            taker.display_name.label("to_name"),
            taker.login.label("to_login"),
        )
        .join(giver, giver.id == Delegation.from_id)
        .join(taker, taker.id == Delegation.to_id)
        .where(
            or_(mine, giver.agency_id.in_(agency_ids)),
            func.least(Delegation.ends_at, func.coalesce(Delegation.ended_at, Delegation.ends_at)) > since,
        )
        .order_by(Delegation.starts_at.desc(), Delegation.id.desc())
    )
    return connection.execute(statement).all()
