"""The life of versions: added once approved, waiting for their day, ended; and what was done to each, by whom."""

from __future__ import annotations

from collections.abc import Collection, Sequence
from datetime import datetime
from typing import Any

from sqlalchemy import Connection, Index, func, not_, or_, select, text, update
from sqlalchemy.dialects.postgresql import insert
from sqlalchemy.orm import Mapped, mapped_column

from motcua.store.base import Base, Id, Record, reference
from motcua.store.process.procedure import Field, Procedure, ProcedureVersion
from motcua.store.process.process_draft import ProcessDraft

WARNINGS = ("warn_soon", "warn_late")


class VersionEvent(Base):
    """What was done to a draft on its way to a version, or to the version; nobody is the actor of a job.

    `kind` is submit, withdraw, send_back, decision, approve, confirm, schedule, hold, activate, supersede, call_off,
    abolish, warn_soon or warn_late; each warning is there once for a draft. Rows are only ever added: a trigger
    refuses anything else.
    """

    __tablename__ = "version_event"
    __table_args__ = (
        Index(
            "uq_version_event_warning",
            "draft_id",
            "kind",
            unique=True,
            postgresql_where=text("kind in ('warn_soon', 'warn_late')"),
        ),
    )

    id: Mapped[Id]
    draft_id: Mapped[int | None] = mapped_column(reference("process_draft.id"), index=True)
    version_id: Mapped[int | None] = mapped_column(reference("procedure_version.id"), index=True)
    kind: Mapped[str]
    at: Mapped[datetime]
    actor_id: Mapped[int | None] = mapped_column(reference("account.id"))
    actor_name: Mapped[str]
    detail: Mapped[dict[str, Any]] = mapped_column(server_default=text("'{}'"))


_LIGHT = [
    column for column in ProcedureVersion.__table__.columns if column.name not in {"bpmn", "forms", "digest"}
]


def hold_procedure(connection: Connection, procedure_id: int) -> Record:
    """The procedure, locked until the end of the transaction: its versions change one at a time."""
    return connection.execute(
        select(Procedure.__table__).where(Procedure.id == procedure_id).with_for_update()
    ).one()


def add(connection: Connection, procedure_id: int, **values: Any) -> int:
    """Add the next version, waiting for its day; its id. The procedure must be held."""
    highest = select(func.coalesce(func.max(ProcedureVersion.number), 0) + 1).where(
        ProcedureVersion.procedure_id == procedure_id
    )
    return connection.execute(
        insert(ProcedureVersion)
        .values(procedure_id=procedure_id, number=highest.scalar_subquery(), state="waiting", **values)
        .returning(ProcedureVersion.id)
    ).scalar_one()


def is_decided(connection: Connection, code: str) -> bool:
    """Whether people approved a version of the procedure, called off ones left aside, or took it out of use."""
    version = ProcedureVersion
    approved = version.approver_id.is_not(None) & (
        (version.state != "abolished") | version.activated_at.is_not(None)
    )
    found = (
        select(Procedure.id)
        .outerjoin(version, version.procedure_id == Procedure.id)
        .where(Procedure.code == code, approved | not_(Procedure.is_active))
    )
    return connection.execute(found.limit(1)).first() is not None


def change(connection: Connection, version_id: int, **values: Any) -> None:
    """Write state and dates of a version; what it holds is refused by the database."""
    connection.execute(update(ProcedureVersion).where(ProcedureVersion.id == version_id).values(**values))


def close(connection: Connection, procedure_id: int) -> None:
    """Take the procedure out of the catalogue: nobody can file it any more."""
    connection.execute(update(Procedure).where(Procedure.id == procedure_id).values(is_active=False))


def procedure_of(connection: Connection, procedure_id: int) -> Record:
    return connection.execute(select(Procedure.__table__).where(Procedure.id == procedure_id)).one()


def field_of(connection: Connection, key: str) -> Record:
    """A field of government: key, name, name_en."""
    return connection.execute(select(Field.__table__).where(Field.key == key)).one()


