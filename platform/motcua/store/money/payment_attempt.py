"""Every attempt to pay online, with what the gateway said of it (I-03)."""

from __future__ import annotations

from collections.abc import Collection, Mapping, Sequence
from datetime import datetime
from typing import Any

from sqlalchemy import BigInteger, Connection, Index, select, text, update
from sqlalchemy.dialects.postgresql import insert
from sqlalchemy.orm import Mapped, mapped_column

from motcua.store.base import Base, Id, Record, reference
from motcua.store.dossier.dossier import Dossier


class PaymentAttempt(Base):
    """`order_code` names it at the gateway; `fees` are the charges as they stood, `amount` their sum in đồng.

    `payment_id` is the request it answers, or the payment that came of it; `pay_at` where the person pays, empty
    until the gateway has taken the order; `transaction` the gateway's own number.
    """

    __tablename__ = "payment_attempt"
    __table_args__ = (
        Index("ix_payment_attempt_begun", "begun_at", postgresql_where=text("state = 'begun'")),
        Index("ix_payment_attempt_settled_at", "settled_at"),
    )

    id: Mapped[Id]
    dossier_id: Mapped[int] = mapped_column(reference("dossier.id"), index=True)
    payment_id: Mapped[int | None] = mapped_column(reference("payment.id"))
    gateway: Mapped[str]
    order_code: Mapped[str] = mapped_column(unique=True)
    fees: Mapped[list[Any]]
    amount: Mapped[int] = mapped_column(BigInteger)
    state: Mapped[str]
    pay_at: Mapped[str] = mapped_column(server_default="")
    transaction: Mapped[str] = mapped_column(server_default="")
    begun_by: Mapped[int] = mapped_column(reference("account.id"))
    begun_at: Mapped[datetime]
    expires_at: Mapped[datetime]
    settled_at: Mapped[datetime | None]


_ROW = PaymentAttempt.__table__


def add(connection: Connection, **values: Any) -> int:
    return connection.execute(
        insert(PaymentAttempt).values(**values).returning(PaymentAttempt.id)
    ).scalar_one()


def change(connection: Connection, attempt_id: int, **values: Any) -> None:
    connection.execute(update(PaymentAttempt).where(PaymentAttempt.id == attempt_id).values(**values))


def by_order(connection: Connection, gateway: str, order_code: str) -> Record | None:
    """The attempt with the dossier's code, or None when the gateway names one that is not ours."""
    return connection.execute(
        select(_ROW, Dossier.code)
        .join(Dossier, Dossier.id == PaymentAttempt.dossier_id)
        .where(PaymentAttempt.gateway == gateway, PaymentAttempt.order_code == order_code)
    ).first()


def locked(connection: Connection, attempt_id: int) -> Record:
    """The attempt as it stands now, held until this transaction ends."""
    return connection.execute(select(_ROW).where(PaymentAttempt.id == attempt_id).with_for_update()).one()


def running(connection: Connection, dossier_id: int, gateway: str, now: datetime) -> Record | None:
    """The newest attempt at this gateway that may still be paid."""
    return connection.execute(
        select(_ROW)
        .where(
            PaymentAttempt.dossier_id == dossier_id,
            PaymentAttempt.gateway == gateway,
            PaymentAttempt.state == "begun",
            PaymentAttempt.pay_at != "",
            PaymentAttempt.expires_at > now,
        )
        .order_by(PaymentAttempt.id.desc())
        .limit(1)
    ).first()


def unanswered(connection: Connection, before: datetime, limit: int) -> Sequence[Record]:
    """Attempts begun before that instant of which the gateway has said nothing final, oldest first."""
    return connection.execute(
        select(_ROW)
        .where(PaymentAttempt.state == "begun", PaymentAttempt.begun_at < before)
        .order_by(PaymentAttempt.begun_at)
        .limit(limit)
    ).all()


def of_dossiers(connection: Connection, dossier_ids: Collection[int]) -> Mapping[int, Sequence[Record]]:
    """Every attempt of these dossiers, oldest first, by dossier."""
    found: dict[int, list[Record]] = {dossier_id: [] for dossier_id in dossier_ids}
    for row in connection.execute(
        select(_ROW).where(PaymentAttempt.dossier_id.in_(dossier_ids)).order_by(PaymentAttempt.id)
    ):
        found[row.dossier_id].append(row)
    return found


def settled_between(
    connection: Connection, agency_id: int, since: datetime, until: datetime
) -> Sequence[Record]:
    """What came in online for an agency's dossiers in that time (paid or too much), in order."""
    return connection.execute(
        select(_ROW, Dossier.code, Dossier.applicant_name, Dossier.version_id, Dossier.agency_id)
        .join(Dossier, Dossier.id == PaymentAttempt.dossier_id)
        .where(
            Dossier.agency_id == agency_id,
            PaymentAttempt.state.in_(("paid", "surplus")),
            PaymentAttempt.settled_at >= since,
            PaymentAttempt.settled_at < until,
        )
        .order_by(PaymentAttempt.settled_at, PaymentAttempt.id)
    ).all()
