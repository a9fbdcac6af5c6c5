"""Periodic reviews of procedures: when each was looked through last, with which result (A-19)."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date, datetime
from typing import Any

from sqlalchemy import Connection, func, select, update
from sqlalchemy.dialects.postgresql import distinct_on, insert
from sqlalchemy.orm import Mapped, mapped_column

from motcua.store.agencies.agency import Agency
from motcua.store.base import Base, Id, Record, reference
from motcua.store.process.procedure import Field, Procedure, ProcedureVersion


class ProcedureReview(Base):
    """`result` is keep, change or abolish; `decision_number` is that of the version in force at the time."""

    __tablename__ = "procedure_review"

    id: Mapped[Id]
    procedure_id: Mapped[int] = mapped_column(reference("procedure.id"), index=True)
    version_id: Mapped[int | None] = mapped_column(reference("procedure_version.id"))
    result: Mapped[str]
    note: Mapped[str]
    decision_number: Mapped[str] = mapped_column(server_default="")
    reviewed_by: Mapped[int] = mapped_column(reference("account.id"))
    reviewed_by_name: Mapped[str]
    reviewed_at: Mapped[datetime]


def add(connection: Connection, **values: Any) -> int:
    """Keep the review; the procedure's `reviewed_at` follows, and of the next time being due is told anew."""
    connection.execute(
        update(Procedure)
        .where(Procedure.id == values["procedure_id"])
        .values(reviewed_at=values["reviewed_at"], review_told_for=None)
    )
    return connection.execute(
        insert(ProcedureReview).values(**values).returning(ProcedureReview.id)
    ).scalar_one()


def standing(connection: Connection) -> Sequence[Record]:
    """Procedures in use: id, code, name, name_en, field, field_name(_en), owner_id, owner_name(_en), version_id, number,
    decision, since (in force), reviewed_at, review_told_for, and result, note, decision_number of the last review."""
    last = (
        select(ProcedureReview)
        .ext(distinct_on(ProcedureReview.procedure_id))
        .order_by(ProcedureReview.procedure_id, ProcedureReview.id.desc())
        .subquery()
    )
    return connection.execute(
        select(
            Procedure.id,
            Procedure.code,
            Procedure.name,
            Procedure.name_en,
            Procedure.field,
            Field.name.label("field_name"),
            Field.name_en.label("field_name_en"),
            Procedure.owner_id,
            Agency.name.label("owner_name"),
            Agency.name_en.label("owner_name_en"),
            Procedure.version_id,
            ProcedureVersion.number,
            ProcedureVersion.decision,
            func.coalesce(ProcedureVersion.activated_at, ProcedureVersion.released_at).label("since"),
            Procedure.reviewed_at,
            Procedure.review_told_for,
            last.c.result,
            last.c.note,
            last.c.decision_number,
        )
        .join(ProcedureVersion, ProcedureVersion.id == Procedure.version_id)
        .join(Field, Field.key == Procedure.field)
        .outerjoin(Agency, Agency.id == Procedure.owner_id)
        .outerjoin(last, last.c.procedure_id == Procedure.id)
        .where(Procedure.is_active)
        .order_by(Procedure.name)
    ).all()


def told(connection: Connection, procedure_id: int, due: date) -> None:
    """Remember that its being due on this day has been told."""
    connection.execute(update(Procedure).where(Procedure.id == procedure_id).values(review_told_for=due))
