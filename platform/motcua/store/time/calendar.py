"""Working calendars by code and date of effect; the rules live in `motcua.domain.time.calendar`."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date
from typing import Any

from sqlalchemy import Connection, ScalarSelect, UniqueConstraint, func, select
from sqlalchemy.dialects.postgresql import distinct_on, insert
from sqlalchemy.orm import Mapped, mapped_column

from motcua.store.agencies.agency import Agency
from motcua.store.base import Base, Id, Record, calendar_revisions, lock_revisions


class Calendar(Base):
    """One version of a calendar; rows are never changed, a correction is a newer row.

    `definition` is the JSON form that `WorkCalendar.from_dict` reads. Of rows with the same date of effect the
    one with the highest `revision` holds; ended dossiers keep the revision they ended with (R-12).
    """

    __tablename__ = "calendar"
    __table_args__ = (UniqueConstraint("code", "valid_from", "revision"),)

    id: Mapped[Id]
    code: Mapped[str]
    name: Mapped[str]
    valid_from: Mapped[date]
    definition: Mapped[dict[str, Any]]
    revision: Mapped[int] = mapped_column(index=True, server_default=calendar_revisions.next_value())


def save(connection: Connection, code: str, name: str, valid_from: date, definition: dict[str, Any]) -> None:
    """Add the version of `code` that takes effect on `valid_from`, unless it stands there already."""
    lock_revisions(connection)
    known = {(row.code, row.valid_from): (row.name, row.definition) for row in as_of(connection)}
    if known.get((code, valid_from)) != (name, definition):
        values = {"code": code, "name": name, "valid_from": valid_from, "definition": definition}
        connection.execute(insert(Calendar).values(**values))


def lock(connection: Connection) -> None:
    """Let nobody else change a calendar before this transaction ends."""
    lock_revisions(connection)


def as_of(connection: Connection, revision: int | None = None) -> Sequence[Record]:
    """Every calendar as it stood at a revision (now, unless given), by code and date of effect."""
    statement = (
        select(Calendar.__table__)
        .ext(distinct_on(Calendar.code, Calendar.valid_from))
        .order_by(Calendar.code, Calendar.valid_from, Calendar.revision.desc())
    )
    if revision is not None:
        statement = statement.where(Calendar.revision <= revision)
    return connection.execute(statement).all()


def current_revision(connection: Connection) -> int:
    return connection.execute(select(revision())).scalar_one()


def revision() -> ScalarSelect[int]:
    """A subquery that grows with every change of any calendar: the key of what processes keep in memory."""
    of_calendars = select(func.max(Calendar.revision)).scalar_subquery()
    of_agencies = select(func.max(Agency.revision)).scalar_subquery()
    return select(func.coalesce(func.greatest(of_calendars, of_agencies), 0)).scalar_subquery()
