"""Messages to citizens and officers about dossiers, as written by the notification job."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import datetime
from typing import Any

from sqlalchemy import Connection, UniqueConstraint, func, select, update
from sqlalchemy.dialects.postgresql import insert
from sqlalchemy.orm import Mapped, mapped_column

from motcua.store.account import Account
from motcua.store.base import Base, Id, Record, reference
from motcua.store.dossier import Dossier


class Message(Base):
    """One event told once: a job that runs twice finds the row already there."""

    __tablename__ = "message"
    __table_args__ = (UniqueConstraint("dossier_id", "event", "account_id"),)

    id: Mapped[Id]
    account_id: Mapped[int] = mapped_column(reference("account.id"), index=True)
    dossier_id: Mapped[int] = mapped_column(reference("dossier.id"))
    event: Mapped[str]
    body: Mapped[str]
    body_en: Mapped[str]
    created_at: Mapped[datetime]
    read_at: Mapped[datetime | None]


def add(connection: Connection, **values: Any) -> int | None:
    """Insert; the new id, None when this event of the dossier was told before."""
    statement = insert(Message).values(**values).on_conflict_do_nothing().returning(Message.id)
    return connection.execute(statement).scalar_one_or_none()


def by_id(connection: Connection, message_id: int) -> Record | None:
    """The message with the dossier's code, and the e-mail address and language of who is told."""
    return connection.execute(
        select(Message.__table__, Dossier.code, Account.email, Account.language)
        .join(Dossier, Dossier.id == Message.dossier_id)
        .join(Account, Account.id == Message.account_id)
        .where(Message.id == message_id)
    ).first()


def of_account(connection: Connection, account_id: int, limit: int = 20) -> Sequence[Record]:
    """Newest first, with the dossier's code."""
    return connection.execute(
        select(Message.__table__, Dossier.code)
        .join(Dossier, Dossier.id == Message.dossier_id)
        .where(Message.account_id == account_id)
        .order_by(Message.id.desc())
        .limit(limit)
    ).all()


def of_dossier(connection: Connection, dossier_id: int, account_id: int) -> Sequence[Record]:
    """What one account was told about one dossier, oldest first."""
    return connection.execute(
        select(Message.__table__)
        .where(Message.dossier_id == dossier_id, Message.account_id == account_id)
        .order_by(Message.id)
    ).all()


def count_unread(connection: Connection, account_id: int) -> int:
    return connection.execute(
        select(func.count()).where(Message.account_id == account_id, Message.read_at.is_(None))
    ).scalar_one()


def mark_read(connection: Connection, account_id: int, read_at: datetime) -> None:
    """All that the account has not read yet."""
    connection.execute(
        update(Message)
        .where(Message.account_id == account_id, Message.read_at.is_(None))
        .values(read_at=read_at)
    )
