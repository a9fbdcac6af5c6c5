"""Warnings before and after each limit, one row each: a job that runs twice finds the row already there (E-22 to E-26)."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date, datetime
from typing import Any

from sqlalchemy import Connection, Index, UniqueConstraint, func, select, text, update
from sqlalchemy.dialects.postgresql import insert
from sqlalchemy.orm import Mapped, mapped_column

from motcua.store.base import Base, Id, Record, reference
from motcua.store.dossier import Dossier


class Warning(Base):
    """`kind` names the limit and whether it is near or over; `subject` the step's task or the agency, empty for the dossier.

    A limit that moves is another limit: `limit_at` is part of the key. `told_at` is null while the desk still has to
    confirm a notice to the applicant.
    """

    __tablename__ = "warning"
    __table_args__ = (
        UniqueConstraint("dossier_id", "kind", "subject", "limit_at"),
        Index("ix_warning_untold", "dossier_id", postgresql_where=text("told_at is null")),
    )

    id: Mapped[Id]
    dossier_id: Mapped[int] = mapped_column(reference("dossier.id"))
    kind: Mapped[str]
    subject: Mapped[str] = mapped_column(server_default="")
    limit_at: Mapped[datetime]
    raised_at: Mapped[datetime]
    told_at: Mapped[datetime | None]


class DailyRun(Base):
    """A job that is done once a day was done on `day`."""

    __tablename__ = "daily_run"

    job: Mapped[str] = mapped_column(primary_key=True)
    day: Mapped[date] = mapped_column(primary_key=True)
    done_at: Mapped[datetime]


def add(connection: Connection, **values: Any) -> int | None:
    """The new row's id; None when this was warned of before."""
    statement = insert(Warning).values(**values).on_conflict_do_nothing().returning(Warning.id)
    return connection.execute(statement).scalar_one_or_none()


def tell(connection: Connection, dossier_id: int, kind: str, told_at: datetime) -> Record | None:
    """Mark the newest notice that waits for the desk as sent; None when none waits."""
    waiting = (
        select(func.max(Warning.id))
        .where(Warning.dossier_id == dossier_id, Warning.kind == kind, Warning.told_at.is_(None))
        .scalar_subquery()
    )
    statement = update(Warning).where(Warning.id == waiting).values(told_at=told_at)
    return connection.execute(statement.returning(Warning.__table__)).first()


def begin_day(connection: Connection, job: str, day: date, now: datetime) -> bool:
    """Whether the job has not been done on that day; from now on it has."""
    statement = insert(DailyRun).values(job=job, day=day, done_at=now).on_conflict_do_nothing()
    return connection.execute(statement.returning(DailyRun.job)).first() is not None


def of_dossier(connection: Connection, dossier_id: int) -> Sequence[Record]:
    """Every warning of a dossier, oldest first."""
    return connection.execute(
        select(Warning.__table__).where(Warning.dossier_id == dossier_id).order_by(Warning.id)
    ).all()


def untold(connection: Connection, agency_id: int, kind: str) -> Sequence[Record]:
    """Open dossiers of an agency with a notice that waits for the desk: code, limit_at, raised_at."""
    return connection.execute(
        select(Dossier.code, Warning.limit_at, Warning.raised_at)
        .join(Dossier, Dossier.id == Warning.dossier_id)
        .where(
            Warning.told_at.is_(None),
            Warning.kind == kind,
            Dossier.agency_id == agency_id,
            Dossier.closed_at.is_(None),
        )
        .order_by(Warning.limit_at, Warning.id)
    ).all()
