"""What stood in a form before its applicant amended it (D-09): every version is kept."""

from __future__ import annotations

from datetime import datetime
from typing import Any

from sqlalchemy import Connection
from sqlalchemy.dialects.postgresql import insert
from sqlalchemy.orm import Mapped, mapped_column

from motcua.store.base import Base, Id, reference


class Amendment(Base):
    """`data_sealed` are the answers that were replaced at `at`."""

    __tablename__ = "dossier_amendment"

    id: Mapped[Id]
    dossier_id: Mapped[int] = mapped_column(reference("dossier.id"), index=True)
    at: Mapped[datetime]
    by: Mapped[int] = mapped_column(reference("account.id"))
    data_sealed: Mapped[bytes]


def add(connection: Connection, **values: Any) -> int:
    return connection.execute(insert(Amendment).values(**values).returning(Amendment.id)).scalar_one()
