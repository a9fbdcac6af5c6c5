"""Accounts of citizens and staff. Identifiers are sealed; `identity_digest` finds them again (M-14)."""

from __future__ import annotations

from collections.abc import Collection, Mapping, Sequence
from datetime import datetime
from typing import Any

from sqlalchemy import Connection, false, func, or_, select, update
from sqlalchemy.dialects.postgresql import insert
from sqlalchemy.orm import Mapped, mapped_column

from motcua.store.agencies.agency import Agency
from motcua.store.base import Base, Id, Record, reference


class Account(Base):
    """`kind` is "citizen" or "staff"; `login` is an e-mail address or user name in lower case.

    `epoch` grows to sign the account out everywhere. `locked_until` follows wrong passwords, `blocked_at` a report of
    loss or misuse (J-15), `is_active` ends when the account is withdrawn. An organisation's account names it and its
    tax code; its holder is the representative. `notice_by_email` is an officer's wish (G-19). `profile_sealed` is what
    the holder told of himself to be filled in again: day of birth, address (B-07).
    """

    __tablename__ = "account"

    id: Mapped[Id]
    login: Mapped[str] = mapped_column(unique=True)
    kind: Mapped[str]
    display_name: Mapped[str]
    title: Mapped[str] = mapped_column(default="")
    email: Mapped[str] = mapped_column(default="")
    phone_sealed: Mapped[bytes | None]
    password_hash: Mapped[str]
    identity_sealed: Mapped[bytes | None]
    identity_digest: Mapped[bytes | None] = mapped_column(unique=True)
    agency_id: Mapped[int | None] = mapped_column(reference("agency.id"), index=True)
    language: Mapped[str] = mapped_column(default="vi")
    is_active: Mapped[bool] = mapped_column(default=True)
    failures: Mapped[int] = mapped_column(default=0)
    locked_until: Mapped[datetime | None]
    epoch: Mapped[int] = mapped_column(default=0)
    blocked_at: Mapped[datetime | None]
    password_changed_at: Mapped[datetime] = mapped_column(server_default=func.now())
    must_change_password: Mapped[bool] = mapped_column(default=False, server_default=false())
    contact_verified_at: Mapped[datetime | None]
    organisation: Mapped[str] = mapped_column(default="", server_default="")
    tax_code: Mapped[str] = mapped_column(default="", server_default="")
    created_at: Mapped[datetime] = mapped_column(server_default=func.now())
    notice_by_email: Mapped[bool] = mapped_column(default=False, server_default=false())
    profile_sealed: Mapped[bytes | None]


def add(connection: Connection, **values: Any) -> int | None:
    """Insert; the new id, or None when the login or identity number is taken."""
    statement = insert(Account).values(**values).on_conflict_do_nothing().returning(Account.id)
    return connection.execute(statement).scalar_one_or_none()


def by_id(connection: Connection, account_id: int) -> Record | None:
    return connection.execute(select(Account.__table__).where(Account.id == account_id)).first()


def by_login(connection: Connection, login: str, *, lock: bool = False) -> Record | None:
    statement = select(Account.__table__).where(Account.login == login)
    return connection.execute(statement.with_for_update() if lock else statement).first()


def logins_below(connection: Connection, login: str) -> Sequence[str]:
    """The logins that go on after this one and a full stop."""
    longer = Account.login.startswith(f"{login}.", autoescape=True)
    return connection.execute(select(Account.login).where(longer).order_by(Account.login)).scalars().all()


def by_identity(connection: Connection, digest: bytes) -> Record | None:
    """The account that belongs to an identification number, by its digest."""
    return connection.execute(select(Account.__table__).where(Account.identity_digest == digest)).first()


def ids_at(connection: Connection, ending: str) -> Mapping[str, int]:
    """The accounts whose login ends so: ids by login."""
    found = select(Account.login, Account.id).where(Account.login.endswith(ending, autoescape=True))
    return {row.login: row.id for row in connection.execute(found)}


def staff_by_email(connection: Connection, email: str) -> Record | None:
    """The only staff account in use with this address; none when several have it."""
    found = connection.execute(
        select(Account.__table__).where(
            Account.kind == "staff", Account.is_active, func.lower(Account.email) == email
        )
    ).all()
    return found[0] if len(found) == 1 else None


def change(connection: Connection, account_id: int, **values: Any) -> None:
    connection.execute(update(Account).where(Account.id == account_id).values(**values))


def staff_of(connection: Connection, agency_ids: Collection[int], words: str = "") -> Sequence[Record]:
    """The staff of these agencies with `agency_name`, by agency and name; `words` is found in name or login."""
    statement = (
        select(Account.__table__, Agency.name.label("agency_name"))
        .join(Agency, Agency.id == Account.agency_id)
        .where(Account.kind == "staff", Account.agency_id.in_(agency_ids))
        .order_by(Agency.name, Account.display_name, Account.id)
    )
    if words:
        found = or_(
            Account.display_name.icontains(words, autoescape=True),
            Account.login.icontains(words, autoescape=True),
        )
        statement = statement.where(found)
    return connection.execute(statement).all()
