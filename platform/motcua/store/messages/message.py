"""Messages to citizens and officers about dossiers, as written by the notification job."""

from __future__ import annotations

from collections.abc import Collection, Sequence
from datetime import datetime
from typing import Any

from sqlalchemy import Connection, Index, UniqueConstraint, func, select, text, update
from sqlalchemy.dialects.postgresql import insert
from sqlalchemy.orm import Mapped, mapped_column

from motcua.store.accounts.account import Account
from motcua.store.base import Base, Id, Record, reference
from motcua.store.dossier.dossier import Dossier


class Message(Base):
    """One event told once: a job that runs twice finds the row already there.

    `account_id` is null for an applicant without an account: what he is told is only carried to him (C-04).
    """

    __tablename__ = "message"
    __table_args__ = (
        UniqueConstraint("dossier_id", "event", "account_id", postgresql_nulls_not_distinct=True),
        Index("ix_message_unread", "account_id", postgresql_where=text("read_at is null")),
    )

    id: Mapped[Id]
    account_id: Mapped[int | None] = mapped_column(reference("account.id"), index=True)
    dossier_id: Mapped[int] = mapped_column(reference("dossier.id"))
    event: Mapped[str]
    body: Mapped[str]
    body_en: Mapped[str]
    created_at: Mapped[datetime]
    read_at: Mapped[datetime | None]


def add(connection: Connection, account_ids: Collection[int], **values: Any) -> Sequence[Record]:
    """One row per account, in one statement; those to whom this event of the dossier is new.

    Each has id, account_id, email, language and `by_email`: whether an officer wants such messages by e-mail too.
    """
    if not account_ids:
        return ()
    rows = [{"account_id": one, **values} for one in account_ids]
    new = (
        insert(Message)
        .values(rows)
        .on_conflict_do_nothing()
        .returning(Message.id, Message.account_id)
        .cte("new")
    )
    return connection.execute(
        select(new, Account.email, Account.language, Account.notice_by_email.label("by_email")).join(
            Account, Account.id == new.c.account_id
        )
    ).all()


def add_outside(connection: Connection, **values: Any) -> int | None:
    """A row for an applicant without an account; its id, None when he was told of this event of the dossier before."""
    new = insert(Message).values(account_id=None, **values).on_conflict_do_nothing().returning(Message.id)
    return connection.execute(new).scalar_one_or_none()


def adopt(connection: Connection, dossier_ids: Collection[int], account_id: int) -> None:
    """Put what was told of these dossiers into the account that they have become the own of."""
    nobodys = Message.dossier_id.in_(dossier_ids) & Message.account_id.is_(None)
    connection.execute(update(Message).where(nobodys).values(account_id=account_id))


def move(connection: Connection, old_id: int, new_id: int) -> None:
    """Give an account's messages to another account of the same person."""
    connection.execute(update(Message).where(Message.account_id == old_id).values(account_id=new_id))


def by_id(connection: Connection, message_id: int) -> Record | None:
    """The message with the dossier's code and its applicant's sealed contact.

    Also kind, e-mail address and language of the account that is told; null where there is none.
    """
    return connection.execute(
        select(
            Message.__table__,
            Dossier.code,
            Dossier.applicant_sealed,
            Account.kind,
            Account.email,
            Account.language,
        )
        .join(Dossier, Dossier.id == Message.dossier_id)
        .outerjoin(Account, Account.id == Message.account_id)
        .where(Message.id == message_id)
    ).first()


def of_account(
    connection: Connection, account_id: int, limit: int = 20, before: int | None = None
) -> Sequence[Record]:
    """Newest first, with the dossier's code; `before` is the id after which to go on."""
    statement = (
        select(Message.__table__, Dossier.code)
        .join(Dossier, Dossier.id == Message.dossier_id)
        .where(Message.account_id == account_id)
        .order_by(Message.id.desc())
        .limit(limit)
    )
    if before is not None:
        statement = statement.where(Message.id < before)
    return connection.execute(statement).all()


def of_dossier(connection: Connection, dossier_id: int, account_id: int | None) -> Sequence[Record]:
    """What one account, or the applicant without one, was told about one dossier, oldest first."""
    return connection.execute(
        select(Message.__table__)
        .where(Message.dossier_id == dossier_id, Message.account_id == account_id)
        .order_by(Message.id)
    ).all()


def count_unread(connection: Connection, account_id: int, most: int) -> int:
    """How many are unread, counted up to `most`: a bell on every page reads no more rows than it shows."""
    some = (
        select(Message.id).where(Message.account_id == account_id, Message.read_at.is_(None)).limit(most)
    ).subquery()
    return connection.execute(select(func.count()).select_from(some)).scalar_one()


def mark_read(connection: Connection, account_id: int, read_at: datetime) -> None:
    """All that the account has not read yet."""
    connection.execute(
        update(Message)
        .where(Message.account_id == account_id, Message.read_at.is_(None))
        .values(read_at=read_at)
    )


def open_one(connection: Connection, account_id: int, message_id: int, read_at: datetime) -> str | None:
    """Mark one of the account's own messages as read; the code of its dossier, None when it has no such message."""
    statement = (
        update(Message)
        .where(Message.id == message_id, Message.account_id == account_id, Dossier.id == Message.dossier_id)
        .values(read_at=func.coalesce(Message.read_at, read_at))
        .returning(Dossier.code)
    )
    return connection.execute(statement).scalar_one_or_none()
