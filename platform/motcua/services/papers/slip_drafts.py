"""Slips drafted before the deed they fix the time of: made of what was typed, by whoever may do the deed there (F-10, F-11)."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, replace
from datetime import datetime

from motcua.contrib import slip_pdf
from motcua.domain.dossier.dossier import ACTIONS, Action, require_state
from motcua.domain.errors import ConflictError, NotAllowedError, NotFoundError, ValidationError
from motcua.domain.papers.slip_kinds import SLIP_KINDS
from motcua.domain.papers.slip_paper import slip_paper
from motcua.domain.people.permissions import Actor, account_id
from motcua.domain.text import Text
from motcua.services.desk import dossiers, offered
from motcua.services.desk.dossiers import DossierPage
from motcua.services.dossier import case
from motcua.services.dossier.case import Given
from motcua.services.papers import (
    files,
    slip_content,
    slip_deeds,
    slip_numbers,
    slip_template_choice,
    slip_values,
)
from motcua.services.papers.files import Upload
from motcua.services.time import rules
from motcua.services.work import Work
from motcua.store.base import Record
from motcua.store.dossier import held
from motcua.store.papers import file as stored_files
from motcua.store.papers import slip as slips

DRAFT_SLOT = "slip-draft:"


@dataclass(frozen=True)
class Asked:
    """What a draft is asked for: the deed with what was typed for it, and the step it is about."""

    action: Action
    given: Given
    task_id: str
    language: str = "vi"


def draft(work: Work, actor: Actor, code: str, asked: Asked, now: datetime, *, again: bool = True) -> int:
    """Make the slip of a deed out of what was typed; its id. Nothing happens to the dossier.

    A draft of the same deed keeps its number and is made anew; with `again` false only where other words were typed.
    Raises NotFoundError, NotAllowedError, ConflictError, ValidationError as the deed itself would.
    """
    action, given = asked.action, asked.given
    shown = dossiers.page(work, actor, code, now, subject=f"slip:{action.key}")
    visit = require_yours(work, actor, shown, asked)
    row = _entered(work, actor, shown, asked, visit, now)
    digest = slip_deeds.digest(work, given)
    if not again and row.file_id is not None:
        if row.typed_digest == digest:
            return int(row.id)
        if row.official_file_id is not None:
            raise case.invalid("slip", "changed", _SIGNED)
    # The number is taken for good before the long work begins, so that no other desk waits for it.
    work.commit()
    _make(work, actor, shown, asked, row, digest, now)
    work.commit()
    return int(row.id)


def action_of(key: str) -> Action:
    """An action that needs a slip; raises NotFoundError."""
    action = ACTIONS.get(key)
    if action is None or not action.slip:
        raise NotFoundError(Text("Không có phiếu này.", "There is no such slip."))
    return action


def require_yours(work: Work, actor: Actor, shown: DossierPage, asked: Asked) -> Record | None:
    """The step at which the actor may do the deed now, with all that it asks for but the slip (F-11).

    Raises NotAllowedError, ConflictError, ValidationError as the deed itself would.
    """
    action = asked.action
    require_state(action.key, shown.row.state)
    offers = [one for one in offered.of(work, actor, shown, asked.task_id) if one.action == action]
    if not offers:
        raise not_yours(shown, action)
    missing = case.problems(shown.version, shown.now, action, replace(asked.given, slip_id=0))
    if missing:
        raise ValidationError(missing)
    return next((one.row for one in shown.waiting if one.row.task_id == offers[0].task_id), None)


def not_yours(shown: DossierPage, action: Action) -> NotAllowedError:
    """The slip is for whoever has the step, by name where somebody has it (F-11)."""
    kind = SLIP_KINDS[action.slip].name
    holders = [one.row.holder_name for one in shown.waiting if one.row.holder_name]
    vi = f"Phiếu “{kind.vi}” do người có thẩm quyền ở bước hiện nay của hồ sơ lập và đính kèm"
    en = f"The slip “{kind.en}” is made and attached by whoever may decide at the dossier's present step"
    if action.by == "holder" and holders:
        return NotAllowedError(Text(f"{vi}: {', '.join(holders)}.", f"{en}: {', '.join(holders)}."))
    return NotAllowedError(Text(f"{vi}.", f"{en}."))


def _entered(
    work: Work, actor: Actor, shown: DossierPage, asked: Asked, visit: Record | None, now: datetime
) -> Record:
    """The draft of this deed under its number, locked; entered when there is none yet."""
    dossier, action = shown.row, asked.action
    held.hold(work.connection, dossier.code, account_id(actor))
    found = slips.draft(work.connection, dossier.id, action.key)
    if found is not None:
        return found
    legal_set = rules.of(work, shown.version).slip_set
    kind = slip_deeds.kind_of(action, legal_set)
    agency_id = agency_of(shown, action, visit)
    year, number = slip_numbers.take(work, agency_id, kind, now)
    slips.add(
        work.connection,
        dossier_id=dossier.id,
        agency_id=agency_id,
        kind=kind,
        legal_set=legal_set,
        year=year,
        number=number,
        action=action.key,
        state="draft",
        language=asked.language,
        made_by=account_id(actor),
        made_at=now,
    )
    made = slips.draft(work.connection, dossier.id, action.key)
    assert made is not None
    return made


def agency_of(shown: DossierPage, action: Action, visit: Record | None) -> int:
    """Who issues the slip: the agency of the step for what is done there, else the one that received the dossier."""
    return int(visit.agency_id if action.by == "holder" and visit is not None else shown.row.agency_id)


def _make(
    work: Work, actor: Actor, shown: DossierPage, asked: Asked, row: Record, digest: bytes, now: datetime
) -> None:
    """Write the PDF of the draft and keep it; an earlier one is kept as replaced."""
    typed = slip_content.of(work, shown, asked.action, asked.given, asked.language)
    values = values_of(work, shown, row, {**typed, "made_by": actor.name}, asked.language, now)
    chosen = slip_template_choice.choose(work, row.kind, row.legal_set, row.agency_id, now)
    paper = slip_paper(chosen.template, values, language=asked.language, at=now)
    file_id = keep(work, actor, shown, row, slip_pdf.write(paper, now), now)
    current = slips.hold(work.connection, row.id)
    if current is None or current.state != "draft":
        raise ConflictError(
            Text(
                "Việc này vừa được làm, phiếu không đổi được nữa.",
                "This has just been done; the slip stays as it is.",
            )
        )
    slips.withdraw_file(work.connection, current.official_file_id, now)
    slips.change(
        work.connection,
        row.id,
        template_id=chosen.id,
        template_number=chosen.number,
        language=asked.language,
        values_sealed=work.cipher.seal_json(values),
        typed_digest=digest,
        file_id=file_id,
        official_file_id=None,
        made_by=account_id(actor),
        made_at=now,
    )


def values_of(
    work: Work,
    shown: DossierPage,
    row: Record,
    typed: Mapping[str, object],
    language: str,
    now: datetime,
) -> dict[str, object]:
    """The merge values of a slip of a dossier, under its number."""
    own = {**typed, "slip_number": slip_numbers.words(row.kind, row.number)}
    return slip_values.of_dossier(work, shown, row.kind, own, now, language, row.agency_id)


def keep(work: Work, actor: Actor, shown: DossierPage, row: Record, content: bytes, now: datetime) -> int:
    """Keep the PDF of a slip with the dossier; its file's id."""
    if row.file_id is not None:
        stored_files.replace_some(work.connection, [row.file_id], now)
    name = file_name(row.kind, row.number, shown.row.code)
    return files.keep(
        work,
        Upload(f"{name}.pdf", content),
        now,
        uploaded_by=account_id(actor),
        dossier_id=shown.row.id,
        slot=f"{DRAFT_SLOT}{row.kind}",
    )


FILE_NAMES = {
    "guidance": "huong-dan",
    "receipt": "giay-tiep-nhan",
    "supplement": "phieu-yeu-cau-bo-sung",
    "refusal": "phieu-tu-choi",
    "apology": "phieu-xin-loi",
    "stop_notice": "thong-bao-dung",
    "control": "phieu-kiem-soat",
    "ledger": "so-theo-doi",
    "satisfaction": "phieu-danh-gia",
    "extension": "phieu-gia-han",
    "hand_over": "phieu-ban-giao",
    "result_hand_over": "phieu-ban-giao-ket-qua",
}


def file_name(kind: str, number: int | None, code: str) -> str:
    """What the file of a slip is called, without an ending."""
    return "-".join(filter(None, (FILE_NAMES[kind], str(number or ""), code)))


_SIGNED = Text(
    "Nội dung đã khác với phiếu đã ký số. Bấm “Lập phiếu, xem PDF” để lập lại, rồi ký lại.",
    "What is sent is not what the signed slip was made of. Make the slip again, then sign it again.",
)
