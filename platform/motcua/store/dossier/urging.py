"""Urging notes of leaders, kept with the dossier (D-17)."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import datetime
from typing import Any

from sqlalchemy import Connection, insert, select
from sqlalchemy.orm import Mapped, mapped_column

from motcua.store.accounts.account import Account
from motcua.store.base import Base, Id, Record, reference


class Urging(Base):
    """One note; sealed, since it may speak of persons."""

    __tablename__ = "urging"

    id: Mapped[Id]
    dossier_id: Mapped[int] = mapped_column(reference("dossier.id"), index=True)
    by_id: Mapped[int] = mapped_column(reference("account.id"))
    note_sealed: Mapped[bytes]
    at: Mapped[datetime]


def add(connection: Connection, **values: Any) -> int:
    return connection.execute(insert(Urging).values(**values).returning(Urging.id)).scalar_one()


def of_dossier(connection: Connection, dossier_id: int) -> Sequence[Record]:
    """Oldest first, with `by_name` and `by_title`."""
    return connection.execute(
        select(Urging.__table__, Account.display_name.label("by_name"), Account.title.label("by_title"))
        .join(Account, Account.id == Urging.by_id)
        .where(Urging.dossier_id == dossier_id)
        .order_by(Urging.id)
    ).all()
