"""Orders to sign: a run is one unlocking of a key, an order one document of it (A-14, F-13)."""

from __future__ import annotations

from collections.abc import Collection, Sequence
from datetime import datetime
from typing import Any
from uuid import UUID

from sqlalchemy import Connection, Index, Uuid, func, select, text, update
from sqlalchemy.dialects.postgresql import insert
from sqlalchemy.orm import Mapped, mapped_column

from motcua.store.base import Base, Id, Record, reference

OPEN = ("waiting", "working")


class SignatureRun(Base):
    """`key` is given by the page that starts it, so that sending the page again signs nothing twice.

    `secret_sealed` opens the key until `secret_until`, and is erased as soon as the run is over.
    """

    __tablename__ = "signature_run"

    id: Mapped[Id]
    key: Mapped[UUID] = mapped_column(Uuid, unique=True)
    account_id: Mapped[int] = mapped_column(reference("account.id"), index=True)
    signing_key_id: Mapped[int] = mapped_column(reference("signing_key.id"))
    secret_sealed: Mapped[bytes | None]
    secret_until: Mapped[datetime | None]
    started_at: Mapped[datetime]


class SignatureOrder(Base):
    """One document to be signed at one step: waiting, working, signed, failed, or called_off.

    `file_id` is the very version of the document, null
    where nothing could be ordered. `run_id` is empty where it is signed outside and sent back.
    """

    __tablename__ = "signature_order"
    __table_args__ = (
        # A version of a document is being signed once at a time at a step.
        Index(
            "uq_signature_order_open",
            "file_id",
            "task_id",
            unique=True,
            postgresql_where=text("state in ('waiting', 'working')"),
        ),
    )

    id: Mapped[Id]
    run_id: Mapped[int | None] = mapped_column(reference("signature_run.id"), index=True)
    account_id: Mapped[int] = mapped_column(reference("account.id"))
    dossier_id: Mapped[int | None] = mapped_column(reference("dossier.id"), index=True)
    dossier_code: Mapped[str]
    task_id: Mapped[str]
    step_id: Mapped[str]
    document: Mapped[str]
    slot: Mapped[str]
    signer: Mapped[str]
    file_id: Mapped[int | None] = mapped_column(reference("file.id"))
    sha256: Mapped[str]
    state: Mapped[str] = mapped_column(default="waiting")
    problem: Mapped[str] = mapped_column(default="")
    problem_en: Mapped[str] = mapped_column(default="")
    ordered_at: Mapped[datetime]
    changed_at: Mapped[datetime]


def add_run(connection: Connection, **values: Any) -> int | None:
    """A new run; its id, or None when one with this key was started before."""
    statement = insert(SignatureRun).values(**values).on_conflict_do_nothing().returning(SignatureRun.id)
    return connection.execute(statement).scalar_one_or_none()


def run_by_key(connection: Connection, key: UUID) -> Record | None:
    return connection.execute(select(SignatureRun.__table__).where(SignatureRun.key == key)).first()


def run_by_id(connection: Connection, run_id: int) -> Record | None:
    return connection.execute(select(SignatureRun.__table__).where(SignatureRun.id == run_id)).first()


def hold_run(connection: Connection, run_id: int) -> Record | None:
    """Lock the run until this transaction ends; None when somebody carries it out already."""
    statement = select(SignatureRun.__table__).where(SignatureRun.id == run_id)
    return connection.execute(statement.with_for_update(skip_locked=True)).first()


def erase_secret(connection: Connection, run_id: int) -> None:
    connection.execute(
        update(SignatureRun).where(SignatureRun.id == run_id).values(secret_sealed=None, secret_until=None)
    )


def late_runs(connection: Connection, before: datetime) -> Sequence[int]:
    """The runs that still keep what opens their key though its time is over."""
    late = select(SignatureRun.id).where(SignatureRun.secret_until < before)
    return connection.execute(late.order_by(SignatureRun.id)).scalars().all()


def add(connection: Connection, **values: Any) -> int | None:
    """A new order; its id, or None while the same version of the document is being signed at the step."""
    statement = insert(SignatureOrder).values(**values).on_conflict_do_nothing().returning(SignatureOrder.id)
    return connection.execute(statement).scalar_one_or_none()


def of_run(connection: Connection, run_id: int) -> Sequence[Record]:
    """The orders of a run in their order."""
    mine = select(SignatureOrder.__table__).where(SignatureOrder.run_id == run_id)
    return connection.execute(mine.order_by(SignatureOrder.id)).all()


def by_id(connection: Connection, order_id: int, *, lock: bool = False) -> Record | None:
    statement = select(SignatureOrder.__table__).where(SignatureOrder.id == order_id)
    return connection.execute(statement.with_for_update() if lock else statement).first()


def last_of_step(connection: Connection, dossier_id: int, task_id: str) -> Record | None:
    """The newest order at a step."""
    mine = (SignatureOrder.dossier_id == dossier_id) & (SignatureOrder.task_id == task_id)
    statement = select(SignatureOrder.__table__).where(mine).order_by(SignatureOrder.id.desc())
    return connection.execute(statement.limit(1)).first()


def change(
    connection: Connection,
    order_ids: Collection[int],
    state: str,
    at: datetime,
    problem: str = "",
    problem_en: str = "",
) -> int:
    """Write what has become of orders that are still open; of how many."""
    return connection.execute(
        update(SignatureOrder)
        .where(SignatureOrder.id.in_(order_ids), SignatureOrder.state.in_(OPEN))
        .values(state=state, changed_at=at, problem=problem, problem_en=problem_en)
    ).rowcount


def of_account(connection: Connection, account_id: int, limit: int = 30) -> Sequence[Record]:
    """The newest runs of an account with how many documents are `total`, `signed` and `failed`."""
    counted = (
        select(
            SignatureOrder.run_id,
            func.count().label("total"),
            func.count().filter(SignatureOrder.state == "signed").label("signed"),
            func.count().filter(SignatureOrder.state.in_(("failed", "called_off"))).label("failed"),
        )
        .where(SignatureOrder.account_id == account_id)
        .group_by(SignatureOrder.run_id)
        .subquery()
    )
    return connection.execute(
        select(SignatureRun.id, SignatureRun.started_at, counted.c.total, counted.c.signed, counted.c.failed)
        .join(counted, counted.c.run_id == SignatureRun.id)
        .order_by(SignatureRun.id.desc())
        .limit(limit)
    ).all()
