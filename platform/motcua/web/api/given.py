"""The inputs of an action in JSON, read into `services.case.Given`; files travel as base64."""

from __future__ import annotations

import base64
import binascii
from datetime import date, datetime

from motcua.domain.errors import FieldError, ValidationError
from motcua.domain.text import Text
from motcua.services.dossier.case import Given
from motcua.services.papers.files import Upload
from motcua.web.api import body
from motcua.web.api.body import BodyError

Json = dict[str, object]


def given_of(sent: Json) -> Given:
    """What an action may be given; members that it does not ask for are read and left. Raises BodyError."""
    slip = sent.get("slip")
    paper_files = {
        key: _uploads(one, "paper_files") for key, one in body.mapping(sent, "paper_files").items()
    }
    return Given(
        reason=body.text(sent, "reason"),
        opinion=body.text(sent, "opinion"),
        papers=tuple(dict.fromkeys((*_texts(sent, "papers"), *paper_files))),
        step=body.text(sent, "step"),
        person=_number(sent.get("person"), "person"),
        agencies=tuple(_numbers(sent, "agencies")),
        duration=body.text(sent, "duration"),
        until=_instant(sent),
        amount=_number(sent.get("amount"), "amount"),
        slip=_upload(slip, "slip") if slip is not None else None,
        slip_id=_number(sent.get("slip_id"), "slip_id"),
        uploads=_uploads(sent.get("files", []), "files"),
        marks={key: str(mark) for key, mark in body.mapping(sent, "marks").items()},
        paper_files=paper_files,
        recipient=body.text(sent, "recipient") if "recipient" in sent else None,
        method=body.text(sent, "method"),
        answers=body.mapping(sent, "answers"),
        document_number=body.text(sent, "document_number"),
        document_date=_day(sent),
        kind=body.text(sent, "kind"),
        other_papers=tuple(filter(None, (" ".join(one.split()) for one in _texts(sent, "other_papers")))),
        ground=body.text(sent, "ground").strip(),
    )


def listed(sent: Json, name: str) -> list[object]:
    """The member as an array, empty when absent. Raises BodyError."""
    value = sent.get(name, [])
    if not isinstance(value, list):
        raise BodyError(Text(f"“{name}” phải là mảng JSON.", f"“{name}” must be a JSON array."))
    return value


def _texts(sent: Json, name: str) -> tuple[str, ...]:
    found = listed(sent, name)
    if not all(isinstance(one, str) for one in found):
        raise BodyError(Text(f"“{name}” phải gồm các chuỗi.", f"“{name}” must hold strings."))
    return tuple(str(one) for one in found)


def _numbers(sent: Json, name: str) -> list[int]:
    return [number for one in listed(sent, name) if (number := _number(one, name)) is not None]


def _number(value: object, name: str) -> int | None:
    if value is None:
        return None
    # In Python true is a number too; in JSON it is none.
    if isinstance(value, bool) or not isinstance(value, int) or abs(value) >= 1 << 63:
        raise BodyError(Text(f"“{name}” phải là số nguyên.", f"“{name}” must be a whole number."))
    return value


def _day(sent: Json) -> date | None:
    words = body.text(sent, "document_date")
    try:
        return date.fromisoformat(words) if words else None
    except ValueError:
        wanted = Text(
            "Viết ngày theo ISO 8601, ví dụ 2026-12-31.", "Write the date in ISO 8601, such as 2026-12-31."
        )
        raise ValidationError([FieldError("/document_date", "date", wanted)]) from None


def _instant(sent: Json) -> datetime | None:
    """ISO 8601 with its zone: an hour without one would be guessed."""
    words = body.text(sent, "until")
    if not words:
        return None
    try:
        at = datetime.fromisoformat(words)
    except ValueError:
        raise _no_instant() from None
    if at.tzinfo is None:
        raise _no_instant()
    return at


def _no_instant() -> ValidationError:
    wanted = Text(
        "Viết thời điểm theo ISO 8601 kèm múi giờ, ví dụ 2026-12-31T13:30:00+07:00.",
        "Write the instant in ISO 8601 with its zone, such as 2026-12-31T13:30:00+07:00.",
    )
    return ValidationError([FieldError("/until", "instant", wanted)])


def _uploads(value: object, name: str) -> tuple[Upload, ...]:
    if not isinstance(value, list):
        raise _no_file(name)
    return tuple(_upload(one, name) for one in value)


def _upload(value: object, name: str) -> Upload:
    if not isinstance(value, dict):
        raise _no_file(name)
    file_name, content = value.get("name"), value.get("content")
    if not isinstance(file_name, str) or not isinstance(content, str):
        raise _no_file(name)
    try:
        return Upload(file_name, base64.b64decode(content, validate=True))
    except (binascii.Error, ValueError):
        raise _no_file(name) from None


def _no_file(name: str) -> BodyError:
    return BodyError(
        Text(
            f'Tệp trong “{name}” phải có dạng {{"name": tên, "content": nội dung base64}}.',
            f'A file in “{name}” must be {{"name": its name, "content": base64}}.',
        )
    )
