"""Ends of dossiers without the result asked for, and what an exception takes up again from there (D-12, D-20)."""

from __future__ import annotations

from collections.abc import Collection, Sequence
from datetime import datetime
from typing import Any

from sqlalchemy import Connection, select, text, update
from sqlalchemy.dialects.postgresql import insert
from sqlalchemy.orm import Mapped, aliased, mapped_column

from motcua.store.accounts.account import Account
from motcua.store.base import Base, Id, Record, reference
from motcua.store.dossier.step import Step
from motcua.store.dossier.wait import Wait
from motcua.store.time.interval import Interval


class Ending(Base):
    """`task_ids` are the steps and waits that were ended with it. A dossier reopened and ended again has several."""

    __tablename__ = "dossier_ending"

    id: Mapped[Id]
    dossier_id: Mapped[int] = mapped_column(reference("dossier.id"), index=True)
    outcome: Mapped[str]
    ended_at: Mapped[datetime]
    ended_by: Mapped[int] = mapped_column(reference("account.id"))
    reason_sealed: Mapped[bytes]
    task_ids: Mapped[list[Any]]
    reopened_at: Mapped[datetime | None]
    reopened_by: Mapped[int | None] = mapped_column(reference("account.id"))
    reopened_reason_sealed: Mapped[bytes | None]


def add(connection: Connection, **values: Any) -> int:
    return connection.execute(insert(Ending).values(**values).returning(Ending.id)).scalar_one()


def change(connection: Connection, row_id: int, **values: Any) -> None:
    connection.execute(update(Ending).where(Ending.id == row_id).values(**values))


def of_dossier(connection: Connection, dossier_id: int) -> Sequence[Record]:
    """Oldest first, with `by_name` and `reopened_name`."""
    ender, reopener = aliased(Account), aliased(Account)
    return connection.execute(
        select(
            Ending.__table__,
            ender.display_name.label("by_name"),
            reopener.display_name.label("reopened_name"),
        )
        .join(ender, ender.id == Ending.ended_by)
        .outerjoin(reopener, reopener.id == Ending.reopened_by)
        .where(Ending.dossier_id == dossier_id)
        .order_by(Ending.id)
    ).all()


def stop_clocks(
    connection: Connection, dossier_id: int, at: datetime, subjects: Collection[tuple[str, str]] | None = None
) -> None:
    """Stop the clocks that run or stand open, those of `subjects` (kind, id) only when given."""
    statement = text(
        "update clock_interval set ended_at = greatest(started_at, :at)"
        " where dossier_id = :dossier_id and ended_at is null"
        " and (:all or kind || ' ' || subject = any(:subjects))"
    )
    connection.execute(
        statement,
        {
            "dossier_id": dossier_id,
            "at": at,
            "all": subjects is None,
            "subjects": [f"{kind} {subject}" for kind, subject in subjects or ()],
        },
    )


def end_visits(connection: Connection, row_ids: Collection[int], at: datetime, counted_to: datetime) -> None:
    """Waiting steps end without being finished."""
    connection.execute(update(Step).where(Step.id.in_(row_ids)).values(left_at=at, counted_to=counted_to))


def take_up(connection: Connection, dossier_id: int, task_ids: Collection[str]) -> Sequence[Record]:
    """Let the steps and waits that an ending ended wait again; the rows of the steps."""
    mine = (Step.dossier_id == dossier_id) & Step.task_id.in_(task_ids)
    connection.execute(update(Step).where(mine).values(left_at=None, counted_to=None))
    connection.execute(
        update(Wait)
        .where(Wait.dossier_id == dossier_id, Wait.task_id.in_(task_ids))
        .values(left_at=None, outcome="")
    )
    return connection.execute(select(Step.__table__).where(mine).order_by(Step.id)).all()


def pause(connection: Connection, dossier_id: int, subject: str, began: datetime, ended: datetime) -> None:
    """The dossier's clocks stood from `began` to `ended`."""
    if ended > began:
        connection.execute(
            insert(Interval).values(
                dossier_id=dossier_id,
                kind="dossier",
                subject=subject,
                reason="paused",
                started_at=began,
                ended_at=ended,
            )
        )
