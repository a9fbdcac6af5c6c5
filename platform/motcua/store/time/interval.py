"""The clock of dossiers, steps and agencies as stored intervals (E-02, E-09, R-13)."""

from __future__ import annotations

from collections.abc import Collection, Mapping, Sequence
from datetime import datetime

from sqlalchemy import (
    ColumnElement,
    Connection,
    Index,
    and_,
    exists,
    func,
    insert,
    select,
    text,
    tuple_,
    update,
)
from sqlalchemy.orm import Mapped, mapped_column

from motcua.store.base import Base, Id, Record, reference

# The subject of the one pause that people made; those of the process are named by their task.
BY_HAND = "pause"


class Interval(Base):
    """`kind` is dossier, step, agency, group or person; `subject` names it: a task, an agency's or an account's id.

    A group's is the task that nobody holds (R-14). `task_id` is the task a person is charged for (E-10).
    """

    __tablename__ = "clock_interval"
    # Room on every page, and no index on what changes: a clock is stopped without touching an index.
    __table_args__ = (
        # Pauses are few: lists find them by themselves. What an interval is for does not change.
        Index(
            "ix_clock_interval_stop",
            "dossier_id",
            postgresql_where=text("kind = 'dossier' and reason <> 'running'"),
        ),
        {"postgresql_with": {"fillfactor": 70}},
    )

    id: Mapped[Id]
    dossier_id: Mapped[int] = mapped_column(reference("dossier.id"), index=True)
    kind: Mapped[str]
    subject: Mapped[str]
    task_id: Mapped[str | None]
    reason: Mapped[str]
    started_at: Mapped[datetime]
    ended_at: Mapped[datetime | None]


def of_dossiers(
    connection: Connection, dossier_ids: Collection[int], kinds: Collection[str] = ()
) -> Mapping[int, Sequence[Record]]:
    """The intervals of each of these dossiers, in order; only those of the `kinds` where some are named."""
    wanted = select(Interval.__table__).where(Interval.dossier_id.in_(dossier_ids)).order_by(Interval.id)
    if kinds:
        wanted = wanted.where(Interval.kind.in_(kinds))
    rows = connection.execute(wanted).all()
    found: dict[int, list[Record]] = {dossier_id: [] for dossier_id in dossier_ids}
    for row in rows:
        found[row.dossier_id].append(row)
    return found


def begin(connection: Connection, dossier_id: int, subject: str, reason: str, at: datetime) -> None:
    """The dossier's clock stands from `at` for this reason, until `end` is told of the same subject."""
    connection.execute(
        insert(Interval).values(
            dossier_id=dossier_id, kind="dossier", subject=subject, reason=reason, started_at=at
        )
    )


def end(connection: Connection, dossier_id: int, subject: str, at: datetime) -> None:
    """End what began under this subject; a pause that began after hours ends no earlier than it began."""
    connection.execute(
        update(Interval)
        .where(_lasting(dossier_id), Interval.subject == subject)
        .values(ended_at=func.greatest(Interval.started_at, at))
    )


def stop(connection: Connection, dossier_id: int, clocks: Collection[tuple[str, str]], at: datetime) -> None:
    """Stop running clocks by (kind, subject), those of persons by (kind, task)."""
    whose = tuple_(Interval.kind, func.coalesce(Interval.task_id, Interval.subject))
    connection.execute(
        update(Interval)
        .where(Interval.dossier_id == dossier_id, Interval.ended_at.is_(None), whose.in_(clocks))
        .values(ended_at=func.greatest(Interval.started_at, at))
    )


def lasts(connection: Connection, dossier_id: int, subject: str) -> bool:
    """Whether the dossier's clock stands under this subject."""
    return bool(
        connection.execute(
            select(exists().where(_lasting(dossier_id), Interval.subject == subject))
        ).scalar_one()
    )


def waits_elsewhere(connection: Connection, dossier_id: int, subject: str, reason: str) -> bool:
    """Whether the dossier waits for the same reason under another subject."""
    return bool(
        connection.execute(
            select(
                exists().where(_lasting(dossier_id), Interval.subject != subject, Interval.reason == reason)
            )
        ).scalar_one()
    )


def _lasting(dossier_id: int) -> ColumnElement[bool]:
    return and_(Interval.dossier_id == dossier_id, Interval.kind == "dossier", Interval.ended_at.is_(None))
