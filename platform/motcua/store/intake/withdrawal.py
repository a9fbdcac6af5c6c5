"""Applicants' wishes to withdraw a dossier, until the desk confirms the withdrawal (D-09)."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import datetime
from typing import Any

from sqlalchemy import Connection, Index, select, text, update
from sqlalchemy.dialects.postgresql import insert
from sqlalchemy.orm import Mapped, mapped_column

from motcua.store.accounts.account import Account
from motcua.store.base import Base, Id, Record, reference


class Withdrawal(Base):
    """`answered_at` is when the dossier ended, by withdrawal or otherwise; until then the wish stands."""

    __tablename__ = "withdrawal_request"
    __table_args__ = (
        Index(
            "uq_withdrawal_request_open",
            "dossier_id",
            unique=True,
            postgresql_where=text("answered_at is null"),
        ),
    )

    id: Mapped[Id]
    dossier_id: Mapped[int] = mapped_column(reference("dossier.id"), index=True)
    asked_at: Mapped[datetime]
    asked_by: Mapped[int] = mapped_column(reference("account.id"))
    reason_sealed: Mapped[bytes]
    answered_at: Mapped[datetime | None]


def add(connection: Connection, **values: Any) -> int:
    return connection.execute(insert(Withdrawal).values(**values).returning(Withdrawal.id)).scalar_one()


def opened(connection: Connection, dossier_id: int) -> Record | None:
    """The wish that nobody has answered yet."""
    return connection.execute(
        select(Withdrawal.__table__).where(
            Withdrawal.dossier_id == dossier_id, Withdrawal.answered_at.is_(None)
        )
    ).first()


def of_dossier(connection: Connection, dossier_id: int) -> Sequence[Record]:
    """Oldest first, with `by_name`."""
    return connection.execute(
        select(Withdrawal.__table__, Account.display_name.label("by_name"))
        .join(Account, Account.id == Withdrawal.asked_by)
        .where(Withdrawal.dossier_id == dossier_id)
        .order_by(Withdrawal.id)
    ).all()


def answer(connection: Connection, dossier_id: int, now: datetime) -> None:
    """The dossier has ended: nothing is left to be wished."""
    connection.execute(
        update(Withdrawal)
        .where(Withdrawal.dossier_id == dossier_id, Withdrawal.answered_at.is_(None))
        .values(answered_at=now)
    )
