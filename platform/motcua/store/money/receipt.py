"""Receipts for what the desk collected, numbered by agency and year without a gap (I-02)."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date, datetime
from typing import Any

from sqlalchemy import BigInteger, Connection, Index, UniqueConstraint, select, update
from sqlalchemy.dialects.postgresql import insert
from sqlalchemy.orm import Mapped, aliased, mapped_column

from motcua.store.accounts.account import Account
from motcua.store.base import Base, Id, Record, reference
from motcua.store.dossier.dossier import Dossier
from motcua.store.money.payment import Payment


class ReceiptCounter(Base):
    """`last` is the number most recently given in `year`; what is rolled back gives its number back."""

    __tablename__ = "receipt_counter"

    agency_id: Mapped[int] = mapped_column(reference("agency.id"), primary_key=True, autoincrement=False)
    year: Mapped[int] = mapped_column(primary_key=True, autoincrement=False)
    last: Mapped[int]


class Receipt(Base):
    """One receipt of one payment; `day` is the local date of the agency's cash list, `amount` in đồng.

    A voided one keeps its number and its place in the list, and counts for nothing.
    """

    __tablename__ = "receipt"
    __table_args__ = (
        UniqueConstraint("agency_id", "year", "number"),
        Index("ix_receipt_day", "agency_id", "day"),
    )

    id: Mapped[Id]
    agency_id: Mapped[int] = mapped_column(reference("agency.id"))
    year: Mapped[int]
    number: Mapped[int]
    payment_id: Mapped[int] = mapped_column(reference("payment.id"), unique=True)
    day: Mapped[date]
    amount: Mapped[int] = mapped_column(BigInteger)
    issued_by: Mapped[int] = mapped_column(reference("account.id"))
    issued_at: Mapped[datetime]
    voided_at: Mapped[datetime | None]
    voided_by: Mapped[int | None] = mapped_column(reference("account.id"))
    void_reason_sealed: Mapped[bytes | None]


def next_number(connection: Connection, agency_id: int, year: int) -> int:
    """The next number from 1; another desk waits until this transaction ends, so that no number is left out."""
    statement = insert(ReceiptCounter).values(agency_id=agency_id, year=year, last=1)
    taken = statement.on_conflict_do_update(
        index_elements=["agency_id", "year"], set_={"last": ReceiptCounter.last + 1}
    ).returning(ReceiptCounter.last)
    return connection.execute(taken).scalar_one()


def add(connection: Connection, **values: Any) -> int:
    return connection.execute(insert(Receipt).values(**values).returning(Receipt.id)).scalar_one()


def void(connection: Connection, receipt_id: int, **values: Any) -> bool:
    """Void a receipt that is not void yet; whether this was the one that did."""
    statement = update(Receipt).where(Receipt.id == receipt_id, Receipt.voided_at.is_(None)).values(**values)
    return connection.execute(statement).rowcount == 1


_VOIDER = aliased(Account)
_WITH_PAYMENT = (
    select(
        Receipt.__table__,
        Payment.fees,
        Payment.dossier_id,
        Dossier.code,
        Dossier.version_id,
        Dossier.applicant_name,
        Account.display_name.label("issued_name"),
        _VOIDER.display_name.label("voided_name"),
    )
    .join(Payment, Payment.id == Receipt.payment_id)
    .join(Dossier, Dossier.id == Payment.dossier_id)
    .join(Account, Account.id == Receipt.issued_by)
    .outerjoin(_VOIDER, _VOIDER.id == Receipt.voided_by)
)


def of_day(connection: Connection, agency_id: int, day: date) -> Sequence[Record]:
    """The receipts of an agency's day in order of their numbers, with what was paid and by whom."""
    return connection.execute(
        _WITH_PAYMENT.where(Receipt.agency_id == agency_id, Receipt.day == day).order_by(
            Receipt.year, Receipt.number
        )
    ).all()


def of_dossier(connection: Connection, dossier_id: int) -> Sequence[Record]:
    """The receipts of a dossier, oldest first."""
    return connection.execute(
        _WITH_PAYMENT.where(Payment.dossier_id == dossier_id).order_by(Receipt.id)
    ).all()
