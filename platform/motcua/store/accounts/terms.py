"""Terms of use of the portal: every text that was ever published, and who accepted which of them (C-19)."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import datetime
from typing import Any

from sqlalchemy import Connection, UniqueConstraint, func, select
from sqlalchemy.dialects.postgresql import insert
from sqlalchemy.orm import Mapped, mapped_column

from motcua.store.base import Base, Id, Record, reference


class Terms(Base):
    """A text is never changed: the next one has the next `number`. `published_by` is null for the one shipped."""

    __tablename__ = "terms"

    id: Mapped[Id]
    number: Mapped[int] = mapped_column(unique=True)
    body: Mapped[str]
    body_en: Mapped[str]
    reason: Mapped[str] = mapped_column(server_default="")
    published_at: Mapped[datetime]
    published_by: Mapped[int | None] = mapped_column(reference("account.id"))
    published_name: Mapped[str] = mapped_column(server_default="")


class TermsAcceptance(Base):
    """One account accepted one text."""

    __tablename__ = "terms_acceptance"
    __table_args__ = (UniqueConstraint("account_id", "number"),)

    id: Mapped[Id]
    account_id: Mapped[int] = mapped_column(reference("account.id"))
    number: Mapped[int] = mapped_column(reference("terms.number"))
    accepted_at: Mapped[datetime]


def add(connection: Connection, **values: Any) -> bool:
    """Keep a text under its number; false when that number is taken."""
    statement = insert(Terms).values(**values).on_conflict_do_nothing().returning(Terms.id)
    return connection.execute(statement).scalar_one_or_none() is not None


def newest(connection: Connection) -> Record | None:
    return connection.execute(select(Terms.__table__).order_by(Terms.number.desc()).limit(1)).first()


def by_number(connection: Connection, number: int) -> Record | None:
    return connection.execute(select(Terms.__table__).where(Terms.number == number)).first()


def listing(connection: Connection) -> Sequence[Record]:
    """Every text, newest first, with `accepted`: how many accounts accepted it."""
    count = (
        select(TermsAcceptance.number, func.count().label("accepted"))
        .group_by(TermsAcceptance.number)
        .subquery()
    )
    return connection.execute(
        select(Terms.__table__, func.coalesce(count.c.accepted, 0).label("accepted"))
        .outerjoin(count, count.c.number == Terms.number)
        .order_by(Terms.number.desc())
    ).all()


def accept(connection: Connection, account_id: int, number: int, at: datetime) -> bool:
    """False when the account had accepted it before; the first time counts."""
    statement = (
        insert(TermsAcceptance)
        .values(account_id=account_id, number=number, accepted_at=at)
        .on_conflict_do_nothing()
        .returning(TermsAcceptance.id)
    )
    return connection.execute(statement).scalar_one_or_none() is not None


def acceptance(connection: Connection, account_id: int, number: int) -> datetime | None:
    """When the account accepted this text."""
    return connection.execute(
        select(TermsAcceptance.accepted_at).where(
            TermsAcceptance.account_id == account_id, TermsAcceptance.number == number
        )
    ).scalar_one_or_none()


def last_accepted(connection: Connection, account_id: int) -> Record | None:
    """number and accepted_at of the newest text that the account accepted."""
    return connection.execute(
        select(TermsAcceptance.number, TermsAcceptance.accepted_at)
        .where(TermsAcceptance.account_id == account_id)
        .order_by(TermsAcceptance.number.desc())
        .limit(1)
    ).first()