def of_procedure(connection: Connection, procedure_id: int) -> Sequence[Record]:
    """All versions without what they hold, the newest first."""
    return connection.execute(
        select(*_LIGHT)
        .where(ProcedureVersion.procedure_id == procedure_id)
        .order_by(ProcedureVersion.number.desc())
    ).all()


def waiting(connection: Connection, procedure_ids: Collection[int] | None = None) -> Sequence[Record]:
    """Versions that wait for their day, of all procedures or of some, without what they hold."""
    statement = select(*_LIGHT).where(ProcedureVersion.state == "waiting")
    if procedure_ids is not None:
        statement = statement.where(ProcedureVersion.procedure_id.in_(procedure_ids))
    return connection.execute(statement.order_by(ProcedureVersion.effective_at, ProcedureVersion.id)).all()


def unbegun(connection: Connection) -> Sequence[Record]:
    """Procedures of which no version was ever in force, while their first one waits."""
    first = select(ProcedureVersion.procedure_id).where(ProcedureVersion.state == "waiting")
    return connection.execute(
        select(Procedure.__table__)
        .where(Procedure.version_id.is_(None), Procedure.id.in_(first))
        .order_by(Procedure.name)
    ).all()


def due(connection: Connection, now: datetime) -> Sequence[int]:
    """The waiting versions whose day has come, the earliest day first."""
    return (
        connection.execute(
            select(ProcedureVersion.id)
            .where(ProcedureVersion.state == "waiting", ProcedureVersion.effective_at <= now)
            .order_by(ProcedureVersion.effective_at, ProcedureVersion.id)
        )
        .scalars()
        .all()
    )


def decided(connection: Connection, *, is_done: bool, limit: int) -> Sequence[Record]:
    """Drafts with a decision, newest first: those in force as versions (`is_done`), or those that are not yet.

    With `version_number`, `approved_at`, `effective_at` and `activated_at` of what they became; what was thrown away
    or called off is left out.
    """
    columns = [
        column for column in ProcessDraft.__table__.columns if column.name not in {"bpmn", "forms", "notes"}
    ]
    version = ProcedureVersion
    in_force = version.activated_at.is_not(None)
    on_its_way = version.activated_at.is_(None) & or_(version.state.is_(None), version.state == "waiting")
    return connection.execute(
        select(
            *columns,
            version.number.label("version_number"),
            version.approved_at,
            version.effective_at,
            version.activated_at,
        )
        .outerjoin(version, version.id == ProcessDraft.version_id)
        .where(ProcessDraft.decision != text("'{}'::jsonb"), ProcessDraft.state != "discarded")
        .where(in_force if is_done else on_its_way)
        .order_by(version.activated_at.desc(), ProcessDraft.id.desc())
        .limit(limit)
    ).all()


def write(connection: Connection, **values: Any) -> int | None:
    """Add an event; its id, None for a warning that was given before."""
    statement = insert(VersionEvent).values(**values)
    if values["kind"] in WARNINGS:
        statement = statement.on_conflict_do_nothing()
    return connection.execute(statement.returning(VersionEvent.id)).scalar_one_or_none()


def events(connection: Connection, draft_id: int | None, version_id: int | None) -> Sequence[Record]:
    """What was done to the draft or to the version, oldest first."""
    asked = []
    if draft_id is not None:
        asked.append(VersionEvent.draft_id == draft_id)
    if version_id is not None:
        asked.append(VersionEvent.version_id == version_id)
    if not asked:
        return []
    return connection.execute(
        select(VersionEvent.__table__).where(or_(*asked)).order_by(VersionEvent.id)
    ).all()


def last_event(connection: Connection, version_id: int, kinds: Collection[str]) -> Record | None:
    """The newest event of these kinds of a version."""
    return connection.execute(
        select(VersionEvent.__table__)
        .where(VersionEvent.version_id == version_id, VersionEvent.kind.in_(kinds))
        .order_by(VersionEvent.id.desc())
        .limit(1)
    ).first()
