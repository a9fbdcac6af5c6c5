"""What applicant and officers write to each other about a dossier; nothing of it is ever changed (C-20)."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import datetime
from typing import Any

from sqlalchemy import Connection, select
from sqlalchemy.dialects.postgresql import insert
from sqlalchemy.orm import Mapped, mapped_column

from motcua.store.base import Base, Id, Record, reference


class Letter(Base):
    """One entry; sealed, since it speaks of persons. Its files have the slot "talk:<id>"."""

    __tablename__ = "conversation"

    id: Mapped[Id]
    dossier_id: Mapped[int] = mapped_column(reference("dossier.id"), index=True)
    author_id: Mapped[int] = mapped_column(reference("account.id"))
    author_name: Mapped[str]
    is_applicants: Mapped[bool]
    body_sealed: Mapped[bytes]
    written_at: Mapped[datetime]


def add(connection: Connection, **values: Any) -> int:
    return connection.execute(insert(Letter).values(**values).returning(Letter.id)).scalar_one()


def of_dossier(connection: Connection, dossier_id: int) -> Sequence[Record]:
    """Oldest first."""
    return connection.execute(
        select(Letter.__table__).where(Letter.dossier_id == dossier_id).order_by(Letter.id)
    ).all()
