"""What a dossier waits for besides people: timers, messages, signals and calls to other systems.

One row per waiting of the engine, kept with its end for the dossier's history.
"""

from __future__ import annotations

from collections.abc import Collection, Mapping, Sequence
from datetime import datetime
from typing import Any

from sqlalchemy import Connection, Index, UniqueConstraint, select, text, update
from sqlalchemy.orm import Mapped, mapped_column

from motcua.store.agencies.agency import Agency
from motcua.store.base import Base, Id, Record, reference
from motcua.store.dossier.dossier import Dossier
from motcua.store.process.procedure import Procedure


class Wait(Base):
    """`kind` is timer, message, signal or service; `element` the BPMN id that waits.

    `counted_from` is null until the dossier is accepted: nothing runs before. `due_at` is when the timer's or
    the call's next job has to act, an index recomputed when it does (R-28); null where nothing is to be done by
    time. `repeats_left` is a cycle's. `status` of a call is ready, running or failed; `attempts` counts those
    begun, `problem` is the code of the last failure and `problem_text` its sentence, free of personal data.
    `outcome` says how it ended: fired, arrived, answered, caught or withdrawn.
    """

    __tablename__ = "dossier_wait"
    __table_args__ = (
        UniqueConstraint("dossier_id", "task_id"),
        Index("ix_dossier_wait_due", "due_at", postgresql_where=text("left_at is null")),
        Index("ix_dossier_wait_failed", "id", postgresql_where=text("status = 'failed' and left_at is null")),
    )

    id: Mapped[Id]
    dossier_id: Mapped[int] = mapped_column(reference("dossier.id"))
    task_id: Mapped[str]
    element: Mapped[str]
    kind: Mapped[str]
    arrived_at: Mapped[datetime]
    counted_from: Mapped[datetime | None]
    due_at: Mapped[datetime | None]
    repeats_left: Mapped[int | None]
    status: Mapped[str] = mapped_column(server_default="ready")
    attempts: Mapped[int] = mapped_column(server_default="0")
    problem: Mapped[str] = mapped_column(server_default="")
    problem_text: Mapped[str] = mapped_column(server_default="")
    left_at: Mapped[datetime | None]
    outcome: Mapped[str] = mapped_column(server_default="")


def by_task(connection: Connection, dossier_id: int, task_id: str) -> Record | None:
    return connection.execute(
        select(Wait.__table__).where(Wait.dossier_id == dossier_id, Wait.task_id == task_id)
    ).first()


def opened(connection: Connection, dossier_id: int) -> Sequence[Record]:
    """What the dossier waits for now."""
    return connection.execute(
        select(Wait.__table__).where(Wait.dossier_id == dossier_id, Wait.left_at.is_(None)).order_by(Wait.id)
    ).all()


def of_dossiers(connection: Connection, dossier_ids: Collection[int]) -> Mapping[int, Sequence[Record]]:
    """Everything these dossiers wait or have waited for, in order of arrival, by dossier."""
    found: dict[int, list[Record]] = {dossier_id: [] for dossier_id in dossier_ids}
    for row in connection.execute(
        select(Wait.__table__).where(Wait.dossier_id.in_(dossier_ids)).order_by(Wait.arrived_at, Wait.id)
    ):
        found[row.dossier_id].append(row)
    return found


def change(connection: Connection, row_id: int, **values: Any) -> None:
    connection.execute(update(Wait).where(Wait.id == row_id).values(**values))


def begin_attempt(connection: Connection, row_id: int, now: datetime, lost_at: datetime) -> Record | None:
    """Take a call that is due for one attempt, for nobody else until `lost_at`; None when it is not to be made."""
    statement = (
        update(Wait)
        .where(
            Wait.id == row_id,
            Wait.left_at.is_(None),
            Wait.status.in_(["ready", "running"]),
            Wait.due_at <= now,
        )
        .values(status="running", attempts=Wait.attempts + 1, due_at=lost_at)
    )
    return connection.execute(statement.returning(Wait.__table__)).first()


_WITH_DOSSIER = (
    select(
        Wait.__table__,
        Dossier.code,
        Dossier.version_id,
        Dossier.agency_id,
        Procedure.name.label("procedure_name"),
        Procedure.name_en.label("procedure_name_en"),
        Agency.name.label("agency_name"),
        Agency.name_en.label("agency_name_en"),
    )
    .join(Dossier, Dossier.id == Wait.dossier_id)
    .join(Procedure, Procedure.id == Dossier.procedure_id)
    .join(Agency, Agency.id == Dossier.agency_id)
)

# A job in the queue will see to its row; a row without one was lost between two releases or by hand.
_LOST = text(
    "select w.dossier_id, w.task_id, w.kind from dossier_wait w"
    " where w.left_at is null and w.due_at <= :before and w.status <> 'failed' and not exists ("
    " select from procrastinate_jobs j where j.status in ('todo', 'doing')"
    " and j.task_name = case w.kind when 'service' then 'run_operation' else 'fire_timer' end"
    " and j.args @> jsonb_build_object('dossier_id', w.dossier_id, 'task_id', w.task_id)"
    " and (j.status = 'doing' or coalesce(j.scheduled_at, :before) <= :before))"
    " order by w.due_at limit :most"
)


def lost(connection: Connection, before: datetime, most: int = 500) -> Sequence[Record]:
    """Rows due by `before` that no job of the queue will see to: dossier_id, task_id, kind."""
    return connection.execute(_LOST, {"before": before, "most": most}).all()


def failed(connection: Connection, agency_ids: Collection[int], most: int = 200) -> Sequence[Record]:
    """Calls that wait for an operator, newest first, of the dossiers of these agencies."""
    return connection.execute(
        _WITH_DOSSIER.where(
            Wait.status == "failed",
            Wait.left_at.is_(None),
            Dossier.agency_id.in_(agency_ids),
        )
        .order_by(Wait.id.desc())
        .limit(most)
    ).all()
