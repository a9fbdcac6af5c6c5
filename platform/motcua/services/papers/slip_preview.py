"""A slip template as it comes out on paper: its first page as a picture, with samples or with a real dossier (B-09)."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime

from motcua.contrib import slip_pdf
from motcua.contrib.pdf_reader import PdfError, reader
from motcua.domain.errors import ConflictError, InputError
from motcua.domain.papers.slip_fields import sample_values
from motcua.domain.papers.slip_kinds import SLIP_KINDS
from motcua.domain.papers.slip_paper import slip_paper
from motcua.domain.papers.slip_template import read_template
from motcua.domain.people.permissions import Actor, account_id
from motcua.domain.text import Text
from motcua.services.desk import dossiers
from motcua.services.papers import slip_templates, slip_values
from motcua.services.papers.slip_template_review import kept
from motcua.services.work import Work
from motcua.store.base import Record
from motcua.store.papers import slip_template as stored


class PreviewBusyError(ConflictError):
    """The account has another preview being made: one at a time."""

    code = "preview_busy"


@dataclass(frozen=True, slots=True)
class Wish:
    """What to show: in which language, and with which dossier's data; with samples where `code` is empty."""

    language: str = "vi"
    code: str = ""


def picture(work: Work, actor: Actor, draft_id: int, body: object, wish: Wish, now: datetime) -> bytes:
    """The first page of the template `body`, as JPEG; nothing of it is kept.

    A dossier is opened as it is on the desk: with the actor's right to it, and recorded. Raises SlipTemplateError for
    what is no template, NotAllowedError, NotFoundError, PreviewBusyError, TypesettingError when it takes too long.
    """
    row = slip_templates.get(work, actor, draft_id)
    template = read_template(kept(body), row.kind)
    values = _values(work, actor, row, wish, now)
    if not stored.take_turn(work.connection, account_id(actor)):
        raise PreviewBusyError(
            Text(
                "Một bản xem thử khác của bạn đang được tạo. Chờ một chút rồi thử lại.",
                "Another preview of yours is being made. Wait a moment and try again.",
            )
        )
    paper = slip_paper(template, values, language=wish.language, at=now)
    try:
        return reader.page(slip_pdf.write(paper, now))
    except PdfError as problem:
        raise ConflictError(
            Text("Chưa vẽ được bản xem thử. Hãy thử lại.", "The preview could not be drawn. Try again.")
        ) from problem


def _values(work: Work, actor: Actor, row: Record, wish: Wish, now: datetime) -> Mapping[str, object]:
    if not wish.code:
        return sample_values(row.kind)
    if SLIP_KINDS[row.kind].subject != "dossier":
        raise InputError(Text("Phiếu này không lập cho một hồ sơ.", "This slip is not made for one dossier."))
    shown = dossiers.page(work, actor, wish.code, now, subject=f"slip_template:{row.kind}")
    return slip_values.of_dossier(work, shown, row.kind, {}, now, wish.language)
