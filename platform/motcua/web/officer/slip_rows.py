"""The slips of a dossier in the reader's words, and the slip made along with a deed out of what was typed for it."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, replace

from flask import request, url_for
from flask_babel import gettext as _
from werkzeug.datastructures import MultiDict

from motcua.domain.dossier.dossier import Action
from motcua.domain.papers.slip_kinds import SLIP_KINDS
from motcua.domain.signing.finding import SignatureFinding
from motcua.domain.text import Text
from motcua.services.desk.dossiers import DossierPage, Visit
from motcua.services.dossier.case import Given
from motcua.services.papers import slip_drafts, slip_merging, slip_prints
from motcua.services.papers.slip_deeds import kind_of
from motcua.services.papers.slip_drafts import Asked
from motcua.services.papers.slip_prints import Line
from motcua.services.signing import slip_signing
from motcua.services.signing.slip_signing import KeyChoice
from motcua.services.signing.verification import Examined
from motcua.services.time import rules
from motcua.services.work import Work
from motcua.store.base import Record
from motcua.web.context import actor, language, now, say
from motcua.web.filters import instant
from motcua.web.office.typed import Typed as SigningTyped
from motcua.web.officer.typed import NOTHING_TYPED, Typed

STATES = {"draft": ("warn", "pencil"), "official": ("ok", "check-circle"), "replaced": ("plain", "x-circle")}
MADE = "made"
"""What `slip_from` says where the slip is to be made here."""


@dataclass(frozen=True, slots=True)
class SlipRow:
    """One slip of the list: `about` says who made it when, `printed` how often it was printed and last by whom.

    `signed` is what was found about its signatures when it came into force.
    """

    name: str
    number: str
    about: str
    printed: str
    signed: Sequence[SignatureFinding]
    kind: str
    icon: str
    state: str
    pdf_url: str
    word_url: str


@dataclass(frozen=True)
class SlipPart:
    """The part of a deed's page that is about its slip: the draft, the signatures under it, the keys to sign it with.

    `name` is that of the slip in the legal set of the dossier. `signed` are rows of `store.signing.signature`, the newest
    first; `typed` what was wrong with the key or its secret.
    """

    name: Text
    draft: DraftLine | None
    signed: Sequence[Record]
    choice: KeyChoice
    is_required: bool
    typed: SigningTyped

    @property
    def is_open(self) -> bool:
        """Whether signing is what comes next, or went wrong."""
        return bool(self.typed.errors) or (self.is_required and not self.signed)


@dataclass(frozen=True, slots=True)
class DraftLine:
    """The slip made so far for a deed that has not been done."""

    number: str
    at: str
    pdf_url: str
    word_url: str


def with_slip(work: Work, code: str, action: Action, given: Given) -> Given:
    """What was given, with the slip made of it where that was asked for and no file came instead."""
    if not action.slip or given.slip is not None or request.form.get("slip_from") != MADE:
        return given
    asked = Asked(action, given, request.form.get("task", ""), language())
    return replace(given, slip_id=slip_drafts.draft(work, actor(), code, asked, now(), again=False))


def suggested(work: Work, shown: DossierPage, action: Action) -> Typed:
    """What the slip of the lead agency begins with: what the other agencies said (F-08, F-09)."""
    reason = slip_merging.suggested(work, shown, action)
    return Typed(MultiDict([("reason", reason)])) if reason else NOTHING_TYPED


def part_of(
    work: Work, shown: DossierPage, action: Action, visit: Visit | None, typed: Typed
) -> SlipPart | None:
    """What the page of a deed says of its slip; None where it needs none."""
    if not action.slip:
        return None
    line = next((one for one in slip_prints.of_dossier(work, shown.row.id) if _is_draft(one, action)), None)
    settings = rules.of(work, shown.version)
    wrong = {name: said for name in ("key_id", "secret") if (said := typed.error(f"/{name}"))}
    return SlipPart(
        name=SLIP_KINDS[kind_of(action, settings.slip_set)].name_in(settings.slip_set),
        draft=_draft(shown, line) if line is not None else None,
        signed=slip_signing.signatures(work, line.row) if line is not None else (),
        choice=slip_signing.choices(work, actor(), shown, action, visit.row if visit is not None else None),
        is_required=settings.slip_signature == "required",
        typed=SigningTyped({"key_id": typed.form.get("key_id", "")}, wrong),
    )


def _is_draft(one: Line, action: Action) -> bool:
    return one.row.state == "draft" and one.row.action == action.key and one.row.file_id is not None


def _draft(shown: DossierPage, one: Line) -> DraftLine:
    pdf, word = _urls(shown.row.code, one)
    return DraftLine(one.number, instant(one.row.made_at), pdf, word)


def rows_of(work: Work, shown: DossierPage) -> list[SlipRow]:
    """The slips of a dossier, the latest first, with what was found about their signatures."""
    lines = slip_prints.of_dossier(work, shown.row.id)
    examined = slip_signing.found(work, [one.row for one in lines])
    return [_row(shown, one, examined.get(one.row.official_sha256)) for one in reversed(lines)]


def _row(shown: DossierPage, one: Line, examined: Examined | None) -> SlipRow:
    row = one.row
    states = {"draft": _("Dự thảo"), "official": _("Có hiệu lực"), "replaced": _("Đã thay")}
    kind, icon = STATES[row.state]
    pdf, word = _urls(shown.row.code, one)
    said = [row.made_name, instant(row.official_at or row.made_at)]
    return SlipRow(
        name=say(one.name),
        number=one.number,
        about=" · ".join(filter(None, said)),
        printed=_printed(one),
        signed=examined.findings if examined is not None else (),
        kind=kind,
        icon=icon,
        state=str(states[row.state]),
        pdf_url=pdf,
        word_url=word,
    )


def _printed(one: Line) -> str:
    """ "In lần 2, Trần Thị Hà, 09:12 23/11": what is printed again is seen to be."""
    row = one.row
    if not row.prints:
        return ""
    who = row.printed_name or ""
    said = _("In lần %(times)d: %(name)s, %(at)s", times=row.prints, name=who, at=instant(row.printed_at))
    return str(said)


def _urls(code: str, one: Line) -> tuple[str, str]:
    """The addresses of its PDF and of its Word version; the latter is empty for a file from outside."""
    row = one.row
    if row.state != "replaced" and row.kind in (slip_prints.RECEIPT, *slip_prints.LIVE):
        pdf, word = (
            url_for("officer.slip_print", code=code, name=row.kind, kind=one) for one in ("pdf", "docx")
        )
        return pdf, word
    pdf, word = (url_for("officer.slip_file", code=code, slip_id=row.id, kind=one) for one in ("pdf", "docx"))
    has_file = row.official_file_id is not None or row.file_id is not None
    return pdf if has_file else "", word if row.file_id is not None else ""
