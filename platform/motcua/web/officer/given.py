"""What was typed for an action, read into `services.case.Given`: the same names in the form and in its errors."""

from __future__ import annotations

from collections.abc import Iterable
from datetime import date, datetime, time

from flask import request
from werkzeug.datastructures import FileStorage, MultiDict

from motcua.domain.dossier.dossier import Action
from motcua.domain.errors import FieldError, ValidationError
from motcua.domain.text import Text
from motcua.domain.time.duration_words import budget_words
from motcua.services.dossier.case import Given
from motcua.services.papers.files import Upload
from motcua.web.filters import ZONE
from motcua.web.officer.typed import MARK

LONGEST_GROUND = 500


def given_of(form: MultiDict[str, str], action: Action) -> Given:
    """What this request sent for the action; raises ValidationError naming each field that cannot be read."""
    errors: list[FieldError] = []
    paper_files = _paper_files()
    given = Given(
        reason=form.get("reason", "").strip(),
        opinion=form.get("opinion", "").strip(),
        papers=tuple(dict.fromkeys((*form.getlist("papers"), *paper_files))),
        step=form.get("step", ""),
        person=_number(form, "person", errors),
        agencies=tuple(int(one) for one in form.getlist("agency") if _is_number(one)),
        duration=budget_words(form.get("duration", "")),
        until=_until(form, errors),
        amount=_number(form, "amount", errors),
        slip=upload_of(request.files.get("slip")) if action.slip else None,
        slip_id=_number(form, "slip_id", errors) if action.slip else None,
        uploads=uploads_of(request.files.getlist("files")),
        paper_files=paper_files,
        document_number=form.get("document_number", "").strip(),
        document_date=_day(form, errors),
        kind=form.get("kind", ""),
        other_papers=tuple(
            filter(None, (" ".join(one.split()) for one in form.get("other_papers", "").splitlines()))
        ),
        ground=form.get("ground", "").strip()[:LONGEST_GROUND],
    )
    if errors:
        raise ValidationError(errors)
    return given


def upload_of(sent: FileStorage | None) -> Upload | None:
    return Upload(sent.filename, sent.read()) if sent is not None and sent.filename else None


def uploads_of(sent: Iterable[FileStorage]) -> tuple[Upload, ...]:
    return tuple(found for found in map(upload_of, sent) if found is not None)


def _paper_files() -> dict[str, tuple[Upload, ...]]:
    """The files of each paper, from the inputs that bear its key."""
    names = (name for name in request.files if name.startswith(MARK))
    found = {name.removeprefix(MARK): uploads_of(request.files.getlist(name)) for name in names}
    return {key: uploads for key, uploads in found.items() if uploads}


def _number(form: MultiDict[str, str], name: str, errors: list[FieldError]) -> int | None:
    text = form.get(name, "").strip()
    if not text:
        return None
    if not _is_number(text):
        words = Text("Lựa chọn không hợp lệ. Hãy chọn lại.", "This is no valid choice. Choose again.")
        errors.append(FieldError(f"/{name}", "choice", words))
        return None
    return int(text)


def _is_number(text: str) -> bool:
    return text.isascii() and text.isdecimal() and len(text) <= 18


def _day(form: MultiDict[str, str], errors: list[FieldError]) -> date | None:
    """The date of the document that an exchange carries."""
    text = form.get("document_date", "").strip()
    try:
        return date.fromisoformat(text) if text else None
    except ValueError:
        words = Text(
            "Ngày chưa đúng. Chọn ngày, như 31/12/2026.", "This is no date. Choose one, such as 31/12/2026."
        )
        errors.append(FieldError("/document_date", "date", words))
        return None


def _until(form: MultiDict[str, str], errors: list[FieldError]) -> datetime | None:
    """The instant of a date field and a time field; the opening of the day when no time is given."""
    day, clock = form.get("until", "").strip(), form.get("until_time", "").strip()
    if not day and not clock:
        return None
    try:
        at = time.fromisoformat(clock) if clock else time(0)
        return datetime.combine(datetime.fromisoformat(day), at, ZONE)
    except ValueError:
        words = Text(
            "Ngày giờ chưa đúng. Chọn ngày và giờ, như 31/12/2026 13:30.",
            "This is no date and time. Choose both, such as 31/12/2026 13:30.",
        )
        errors.append(FieldError("/until", "instant", words))
        return None
