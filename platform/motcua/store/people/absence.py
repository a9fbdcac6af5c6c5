"""Absences: periods during which nobody's work waits for the absent person (D-11)."""

from __future__ import annotations

from collections.abc import Collection, Sequence
from datetime import datetime
from typing import Any

from sqlalchemy import Connection, func, or_, select, update
from sqlalchemy.dialects.postgresql import insert
from sqlalchemy.orm import Mapped, mapped_column

from motcua.store.accounts.account import Account
from motcua.store.base import Base, Id, Record, reference


class Absence(Base):
    """`begun_at` is when what the person held went back to the groups; none before the period begins."""

    __tablename__ = "absence"

    id: Mapped[Id]
    account_id: Mapped[int] = mapped_column(reference("account.id"), index=True)
    starts_at: Mapped[datetime]
    ends_at: Mapped[datetime]
    reason: Mapped[str]
    made_by: Mapped[int] = mapped_column(reference("account.id"))
    made_at: Mapped[datetime]
    begun_at: Mapped[datetime | None]
    ended_at: Mapped[datetime | None]


def add(connection: Connection, **values: Any) -> int:
    return connection.execute(insert(Absence).values(**values).returning(Absence.id)).scalar_one()


def by_id(connection: Connection, absence_id: int) -> Record | None:
    """The absence, locked until this transaction ends."""
    statement = select(Absence.__table__).where(Absence.id == absence_id).with_for_update()
    return connection.execute(statement).first()


def change(connection: Connection, absence_id: int, **values: Any) -> None:
    connection.execute(update(Absence).where(Absence.id == absence_id).values(**values))


def listed(
    connection: Connection, account_id: int | None, agency_ids: Collection[int], since: datetime
) -> Sequence[Record]:
    """Absences of the account or of people of these agencies not over at `since`, with `name` and `agency_id`."""
    return connection.execute(
        select(Absence.__table__, Account.display_name.label("name"), Account.agency_id)
        .join(Account, Account.id == Absence.account_id)
        .where(
            or_(Absence.account_id == account_id, Account.agency_id.in_(agency_ids)),
            func.least(Absence.ends_at, func.coalesce(Absence.ended_at, Absence.ends_at)) > since,
        )
        .order_by(Absence.starts_at, Absence.id)
    ).all()
