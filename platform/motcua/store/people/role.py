"""Roles as data, and to whom they are granted: for an agency and all below it (J-09, J-10)."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import datetime
from typing import Any

from sqlalchemy import Connection, String, UniqueConstraint, delete, func, select, text, update
from sqlalchemy.dialects.postgresql import ARRAY, insert
from sqlalchemy.orm import Mapped, mapped_column

from motcua.store.accounts.account import Account
from motcua.store.agencies.agency import Agency
from motcua.store.base import Base, Id, Record, reference


class Role(Base):
    """`rights` are keys of `domain.rights`; a restricting role is all that its holder may do."""

    __tablename__ = "role"

    key: Mapped[str] = mapped_column(primary_key=True)
    name: Mapped[str]
    name_en: Mapped[str]
    rights: Mapped[list[str]] = mapped_column(ARRAY(String))
    is_restricting: Mapped[bool] = mapped_column(default=False)


class RoleGrant(Base):
    """An account's role at an agency and all below it; `field` empty means every field."""

    __tablename__ = "role_grant"
    __table_args__ = (UniqueConstraint("account_id", "role_key", "agency_id", "field"),)

    id: Mapped[Id]
    account_id: Mapped[int] = mapped_column(reference("account.id"))
    role_key: Mapped[str] = mapped_column(reference("role.key"), index=True)
    agency_id: Mapped[int] = mapped_column(reference("agency.id"), index=True)
    field: Mapped[str] = mapped_column(default="")
    granted_by: Mapped[int | None]
    granted_at: Mapped[datetime] = mapped_column(server_default=func.now())


def lock(connection: Connection) -> None:
    """Let nobody else take roles or accounts away before this transaction ends: of two last administrators one stays."""
    connection.execute(text("select pg_advisory_xact_lock(hashtext('role_grant'))"))


def holder(connection: Connection, account_id: int) -> Record | None:
    """The account with its roles as `grants`: a list of role, agency_id, field, rights, is_restricting."""
    one = func.jsonb_build_object(
        "role", RoleGrant.role_key,
        "agency_id", RoleGrant.agency_id,
        "field", RoleGrant.field,
        "rights", Role.rights,
        "is_restricting", Role.is_restricting,
    )  # fmt: skip
    grants = (
        select(func.coalesce(func.jsonb_agg(one), func.jsonb_build_array()))
        .select_from(RoleGrant)
        .join(Role, Role.key == RoleGrant.role_key)
        .where(RoleGrant.account_id == Account.id)
        .correlate(Account)
        .scalar_subquery()
    )
    statement = select(Account.__table__, grants.label("grants")).where(Account.id == account_id)
    return connection.execute(statement).first()


def everything(connection: Connection) -> Sequence[Record]:
    return connection.execute(select(Role.__table__).order_by(Role.name)).all()


def by_key(connection: Connection, key: str) -> Record | None:
    return connection.execute(select(Role.__table__).where(Role.key == key)).first()


def add(connection: Connection, **values: Any) -> bool:
    """Insert a role; whether it was new."""
    statement = insert(Role).values(**values).on_conflict_do_nothing().returning(Role.key)
    return connection.execute(statement).first() is not None


def grant(connection: Connection, **values: Any) -> int | None:
    """Give a role; the grant's id, None when the account has it there already."""
    statement = insert(RoleGrant).values(**values).on_conflict_do_nothing().returning(RoleGrant.id)
    return connection.execute(statement).scalar_one_or_none()


def grant_by_id(connection: Connection, grant_id: int) -> Record | None:
    return connection.execute(select(RoleGrant.__table__).where(RoleGrant.id == grant_id)).first()


def revoke(connection: Connection, grant_id: int) -> None:
    connection.execute(delete(RoleGrant).where(RoleGrant.id == grant_id))


_grants = (
    select(
        RoleGrant.__table__,
        Account.display_name,
        Account.login,
        Account.is_active,
        (Account.is_active & Account.blocked_at.is_(None)).label("may_act"),
        Role.name.label("role_name"),
        Role.name_en.label("role_name_en"),
        Agency.name.label("agency_name"),
    )
    .join(Account, Account.id == RoleGrant.account_id)
    .join(Role, Role.key == RoleGrant.role_key)
    .join(Agency, Agency.id == RoleGrant.agency_id)
    .order_by(Agency.name, Account.display_name, Role.name)
)


def granted(connection: Connection, agency_ids: Sequence[int]) -> Sequence[Record]:
    """Who holds which role at these agencies: the grant with names of account, role and agency.

    `may_act` is false for accounts that were withdrawn or are locked after an incident.
    """
    return connection.execute(_grants.where(RoleGrant.agency_id.in_(agency_ids))).all()


def given_to(connection: Connection, account_id: int) -> Sequence[Record]:
    """The roles of one account, as `granted` gives them."""
    return connection.execute(_grants.where(RoleGrant.account_id == account_id)).all()


def holders(connection: Connection, key: str) -> Sequence[int]:
    """The accounts that hold a role anywhere."""
    statement = select(RoleGrant.account_id).where(RoleGrant.role_key == key).distinct()
    return connection.execute(statement.order_by(RoleGrant.account_id)).scalars().all()


def change(connection: Connection, key: str, rights: Sequence[str]) -> None:
    connection.execute(update(Role).where(Role.key == key).values(rights=list(rights)))
