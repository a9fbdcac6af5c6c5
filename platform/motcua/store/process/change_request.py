"""Requests of units to change a procedure, and the opinions that were asked on them (A-17)."""

from __future__ import annotations

from collections.abc import Collection, Sequence
from datetime import datetime
from typing import Any

from sqlalchemy import Connection, Select, UniqueConstraint, false, or_, select, update
from sqlalchemy.dialects.postgresql import insert
from sqlalchemy.orm import Mapped, mapped_column

from motcua.store.agencies.agency import Agency
from motcua.store.base import Base, Id, Record, reference
from motcua.store.process.procedure import Procedure, ProcedureVersion
from motcua.store.process.process_draft import ProcessDraft


class ChangeRequest(Base):
    """`kind` and `state` as in `domain.change_request`; `answer` is why it was decided so."""

    __tablename__ = "change_request"

    id: Mapped[Id]
    procedure_id: Mapped[int] = mapped_column(reference("procedure.id"), index=True)
    kind: Mapped[str]
    title: Mapped[str]
    content: Mapped[str]
    state: Mapped[str] = mapped_column(server_default="filed", index=True)
    agency_id: Mapped[int] = mapped_column(reference("agency.id"), index=True)
    filed_by: Mapped[int] = mapped_column(reference("account.id"))
    filed_by_name: Mapped[str]
    filed_at: Mapped[datetime]
    decided_by: Mapped[int | None] = mapped_column(reference("account.id"))
    decided_by_name: Mapped[str] = mapped_column(server_default="")
    decided_at: Mapped[datetime | None]
    answer: Mapped[str] = mapped_column(server_default="")


class ChangeOpinion(Base):
    """What a specialised unit thinks of a request; `agrees` and `opinion` once it has answered."""

    __tablename__ = "change_opinion"
    __table_args__ = (UniqueConstraint("request_id", "agency_id"),)

    id: Mapped[Id]
    request_id: Mapped[int] = mapped_column(reference("change_request.id"))
    agency_id: Mapped[int] = mapped_column(reference("agency.id"), index=True)
    asked_by_name: Mapped[str]
    asked_at: Mapped[datetime]
    agrees: Mapped[bool | None]
    opinion: Mapped[str] = mapped_column(server_default="")
    answered_by: Mapped[int | None] = mapped_column(reference("account.id"))
    answered_by_name: Mapped[str] = mapped_column(server_default="")
    answered_at: Mapped[datetime | None]


def add(connection: Connection, **values: Any) -> int:
    return connection.execute(insert(ChangeRequest).values(**values).returning(ChangeRequest.id)).scalar_one()


def by_id(connection: Connection, request_id: int, *, lock: bool = False) -> Record | None:
    """The request with its procedure's code, name, name_en, field, owner_id and its agency's name, name_en."""
    statement = _listing().where(ChangeRequest.id == request_id)
    return connection.execute(statement.with_for_update(of=ChangeRequest) if lock else statement).first()


def change(connection: Connection, request_id: int, **values: Any) -> None:
    connection.execute(update(ChangeRequest).where(ChangeRequest.id == request_id).values(**values))


def listing(
    connection: Connection, fields: Collection[str] | None, agency_id: int | None, states: Sequence[str]
) -> Sequence[Record]:
    """Requests as `by_id`, the newest first: of these fields (None: all), or filed by or sent to the agency."""
    asked = select(ChangeOpinion.request_id).where(ChangeOpinion.agency_id == agency_id)
    mine = or_(ChangeRequest.agency_id == agency_id, ChangeRequest.id.in_(asked)) if agency_id else false()
    statement = _listing().where(ChangeRequest.state.in_(states))
    if fields is not None:
        statement = statement.where(or_(Procedure.field.in_(fields), mine))
    return connection.execute(statement.order_by(ChangeRequest.id.desc()).limit(500)).all()


def open_about(connection: Connection, kind: str, states: Sequence[str]) -> Collection[int]:
    """The procedures about which such a request is open."""
    statement = select(ChangeRequest.procedure_id).where(
        ChangeRequest.kind == kind, ChangeRequest.state.in_(states)
    )
    return frozenset(connection.execute(statement).scalars())


def ask(connection: Connection, **values: Any) -> bool:
    """Ask an agency for its opinion; false when it was asked before."""
    statement = insert(ChangeOpinion).values(**values).on_conflict_do_nothing().returning(ChangeOpinion.id)
    return connection.execute(statement).scalar_one_or_none() is not None


def asked_of(connection: Connection, agency_id: int | None) -> Collection[int]:
    """The requests about which the agency was asked."""
    statement = select(ChangeOpinion.request_id).where(ChangeOpinion.agency_id == agency_id)
    return frozenset(connection.execute(statement).scalars())


def opinions(connection: Connection, request_id: int) -> Sequence[Record]:
    """With the agencies' agency_name and agency_name_en, in the order in which they were asked."""
    return connection.execute(
        select(
            ChangeOpinion.__table__, Agency.name.label("agency_name"), Agency.name_en.label("agency_name_en")
        )
        .join(Agency, Agency.id == ChangeOpinion.agency_id)
        .where(ChangeOpinion.request_id == request_id)
        .order_by(ChangeOpinion.id)
    ).all()


def answer(connection: Connection, opinion_id: int, **values: Any) -> bool:
    """Write an answer unless there is one; whether it was written."""
    statement = update(ChangeOpinion).where(
        ChangeOpinion.id == opinion_id, ChangeOpinion.answered_at.is_(None)
    )
    return connection.execute(statement.values(**values)).rowcount == 1


def outcomes(connection: Connection, request_id: int) -> tuple[Sequence[Record], Sequence[Record]]:
    """The drafts (id, name, state, updated_at) and the versions (id, number, state) that cite the request."""
    drafts = select(
        ProcessDraft.id,
        ProcessDraft.name,
        ProcessDraft.state,
        ProcessDraft.updated_at,
        ProcessDraft.version_id,
    ).where(ProcessDraft.request_id == request_id)
    versions = select(ProcedureVersion.id, ProcedureVersion.number, ProcedureVersion.state).where(
        ProcedureVersion.request_id == request_id
    )
    return (
        connection.execute(drafts.order_by(ProcessDraft.id)).all(),
        connection.execute(versions.order_by(ProcedureVersion.number)).all(),
    )


def _listing() -> Select[Any]:
    return (
        select(
            ChangeRequest.__table__,
            Procedure.code,
            Procedure.name,
            Procedure.name_en,
            Procedure.field,
            Procedure.owner_id,
            Procedure.version_id,
            Agency.name.label("agency_name"),
            Agency.name_en.label("agency_name_en"),
        )
        .join(Procedure, Procedure.id == ChangeRequest.procedure_id)
        .join(Agency, Agency.id == ChangeRequest.agency_id)
    )
