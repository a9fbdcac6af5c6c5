"""Files attached to drafts, dossiers and opinions; the bytes live in the file store under their SHA-256."""

from __future__ import annotations

from collections.abc import Collection, Sequence
from datetime import datetime
from typing import Any
from uuid import UUID

from sqlalchemy import Connection, delete, select, update
from sqlalchemy.dialects.postgresql import insert
from sqlalchemy.orm import Mapped, mapped_column

from motcua.store.base import Base, Id, Record, reference


class File(Base):
    """`slot` is a paper's key ("paper:don") or a form field's pointer ("field:/anh"); empty for opinions.

    `replaced_at` is when a later version took its place; the earlier one is kept (D-08).
    """

    __tablename__ = "file"

    id: Mapped[Id]
    draft_id: Mapped[UUID | None] = mapped_column(reference("draft.id"), index=True)
    dossier_id: Mapped[int | None] = mapped_column(reference("dossier.id"), index=True)
    opinion_id: Mapped[int | None] = mapped_column(reference("opinion.id"), index=True)
    process_draft_id: Mapped[int | None] = mapped_column(reference("process_draft.id"), index=True)
    version_event_id: Mapped[int | None] = mapped_column(reference("version_event.id"), index=True)
    change_request_id: Mapped[int | None] = mapped_column(reference("change_request.id"), index=True)
    slot: Mapped[str] = mapped_column(default="")
    name: Mapped[str]
    media_type: Mapped[str]
    size: Mapped[int]
    sha256: Mapped[str]
    uploaded_by: Mapped[int | None] = mapped_column(reference("account.id"))
    uploaded_at: Mapped[datetime]
    replaced_at: Mapped[datetime | None]


def add(connection: Connection, **values: Any) -> int:
    return connection.execute(insert(File).values(**values).returning(File.id)).scalar_one()


def of_draft(connection: Connection, draft_id: UUID) -> Sequence[Record]:
    return connection.execute(select(File.__table__).where(File.draft_id == draft_id).order_by(File.id)).all()


def of_dossier(connection: Connection, dossier_id: int) -> Sequence[Record]:
    return connection.execute(
        select(File.__table__).where(File.dossier_id == dossier_id).order_by(File.id)
    ).all()


def of_process_draft(connection: Connection, process_draft_id: int, slot: str) -> Sequence[Record]:
    """What was attached to a process on its way as `slot`, without what was replaced since."""
    mine = (File.process_draft_id == process_draft_id) & (File.slot == slot) & File.replaced_at.is_(None)
    return connection.execute(select(File.__table__).where(mine).order_by(File.id)).all()


def of_version_event(connection: Connection, version_event_id: int) -> Sequence[Record]:
    """What was attached to a deed in the life of a version."""
    return connection.execute(
        select(File.__table__).where(File.version_event_id == version_event_id).order_by(File.id)
    ).all()


def of_change_request(connection: Connection, request_id: int) -> Sequence[Record]:
    """What was attached to a request to change a procedure."""
    return connection.execute(
        select(File.__table__).where(File.change_request_id == request_id).order_by(File.id)
    ).all()


def remove_from_draft(connection: Connection, draft_id: UUID, file_id: int) -> None:
    connection.execute(delete(File).where(File.id == file_id, File.draft_id == draft_id))


def move_to_dossier(connection: Connection, draft_id: UUID, dossier_id: int) -> None:
    """The draft's files become the dossier's."""
    connection.execute(
        update(File).where(File.draft_id == draft_id).values(dossier_id=dossier_id, draft_id=None)
    )


def replace(connection: Connection, dossier_id: int, slot: str, now: datetime) -> None:
    """The dossier's files of this slot make room for a newer version, and are kept."""
    mine = (File.dossier_id == dossier_id) & (File.slot == slot) & File.replaced_at.is_(None)
    connection.execute(update(File).where(mine).values(replaced_at=now))


def replace_some(connection: Connection, file_ids: Collection[int], now: datetime) -> None:
    """These files make room for newer versions, and are kept."""
    connection.execute(update(File).where(File.id.in_(file_ids)).values(replaced_at=now))
