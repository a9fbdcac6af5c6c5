"""Drafts of processes: what is drawn in the studio before it is approved as a version."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from datetime import datetime
from typing import Any

from sqlalchemy import JSON, BigInteger, Connection, Index, false, select, text, update
from sqlalchemy.dialects.postgresql import insert
from sqlalchemy.orm import Mapped, mapped_column

from motcua.store.base import LARGEST_NUMBER, Base, Id, Record, reference

OPEN = ("draft", "submitted")


class ProcessDraft(Base):
    """`state` is draft, submitted, approved or discarded; `revision` grows with every change (lost updates are refused).

    `forms` are frozen when it is submitted; until then they are the library's, unless it `has_own_forms`.
    `submitted_digest` is then of all that a version would hold, what it calls included; empty otherwise. `hands` are
    the ids of all who changed it, `notes` what an import was in doubt about ({element, text, text_en}), `decision` as
    of a version.
    """

    __tablename__ = "process_draft"
    __table_args__ = (
        Index(
            "ix_process_draft_open", "updated_at", postgresql_where=text("state in ('draft', 'submitted')")
        ),
    )

    id: Mapped[Id]
    code: Mapped[str]
    name: Mapped[str]
    field: Mapped[str] = mapped_column(reference("field.key"))
    level: Mapped[str]
    owner_id: Mapped[int | None] = mapped_column(reference("agency.id"))
    procedure_id: Mapped[int | None] = mapped_column(reference("procedure.id"), index=True)
    based_on: Mapped[int | None] = mapped_column(reference("procedure_version.id"))
    bpmn: Mapped[bytes]
    # Plain JSON keeps the order of keys, which is the order of questions; JSONB does not.
    forms: Mapped[dict[str, Any]] = mapped_column(JSON)
    has_own_forms: Mapped[bool] = mapped_column(server_default=false())
    submitted_digest: Mapped[str] = mapped_column(server_default="")
    state: Mapped[str] = mapped_column(server_default="draft")
    revision: Mapped[int] = mapped_column(server_default="1")
    reason: Mapped[str] = mapped_column(server_default="")
    origin: Mapped[str]
    notes: Mapped[list[Any]] = mapped_column(server_default=text("'[]'"))
    author_id: Mapped[int] = mapped_column(reference("account.id"))
    author_name: Mapped[str]
    created_at: Mapped[datetime]
    hands: Mapped[list[Any]] = mapped_column(server_default=text("'[]'"))
    updated_by: Mapped[int] = mapped_column(reference("account.id"))
    updated_by_name: Mapped[str]
    updated_at: Mapped[datetime]
    submitted_by: Mapped[int | None] = mapped_column(reference("account.id"))
    submitted_at: Mapped[datetime | None]
    decision: Mapped[dict[str, Any]] = mapped_column(server_default=text("'{}'"))
    answer: Mapped[str] = mapped_column(server_default="")
    version_id: Mapped[int | None] = mapped_column(reference("procedure_version.id"))
    request_id: Mapped[int | None] = mapped_column(BigInteger)


_LISTED = [
    column for column in ProcessDraft.__table__.columns if column.name not in {"bpmn", "forms", "notes"}
]


def add(connection: Connection, **values: Any) -> int:
    return connection.execute(insert(ProcessDraft).values(**values).returning(ProcessDraft.id)).scalar_one()


def by_id(connection: Connection, draft_id: int) -> Record | None:
    return connection.execute(select(ProcessDraft.__table__).where(ProcessDraft.id == draft_id)).first()


def change(
    connection: Connection, draft_id: int, revision: int, states: Sequence[str], values: Mapping[str, Any]
) -> int | None:
    """Write the columns if the draft still has this revision and one of `states`; its new revision, else None."""
    if not 1 <= revision <= LARGEST_NUMBER:
        return None
    return connection.execute(
        update(ProcessDraft)
        .where(ProcessDraft.id == draft_id, ProcessDraft.revision == revision, ProcessDraft.state.in_(states))
        .values(revision=ProcessDraft.revision + 1, **values)
        .returning(ProcessDraft.revision)
    ).scalar_one_or_none()


def listing(connection: Connection, states: Sequence[str] = OPEN) -> Sequence[Record]:
    """Drafts without what they hold, the newest change first."""
    return connection.execute(
        select(*_LISTED).where(ProcessDraft.state.in_(states)).order_by(ProcessDraft.updated_at.desc())
    ).all()


def of_procedure(connection: Connection, procedure_id: int) -> Sequence[Record]:
    """All drafts of a procedure that ever were, the newest first, without what they hold."""
    return connection.execute(
        select(*_LISTED)
        .where(ProcessDraft.procedure_id == procedure_id)
        .order_by(ProcessDraft.created_at.desc(), ProcessDraft.id.desc())
    ).all()
