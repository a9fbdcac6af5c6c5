"""What people decided about a dossier's time: extensions, apologies, pauses (Quảng Trị 29/2020, Điều 18.1)."""

from __future__ import annotations

from collections.abc import Collection, Mapping, Sequence
from datetime import datetime
from typing import Any

from sqlalchemy import Connection, Index, func, select, text, update
from sqlalchemy.dialects.postgresql import insert
from sqlalchemy.orm import Mapped, aliased, mapped_column

from motcua.store.accounts.account import Account
from motcua.store.base import Base, Id, Record, reference
from motcua.store.dossier.step import Step


class Appointment(Base):
    """`kind` is extension or apology; worth `seconds` of working time, or the appointment `until` named in an apology.

    An extension is that of the step `step_row_id` and of its agency, or of `agency_id` as a whole (R-07, E-16).
    `status` is asked, granted, refused or dropped with the dossier; an apology is granted when it is given. What it
    moves is computed, never kept: only the dates that people saw then, in the history. A `pause` has its reason
    here, lasting or over; how long it took is its interval.
    """

    __tablename__ = "appointment_change"
    __table_args__ = (
        Index(
            "uq_appointment_change_asked",
            "dossier_id",
            unique=True,
            postgresql_where=text("status = 'asked'"),
        ),
    )

    id: Mapped[Id]
    dossier_id: Mapped[int] = mapped_column(reference("dossier.id"), index=True)
    kind: Mapped[str]
    step_row_id: Mapped[int | None] = mapped_column(reference("dossier_step.id"))
    agency_id: Mapped[int | None] = mapped_column(reference("agency.id"))
    seconds: Mapped[int] = mapped_column(server_default="0")
    until: Mapped[datetime | None]
    reason_sealed: Mapped[bytes]
    status: Mapped[str]
    asked_by: Mapped[int] = mapped_column(reference("account.id"))
    asked_at: Mapped[datetime]
    decided_by: Mapped[int | None] = mapped_column(reference("account.id"))
    decided_at: Mapped[datetime | None]
    answer_sealed: Mapped[bytes | None]


def add(connection: Connection, **values: Any) -> int:
    return connection.execute(insert(Appointment).values(**values).returning(Appointment.id)).scalar_one()


def decide(connection: Connection, row_id: int, **values: Any) -> None:
    connection.execute(update(Appointment).where(Appointment.id == row_id).values(**values))


def end_pause(connection: Connection, dossier_id: int, **values: Any) -> None:
    """Write down who ended the pause that lasts, and when."""
    connection.execute(
        update(Appointment)
        .where(Appointment.dossier_id == dossier_id, Appointment.status == "lasting")
        .values(status="over", **values)
    )


def drop_asked(connection: Connection, dossier_id: int, at: datetime) -> None:
    """What was asked for, or was paused, ends with the dossier."""
    connection.execute(
        update(Appointment)
        .where(Appointment.dossier_id == dossier_id, Appointment.status.in_(["asked", "lasting"]))
        .values(status="dropped", decided_at=at)
    )


def asked(connection: Connection, dossier_id: int) -> Record | None:
    """The extension that waits for a decision; one at a time."""
    return connection.execute(
        select(Appointment.__table__).where(
            Appointment.dossier_id == dossier_id, Appointment.status == "asked"
        )
    ).first()


def count_apologies(connection: Connection, dossier_id: int) -> int:
    """How often the applicant was asked to excuse a delay, too late or not (R-06)."""
    return connection.execute(
        select(func.count()).where(Appointment.dossier_id == dossier_id, Appointment.kind == "apology")
    ).scalar_one()


def granted(connection: Connection, dossier_ids: Collection[int]) -> Mapping[int, Sequence[Record]]:
    """What was granted to each of these dossiers, in order, with the `task_id` and `step_id` of its step."""
    found: dict[int, list[Record]] = {dossier_id: [] for dossier_id in dossier_ids}
    rows = connection.execute(
        select(Appointment.__table__, Step.task_id, Step.step_id)
        .outerjoin(Step, Step.id == Appointment.step_row_id)
        .where(Appointment.dossier_id.in_(dossier_ids), Appointment.status == "granted")
        .order_by(Appointment.decided_at, Appointment.id)
    )
    for row in rows:
        found[row.dossier_id].append(row)
    return found


def of_dossier(connection: Connection, dossier_id: int) -> Sequence[Record]:
    """Everything asked for, in order, with the step and the names of who asked and who decided."""
    asking, deciding = aliased(Account), aliased(Account)
    return connection.execute(
        select(
            Appointment.__table__,
            Step.name.label("step_name"),
            asking.display_name.label("asked_name"),
            deciding.display_name.label("decided_name"),
        )
        .join(asking, asking.id == Appointment.asked_by)
        .outerjoin(deciding, deciding.id == Appointment.decided_by)
        .outerjoin(Step, Step.id == Appointment.step_row_id)
        .where(Appointment.dossier_id == dossier_id)
        .order_by(Appointment.id)
    ).all()
