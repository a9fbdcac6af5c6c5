"""Agencies whose own system is not connected, and the dossiers whose progress they write down by hand (C-14)."""

from __future__ import annotations

from collections.abc import Collection, Sequence
from datetime import datetime
from typing import Any

from sqlalchemy import Connection, delete, select, update
from sqlalchemy.dialects.postgresql import insert
from sqlalchemy.orm import Mapped, mapped_column

from motcua.store.accounts.account import Account
from motcua.store.agencies.agency import Agency
from motcua.store.base import Base, Record, reference
from motcua.store.dossier.dossier import Dossier
from motcua.store.process.procedure import Procedure


class TrackingAgency(Base):
    """An agency that only tracks: its dossiers run in a system of its own that is not connected."""

    __tablename__ = "tracking_agency"

    agency_id: Mapped[int] = mapped_column(reference("agency.id"), primary_key=True, autoincrement=False)
    declared_by: Mapped[int] = mapped_column(reference("account.id"))
    declared_at: Mapped[datetime]


class TrackedDossier(Base):
    """A dossier without a process of its own. `outside_code` is its code in the agency's system.

    `changed_at` is when its state last changed in truth: the next change is not earlier.
    """

    __tablename__ = "tracked_dossier"

    dossier_id: Mapped[int] = mapped_column(reference("dossier.id"), primary_key=True, autoincrement=False)
    outside_code: Mapped[str] = mapped_column(server_default="")
    changed_at: Mapped[datetime]


def declare(connection: Connection, agency_id: int, account_id: int, now: datetime) -> None:
    values = {"agency_id": agency_id, "declared_by": account_id, "declared_at": now}
    connection.execute(insert(TrackingAgency).values(**values).on_conflict_do_nothing())


def withdraw(connection: Connection, agency_id: int) -> None:
    connection.execute(delete(TrackingAgency).where(TrackingAgency.agency_id == agency_id))


def agencies(connection: Connection) -> Sequence[Record]:
    """The agencies that only track: id, name, name_en, declared_at, declared_name."""
    return connection.execute(
        select(
            Agency.id,
            Agency.name,
            Agency.name_en,
            TrackingAgency.declared_at,
            Account.display_name.label("declared_name"),
        )
        .join(Agency, Agency.id == TrackingAgency.agency_id)
        .join(Account, Account.id == TrackingAgency.declared_by)
        .order_by(Agency.name)
    ).all()


def add(connection: Connection, dossier_id: int, outside_code: str, at: datetime) -> None:
    connection.execute(
        insert(TrackedDossier).values(dossier_id=dossier_id, outside_code=outside_code, changed_at=at)
    )


def move_on(connection: Connection, dossier_id: int, at: datetime) -> None:
    mine = TrackedDossier.dossier_id == dossier_id
    connection.execute(update(TrackedDossier).where(mine).values(changed_at=at))


def of_dossier(connection: Connection, dossier_id: int) -> Record | None:
    return connection.execute(
        select(TrackedDossier.__table__).where(TrackedDossier.dossier_id == dossier_id)
    ).first()


def listed(
    connection: Connection, agency_ids: Collection[int], limit: int, skip: int = 0
) -> Sequence[Record]:
    """The tracked dossiers of these agencies, open ones first, by their due time."""
    ended = (Dossier.closed_at.is_not(None), Dossier.result_at.is_not(None))
    return connection.execute(
        _listed(agency_ids).order_by(*ended, Dossier.due_at, Dossier.id).limit(limit).offset(skip)
    ).all()


def late(
    connection: Connection, agency_ids: Collection[int], now: datetime, limit: int, skip: int = 0
) -> Sequence[Record]:
    """Tracked dossiers past their due time of which no result was written down, the oldest due time first."""
    unended = (Dossier.closed_at.is_(None), Dossier.result_at.is_(None), Dossier.due_at < now)
    return connection.execute(
        _listed(agency_ids).where(*unended).order_by(Dossier.due_at, Dossier.id).limit(limit).offset(skip)
    ).all()


def _listed(agency_ids: Collection[int]) -> Any:
    return (
        select(
            TrackedDossier.__table__,
            Dossier.__table__,
            Agency.name.label("agency_name"),
            Agency.name_en.label("agency_name_en"),
            Procedure.name.label("procedure_name"),
            Procedure.name_en.label("procedure_name_en"),
        )
        .join(Dossier, Dossier.id == TrackedDossier.dossier_id)
        .join(Agency, Agency.id == Dossier.agency_id)
        .join(Procedure, Procedure.id == Dossier.procedure_id)
        .where(Dossier.agency_id.in_(agency_ids))
    )
