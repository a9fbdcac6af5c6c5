"""A file that comes in parts: announced with its name and size, sent on from where it stopped, attached when it is whole.

Nothing of a part is lost that was answered for; the place where the file goes says beforehand what it takes.
"""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Final
from uuid import UUID

from motcua.domain.errors import ConflictError, InputError, NotFoundError, TooManyError
from motcua.domain.people.permissions import Actor, account_id
from motcua.domain.text import Text
from motcua.services.intake import drafts
from motcua.services.papers import file_check, files
from motcua.services.papers.files import FileError, Upload
from motcua.services.work import Work
from motcua.store.base import Record
from motcua.store.papers import upload as uploads

PART: Final = 1024 * 1024
"""Bytes in one part at most."""
KEPT: Final = timedelta(hours=24)
"""How long an upload waits for its next part."""
MOST, MOST_BYTES = 60, 600 * 1024 * 1024
"""Uploads and bytes that one account may have under way."""


class OffsetError(ConflictError):
    """A part that does not begin where the upload stands; `received` says where that is."""

    code = "offset"

    def __init__(self, received: int) -> None:
        super().__init__(
            Text(
                "Phần tệp gửi không đúng chỗ. Hãy gửi tiếp từ chỗ đã nhận.",
                "Send on from what has been received.",
            )
        )
        self.received = received


@dataclass(frozen=True, slots=True)
class Announced:
    """What is to come, and the place of a draft where it goes: "paper:<key>" or "field:<pointer>"."""

    name: str
    size: int
    draft_id: UUID
    slot: str


@dataclass(frozen=True, slots=True)
class Standing:
    """How far an upload is. `file_id` is set once it has been attached."""

    id: UUID
    name: str
    size: int
    received: int
    file_id: int | None = None


def begin(work: Work, actor: Actor, new: Announced, now: datetime) -> Standing:
    """Announce a file before its first byte. Raises FileError when the place would not take it by name or size,
    NotFoundError for another's draft or a place it has not, TooManyError with too much under way. One commit."""
    draft = drafts.get(work, actor, new.draft_id)
    drafts.refuse_sent(draft)
    name = files.tidy_name(new.name)
    file_check.check_announced(name, new.size, drafts.rule_at(work, draft, new.slot))
    count, announced = uploads.underway(work.connection, account_id(actor))
    if count >= MOST or announced + new.size > MOST_BYTES:
        raise TooManyError(
            Text(
                "Đang có quá nhiều tệp tải dở. Hãy đợi các tệp đó xong, hoặc bỏ bớt.",
                "Too many uploads are under way. Wait for them, or give some up.",
            ),
            timedelta(minutes=10),
        )
    upload_id = uploads.add(
        work.connection,
        account_id=account_id(actor),
        draft_id=new.draft_id,
        slot=new.slot,
        name=name,
        size=new.size,
        expires_at=now + KEPT,
    )
    work.commit()
    return Standing(upload_id, name, new.size, 0)


def standing(work: Work, actor: Actor, upload_id: UUID) -> Standing:
    """Where to go on from; raises NotFoundError when it has expired or is another's."""
    return _standing(_own(work, actor, upload_id))


def append(work: Work, actor: Actor, upload_id: UUID, start: int, content: bytes, now: datetime) -> Standing:
    """Take the part that begins at `start`; the last one, or an empty one after it, attaches the file.

    Raises OffsetError when it begins elsewhere than the upload stands, InputError when it is longer than announced,
    FileError when the whole file will not do: then the upload is over. Commits what has come before it is looked at.
    """
    row = _own(work, actor, upload_id, lock=True)
    if row.slot.startswith(uploads.DONE):
        return _standing(row)
    if start != row.received:
        raise OffsetError(row.received)
    if len(content) > PART or start + len(content) > row.size:
        raise InputError(Text("Phần tệp gửi dài hơn đã báo.", "The part is longer than announced."))
    if content:
        uploads.add_part(work.connection, upload_id, start, content, now + KEPT)
        work.commit()
    if start + len(content) < row.size:
        return Standing(row.id, row.name, row.size, start + len(content))
    return _attach(work, actor, upload_id, now)


def cancel(work: Work, actor: Actor, upload_id: UUID) -> None:
    """Give the upload up. One commit."""
    _own(work, actor, upload_id, lock=True)
    uploads.remove(work.connection, [upload_id])
    work.commit()


def _attach(work: Work, actor: Actor, upload_id: UUID, now: datetime) -> Standing:
    """The whole file becomes one of the draft; asked again after a dropped answer, it is the same file."""
    row = _own(work, actor, upload_id, lock=True)
    if row.slot.startswith(uploads.DONE):
        return _standing(row)
    whole = Upload(row.name, uploads.whole(work.connection, upload_id))
    try:
        file_id = drafts.take_in(work, actor, row.draft_id, row.slot, whole, now)
    except FileError:
        uploads.remove(work.connection, [upload_id])
        work.commit()
        raise
    uploads.settle(work.connection, upload_id, f"{uploads.DONE}{file_id}")
    work.commit()
    return Standing(row.id, row.name, row.size, row.size, file_id)


def _own(work: Work, actor: Actor, upload_id: UUID, *, lock: bool = False) -> Record:
    row = uploads.by_id(work.connection, upload_id, lock=lock)
    if row is None or row.account_id != account_id(actor):
        raise NotFoundError(
            Text(
                "Lượt tải lên này không còn. Hãy chọn lại tệp.",
                "This upload is no longer there. Choose the file again.",
            )
        )
    return row


def _standing(row: Record) -> Standing:
    done = row.slot.removeprefix(uploads.DONE) if row.slot.startswith(uploads.DONE) else ""
    return Standing(row.id, row.name, row.size, row.received, int(done) if done else None)
