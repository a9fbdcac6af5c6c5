"""A dossier's ways between agencies: handed on, delivered, given back; two instants each (E-12, E-13, E-15)."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date, datetime
from typing import Any

from sqlalchemy import Connection, Index, UniqueConstraint, insert, select, text, update
from sqlalchemy.orm import Mapped, aliased, mapped_column

from motcua.store.accounts.account import Account
from motcua.store.agencies.agency import Agency
from motcua.store.base import Base, Id, Record, reference


class Transfer(Base):
    """`kind` is forward, or why it was given back: returned, refused, supplement.

    `to_task_id` is the step that waits there, or the call that hands the dossier over; `to_agency_id` is null while
    only the call knows. `delivered_at` is null until the receiving side has acknowledged it; until then the time is
    the sender's. A dossier given back carries the document with its number and date, a file with the slot
    "transfer:<id>".
    """

    __tablename__ = "agency_transfer"
    __table_args__ = (
        UniqueConstraint("dossier_id", "to_task_id"),
        Index("ix_agency_transfer_pending", "dossier_id", postgresql_where=text("delivered_at is null")),
    )

    id: Mapped[Id]
    dossier_id: Mapped[int] = mapped_column(reference("dossier.id"))
    kind: Mapped[str]
    from_task_id: Mapped[str]
    from_agency_id: Mapped[int] = mapped_column(reference("agency.id"))
    to_task_id: Mapped[str]
    to_agency_id: Mapped[int | None] = mapped_column(reference("agency.id"))
    sent_by: Mapped[int | None] = mapped_column(reference("account.id"))
    transferred_at: Mapped[datetime]
    delivered_by: Mapped[int | None] = mapped_column(reference("account.id"))
    delivered_at: Mapped[datetime | None]
    document_number: Mapped[str] = mapped_column(server_default="")
    document_date: Mapped[date | None]


def add(connection: Connection, **values: Any) -> int:
    return connection.execute(insert(Transfer).values(**values).returning(Transfer.id)).scalar_one()


def deliver(connection: Connection, transfer_id: int, at: datetime, account_id: int | None) -> None:
    connection.execute(
        update(Transfer).where(Transfer.id == transfer_id).values(delivered_at=at, delivered_by=account_id)
    )


def pending(connection: Connection, dossier_id: int) -> Sequence[Record]:
    """What has been sent and not been acknowledged, oldest first."""
    return connection.execute(
        select(Transfer.__table__)
        .where(Transfer.dossier_id == dossier_id, Transfer.delivered_at.is_(None))
        .order_by(Transfer.id)
    ).all()


def of_dossier(connection: Connection, dossier_id: int) -> Sequence[Record]:
    """Oldest first, with names of both agencies, of who sent and who acknowledged."""
    source, target = aliased(Agency), aliased(Agency)
    sender, receiver = aliased(Account), aliased(Account)
    return connection.execute(
        select(
            Transfer.__table__,
            source.name.label("from_name"),
            source.name_en.label("from_name_en"),
            target.name.label("to_name"),
            target.name_en.label("to_name_en"),
            sender.display_name.label("sent_name"),
            receiver.display_name.label("delivered_name"),
        )
        .join(source, source.id == Transfer.from_agency_id)
        .outerjoin(target, target.id == Transfer.to_agency_id)
        .outerjoin(sender, sender.id == Transfer.sent_by)
        .outerjoin(receiver, receiver.id == Transfer.delivered_by)
        .where(Transfer.dossier_id == dossier_id)
        .order_by(Transfer.id)
    ).all()
