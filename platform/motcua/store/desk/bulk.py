"""Actions on many dossiers at once: a run, and a row for each dossier with what became of it (D-13)."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import datetime
from typing import Any
from uuid import UUID

from sqlalchemy import Connection, Index, Uuid, func, select, update
from sqlalchemy.dialects.postgresql import insert
from sqlalchemy.orm import Mapped, mapped_column

from motcua.store.base import Base, Id, Record, reference


class BulkRun(Base):
    """`key` is given by the page that starts it, so that sending the page again starts nothing.

    `given_sealed` are the inputs that all the dossiers share, as they were typed.
    """

    __tablename__ = "bulk_run"
    __table_args__ = (Index("ix_bulk_run_account", "account_id", "id"),)

    id: Mapped[Id]
    key: Mapped[UUID] = mapped_column(Uuid, unique=True)
    account_id: Mapped[int] = mapped_column(reference("account.id"))
    action: Mapped[str]
    given_sealed: Mapped[bytes]
    started_at: Mapped[datetime]


class BulkItem(Base):
    """`outcome` is empty while the dossier waits for its turn, then done or failed, with the reason in both languages."""

    __tablename__ = "bulk_item"

    run_id: Mapped[int] = mapped_column(reference("bulk_run.id"), primary_key=True)
    number: Mapped[int] = mapped_column(primary_key=True)
    dossier_code: Mapped[str]
    task_id: Mapped[str] = mapped_column(default="")
    outcome: Mapped[str] = mapped_column(default="")
    problem: Mapped[str] = mapped_column(default="")
    problem_en: Mapped[str] = mapped_column(default="")
    finished_at: Mapped[datetime | None]


def add(connection: Connection, **values: Any) -> int | None:
    """A new run; its id, or None when one with this key was started before."""
    statement = insert(BulkRun).values(**values).on_conflict_do_nothing().returning(BulkRun.id)
    return connection.execute(statement).scalar_one_or_none()


def add_items(connection: Connection, run_id: int, items: Sequence[tuple[str, str]]) -> None:
    """The dossiers of a run as (code, task id), numbered from 1."""
    rows = [
        {"run_id": run_id, "number": number, "dossier_code": code, "task_id": task_id}
        for number, (code, task_id) in enumerate(items, 1)
    ]
    connection.execute(insert(BulkItem), rows)


def by_key(connection: Connection, key: UUID) -> Record | None:
    return connection.execute(select(BulkRun.__table__).where(BulkRun.key == key)).first()


def by_id(connection: Connection, run_id: int) -> Record | None:
    return connection.execute(select(BulkRun.__table__).where(BulkRun.id == run_id)).first()


def items(connection: Connection, run_id: int) -> Sequence[Record]:
    """The rows of a run in their order."""
    return connection.execute(
        select(BulkItem.__table__).where(BulkItem.run_id == run_id).order_by(BulkItem.number)
    ).all()


def take(connection: Connection, run_id: int, number: int) -> Record | None:
    """Lock one row that is still to be done until the transaction ends; None when it is done or failed."""
    statement = select(BulkItem.__table__).where(
        BulkItem.run_id == run_id, BulkItem.number == number, BulkItem.outcome == ""
    )
    return connection.execute(statement.with_for_update()).first()


def finish(
    connection: Connection,
    run_id: int,
    number: int,
    outcome: str,
    at: datetime,
    problem: str = "",
    problem_en: str = "",
) -> None:
    """Write what became of one dossier."""
    connection.execute(
        update(BulkItem)
        .where(BulkItem.run_id == run_id, BulkItem.number == number)
        .values(outcome=outcome, finished_at=at, problem=problem, problem_en=problem_en)
    )


def of_account(connection: Connection, account_id: int, limit: int = 30) -> Sequence[Record]:
    """The newest runs of an account with how many dossiers are `total`, `done` and `failed`."""
    counted = (
        select(
            BulkItem.run_id,
            func.count().label("total"),
            func.count().filter(BulkItem.outcome == "done").label("done"),
            func.count().filter(BulkItem.outcome == "failed").label("failed"),
        )
        .group_by(BulkItem.run_id)
        .subquery()
    )
    newest = (
        select(BulkRun.__table__)
        .where(BulkRun.account_id == account_id)
        .order_by(BulkRun.id.desc())
        .limit(limit)
        .subquery()
    )
    return connection.execute(
        select(newest, counted.c.total, counted.c.done, counted.c.failed)
        .join(counted, counted.c.run_id == newest.c.id)
        .order_by(newest.c.id.desc())
    ).all()
