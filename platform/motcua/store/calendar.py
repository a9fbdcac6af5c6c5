"""Working calendars by code and date of effect; the rules live in `motcua.domain.calendar`."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date
from typing import Any

from sqlalchemy import Connection, ScalarSelect, UniqueConstraint, func, select
from sqlalchemy.dialects.postgresql import insert
from sqlalchemy.orm import Mapped, mapped_column

from motcua.store.agency import Agency
from motcua.store.base import Base, Id, Record, calendar_revisions


class Calendar(Base):
    """One version of a calendar. `definition` is the JSON form that `WorkCalendar.from_dict` reads."""

    __tablename__ = "calendar"
    __table_args__ = (UniqueConstraint("code", "valid_from"),)

    id: Mapped[Id]
    code: Mapped[str]
    name: Mapped[str]
    valid_from: Mapped[date]
    definition: Mapped[dict[str, Any]]
    revision: Mapped[int] = mapped_column(index=True, server_default=calendar_revisions.next_value())


def save(connection: Connection, code: str, name: str, valid_from: date, definition: dict[str, Any]) -> int:
    """Insert or replace the version of `code` that takes effect on `valid_from`; its id."""
    values = {"code": code, "name": name, "valid_from": valid_from, "definition": definition}
    statement = insert(Calendar).values(**values)
    saved = statement.on_conflict_do_update(
        index_elements=["code", "valid_from"],
        set_={"name": name, "definition": definition, "revision": calendar_revisions.next_value()},
    ).returning(Calendar.id)
    return connection.execute(saved).scalar_one()


def versions(connection: Connection, code: str) -> Sequence[Record]:
    """All versions of one calendar, oldest first."""
    return connection.execute(
        select(Calendar.__table__).where(Calendar.code == code).order_by(Calendar.valid_from)
    ).all()


def revision() -> ScalarSelect[int]:
    """A subquery that grows with every change of any calendar: the key of what processes keep in memory."""
    of_calendars = select(func.max(Calendar.revision)).scalar_subquery()
    of_agencies = select(func.max(Agency.revision)).scalar_subquery()
    return select(func.coalesce(func.greatest(of_calendars, of_agencies), 0)).scalar_subquery()
