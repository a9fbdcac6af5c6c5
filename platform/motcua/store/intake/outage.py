"""Outages of the system at an agency, and the dossiers entered afterwards for what was done by hand (C-13)."""

from __future__ import annotations

from collections.abc import Collection, Sequence
from datetime import datetime
from typing import Any

from sqlalchemy import (
    ColumnElement,
    Connection,
    Index,
    UniqueConstraint,
    exists,
    func,
    select,
    text,
    update,
)
from sqlalchemy.dialects.postgresql import insert
from sqlalchemy.orm import Mapped, aliased, mapped_column

from motcua.store.accounts.account import Account
from motcua.store.agencies.agency import Agency
from motcua.store.base import Base, Id, Record, reference
from motcua.store.dossier.dossier import Dossier
from motcua.store.process.procedure import Procedure


class Outage(Base):
    """One incident, numbered by agency and year. It lasts while `ends_at` is null; once closed, nothing is entered in it."""

    __tablename__ = "outage"
    __table_args__ = (UniqueConstraint("agency_id", "year", "number"),)

    id: Mapped[Id]
    agency_id: Mapped[int] = mapped_column(reference("agency.id"))
    year: Mapped[int]
    number: Mapped[int]
    starts_at: Mapped[datetime]
    ends_at: Mapped[datetime | None]
    story: Mapped[str]
    declared_by: Mapped[int] = mapped_column(reference("account.id"))
    declared_at: Mapped[datetime]
    closed_by: Mapped[int | None] = mapped_column(reference("account.id"))
    closed_at: Mapped[datetime | None]


class BackEntry(Base):
    """A dossier entered within an outage: when it was truly received, when its result was there if it was.

    `outcome` is empty until somebody else has approved or refused it.
    """

    __tablename__ = "back_entry"
    __table_args__ = (
        Index("ix_back_entry_waiting", "outage_id", postgresql_where=text("decided_at is null")),
    )

    dossier_id: Mapped[int] = mapped_column(reference("dossier.id"), primary_key=True, autoincrement=False)
    outage_id: Mapped[int] = mapped_column(reference("outage.id"), index=True)
    received_at: Mapped[datetime]
    result_at: Mapped[datetime | None]
    entered_by: Mapped[int] = mapped_column(reference("account.id"))
    entered_at: Mapped[datetime]
    decided_by: Mapped[int | None] = mapped_column(reference("account.id"))
    decided_at: Mapped[datetime | None]
    outcome: Mapped[str] = mapped_column(server_default="")


def add(connection: Connection, **values: Any) -> Record:
    """A new outage with the agency's next number of the year; the agency's row is locked until the transaction ends."""
    connection.execute(select(Agency.id).where(Agency.id == values["agency_id"]).with_for_update())
    taken = select(func.coalesce(func.max(Outage.number), 0) + 1).where(
        Outage.agency_id == values["agency_id"], Outage.year == values["year"]
    )
    number = connection.execute(taken).scalar_one()
    return connection.execute(
        insert(Outage).values(number=number, **values).returning(Outage.__table__)
    ).one()


def change(connection: Connection, outage_id: int, **values: Any) -> None:
    connection.execute(update(Outage).where(Outage.id == outage_id).values(**values))


def by_id(connection: Connection, outage_id: int) -> Record | None:
    """The outage, locked."""
    return connection.execute(
        select(Outage.__table__).where(Outage.id == outage_id).with_for_update()
    ).first()


