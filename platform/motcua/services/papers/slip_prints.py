"""Slips taken out to be printed, or edited in a word processor; each printing is written down (F-02, F-07, F-19).

The receipt is made when it is first asked for and stays as it is, unless an error of intake was put right since. The
control and the satisfaction slip are made anew each time, of the history as it stands.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime
from typing import Final, Literal

from motcua.contrib import slip_pdf, slip_word
from motcua.domain.errors import NotFoundError
from motcua.domain.papers.slip_kinds import SLIP_KINDS
from motcua.domain.papers.slip_paper import SlipPaper, slip_paper
from motcua.domain.papers.slip_template import SlipTemplate
from motcua.domain.people.permissions import Actor, require
from motcua.domain.text import Text
from motcua.services.declaration.declarations import MEDIA_TYPES
from motcua.services.desk import dossiers
from motcua.services.desk.dossiers import DossierPage
from motcua.services.dossier import stepping
from motcua.services.papers import files, slip_drafts, slip_numbers, slip_template_choice
from motcua.services.papers.files import Opened
from motcua.services.time import rules
from motcua.services.work import Work
from motcua.store.base import Record
from motcua.store.dossier import dossier as stored_dossiers
from motcua.store.papers import slip as slips

Form = Literal["pdf", "docx"]
RECEIPT: Final = "receipt"
LIVE: Final = ("control", "satisfaction")
"""Made anew whenever they are asked for; nothing of them is kept but when they were printed."""
CORRECTED: Final = "correct"


@dataclass(frozen=True, slots=True)
class Line:
    """A slip of a dossier as lists show it: `number` as it is written, empty where it has none of ours."""

    row: Record
    name: Text
    number: str


def of_dossier(work: Work, dossier_id: int) -> list[Line]:
    """The slips of a dossier that somebody may open, oldest first."""
    return [
        Line(
            row,
            SLIP_KINDS[row.kind].name_in(row.legal_set),
            slip_numbers.words(row.kind, row.number),
        )
        for row in slips.of_dossier(work.connection, dossier_id)
    ]


def line(work: Work, slip_id: int) -> Line:
    """One slip by its id; raises NotFoundError."""
    row = slips.hold(work.connection, slip_id)
    if row is None:
        raise _unknown()
    return Line(row, SLIP_KINDS[row.kind].name_in(row.legal_set), slip_numbers.words(row.kind, row.number))


def printed(work: Work, actor: Actor, code: str, slip_id: int, form: Form, now: datetime) -> Opened:
    """A slip of a deed, draft or official, of a dossier the actor may open; written down. One commit.

    As PDF it is the file that counts, as Word what it was made of. Raises NotFoundError, NotAllowedError.
    """
    shown = dossiers.page(work, actor, code, now, subject=f"slip:{slip_id}")
    row = slips.hold(work.connection, slip_id)
    if row is None or row.dossier_id != shown.row.id:
        raise _unknown()
    file_id = row.official_file_id or row.file_id
    if form == "docx":
        found = _word(work, shown, row, now)
    elif file_id in shown.files_by_id:
        found = files.opened(work, shown.files_by_id[file_id])
    else:
        raise _unknown()
    _note(work, actor, row.id, form, now)
    return found


def asked(work: Work, actor: Actor, code: str, kind: str, form: Form, language: str, now: datetime) -> Opened:
    """A slip that needs no deed: receipt, control or satisfaction slip; written down. One commit.

    Raises NotFoundError for another kind or before acceptance, NotAllowedError.
    """
    shown = dossiers.page(work, actor, code, now, subject=f"slip:{kind}")
    return of_page(work, actor, shown, kind, form, language, now)


def of_page(
    work: Work, actor: Actor, shown: DossierPage, kind: str, form: Form, language: str, now: datetime
) -> Opened:
    """The same for a dossier that is open already."""
    if kind not in (RECEIPT, *LIVE) or shown.deadline is None:
        raise NotFoundError(
            Text(
                "Hồ sơ chưa được tiếp nhận nên chưa có phiếu này.",
                "The dossier has not been accepted yet, so there is no such slip.",
            )
        )
    row = _entered(work, shown, kind, now)
    if kind in LIVE:
        found = _live(work, actor, shown, row, form, language, now)
    else:
        found = _receipt(work, actor, shown, row, form, language, now)
    _note(work, actor, row.id, form, now)
    return found


def own_receipt(work: Work, actor: Actor, code: str, form: Form, language: str, now: datetime) -> Opened:
    """The receipt of one of the citizen's own dossiers; written down. One commit.

    Raises NotFoundError for anybody else's, and before acceptance.
    """
    require(actor, "citizen")
    row = stored_dossiers.by_code(work.connection, code)
    if row is None or actor.id not in (row.applicant_id, row.filed_by_id):
        raise stepping.unknown_dossier(code)
    return of_page(work, actor, dossiers.unattended(work, row, now), RECEIPT, form, language, now)


def _entered(work: Work, shown: DossierPage, kind: str, now: datetime) -> Record:
    """The slip's row, locked; entered where there is none yet, as for dossiers accepted before slips were."""
    dossier = shown.row
    found = slips.current(work.connection, dossier.id, kind)
    if found is not None:
        return found
    about = {
        "dossier_id": dossier.id,
        "agency_id": dossier.agency_id,
        "legal_set": rules.of(work, shown.version).slip_set,
        "made_by": None,
        "made_at": now,
    }
    if kind == RECEIPT:
        slips.add_receipt(work.connection, year=slip_numbers.year_of(now), **about)
    else:
        slips.add(work.connection, kind=kind, state="official", **about)
    made = slips.current(work.connection, dossier.id, kind)
    assert made is not None
    return made


