"""Files from which a draft begins: a decision's table, a procedure's bundle, a process drawn elsewhere.

An upload is its person's alone until a draft is made of it: nothing is lost while he answers what the file leaves open.
"""

from __future__ import annotations

from datetime import datetime
from typing import Final, Literal

from motcua.contrib import bundle_file, office_file
from motcua.domain.errors import NotFoundError
from motcua.domain.people.permissions import Actor, account_id, lacking, may_anywhere
from motcua.domain.step_table.step_table import TableFileError
from motcua.domain.text import Text
from motcua.engine.xml import parse
from motcua.services.forms import contents
from motcua.services.papers.file_check import Known
from motcua.services.papers.files import Upload, tidy_name
from motcua.services.process.model_rights import EDIT
from motcua.services.work import Work
from motcua.store.base import Record
from motcua.store.process import process_upload as process_uploads

UploadKind = Literal["table", "bundle", "bpmn"]

SLOT: Final = "upload:{kind}"
_MEDIA: Final = {
    "table": "application/octet-stream",
    "bundle": "application/zip",
    "bpmn": "application/xml",
}


def keep(work: Work, actor: Actor, upload: Upload, now: datetime) -> tuple[int, UploadKind]:
    """Keep what somebody wants to begin with: its id, and what kind it is by its content. One commit.

    Raises NotAllowedError without the right to draw processes anywhere; TableFileError, BundleError or ModelError
    when the file is none of the kinds, damaged or too large.
    """
    if not may_anywhere(actor, EDIT):
        raise lacking(EDIT)
    kind = kind_of(upload.content)
    name = tidy_name(upload.name) or kind
    file_id = process_uploads.add(
        work.connection,
        slot=SLOT.format(kind=kind),
        name=name,
        media_type=_MEDIA[kind],
        size=len(upload.content),
        sha256=contents.hold(work, name, upload.content, Known(_MEDIA[kind]), now),
        uploaded_by=account_id(actor),
        uploaded_at=now,
    )
    work.commit()
    return file_id, kind


def opened(work: Work, actor: Actor, file_id: int, kind: UploadKind) -> tuple[Record, bytes]:
    """The person's own upload of this kind with its bytes; raises NotFoundError."""
    row = process_uploads.own(work.connection, file_id, account_id(actor), SLOT.format(kind=kind))
    if row is None:
        raise NotFoundError(
            Text(
                "Không tìm thấy tệp đã tải lên. Hãy chọn lại tệp.",
                "There is no such upload. Choose the file again.",
            )
        )
    return row, work.house.files.get(row.sha256)


def kind_of(content: bytes) -> UploadKind:
    """What the bytes are, whatever their name: raises as `keep`."""
    if not content:
        raise TableFileError(Text("Tệp rỗng. Hãy chọn lại tệp.", "The file is empty. Choose it again."))
    if content.startswith(b"PK") and b"manifest.json" in content[:200]:
        bundle_file.unpack(content)
        return "bundle"
    if content.lstrip(b"\xef\xbb\xbf\xff\xfe \t\r\n\0").startswith(b"<"):
        parse(content)
        return "bpmn"
    office_file.kind_of(content)
    return "table"


def give(work: Work, upload: Record, draft_id: int) -> None:
    """Let the draft have the file that it was made of. One commit."""
    process_uploads.give(work.connection, upload.id, draft_id)
    work.commit()


def of_draft(work: Work, draft_id: int) -> Record | None:
    """The file that a draft was made of."""
    return process_uploads.of_draft(work.connection, draft_id)


def made_of(work: Work, upload: Record) -> dict[str, int]:
    """The open drafts that were made of an upload: their ids by the procedure's code."""
    return process_uploads.made_of(work.connection, upload)