def of_agencies(
    connection: Connection, agency_ids: Collection[int], limit: int, skip: int = 0
) -> Sequence[Record]:
    """The outages of these agencies, the open ones first, then the newest, with names and how many were entered."""
    declarer, closer = aliased(Account), aliased(Account)
    entered = select(func.count()).where(BackEntry.outage_id == Outage.id).scalar_subquery()
    undecided = (
        select(func.count())
        .where(BackEntry.outage_id == Outage.id, BackEntry.decided_at.is_(None))
        .scalar_subquery()
    )
    return connection.execute(
        select(
            Outage.__table__,
            Agency.name.label("agency_name"),
            Agency.name_en.label("agency_name_en"),
            declarer.display_name.label("declared_name"),
            closer.display_name.label("closed_name"),
            entered.label("entered"),
            undecided.label("undecided"),
        )
        .join(Agency, Agency.id == Outage.agency_id)
        .join(declarer, declarer.id == Outage.declared_by)
        .outerjoin(closer, closer.id == Outage.closed_by)
        .where(Outage.agency_id.in_(agency_ids))
        .order_by(Outage.closed_at.is_not(None), Outage.starts_at.desc(), Outage.id.desc())
        .limit(limit)
        .offset(skip)
    ).all()


def open_of(connection: Connection, agency_ids: Collection[int]) -> Sequence[Record]:
    """The outages of these agencies that are not closed, the newest first, with the agencies' names."""
    return connection.execute(
        select(Outage.__table__, Agency.name.label("agency_name"), Agency.name_en.label("agency_name_en"))
        .join(Agency, Agency.id == Outage.agency_id)
        .where(Outage.agency_id.in_(agency_ids), Outage.closed_at.is_(None))
        .order_by(Outage.starts_at.desc(), Outage.id.desc())
    ).all()


def enter(connection: Connection, **values: Any) -> None:
    connection.execute(insert(BackEntry).values(**values))


def decide(connection: Connection, dossier_id: int, **values: Any) -> None:
    connection.execute(update(BackEntry).where(BackEntry.dossier_id == dossier_id).values(**values))


def entry_of(connection: Connection, dossier_id: int) -> Record | None:
    """How a dossier was entered afterwards, with its outage; None for one that was not."""
    return connection.execute(
        select(BackEntry.__table__, Outage.year, Outage.number)
        .join(Outage, Outage.id == BackEntry.outage_id)
        .where(BackEntry.dossier_id == dossier_id)
    ).first()


def waiting(
    connection: Connection, agency_ids: Collection[int], limit: int, skip: int = 0
) -> Sequence[Record]:
    """Entries of these agencies that wait for approval, the oldest first."""
    statement = _entries(Dossier.agency_id.in_(agency_ids) & BackEntry.decided_at.is_(None))
    ordered = statement.order_by(BackEntry.entered_at, BackEntry.dossier_id)
    return connection.execute(ordered.limit(limit).offset(skip)).all()


def is_undecided(connection: Connection, outage_id: int) -> bool:
    """Whether an entry of the outage waits for approval, at whatever agency it was entered."""
    waits = exists().where(BackEntry.outage_id == outage_id, BackEntry.decided_at.is_(None))
    return bool(connection.execute(select(waits)).scalar_one())


def entered_by(connection: Connection, account_id: int, limit: int) -> Sequence[Record]:
    """The last that one officer entered, the newest first, those that wait for approval and those decided."""
    statement = _entries(BackEntry.entered_by == account_id).limit(limit)
    return connection.execute(
        statement.order_by(BackEntry.entered_at.desc(), BackEntry.dossier_id.desc())
    ).all()


def _entries(where: ColumnElement[bool]) -> Any:
    return (
        select(
            BackEntry.__table__,
            Dossier.code,
            Dossier.state,
            Dossier.version_id,
            Dossier.agency_id,
            Dossier.applicant_name,
            Procedure.name.label("procedure_name"),
            Procedure.name_en.label("procedure_name_en"),
            Account.display_name.label("entered_name"),
            Outage.year,
            Outage.number,
        )
        .join(Dossier, Dossier.id == BackEntry.dossier_id)
        .join(Procedure, Procedure.id == Dossier.procedure_id)
        .join(Outage, Outage.id == BackEntry.outage_id)
        .join(Account, Account.id == BackEntry.entered_by)
        .where(where)
    )
