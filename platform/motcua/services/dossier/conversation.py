"""Applicant and officers write to each other about a dossier; all of it stays with the dossier (C-20).

What changes duties (a supplement, a refusal, a new appointment) goes by its slip, never by these words (E-21).
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Final

from motcua.domain.errors import ConflictError, FieldError, NotAllowedError, ValidationError
from motcua.domain.people.permissions import Actor, account_id, require
from motcua.domain.text import Text
from motcua.services.desk import dossiers
from motcua.services.desk.dossiers import DossierPage
from motcua.services.dossier import stepping
from motcua.services.messages import notifications
from motcua.services.papers import files
from motcua.services.papers.files import Upload
from motcua.services.people import officers
from motcua.services.work import Work
from motcua.store.base import Record
from motcua.store.dossier import conversation as stored
from motcua.store.dossier import dossier as stored_dossiers
from motcua.store.papers import file as stored_files

LONGEST: Final = 2000
MOST_FILES: Final = 5
MOST_UNANSWERED: Final = 10
"""What an applicant may write in a row before somebody answers."""
SLOT: Final = "talk:"
ASKED: Final = Text(
    "Hồ sơ {code}: người nộp hỏi. Mở hồ sơ để đọc và trả lời.",
    "Dossier {code}: the applicant has a question. Open the dossier to read and answer it.",
)


@dataclass(frozen=True)
class Letter:
    """One entry with its words in the open and its files."""

    row: Record
    body: str
    files: Sequence[Record]


def ask(work: Work, actor: Actor, code: str, body: str, uploads: Sequence[Upload], now: datetime) -> None:
    """The applicant writes on his own dossier; who has it now is told. One commit.

    Raises NotFoundError for anybody else's, ValidationError at "/talk", ConflictError once it is closed, FileError.
    """
    require(actor, "citizen")
    row = stored_dossiers.by_code(work.connection, code)
    if row is None or actor.id not in (row.applicant_id, row.filed_by_id):
        raise stepping.unknown_dossier(code)
    _require_open(row)
    if _unanswered(work, row.id) >= MOST_UNANSWERED:
        raise ConflictError(
            Text(
                "Bạn đã gửi nhiều tin chưa được trả lời. Hãy chờ cơ quan trả lời, hoặc gọi Bộ phận Một cửa.",
                "Many of your messages have no answer yet. Wait for one, or call the one-stop desk.",
            )
        )
    letter_id = _write(work, actor, row, body, uploads, now, is_applicants=True)
    told = notifications.having_steps(work, row.id, row.procedure_code) or officers.of_desk(
        work, row, work.house.versions.get(work.connection, row.version_id)
    )
    notifications.tell_officers(work, row, told, f"{SLOT}{letter_id}", ASKED.format(code=row.code), now)
    work.commit()


def answer(work: Work, actor: Actor, code: str, body: str, uploads: Sequence[Upload], now: datetime) -> None:
    """An officer who has a step of the dossier, or receives it, writes to the applicant, who is told. One commit."""
    shown = dossiers.page(work, actor, code, now)
    if not may_answer(shown):
        raise NotAllowedError(
            Text(
                f"Hồ sơ {code} không ở bước của bạn nên bạn không trả lời người nộp được.",
                f"Dossier {code} is at no step of yours, so you cannot answer the applicant.",
            )
        )
    _require_open(shown.row)
    letter_id = _write(work, actor, shown.row, body, uploads, now, is_applicants=False)
    work.defer("notify_applicant", {"dossier_id": shown.row.id, "event": f"talk:{letter_id}"})
    work.commit()


def may_answer(shown: DossierPage) -> bool:
    """Whether the officer who opened it is of its desk or of one of its steps."""
    return shown.is_receiver or any(visit.may for visit in shown.visits)


def of_dossier(work: Work, dossier_id: int) -> Sequence[Letter]:
    """Everything written, oldest first, for somebody who may open the dossier."""
    attached = stored_files.of_dossier(work.connection, dossier_id)
    return [
        Letter(
            row,
            work.cipher.open(row.body_sealed),
            [file for file in attached if file.slot == f"{SLOT}{row.id}"],
        )
        for row in stored.of_dossier(work.connection, dossier_id)
    ]


def is_open(row: Record) -> bool:
    """Whether there is still something to write about."""
    return row.closed_at is None and not row.outcome and row.returned_at is None


def _write(
    work: Work,
    actor: Actor,
    row: Record,
    body: str,
    uploads: Sequence[Upload],
    now: datetime,
    *,
    is_applicants: bool,
) -> int:
    text = body.strip()
    if errors := _problems(text, uploads):
        raise ValidationError(errors)
    letter_id = stored.add(
        work.connection,
        dossier_id=row.id,
        author_id=account_id(actor),
        author_name=actor.name,
        is_applicants=is_applicants,
        body_sealed=work.cipher.seal(text),
        written_at=now,
    )
    for upload in uploads:
        files.keep(work, upload, now, uploaded_by=actor.id, dossier_id=row.id, slot=f"{SLOT}{letter_id}")
    work.record(
        at=now,
        actor_id=actor.id,
        actor_name=actor.name,
        action="talk.ask" if is_applicants else "talk.answer",
        dossier_id=row.id,
        subject=f"{SLOT}{letter_id}",
        detail={"files": len(uploads)},
    )
    return letter_id


def _problems(text: str, uploads: Sequence[Upload]) -> list[FieldError]:
    found = []
    if not 2 <= len(text) <= LONGEST:
        words = Text(
            f"Viết nội dung, nhiều nhất {LONGEST} ký tự. Bạn đã viết {len(text)}.",
            f"Write the message, at most {LONGEST} characters. You wrote {len(text)}.",
        )
        found.append(FieldError("/talk", "talk", words))
    if len(uploads) > MOST_FILES:
        words = Text(
            f"Mỗi lần gửi nhiều nhất {MOST_FILES} tệp.", f"Send at most {MOST_FILES} files at a time."
        )
        found.append(FieldError("/talk_files", "talk_files", words))
    return found


def _unanswered(work: Work, dossier_id: int) -> int:
    count = 0
    for row in reversed(stored.of_dossier(work.connection, dossier_id)):
        if not row.is_applicants:
            break
        count += 1
    return count


def _require_open(row: Record) -> None:
    if not is_open(row):
        raise ConflictError(
            Text(
                "Hồ sơ đã xong nên không trao đổi thêm được ở đây. Cần hỏi, hãy liên hệ Bộ phận Một cửa.",
                "The dossier is finished, so nothing more can be written here. Ask the one-stop desk.",
            )
        )
