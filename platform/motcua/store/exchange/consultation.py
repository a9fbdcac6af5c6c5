"""Opinions asked of other agencies and their answers; each row is also the interval of the agency's time (H-01, E-15)."""

from __future__ import annotations

from collections.abc import Collection, Sequence
from datetime import date, datetime
from typing import Any

from sqlalchemy import Connection, Index, func, insert, select, text, update
from sqlalchemy.orm import Mapped, aliased, mapped_column

from motcua.store.accounts.account import Account
from motcua.store.agencies.agency import Agency
from motcua.store.base import Base, Id, Record, reference
from motcua.store.dossier.dossier import Dossier
from motcua.store.dossier.step import Step


class Consultation(Base):
    """`counted_from` and `counted_to` are the instants of the rule by the asked agency's calendar.

    `due_at` is null where no time was given. Question and answer are sealed; their documents, each with number and
    date, are the dossier's files with slot "consult:<id>" and "answer:<id>".
    """

    __tablename__ = "consultation"
    __table_args__ = (
        Index("ix_consultation_open", "agency_id", "due_at", postgresql_where=text("answered_at is null")),
    )

    id: Mapped[Id]
    dossier_id: Mapped[int] = mapped_column(reference("dossier.id"), index=True)
    step_row_id: Mapped[int] = mapped_column(reference("dossier_step.id"))
    agency_id: Mapped[int] = mapped_column(reference("agency.id"))
    asked_by: Mapped[int] = mapped_column(reference("account.id"))
    asked_at: Mapped[datetime]
    counted_from: Mapped[datetime]
    budget_seconds: Mapped[int | None]
    due_at: Mapped[datetime | None]
    question_sealed: Mapped[bytes]
    document_number: Mapped[str] = mapped_column(server_default="")
    document_date: Mapped[date | None]
    answered_by: Mapped[int | None] = mapped_column(reference("account.id"))
    answered_at: Mapped[datetime | None]
    counted_to: Mapped[datetime | None]
    answer_sealed: Mapped[bytes | None]
    answer_number: Mapped[str] = mapped_column(server_default="")
    answer_date: Mapped[date | None]


def add(connection: Connection, **values: Any) -> int:
    return connection.execute(insert(Consultation).values(**values).returning(Consultation.id)).scalar_one()


def change(connection: Connection, consultation_id: int, **values: Any) -> None:
    connection.execute(update(Consultation).where(Consultation.id == consultation_id).values(**values))


def _with_names() -> Any:
    asker, answerer = aliased(Account), aliased(Account)
    return (
        select(
            Consultation.__table__,
            Agency.name.label("agency_name"),
            Agency.name_en.label("agency_name_en"),
            asker.display_name.label("asked_name"),
            answerer.display_name.label("answered_name"),
            Step.name.label("step_name"),
            Step.task_id,
            Step.holder_id,
            Step.left_at,
            Dossier.code,
            Dossier.state,
            Dossier.result_at,
            Dossier.closed_at,
        )
        .join(Agency, Agency.id == Consultation.agency_id)
        .join(asker, asker.id == Consultation.asked_by)
        .outerjoin(answerer, answerer.id == Consultation.answered_by)
        .join(Step, Step.id == Consultation.step_row_id)
        .join(Dossier, Dossier.id == Consultation.dossier_id)
    )


def of_dossier(connection: Connection, dossier_id: int) -> Sequence[Record]:
    """Oldest first, with names of agency, persons and step."""
    found = _with_names().where(Consultation.dossier_id == dossier_id).order_by(Consultation.id)
    return connection.execute(found).all()


def unanswered(
    connection: Connection, agency_ids: Collection[int], states: Collection[str], most: int = 200
) -> Sequence[Record]:
    """What these agencies still have to answer, of dossiers in these states, the most urgent first."""
    found = (
        _with_names()
        .where(
            Consultation.answered_at.is_(None),
            Consultation.agency_id.in_(agency_ids),
            Dossier.state.in_(states),
        )
        .order_by(Consultation.due_at.nulls_last(), Consultation.id)
        .limit(most)
    )
    return connection.execute(found).all()


def count_unanswered(connection: Connection, agency_ids: Collection[int], states: Collection[str]) -> int:
    """How many questions these agencies still have to answer, of dossiers in these states."""
    found = (
        select(func.count())
        .select_from(Consultation)
        .join(Dossier, Dossier.id == Consultation.dossier_id)
        .where(
            Consultation.answered_at.is_(None),
            Consultation.agency_id.in_(agency_ids),
            Dossier.state.in_(states),
        )
    )
    return connection.execute(found).scalar_one()


def asked_of(connection: Connection, dossier_id: int, agency_ids: Collection[int]) -> Sequence[Record]:
    """What was asked of these agencies about this dossier: id, agency_id, answered_at; oldest first."""
    return connection.execute(
        select(Consultation.id, Consultation.agency_id, Consultation.answered_at)
        .where(Consultation.dossier_id == dossier_id, Consultation.agency_id.in_(agency_ids))
        .order_by(Consultation.id)
    ).all()
