"""The clock of dossiers, steps and agencies as stored intervals (E-02, E-09, R-13)."""

from __future__ import annotations

from collections.abc import Collection, Sequence
from datetime import datetime
from typing import Any

from sqlalchemy import Connection, Index, select, text, tuple_, update
from sqlalchemy.dialects.postgresql import insert
from sqlalchemy.orm import Mapped, mapped_column

from motcua.store.base import Base, Id, Record, reference


class Interval(Base):
    """`kind` is dossier, step, agency or person; `subject` names it (step id, agency code, account id)."""

    __tablename__ = "clock_interval"
    __table_args__ = (
        Index("ix_clock_interval_running", "dossier_id", postgresql_where=text("ended_at is null")),
    )

    id: Mapped[Id]
    dossier_id: Mapped[int] = mapped_column(reference("dossier.id"), index=True)
    kind: Mapped[str]
    subject: Mapped[str]
    reason: Mapped[str]
    started_at: Mapped[datetime]
    ended_at: Mapped[datetime | None]


def add(connection: Connection, rows: Sequence[dict[str, Any]]) -> None:
    if rows:
        connection.execute(insert(Interval), rows)


def of_dossier(connection: Connection, dossier_id: int) -> Sequence[Record]:
    return connection.execute(
        select(Interval.__table__).where(Interval.dossier_id == dossier_id).order_by(Interval.id)
    ).all()


def end(
    connection: Connection, dossier_id: int, subjects: Collection[tuple[str, str]], ended_at: datetime
) -> None:
    """Stop the running intervals of these (kind, subject) pairs at the instant the rule gives."""
    connection.execute(
        update(Interval)
        .where(
            Interval.dossier_id == dossier_id,
            Interval.ended_at.is_(None),
            tuple_(Interval.kind, Interval.subject).in_(subjects),
        )
        .values(ended_at=ended_at)
    )
