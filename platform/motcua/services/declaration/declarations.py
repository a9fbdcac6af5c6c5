"""Declarations to print: blank ones for everybody (B-03), those of a draft, and those of a dossier as it was filed (B-11).

They are made when they are asked for, of what is stored: the same answers give the same file.
"""

from __future__ import annotations

from collections import OrderedDict
from collections.abc import Callable, Mapping
from dataclasses import dataclass
from datetime import datetime
from threading import Lock
from typing import Final, Literal
from uuid import UUID

from motcua.contrib import declaration_pdf, declaration_word
from motcua.domain.declaration.declaration_paper import Filed, Paper, paper_of
from motcua.domain.declaration.declaration_words import Catalogues
from motcua.domain.forms import FormDefinition
from motcua.domain.forms.form_format import format_day
from motcua.domain.people.permissions import Actor
from motcua.domain.text import Text
from motcua.services.desk import dossiers, lookup
from motcua.services.forms import catalogues
from motcua.services.intake import drafts
from motcua.services.process import offers, procedures
from motcua.services.work import Work
from motcua.store.base import Record

Kind = Literal["pdf", "docx"]
WRITERS: Final[Mapping[str, Callable[[Paper, datetime], bytes]]] = {
    "pdf": declaration_pdf.write,
    "docx": declaration_word.write,
}
MEDIA_TYPES: Final[Mapping[str, str]] = {
    "pdf": "application/pdf",
    "docx": "application/vnd.openxmlformats-officedocument.wordprocessingml.document",
    "xlsx": "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet",
}
CATALOGUES: Final = Catalogues(
    catalogues.units, catalogues.former_units, catalogues.banks, catalogues.business_lines
)
KEPT_BLANKS: Final = 200
SENT: Final = Text("Nộp trực tuyến lúc {time} ngày {day}", "Filed online at {time} on {day}")
TAKEN: Final = Text(
    "Nhận tại Bộ phận Một cửa lúc {time} ngày {day}", "Received at the desk at {time} on {day}"
)


@dataclass(frozen=True, slots=True)
class Document:
    """A file to hand out."""

    name: str
    media_type: str
    content: bytes


class _Blanks:
    """The blank forms asked for last: anybody may ask for them, and the form of a version never changes."""

    def __init__(self) -> None:
        self._kept: OrderedDict[tuple[FormDefinition, str, str], bytes] = OrderedDict()
        self._lock = Lock()

    def get(self, key: tuple[FormDefinition, str, str], make: Callable[[], bytes]) -> bytes:
        with self._lock:
            if key in self._kept:
                self._kept.move_to_end(key)
                return self._kept[key]
        content = make()
        with self._lock:
            self._kept[key] = content
            while len(self._kept) > KEPT_BLANKS:
                self._kept.popitem(last=False)
        return content


_blanks = _Blanks()


def blank(work: Work, code: str, kind: Kind, language: str, now: datetime) -> Document:
    """The form of a procedure's current version, to fill in by hand.

    Raises NotFoundError where the procedure has no form or its online level gives none (A-21).
    """
    version = procedures.sheet(work, code).version
    if not (version.facts.form and version.facts.manner.has_form_to_download):
        raise offers.unknown_procedure(code)

    def make() -> bytes:
        return WRITERS[kind](paper_of(version.form, None, language, catalogues=CATALOGUES), now)

    return _document(f"mau-{code}", kind, _blanks.get((version.form, language, kind), make))


def of_draft(work: Work, actor: Actor, draft_id: UUID, kind: Kind, language: str) -> Document:
    """What the actor has filled in so far, in his own draft."""
    draft = drafts.get(work, actor, draft_id)
    names = {str(file.id): file.name for file in draft.files}
    sent = Filed(agency=draft.agency_name_en if language == "en" else draft.agency_name)
    paper = paper_of(draft.form, draft.data, language, files=names, filed=sent, catalogues=CATALOGUES)
    return _document(f"to-khai-{draft.procedure_code}", kind, WRITERS[kind](paper, draft.saved_at))


def of_own(
    work: Work, actor: Actor, code: str, kind: Kind, language: str, address: str, now: datetime
) -> Document:
    """The declaration of one of the citizen's own dossiers; `address` is what its QR code opens."""
    own = lookup.own(work, actor, code, now)
    names = {str(file.id): file.name for file in own.files}
    return _filed(work, own.track.row, own.form, own.data, names, kind, language, address)


def of_dossier(
    work: Work, actor: Actor, code: str, kind: Kind, language: str, address: str, now: datetime
) -> Document:
    """The declaration of a dossier that an officer may open; the opening is recorded."""
    shown = dossiers.page(work, actor, code, now, subject="declaration")
    names = {str(file.id): file.name for file in shown.files}
    return _filed(work, shown.row, shown.form, shown.data, names, kind, language, address)


def _filed(
    work: Work,
    row: Record,
    form: FormDefinition,
    data: Mapping[str, object],
    names: Mapping[str, str],
    kind: Kind,
    language: str,
    address: str,
) -> Document:
    calendar = work.house.calendars.at(work.connection, row.agency_id, row.submitted_at)
    local = calendar.local(row.submitted_at)
    told = (TAKEN if row.channel == "direct" else SENT).in_(language)
    filed = Filed(
        code=row.code,
        address=address,
        agency=row.agency_name_en if language == "en" else row.agency_name,
        day=local.date(),
        signer=row.applicant_name,
        pledge=row.declaration,
        told=told.format(time=f"{local:%H:%M}", day=format_day(local.date())),
    )
    paper = paper_of(form, data, language, files=names, filed=filed, catalogues=CATALOGUES)
    return _document(f"to-khai-{row.code}", kind, WRITERS[kind](paper, row.submitted_at))


def _document(name: str, kind: Kind, content: bytes) -> Document:
    return Document(f"{name}.{kind}", MEDIA_TYPES[kind], content)
