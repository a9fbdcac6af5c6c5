"""What applicants were asked to pay or paid at the desk: every request with its end, all kept (E-27, I-01)."""

from __future__ import annotations

from collections.abc import Collection, Mapping, Sequence
from datetime import datetime
from typing import Any

from sqlalchemy import BigInteger, Connection, Index, select, text, update
from sqlalchemy.dialects.postgresql import insert
from sqlalchemy.orm import Mapped, mapped_column

from motcua.store.base import Base, Id, Record, reference

_OPEN = text("paid_at is null and cancelled_at is null")


class Payment(Base):
    """`fees` are the charges of the procedure as they stood, each {name, name_en, amount}; `amount` their sum in đồng.

    `asked_at` is null for what the desk took without a request. Open while neither `paid_at` nor `cancelled_at` is
    set; a dossier has one open request at most.
    """

    __tablename__ = "payment"
    __table_args__ = (Index("uq_payment_open", "dossier_id", unique=True, postgresql_where=_OPEN),)

    id: Mapped[Id]
    dossier_id: Mapped[int] = mapped_column(reference("dossier.id"), index=True)
    step_row_id: Mapped[int | None] = mapped_column(reference("dossier_step.id"))
    fees: Mapped[list[Any]]
    amount: Mapped[int] = mapped_column(BigInteger)
    reason_sealed: Mapped[bytes | None]
    asked_by: Mapped[int | None] = mapped_column(reference("account.id"))
    asked_at: Mapped[datetime | None]
    paid_at: Mapped[datetime | None]
    confirmed_by: Mapped[int | None] = mapped_column(reference("account.id"))
    cancelled_at: Mapped[datetime | None]


def add(connection: Connection, **values: Any) -> int:
    return connection.execute(insert(Payment).values(**values).returning(Payment.id)).scalar_one()


def change(connection: Connection, payment_id: int, **values: Any) -> None:
    connection.execute(update(Payment).where(Payment.id == payment_id).values(**values))


def cancel_open(connection: Connection, dossier_id: int, at: datetime) -> None:
    """Nobody waits for the money any longer, because the dossier has ended."""
    connection.execute(
        update(Payment)
        .where(Payment.dossier_id == dossier_id, Payment.paid_at.is_(None), Payment.cancelled_at.is_(None))
        .values(cancelled_at=at)
    )


def opened(connection: Connection, dossier_id: int) -> Record | None:
    """The request that waits for the applicant now."""
    return connection.execute(
        select(Payment.__table__).where(
            Payment.dossier_id == dossier_id, Payment.paid_at.is_(None), Payment.cancelled_at.is_(None)
        )
    ).first()


def of_dossiers(connection: Connection, dossier_ids: Collection[int]) -> Mapping[int, Sequence[Record]]:
    """Every payment of these dossiers that was not cancelled, oldest first, by dossier."""
    found: dict[int, list[Record]] = {dossier_id: [] for dossier_id in dossier_ids}
    for row in connection.execute(
        select(Payment.__table__)
        .where(Payment.dossier_id.in_(dossier_ids), Payment.cancelled_at.is_(None))
        .order_by(Payment.id)
    ):
        found[row.dossier_id].append(row)
    return found
