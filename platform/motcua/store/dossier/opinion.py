"""Processing opinions of officers, kept per step and never edited (D-05)."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import datetime

from sqlalchemy import Connection, select
from sqlalchemy.orm import Mapped, mapped_column

from motcua.store.accounts.account import Account
from motcua.store.base import Base, Id, Record, reference
from motcua.store.dossier.step import Step


class Opinion(Base):
    """What an officer wrote when he finished the step; sealed, since it may speak of persons."""

    __tablename__ = "opinion"

    id: Mapped[Id]
    dossier_id: Mapped[int] = mapped_column(reference("dossier.id"), index=True)
    step_row_id: Mapped[int] = mapped_column(reference("dossier_step.id"))
    author_id: Mapped[int] = mapped_column(reference("account.id"))
    body_sealed: Mapped[bytes]
    written_at: Mapped[datetime]


def of_dossier(connection: Connection, dossier_id: int) -> Sequence[Record]:
    """Oldest first, with `author_name`, `author_title` and `step_name`."""
    return connection.execute(
        select(
            Opinion.__table__,
            Account.display_name.label("author_name"),
            Account.title.label("author_title"),
            Step.name.label("step_name"),
        )
        .join(Account, Account.id == Opinion.author_id)
        .join(Step, Step.id == Opinion.step_row_id)
        .where(Opinion.dossier_id == dossier_id)
        .order_by(Opinion.id)
    ).all()
