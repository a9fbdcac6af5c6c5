"""Trials of drafts and versions (A-18): in a table of their own, so that no list, count or job of dossiers meets them."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import datetime
from typing import Any

from sqlalchemy import JSON, CheckConstraint, Connection, delete, select, update
from sqlalchemy.dialects.postgresql import insert
from sqlalchemy.orm import Mapped, mapped_column

from motcua.store.base import Base, Id, Record, reference
from motcua.store.process.procedure import Procedure, ProcedureVersion


class Trial(Base):
    """One test dossier of a draft or of a version. `bpmn` and `forms` are what it began with, and keeps.

    `course_sealed` holds its data and where it stands, `log` what happened; `at` is its own clock. `state` is
    for lists; `revision` grows with every deed.
    """

    __tablename__ = "trial"
    __table_args__ = (CheckConstraint("(draft_id is null) <> (version_id is null)", "of_one"),)

    id: Mapped[Id]
    draft_id: Mapped[int | None] = mapped_column(reference("process_draft.id"), index=True)
    version_id: Mapped[int | None] = mapped_column(reference("procedure_version.id"), index=True)
    agency_id: Mapped[int] = mapped_column(reference("agency.id"))
    bpmn: Mapped[bytes]
    forms: Mapped[dict[str, Any]] = mapped_column(JSON)
    at: Mapped[datetime]
    state: Mapped[str]
    course_sealed: Mapped[bytes]
    start_sealed: Mapped[bytes]
    log: Mapped[list[Any]]
    revision: Mapped[int] = mapped_column(server_default="1")
    author_id: Mapped[int] = mapped_column(reference("account.id"))
    author_name: Mapped[str]
    begun_at: Mapped[datetime]
    used_at: Mapped[datetime]


_LISTED = [
    column
    for column in Trial.__table__.columns
    if column.name not in {"bpmn", "forms", "course_sealed", "start_sealed", "log"}
]


def add(connection: Connection, **values: Any) -> int:
    return connection.execute(insert(Trial).values(**values).returning(Trial.id)).scalar_one()


def by_id(connection: Connection, trial_id: int, *, lock: bool = False) -> Record | None:
    statement = select(Trial.__table__).where(Trial.id == trial_id)
    return connection.execute(statement.with_for_update() if lock else statement).first()


def change(connection: Connection, trial_id: int, **values: Any) -> None:
    connection.execute(
        update(Trial).where(Trial.id == trial_id).values(revision=Trial.revision + 1, **values)
    )


def remove(connection: Connection, trial_id: int) -> None:
    connection.execute(delete(Trial).where(Trial.id == trial_id))


def of_draft(connection: Connection, draft_id: int) -> Sequence[Record]:
    """The trials of a draft, the one used last first, without what they hold."""
    return connection.execute(_listing().where(Trial.draft_id == draft_id)).all()


def of_version(connection: Connection, version_id: int) -> Sequence[Record]:
    """The trials of a version, the one used last first, without what they hold."""
    return connection.execute(_listing().where(Trial.version_id == version_id)).all()


def version(connection: Connection, version_id: int) -> Record | None:
    """A version to be tried, with its procedure's code, name, field, level and owner."""
    return connection.execute(
        select(
            ProcedureVersion.__table__,
            Procedure.code,
            Procedure.name,
            Procedure.field,
            Procedure.level,
            Procedure.owner_id,
        )
        .join(Procedure, Procedure.id == ProcedureVersion.procedure_id)
        .where(ProcedureVersion.id == version_id)
    ).first()


def _listing() -> Any:
    return select(*_LISTED).order_by(Trial.used_at.desc(), Trial.id.desc())
