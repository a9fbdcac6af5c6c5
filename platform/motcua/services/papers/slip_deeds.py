"""Slips that come into force with a deed: the receipt with acceptance (F-02), others with what they fix the time of (E-21).

Quảng Trị 29/2020, Điều 14.3: a supplement, a refusal and a new appointment count from their slip. It is either the PDF
made here of what was typed, or an edited or signed file attached in its place; the draft is kept (F-10).
"""

from __future__ import annotations

import json
from dataclasses import replace
from datetime import datetime
from typing import Any, Final

from motcua.domain.dossier.dossier import Action
from motcua.domain.papers.slip_kinds import LegalSet
from motcua.domain.people.permissions import Actor, account_id
from motcua.domain.text import Text
from motcua.services.dossier.case import Case, Given, invalid
from motcua.services.dossier.stepping import Place
from motcua.services.papers import files, slip_numbers
from motcua.services.signing import slip_signatures
from motcua.services.time import rules
from motcua.services.work import Work
from motcua.store.base import Record
from motcua.store.papers import slip as slips

TYPED: Final = ("reason", "papers", "other_papers", "ground", "duration", "until")
"""What a slip is made of; other inputs of a deed may be changed after it was drafted."""


def kind_of(action: Action, legal_set: LegalSet) -> str:
    """The slip that an action needs; empty where it needs none. Stopping has a notice of its own in the newer set."""
    if action.key == "stop" and legal_set == "tt03_2025":
        return "stop_notice"
    return action.slip


def digest(work: Work, given: Given) -> bytes:
    """A keyed hash of what a slip is made of."""
    words = [getattr(given, key) for key in TYPED]
    return work.cipher.mac(json.dumps(words, default=str).encode())


def issue_receipt(work: Work, actor: Actor, place: Place, at: datetime) -> None:
    """Enter the receipt of an acceptance; its PDF is made when it is first printed (F-02). Does not commit."""
    slips.add_receipt(
        work.connection,
        dossier_id=place.dossier_id,
        agency_id=place.agency_id,
        legal_set=rules.of(work, place.version).slip_set,
        year=slip_numbers.year_of(at),
        made_by=actor.id,
        made_at=at,
    )


def wanted(work: Work, case: Case) -> Record | None:
    """The locked draft that the deed puts into force, or that the file handed in stands for.

    Raises ValidationError at "/slip" for a draft of something else, or one made of other words than are sent now, and
    where a signature is required (`slip.signature`) that is not there.
    """
    if not case.action.slip:
        return None
    draft = _draft_of(work, case)
    profile = rules.of(work, case.place.version)
    if profile.slip_signature == "required":
        kind = kind_of(case.action, profile.slip_set)
        slip_signatures.require(work, kind, profile.slip_set, case.given.slip, draft, case.place.at)
    return draft


def _draft_of(work: Work, case: Case) -> Record | None:
    given, dossier_id = case.given, case.place.dossier_id
    if given.slip is not None or given.slip_id is None:
        return slips.draft(work.connection, dossier_id, case.action.key)
    row = slips.hold(work.connection, given.slip_id)
    if row is None or (row.dossier_id, row.action, row.state) != (dossier_id, case.action.key, "draft"):
        raise invalid("slip", "unknown", _UNKNOWN)
    if row.file_id is None or row.typed_digest != digest(work, given):
        raise invalid("slip", "changed", _CHANGED)
    return row


def as_promised(work: Work, case: Case, draft: Record | None) -> Case:
    """The case with the new appointment that its slip names, where the system proposed it when the slip was drafted.

    A proposal hangs on the minute; what the applicant is promised on paper is what holds.
    """
    given = case.given
    if draft is None or draft.values_sealed is None or case.action.clock != "apologise":
        return case
    if given.duration.strip() or given.until is not None or draft.typed_digest != digest(work, given):
        return case
    named = work.cipher.open_json(draft.values_sealed).get("new_appointment_at")
    promised = datetime.fromisoformat(named) if isinstance(named, str) and named else None
    return replace(case, given=replace(given, promised=promised))


def attach(work: Work, case: Case, draft: Record | None) -> None:
    """Keep the slip with the dossier: from now on it proves why a clock was changed (E-21). Does not commit."""
    if not case.action.slip:
        return
    file_id = _file(work, case, draft)
    official = {"state": "official", "official_file_id": file_id, "official_at": case.place.at}
    if draft is not None:
        slips.change(work.connection, draft.id, **official)
        kind, number = draft.kind, slip_numbers.words(draft.kind, draft.number)
    else:
        kind, number = _entered(work, case, official), ""
    file = slips.file_of(work.connection, file_id)
    slip_signatures.remember(work, file, case.place.at)
    work.record(
        at=case.place.at,
        actor_id=case.actor.id,
        actor_name=case.actor.name,
        action="slip.attach",
        dossier_id=case.place.dossier_id,
        subject=kind,
        detail={"number": number, "sha256": file.sha256},
    )


def _file(work: Work, case: Case, draft: Record | None) -> int:
    """The id of the file that counts: the one handed in, else the signed draft, else the PDF made here."""
    slot, at = f"slip:{case.action.slip}", case.place.at
    owner: dict[str, Any] = {
        "uploaded_by": account_id(case.actor),
        "dossier_id": case.place.dossier_id,
        "slot": slot,
    }
    if case.given.slip is not None:
        return files.keep(work, case.given.slip, at, **owner)
    assert draft is not None
    return slips.put_into_force(
        work.connection, draft.official_file_id or draft.file_id, **owner, uploaded_at=at
    )


def _entered(work: Work, case: Case, official: dict[str, object]) -> str:
    """Enter a slip that was made elsewhere, under no number of ours; its kind."""
    legal_set = rules.of(work, case.place.version).slip_set
    kind = kind_of(case.action, legal_set)
    slips.add(
        work.connection,
        dossier_id=case.place.dossier_id,
        agency_id=agency_of(case.action, case.row),
        kind=kind,
        legal_set=legal_set,
        action=case.action.key,
        made_by=account_id(case.actor),
        made_at=case.place.at,
        **official,
    )
    return kind


def agency_of(action: Action, row: Record) -> int:
    """Who issues a slip: the agency of the step for what is done there, else the one that received the dossier."""
    if action.by == "holder" and row.step_agency_id is not None:
        return int(row.step_agency_id)
    return int(row.agency_id)


_UNKNOWN: Final = Text(
    "Phiếu này không phải bản dự thảo cho việc đang làm. Lập lại phiếu hoặc đính kèm tệp đã ký.",
    "This slip is no draft for what is being done. Make it again, or attach the signed file.",
)
_CHANGED: Final = Text(
    "Nội dung đã khác với phiếu đã lập. Lập lại phiếu rồi xác nhận.",
    "What is sent is not what the slip was made of. Make the slip again, then confirm.",
)
