"""Files from which drafts of processes begin: rows of `file`, before a draft is made of them and after."""

from __future__ import annotations

from typing import Any

from sqlalchemy import Connection, insert, literal, select

from motcua.store.base import Record
from motcua.store.file import File

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
