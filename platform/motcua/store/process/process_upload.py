"""Files from which drafts of processes begin: rows of `file`, before a draft is made of them and after."""

from __future__ import annotations

from typing import Any

from sqlalchemy import Connection, insert, literal, select

from motcua.store.base import Record
from motcua.store.papers.file import File
from motcua.store.process.process_draft import OPEN, ProcessDraft

SOURCE = "source"
_COPIED = ("name", "media_type", "size", "sha256", "uploaded_by", "uploaded_at")


def add(connection: Connection, **values: Any) -> int:
    return connection.execute(insert(File).values(**values).returning(File.id)).scalar_one()


def own(connection: Connection, file_id: int, account_id: int, slot: str) -> Record | None:
    """The upload, if it is this account's."""
    mine = (File.uploaded_by == account_id) & (File.slot == slot)
    return connection.execute(select(File.__table__).where(File.id == file_id, mine)).first()


def give(connection: Connection, file_id: int, draft_id: int) -> None:
    """The draft gets a row of its own for the upload's bytes: several drafts may come of one file."""
    columns = [getattr(File, name) for name in _COPIED]
    rows = select(literal(draft_id), literal(SOURCE), *columns).where(File.id == file_id)
    connection.execute(insert(File).from_select(["process_draft_id", "slot", *_COPIED], rows))


def of_draft(connection: Connection, draft_id: int) -> Record | None:
    """The file that a draft was made of."""
    found = select(File.__table__).where(File.process_draft_id == draft_id, File.slot == SOURCE)
    return connection.execute(found).first()


def made_of(connection: Connection, upload: Record) -> dict[str, int]:
    """The open drafts made of this upload: their ids by the procedure's code."""
    rows = connection.execute(
        select(ProcessDraft.code, ProcessDraft.id)
        .join(File, File.process_draft_id == ProcessDraft.id)
        .where(File.slot == SOURCE, File.sha256 == upload.sha256, File.uploaded_at == upload.uploaded_at)
        .where(ProcessDraft.state.in_(OPEN))
        .order_by(ProcessDraft.id)
    )
    return {row.code: row.id for row in rows}
