"""What applicant and officers wrote to each other, as both sides' pages show it (C-20)."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass
from datetime import datetime
from functools import partial

from flask import request
from flask_babel import gettext as _

from motcua.domain.errors import MotcuaError, ValidationError
from motcua.services.dossier.conversation import Letter
from motcua.services.papers.files import Upload
from motcua.web.context import say
from motcua.web.file_rows import FileRow, file_row

TALK, FILES = "talk", "talk_files"


@dataclass(frozen=True)
class Said:
    """One entry: who wrote, when and what; `is_applicants` tells his words from the officers'."""

    who: str
    at: datetime
    body: str
    is_applicants: bool
    files: Sequence[FileRow]


@dataclass(frozen=True)
class Draft:
    """What was typed and refused: the words stay, `error` says why."""

    body: str = ""
    error: str = ""


def said(letters: Iterable[Letter], file_url: Callable[..., str]) -> list[Said]:
    """In the order in which it was written; `file_url` makes a file's address of `file_id` and words of `file_row`."""
    return [
        Said(
            _("%(name)s (người nộp)", name=one.row.author_name)
            if one.row.is_applicants
            else one.row.author_name,
            one.row.written_at,
            one.body,
            one.row.is_applicants,
            [file_row(file, partial(file_url, file_id=file.id)) for file in one.files],
        )
        for one in letters
    ]


def sent() -> tuple[str, tuple[Upload, ...]]:
    """The words and files of this request."""
    chosen = [one for one in request.files.getlist(FILES) if one.filename]
    return request.form.get(TALK, ""), tuple(Upload(one.filename or "", one.read()) for one in chosen)


def refused(error: MotcuaError) -> Draft:
    words = say(error.errors[0].message) if isinstance(error, ValidationError) else say(error.message)
    return Draft(request.form.get(TALK, ""), words)
