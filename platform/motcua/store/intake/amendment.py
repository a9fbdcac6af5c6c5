"""What stood in a form before its applicant amended it (D-09): every version is kept."""

from __future__ import annotations

from datetime import datetime
from typing import Any

from sqlalchemy import Connection, delete, update
from sqlalchemy.dialects.postgresql import insert
from sqlalchemy.orm import Mapped, mapped_column

from motcua.store.base import Base, Id, reference
from motcua.store.dossier.step import Step
from motcua.store.dossier.wait import Wait
from motcua.store.money.payment import Payment


class Amendment(Base):
    """`data_sealed` are the answers that were replaced at `at`."""

    __tablename__ = "dossier_amendment"

    id: Mapped[Id]
    dossier_id: Mapped[int] = mapped_column(reference("dossier.id"), index=True)
    at: Mapped[datetime]
    by: Mapped[int] = mapped_column(reference("account.id"))
    data_sealed: Mapped[bytes]


def add(connection: Connection, **values: Any) -> int:
    return connection.execute(insert(Amendment).values(**values).returning(Amendment.id)).scalar_one()


def forget_waiting(connection: Connection, dossier_id: int) -> None:
    """Take away the steps and waits of a dossier that nobody has accepted: its process begins anew.

    A charge taken meanwhile stays taken; it was the desk's and no step's.
    """
    paid = update(Payment).where(Payment.dossier_id == dossier_id)
    connection.execute(paid.values(step_row_id=None))
    connection.execute(delete(Step).where(Step.dossier_id == dossier_id))
    connection.execute(delete(Wait).where(Wait.dossier_id == dossier_id))
