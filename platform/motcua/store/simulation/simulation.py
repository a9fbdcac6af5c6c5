"""Simulations of drafts and versions: what was assumed, how far the reckoning is, and what it came to (A-18)."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import datetime
from typing import Any

from sqlalchemy import CheckConstraint, Connection, delete, func, select, update
from sqlalchemy.dialects.postgresql import insert
from sqlalchemy.orm import Mapped, mapped_column

from motcua.store.accounts.account import Account
from motcua.store.base import Base, Id, Record, reference
from motcua.store.dossier.dossier import Dossier
from motcua.store.dossier.step import Step


class Simulation(Base):
    """One reckoning, done by a worker. `state` is waiting, running, done or failed; `done` of `total` dossiers are reckoned.

    `bpmn` is the linked model as it was when asked for, `assumed` the numbers given, `result` what came of them.
    """

    __tablename__ = "simulation"
    __table_args__ = (CheckConstraint("(draft_id is null) <> (version_id is null)", "of_one"),)

    id: Mapped[Id]
    draft_id: Mapped[int | None] = mapped_column(reference("process_draft.id"), index=True)
    version_id: Mapped[int | None] = mapped_column(reference("procedure_version.id"), index=True)
    bpmn: Mapped[bytes]
    assumed: Mapped[dict[str, Any]]
    state: Mapped[str] = mapped_column(server_default="waiting")
    done: Mapped[int] = mapped_column(server_default="0")
    total: Mapped[int]
    result: Mapped[dict[str, Any] | None]
    problem: Mapped[str] = mapped_column(server_default="")
    problem_en: Mapped[str] = mapped_column(server_default="")
    author_id: Mapped[int] = mapped_column(reference("account.id"))
    author_name: Mapped[str]
    asked_at: Mapped[datetime]
    ended_at: Mapped[datetime | None]


_LISTED = [
    column for column in Simulation.__table__.columns if column.name not in {"bpmn", "assumed", "result"}
]


def add(connection: Connection, **values: Any) -> int:
    return connection.execute(insert(Simulation).values(**values).returning(Simulation.id)).scalar_one()


def by_id(connection: Connection, simulation_id: int) -> Record | None:
    return connection.execute(select(Simulation.__table__).where(Simulation.id == simulation_id)).first()


def change(connection: Connection, simulation_id: int, **values: Any) -> None:
    """Write columns of a simulation that has not ended; one that was deleted meanwhile is left alone."""
    connection.execute(
        update(Simulation)
        .where(Simulation.id == simulation_id, Simulation.ended_at.is_(None))
        .values(**values)
    )


def remove(connection: Connection, simulation_id: int) -> None:
    connection.execute(delete(Simulation).where(Simulation.id == simulation_id))


def open_of(connection: Connection, author_id: int) -> int | None:
    """The simulation that a person asked for and that has not ended; who asks at the same time waits for the answer."""
    connection.execute(select(Account.id).where(Account.id == author_id).with_for_update(key_share=True))
    statement = select(Simulation.id).where(Simulation.author_id == author_id, Simulation.ended_at.is_(None))
    return connection.execute(statement.limit(1)).scalar()


def of_draft(connection: Connection, draft_id: int) -> Sequence[Record]:
    """The simulations of a draft, the newest first, without models and results."""
    return connection.execute(_listing().where(Simulation.draft_id == draft_id)).all()


def of_version(connection: Connection, version_id: int) -> Sequence[Record]:
    """The simulations of a version, the newest first, without models and results."""
    return connection.execute(_listing().where(Simulation.version_id == version_id)).all()


def _listing() -> Any:
    return select(*_LISTED).order_by(Simulation.id.desc())


def past_visits(connection: Connection, version_id: int, most: int) -> Sequence[Record]:
    """The last finished visits to steps made under a version: step, agency, when somebody began and when it counted as done."""
    under = func.coalesce(Step.kept_version_id, Dossier.version_id) == version_id
    return connection.execute(
        select(
            Step.step_id,
            Step.agency_id,
            func.coalesce(Step.claimed_at, Step.counted_from).label("began_at"),
            Step.counted_to,
        )
        .join(Dossier, Dossier.id == Step.dossier_id)
        .where(under, Step.left_at.is_not(None), Step.counted_to.is_not(None), Step.outcome == "")
        .order_by(Step.id.desc())
        .limit(most)
    ).all()


def accepted_since(connection: Connection, version_id: int, since: datetime) -> int:
    """How many dossiers of a version were accepted since an instant."""
    return connection.execute(
        select(func.count())
        .select_from(Dossier)
        .where(Dossier.version_id == version_id, Dossier.accepted_at >= since)
    ).scalar_one()