def _live(
    work: Work, actor: Actor, shown: DossierPage, row: Record, form: Form, language: str, now: datetime
) -> Opened:
    values = slip_drafts.values_of(work, shown, row, {"made_by": actor.name}, language, now)
    chosen = slip_template_choice.choose(work, row.kind, row.legal_set, row.agency_id, now)
    return _written(shown, row, chosen.template, values, form, language, now)


def _receipt(
    work: Work, actor: Actor, shown: DossierPage, row: Record, form: Form, language: str, now: datetime
) -> Opened:
    kept = shown.files_by_id.get(row.file_id)
    corrected = [one for one in shown.history if one.action == CORRECTED]
    if kept is None or any(one.at > kept.uploaded_at for one in corrected):
        row = _made(work, actor, shown, row, language, now)
    if form == "docx":
        return _word(work, shown, row, now)
    return files.opened(work, slips.file_of(work.connection, row.official_file_id))


def _made(work: Work, actor: Actor, shown: DossierPage, row: Record, language: str, now: datetime) -> Record:
    """Make the receipt, keep it, and put it into force for the applicant; the row as it is then."""
    dossier = shown.row
    first = dossier.original_appointment_at or dossier.appointment_at
    typed = {"made_at": row.made_at.isoformat(), "appointment_at": first.isoformat()}
    values = slip_drafts.values_of(work, shown, row, typed, language, now)
    chosen = slip_template_choice.choose(work, row.kind, row.legal_set, row.agency_id, now)
    paper = slip_paper(chosen.template, values, language=language, at=row.made_at)
    file_id = slip_drafts.keep(work, actor, shown, row, slip_pdf.write(paper, row.made_at), now)
    owner = {"dossier_id": shown.row.id, "slot": f"slip:{row.kind}", "uploaded_by": actor.id}
    slips.withdraw_file(work.connection, row.official_file_id, now)
    slips.change(
        work.connection,
        row.id,
        template_id=chosen.id,
        template_number=chosen.number,
        language=language,
        values_sealed=work.cipher.seal_json(values),
        file_id=file_id,
        official_file_id=slips.put_into_force(work.connection, file_id, **owner, uploaded_at=now),
    )
    made = slips.current(work.connection, shown.row.id, row.kind)
    assert made is not None
    return made


def _word(work: Work, shown: DossierPage, row: Record, now: datetime) -> Opened:
    """What a slip was made of, to be edited; raises NotFoundError for one that came from outside."""
    if row.values_sealed is None:
        raise NotFoundError(
            Text(
                "Phiếu này là tệp đính kèm từ bên ngoài nên không có bản Word.",
                "This slip came as a file from outside, so there is no Word version.",
            )
        )
    template = slip_template_choice.of_slip(work, row.kind, row.legal_set, row.template_id)
    values = work.cipher.open_json(row.values_sealed)
    return _written(shown, row, template, values, "docx", row.language, row.made_at)


def _written(
    shown: DossierPage,
    row: Record,
    template: SlipTemplate,
    values: Mapping[str, object],
    form: Form,
    language: str,
    at: datetime,
) -> Opened:
    paper: SlipPaper = slip_paper(template, values, language=language, at=at)
    content = slip_pdf.write(paper, at) if form == "pdf" else slip_word.write(paper, at)
    name = slip_drafts.file_name(row.kind, row.number, shown.row.code)
    return Opened(f"{name}.{form}", MEDIA_TYPES[form], content)


def _note(work: Work, actor: Actor, slip_id: int, form: Form, now: datetime) -> None:
    """Write down that the slip was taken out. One commit."""
    slips.print_of(work.connection, slip_id=slip_id, format=form, printed_by=actor.id, printed_at=now)
    work.commit()


def _unknown() -> NotFoundError:
    return NotFoundError(Text("Hồ sơ không có phiếu này.", "The dossier has no such slip."))
