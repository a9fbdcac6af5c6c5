"""The audit: one row per action, appended and never changed (a trigger refuses update and delete)."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import datetime
from typing import Any

from sqlalchemy import Connection, select
from sqlalchemy.dialects.postgresql import insert
from sqlalchemy.orm import Mapped, mapped_column

from motcua.store.base import Base, Id, Record


class Audit(Base):
    """`at` is the actual instant, `counted_at` the one the rule counts (E-03); both are history.

    `detail` holds codes, names of steps and numbers, never personal data.
    """

    __tablename__ = "audit"

    id: Mapped[Id]
    at: Mapped[datetime]
    counted_at: Mapped[datetime | None]
    actor_id: Mapped[int | None]
    actor_name: Mapped[str]
    action: Mapped[str]
    dossier_id: Mapped[int | None] = mapped_column(index=True)
    subject: Mapped[str] = mapped_column(default="")
    detail: Mapped[dict[str, Any]]


def add(connection: Connection, **values: Any) -> None:
    connection.execute(insert(Audit).values(**values))


def of_dossier(connection: Connection, dossier_id: int) -> Sequence[Record]:
    """The history of a dossier, oldest first."""
    return connection.execute(
        select(Audit.__table__).where(Audit.dossier_id == dossier_id).order_by(Audit.id)
    ).all()


def has(connection: Connection, dossier_id: int, action: str, subject: str) -> bool:
    """Whether this was done to the dossier before."""
    statement = select(Audit.id).where(
        Audit.dossier_id == dossier_id, Audit.action == action, Audit.subject == subject
    )
    return connection.execute(statement.limit(1)).first() is not None
