"""What an account is told about itself: a sign-in from a second place, a changed password, a lock."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import datetime
from typing import Any

from sqlalchemy import Connection, select, update
from sqlalchemy.dialects.postgresql import insert
from sqlalchemy.orm import Mapped, mapped_column

from motcua.store.base import Base, Id, Record, reference


class AccountNotice(Base):
    """Shown above every page until the holder has opened the list of sessions."""

    __tablename__ = "account_notice"

    id: Mapped[Id]
    account_id: Mapped[int] = mapped_column(reference("account.id"), index=True)
    at: Mapped[datetime]
    body: Mapped[str]
    body_en: Mapped[str]
    seen_at: Mapped[datetime | None]


def add(connection: Connection, **values: Any) -> None:
    connection.execute(insert(AccountNotice).values(**values))


def of_account(connection: Connection, account_id: int, limit: int = 10) -> Sequence[Record]:
    """Newest first."""
    return connection.execute(
        select(AccountNotice.__table__)
        .where(AccountNotice.account_id == account_id)
        .order_by(AccountNotice.id.desc())
        .limit(limit)
    ).all()


def mark_seen(connection: Connection, account_id: int, at: datetime) -> None:
    connection.execute(
        update(AccountNotice)
        .where(AccountNotice.account_id == account_id, AccountNotice.seen_at.is_(None))
        .values(seen_at=at)
    )
