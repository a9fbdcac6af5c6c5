"""Corrections of errors made at intake: what stood there, what stands now, who and why."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import datetime
from typing import Any

from sqlalchemy import Connection, insert, select
from sqlalchemy.orm import Mapped, mapped_column

from motcua.store.accounts.account import Account
from motcua.store.base import Base, Id, Record, reference


class Correction(Base):
    """`before_sealed` and `after_sealed` hold the fields that were changed, by name."""

    __tablename__ = "correction"

    id: Mapped[Id]
    dossier_id: Mapped[int] = mapped_column(reference("dossier.id"), index=True)
    by_id: Mapped[int] = mapped_column(reference("account.id"))
    at: Mapped[datetime]
    reason_sealed: Mapped[bytes]
    before_sealed: Mapped[bytes]
    after_sealed: Mapped[bytes]


def add(connection: Connection, **values: Any) -> None:
    connection.execute(insert(Correction).values(**values))


def of_dossier(connection: Connection, dossier_id: int) -> Sequence[Record]:
    """Oldest first, with `by_name`."""
    return connection.execute(
        select(Correction.__table__, Account.display_name.label("by_name"))
        .join(Account, Account.id == Correction.by_id)
        .where(Correction.dossier_id == dossier_id)
        .order_by(Correction.id)
    ).all()
