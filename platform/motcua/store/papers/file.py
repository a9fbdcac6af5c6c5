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
from motcua.store.forms.content import Content


class File(Base):
    """`slot` is a paper's key ("paper:don") or a form field's pointer ("field:/anh"); empty for opinions.

    `replaced_at` is when a later version took its place; the earlier one is kept (D-08). `joined_id` is the PDF that a
    picture was put into: that PDF is its later version.
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
    sha256: Mapped[str] = mapped_column(index=True)
    uploaded_by: Mapped[int | None] = mapped_column(reference("account.id"))
    uploaded_at: Mapped[datetime]
    replaced_at: Mapped[datetime | None]
    joined_id: Mapped[int | None] = mapped_column(reference("file.id"), index=True)


_CONTENT = Content.__table__.c


def add(connection: Connection, **values: Any) -> int:
    return connection.execute(insert(File).values(**values).returning(File.id)).scalar_one()


def of_draft(connection: Connection, draft_id: UUID) -> Sequence[Record]:
    return connection.execute(_listing().where(File.draft_id == draft_id).order_by(File.id)).all()


def of_dossier(connection: Connection, dossier_id: int) -> Sequence[Record]:
    return connection.execute(_listing().where(File.dossier_id == dossier_id).order_by(File.id)).all()


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
    """Delete a file of the draft, and the pictures that it was made of."""
    either = (File.id == file_id) | (File.joined_id == file_id)
    connection.execute(delete(File).where(either, File.draft_id == draft_id))


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


def join(connection: Connection, file_ids: Collection[int], joined_id: int, now: datetime) -> None:
    """These pictures of a draft have become the PDF `joined_id`, and are kept behind it."""
    mine = File.id.in_(file_ids)
    connection.execute(update(File).where(mine).values(replaced_at=now, joined_id=joined_id))


def part(connection: Connection, draft_id: UUID, joined_id: int) -> None:
    """The pictures that became this PDF stand for themselves again."""
    mine = (File.draft_id == draft_id) & (File.joined_id == joined_id)
    connection.execute(update(File).where(mine).values(replaced_at=None, joined_id=None))


def of_content(connection: Connection, sha256: str) -> Sequence[Record]:
    """Every file with these bytes."""
    return connection.execute(_listing().where(File.sha256 == sha256).order_by(File.id)).all()


def ownerless(connection: Connection, before: datetime, most: int) -> Sequence[int]:
    """Uploads that nothing was begun with and nobody came back to since `before`."""
    owners = (
        File.draft_id,
        File.dossier_id,
        File.opinion_id,
        File.process_draft_id,
        File.version_event_id,
        File.change_request_id,
    )
    alone = [owner.is_(None) for owner in owners]
    found = select(File.id).where(File.slot.startswith("upload:"), File.uploaded_at < before, *alone)
    return list(connection.execute(found.order_by(File.id).limit(most)).scalars())


def remove(connection: Connection, file_ids: Collection[int]) -> None:
    connection.execute(delete(File).where(File.id.in_(file_ids)))


def _listing() -> Any:
    """Files with what is known of their content."""
    known = (_CONTENT.pages, _CONTENT.scan, _CONTENT.threat, _CONTENT.reading_sha256, _CONTENT.thumb_sha256)
    return select(File.__table__, *known).outerjoin(Content, _CONTENT.sha256 == File.sha256)
