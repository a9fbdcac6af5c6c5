"""Warnings before and after each limit, one row each: a job that runs twice finds the row already there (E-22 to E-26)."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date, datetime
from typing import Any

from sqlalchemy import (
    ColumnElement,
    Connection,
    Index,
    UniqueConstraint,
    and_,
    exists,
    func,
    select,
    text,
    update,
)
from sqlalchemy.dialects.postgresql import insert
from sqlalchemy.orm import Mapped, mapped_column

from motcua.store.base import Base, Id, Record, reference
from motcua.store.dossier.dossier import Dossier
from motcua.store.dossier.step import Step
from motcua.store.intake.supplement import Supplement


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


def was_done(connection: Connection, job: str, day: date) -> bool:
    """Whether a job of once a day has been done to its end on that day."""
    statement = select(exists().where(DailyRun.job == job, DailyRun.day == day))
    return bool(connection.execute(statement).scalar_one())


def done(connection: Connection, job: str, day: date, now: datetime) -> None:
    connection.execute(insert(DailyRun).values(job=job, day=day, done_at=now).on_conflict_do_nothing())


def of_dossier(connection: Connection, dossier_id: int) -> Sequence[Record]:
    """Every warning of a dossier, oldest first."""
    return connection.execute(
        select(Warning.__table__).where(Warning.dossier_id == dossier_id).order_by(Warning.id)
    ).all()


def _warned(kind: str, subject: Any, limit_at: Any) -> ColumnElement[bool]:
    return exists().where(
        Warning.dossier_id == Dossier.id,
        Warning.kind == kind,
        Warning.subject == subject,
        Warning.limit_at == limit_at,
    )


def _open_until(column: Any, before: datetime) -> ColumnElement[bool]:
    return and_(Dossier.closed_at.is_(None), column <= before)


def unaccepted(connection: Connection, before: datetime, now: datetime) -> Sequence[int]:
    """Dossiers the desk has to accept by `before`, unless all has been said about that limit."""
    said = (Dossier.intake_due_at > now) & _warned("intake_soon", "", Dossier.intake_due_at)
    return _ids(
        connection,
        Dossier.intake_due_at,
        _open_until(Dossier.intake_due_at, before),
        Dossier.accepted_at.is_(None),
        ~said,
        ~_warned("intake_overdue", "", Dossier.intake_due_at),
    )


def unresolved(connection: Connection, before: datetime, now: datetime) -> Sequence[int]:
    """Accepted dossiers without a result that are due by `before`, unless all has been said about that limit."""
    said = (Dossier.due_at > now) & _warned("dossier_soon", "", Dossier.due_at)
    return _ids(
        connection,
        Dossier.due_at,
        _open_until(Dossier.due_at, before),
        Dossier.accepted_at.is_not(None),
        Dossier.result_at.is_(None),
        ~said,
        ~_warned("appointment_overdue", "", Dossier.appointment_at),
    )


def waiting(connection: Connection, before: datetime, now: datetime) -> Sequence[int]:
    """Dossiers with a waiting step due by `before`, unless all has been said about that limit."""
    said = (Step.due_at > now) & _warned("step_soon", Step.task_id, Step.due_at)
    statement = (
        select(Dossier.id)
        .join(Step, Step.dossier_id == Dossier.id)
        .where(
            Dossier.closed_at.is_(None),
            Step.left_at.is_(None),
            Step.due_at <= before,
            ~said,
            ~_warned("step_overdue", Step.task_id, Step.due_at),
        )
    )
    return connection.execute(statement.distinct().order_by(Dossier.id)).scalars().all()


def untransferred(connection: Connection, accepted_before: datetime) -> Sequence[Record]:
    """Steps of the desk that still wait in dossiers accepted before then: dossier_id, task_id, accepted_at and more."""
    return connection.execute(
        select(
            Dossier.id.label("dossier_id"),
            Dossier.code,
            Dossier.version_id,
            Dossier.agency_id,
            Dossier.applicant_name,
            Dossier.accepted_at,
            Step.task_id,
            Step.name.label("step_name"),
        )
        .join(Step, Step.dossier_id == Dossier.id)
        .where(
            Dossier.closed_at.is_(None),
            Dossier.accepted_at <= accepted_before,
            Step.left_at.is_(None),
            Step.phase == "receive",
            Step.due_at.is_not(None),
        )
        .order_by(Dossier.accepted_at, Dossier.id)
    ).all()


def asked_since(connection: Connection, since: datetime) -> Sequence[Record]:
    """Requests for papers made since then at a step: dossier_id, asked_at, task_id, arrived_at, agency_id."""
    return connection.execute(
        select(
            Supplement.dossier_id,
            Supplement.asked_at,
            Step.task_id,
            Step.arrived_at,
            Step.agency_id,
            Step.phase,
            Dossier.version_id,
        )
        .join(Step, and_(Step.dossier_id == Supplement.dossier_id, Step.task_id == Supplement.task_id))
        .join(Dossier, Dossier.id == Supplement.dossier_id)
        .where(Supplement.asked_at >= since, Step.phase != "receive")
        .order_by(Supplement.id)
    ).all()


def promised(connection: Connection, before: datetime) -> Sequence[int]:
    """Accepted dossiers without a result whose limit ends before then, for the notice to the applicant (E-26)."""
    return _ids(
        connection,
        Dossier.due_at,
        _open_until(Dossier.due_at, before),
        Dossier.accepted_at.is_not(None),
        Dossier.result_at.is_(None),
    )


def late(connection: Connection, agency_id: int, before: datetime) -> Sequence[Record]:
    """Open dossiers of an agency without a result whose appointment is before then, with the latest notice's times."""
    newest = (
        select(Warning.dossier_id, func.max(Warning.id).label("id"))
        .where(Warning.kind == "late_notice")
        .group_by(Warning.dossier_id)
        .subquery()
    )
    return connection.execute(
        select(
            Dossier.code,
            Dossier.agency_id,
            Dossier.version_id,
            Dossier.applicant_name,
            Dossier.appointment_at,
            Warning.raised_at,
            Warning.told_at,
        )
        .outerjoin(newest, newest.c.dossier_id == Dossier.id)
        .outerjoin(Warning, Warning.id == newest.c.id)
        .where(
            Dossier.agency_id == agency_id,
            Dossier.closed_at.is_(None),
            Dossier.accepted_at.is_not(None),
            Dossier.result_at.is_(None),
            Dossier.appointment_at < before,
        )
        .order_by(Dossier.appointment_at, Dossier.id)
    ).all()


def _ids(connection: Connection, order: Any, *where: ColumnElement[bool]) -> Sequence[int]:
    return connection.execute(select(Dossier.id).where(*where).order_by(order, Dossier.id)).scalars().all()
