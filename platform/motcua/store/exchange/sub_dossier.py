"""Dossiers that one dossier opened at other agencies; it waits for them (A-15)."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import datetime
from typing import Any

from sqlalchemy import Connection, UniqueConstraint, or_, select, update
from sqlalchemy.dialects.postgresql import insert
from sqlalchemy.orm import Mapped, mapped_column

from motcua.store.agencies.agency import Agency
from motcua.store.base import Base, Id, Record, reference
from motcua.store.dossier.dossier import Dossier
from motcua.store.process.procedure import Procedure


class SubDossier(Base):
    """`task_id` is what waits in the parent for the child; `answered_at` when the child's end was told to it."""

    __tablename__ = "sub_dossier"
    __table_args__ = (UniqueConstraint("parent_id", "task_id"),)

    id: Mapped[Id]
    parent_id: Mapped[int] = mapped_column(reference("dossier.id"))
    task_id: Mapped[str]
    child_id: Mapped[int] = mapped_column(reference("dossier.id"), unique=True)
    answered_at: Mapped[datetime | None]


def add(connection: Connection, **values: Any) -> None:
    connection.execute(insert(SubDossier).values(**values))


def answer(connection: Connection, row_id: int, at: datetime) -> None:
    connection.execute(update(SubDossier).where(SubDossier.id == row_id).values(answered_at=at))


def follow(connection: Connection, row_id: int, child_id: int) -> None:
    """The child was sent again: from now on the parent waits for the new one."""
    connection.execute(update(SubDossier).where(SubDossier.id == row_id).values(child_id=child_id))


def ended(connection: Connection, most: int = 500) -> Sequence[Record]:
    """Children that have ended and whose parents have not been told, with the child's `code` and `outcome`."""
    return connection.execute(
        select(SubDossier.__table__, Dossier.code, Dossier.outcome)
        .join(Dossier, Dossier.id == SubDossier.child_id)
        .where(SubDossier.answered_at.is_(None), or_(Dossier.result_at.is_not(None), Dossier.outcome != ""))
        .order_by(SubDossier.id)
        .limit(most)
    ).all()


def of_task(connection: Connection, parent_id: int, task_id: str) -> Record | None:
    """The child opened for a task, if it was."""
    return connection.execute(
        select(SubDossier.__table__).where(SubDossier.parent_id == parent_id, SubDossier.task_id == task_id)
    ).first()


def of_child(connection: Connection, child_id: int) -> Record | None:
    """How the child hangs on its parent: the row with the parent's `code`; None for a dossier of its own."""
    return connection.execute(
        select(SubDossier.__table__, Dossier.code)
        .join(Dossier, Dossier.id == SubDossier.parent_id)
        .where(SubDossier.child_id == child_id)
    ).first()


def children(connection: Connection, parent_id: int) -> Sequence[Record]:
    """The children in the order they were opened: code, state, due_at, result_at, outcome, procedure and agency."""
    return connection.execute(
        select(
            SubDossier.__table__,
            Dossier.code,
            Dossier.state,
            Dossier.accepted_at,
            Dossier.due_at,
            Dossier.appointment_at,
            Dossier.result_at,
            Dossier.outcome,
            Procedure.name.label("procedure_name"),
            Procedure.name_en.label("procedure_name_en"),
            Agency.name.label("agency_name"),
            Agency.name_en.label("agency_name_en"),
        )
        .join(Dossier, Dossier.id == SubDossier.child_id)
        .join(Procedure, Procedure.id == Dossier.procedure_id)
        .join(Agency, Agency.id == Dossier.agency_id)
        .where(SubDossier.parent_id == parent_id)
        .order_by(SubDossier.id)
    ).all()
