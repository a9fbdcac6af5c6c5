"""The running number of dossier codes: one counter per agency and day, taken under its row lock (C-10)."""

from __future__ import annotations

from datetime import date

from sqlalchemy import Connection
from sqlalchemy.dialects.postgresql import insert
from sqlalchemy.orm import Mapped, mapped_column

from motcua.store.base import Base


class CodeCounter(Base):
    """`last` is the number most recently given on `day`; a rolled-back filing gives its number back."""

    __tablename__ = "code_counter"

    agency_code: Mapped[str] = mapped_column(primary_key=True)
    day: Mapped[date] = mapped_column(primary_key=True)
    last: Mapped[int]


def next_number(connection: Connection, agency_code: str, day: date) -> int:
    """The next running number from 1; a concurrent filing waits until this transaction ends."""
    statement = insert(CodeCounter).values(agency_code=agency_code, day=day, last=1)
    taken = statement.on_conflict_do_update(
        index_elements=["agency_code", "day"], set_={"last": CodeCounter.last + 1}
    ).returning(CodeCounter.last)
    return connection.execute(taken).scalar_one()
