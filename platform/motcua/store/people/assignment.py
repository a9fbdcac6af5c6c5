"""Instructions: whom a leader gave a step to, what he wrote and by when it is to be done (D-04)."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import datetime
from typing import Any

from sqlalchemy import Connection, insert, select
from sqlalchemy.orm import Mapped, aliased, mapped_column

from motcua.store.accounts.account import Account
from motcua.store.base import Base, Id, Record, reference
from motcua.store.dossier.step import Step


class Assignment(Base):
    """`instruction_sealed` may speak of persons; `until` is the leader's own date, which moves no clock."""

    __tablename__ = "assignment"

    id: Mapped[Id]
    dossier_id: Mapped[int] = mapped_column(reference("dossier.id"), index=True)
    step_row_id: Mapped[int] = mapped_column(reference("dossier_step.id"))
    by_id: Mapped[int] = mapped_column(reference("account.id"))
    to_id: Mapped[int] = mapped_column(reference("account.id"))
    instruction_sealed: Mapped[bytes]
    until: Mapped[datetime | None]
    at: Mapped[datetime]


def add(connection: Connection, **values: Any) -> None:
    connection.execute(insert(Assignment).values(**values))


def of_dossier(connection: Connection, dossier_id: int) -> Sequence[Record]:
    """Oldest first, with `by_name`, `to_name`, `step_name` and the step's `task_id` and `left_at`."""
    giver, taker = aliased(Account), aliased(Account)
    return connection.execute(
        select(
            Assignment.__table__,
            giver.display_name.label("by_name"),
            taker.display_name.label("to_name"),
            Step.name.label("step_name"),
            Step.task_id,
            Step.left_at,
        )
        .join(giver, giver.id == Assignment.by_id)
        .join(taker, taker.id == Assignment.to_id)
        .join(Step, Step.id == Assignment.step_row_id)
        .where(Assignment.dossier_id == dossier_id)
        .order_by(Assignment.id)
    ).all()
