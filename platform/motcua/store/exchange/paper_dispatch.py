"""The way of the paper file beside the electronic dossier (D-07, Quảng Trị 29/2020, Điều 19.1.a)."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import datetime
from typing import Any

from sqlalchemy import Connection, insert, select, update
from sqlalchemy.orm import Mapped, aliased, mapped_column

from motcua.store.accounts.account import Account
from motcua.store.base import Base, Id, Record, reference
from motcua.store.dossier.step import Step


class PaperDispatch(Base):
    """The paper file left the step of a visit; `missed_at` is when the next step said that it had not come."""

    __tablename__ = "paper_dispatch"

    id: Mapped[Id]
    dossier_id: Mapped[int] = mapped_column(reference("dossier.id"), index=True)
    step_row_id: Mapped[int] = mapped_column(reference("dossier_step.id"))
    sent_by: Mapped[int] = mapped_column(reference("account.id"))
    sent_at: Mapped[datetime]
    received_by: Mapped[int | None] = mapped_column(reference("account.id"))
    received_at: Mapped[datetime | None]
    missed_by: Mapped[int | None] = mapped_column(reference("account.id"))
    missed_at: Mapped[datetime | None]


def add(connection: Connection, **values: Any) -> None:
    connection.execute(insert(PaperDispatch).values(**values))


def change(connection: Connection, dispatch_id: int, **values: Any) -> None:
    connection.execute(update(PaperDispatch).where(PaperDispatch.id == dispatch_id).values(**values))


def of_visit(connection: Connection, step_row_id: int) -> Record | None:
    """What was sent from this visit and not reported missing since."""
    return connection.execute(
        select(PaperDispatch.__table__)
        .where(PaperDispatch.step_row_id == step_row_id, PaperDispatch.missed_at.is_(None))
        .order_by(PaperDispatch.id.desc())
    ).first()


def on_the_way(connection: Connection, dossier_id: int) -> Record | None:
    """The last dispatch that nobody has received or missed, with `from_step`, the BPMN id of the step it left."""
    return connection.execute(
        select(PaperDispatch.__table__, Step.step_id.label("from_step"))
        .join(Step, Step.id == PaperDispatch.step_row_id)
        .where(
            PaperDispatch.dossier_id == dossier_id,
            PaperDispatch.received_at.is_(None),
            PaperDispatch.missed_at.is_(None),
        )
        .order_by(PaperDispatch.id.desc())
    ).first()


def of_dossier(connection: Connection, dossier_id: int) -> Sequence[Record]:
    """Oldest first, with `sent_name`, `received_name`, `missed_name` and `step_name`."""
    sender, receiver, misser = aliased(Account), aliased(Account), aliased(Account)
    return connection.execute(
        select(
            PaperDispatch.__table__,
            sender.display_name.label("sent_name"),
            receiver.display_name.label("received_name"),
            misser.display_name.label("missed_name"),
            Step.name.label("step_name"),
        )
        .join(sender, sender.id == PaperDispatch.sent_by)
        .outerjoin(receiver, receiver.id == PaperDispatch.received_by)
        .outerjoin(misser, misser.id == PaperDispatch.missed_by)
        .join(Step, Step.id == PaperDispatch.step_row_id)
        .where(PaperDispatch.dossier_id == dossier_id)
        .order_by(PaperDispatch.id)
    ).all()
