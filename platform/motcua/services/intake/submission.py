"""Sending a form: the draft becomes a dossier with its code, and the desk is asked to accept it."""

from __future__ import annotations

from collections.abc import Collection, Mapping, Sequence
from dataclasses import dataclass
from datetime import date, datetime
from typing import Any
from uuid import UUID

from motcua.domain.declaration.declaration import DECLARATION, DECLARATION_VERSION
from motcua.domain.dossier import codes
from motcua.domain.dossier.case_limits import limit_text_of
from motcua.domain.errors import ConflictError, FieldError, ValidationError
from motcua.domain.forms import accept, validate
from motcua.domain.people.permissions import Actor, account_id, require
from motcua.domain.search import fold
from motcua.domain.text import Text
from motcua.domain.time.calendar import WorkCalendar
from motcua.engine import Progress, start
from motcua.services.accounts import identity, terms
from motcua.services.accounts.accounts import require_verified
from motcua.services.dossier import stepping, waits
from motcua.services.dossier.stepping import Place
from motcua.services.forms import catalogues, draft_files
from motcua.services.intake import (
    amendment,
    drafts,
    intake_limit,
    on_behalf,
    receiving,
    stored_papers,
)
from motcua.services.intake.drafts import Draft
from motcua.services.intake.on_behalf import Owner
from motcua.services.intake.receiving import Receiving
from motcua.services.papers import carriers
from motcua.services.process import offers
from motcua.services.work import Work
from motcua.store.accounts import account as accounts
from motcua.store.agencies import agency as agencies
from motcua.store.dossier import code as counters
from motcua.store.dossier import dossier as dossiers
from motcua.store.dossier import move as moves
from motcua.store.dossier.move import Job, Move
from motcua.store.intake import draft as stored_drafts
from motcua.store.papers import file as files


@dataclass(frozen=True, slots=True)
class Receipt:
    """The immediate acknowledgement: code and send time (C-03)."""

    code: str
    submitted_at: datetime


def submit(
    work: Work,
    actor: Actor,
    draft_id: UUID,
    *,
    declared: bool,
    now: datetime,
    tell_by: Collection[str] | None = None,
    receive: Receiving | None = None,
) -> Receipt:
    """Send the draft; sending it twice gives the first receipt again. `tell_by` are the carriers chosen, None unasked;
    `receive` is how the result is wanted, the usual way unasked (C-11).

    Raises ValidationError when an answer, a paper or the declaration (B-06) is missing, ConflictError when
    the agency takes the procedure no longer, not online, or only in a newer version, to which the draft then moves.
    One commit.
    """
    require(actor, "citizen")
    draft = drafts.get(work, actor, draft_id, lock=True)
    if draft.dossier_id is not None:
        return _receipt_again(work, draft.dossier_id)
    require_verified(work, actor)
    terms.require_accepted(work, actor)
    identity.require_level(work, actor, draft.version.facts.code)
    if not draft.amends_code:
        _require_current(work, draft, now)
        offers.require_taken(draft.version, "online")
    calendar = work.house.calendars.at(work.connection, draft.agency_id, now)
    today = calendar.local(now).date()
    wanted = receive or receiving.usual(draft.version)
    owner = on_behalf.of_draft(work, draft)
    unsigned = drafts.unsigned_papers(work, draft, now)
    data = _complete_data(draft, today, wanted, owner, unsigned, declared=declared)
    if draft.amends_code:
        return _amend(work, actor, draft, data, tell_by, now)
    who = {
        **_applicant(work, actor, wanted),
        "channel": "online",
        "declaration": DECLARATION.in_(actor.language),
    }
    if owner is not None:
        who |= on_behalf.columns(work, actor, owner, wanted)
    who |= {"declaration_version": DECLARATION_VERSION, "tell_by": carriers.agreed(work, tell_by)}
    code = become_dossier(work, actor, draft, data, who, calendar, now)
    if owner is None:
        stored_papers.keep(work, account_id(actor), code, now, today)
    work.commit()
    return Receipt(code, now)


def become_dossier(
    work: Work,
    actor: Actor,
    draft: Draft,
    data: Mapping[str, object],
    who: Mapping[str, Any],
    calendar: WorkCalendar,
    now: datetime,
    *,
    tells: bool = True,
) -> str:
    """Make the draft a dossier in state "sent": its row, files, waiting steps and history; the code. Does not commit.

    `who` holds the columns on the applicant, the channel and the declaration. Unless it `tells`, the message that it
    was sent is left out, because another follows at once.
    """
    progress = start(draft.version.spec, dict(data))
    code = next_code(work, draft.agency_id, calendar.local(now).date())
    dossier_id = _keep(work, draft, code, data, progress, calendar, now, who)
    draft_files.drop_unused(work, draft.id, draft.files, data)
    files.move_to_dossier(work.connection, draft.id, dossier_id)
    stored_drafts.change(work.connection, draft.id, dossier_id=dossier_id)
    place = Place(dossier_id, draft.version, draft.agency_id, 0, now, None, {**data, **progress.values})
    rows = stepping.opening(work, place, progress.opened, is_running=False)
    jobs = [
        *(stepping.telling("submit", dossier_id) if tells else ()),
        Job("notify_group", {"dossier_id": dossier_id}),
    ]
    moves.write(work.connection, _sending(actor, place, code, rows, calendar, jobs))
    waits.opened_before_acceptance(work, place, progress.opened)
    return code


def _amend(
    work: Work,
    actor: Actor,
    draft: Draft,
    data: Mapping[str, object],
    tell_by: Collection[str] | None,
    now: datetime,
) -> Receipt:
    """Put the form in place of what was sent before; the dossier keeps its code (D-09). One commit."""
    draft_files.drop_unused(work, draft.id, draft.files, data)
    amendment.apply(work, actor, draft.id, draft.amends_code, data, now)
    dossier = dossiers.by_code(work.connection, draft.amends_code)
    assert dossier is not None
    stored_drafts.change(work.connection, draft.id, dossier_id=dossier.id)
    declared: dict[str, Any] = {"declaration": DECLARATION.in_(actor.language)}
    declared["declaration_version"] = DECLARATION_VERSION
    if tell_by is not None:
        declared["tell_by"] = carriers.agreed(work, tell_by)
    dossiers.change(work.connection, dossier.id, declared_at=now, **declared)
    work.commit()
    return Receipt(draft.amends_code, now)


def _keep(
    work: Work,
    draft: Draft,
    code: str,
    data: Mapping[str, object],
    progress: Progress,
    calendar: WorkCalendar,
    now: datetime,
    who: Mapping[str, Any],
) -> int:
    """The new dossier's row; its id."""
    return dossiers.add(
        work.connection,
        code=code,
        procedure_id=draft.version.procedure_id,
        version_id=draft.version.id,
        agency_id=draft.agency_id,
        state="sent",
        submitted_at=now,
        intake_due_at=intake_limit.first(work, draft.version, calendar, now),
        limit_text=limit_text_of(draft.version.facts, str(who["channel"]), data),
        engine_state=progress.state,
        engine_ended=progress.ended,
        data_sealed=work.cipher.seal_json(dict(data)),
        step_values_sealed=work.cipher.seal_json(dict(progress.values)) if progress.values else None,
        declared_at=now,
        **who,
    )


def _sending(
    actor: Actor,
    place: Place,
    code: str,
    rows: Sequence[Mapping[str, Any]],
    calendar: WorkCalendar,
    jobs: Sequence[Job],
) -> Move:
    return Move(
        dossier_id=place.dossier_id,
        at=place.at,
        counted_at=calendar.start(place.at),
        actor_id=actor.id,
        actor_name=actor.name,
        action="submit",
        detail={"code": code},
        opened=rows,
        jobs=jobs,
    )


def _require_current(work: Work, draft: Draft, now: datetime) -> None:
    offer = offers.find(work, draft.procedure_code, draft.agency_id)
    if offer.version_id != draft.version.id:
        drafts.take_over(work, draft, offer.version_id, now)
        raise ConflictError(
            Text(
                "Thủ tục đã có bản mới từ khi bạn bắt đầu khai. Câu trả lời và giấy tờ của bạn còn nguyên; "
                "hãy xem lại từng phần rồi gửi.",
                "The procedure has a new version since you began. Your answers and papers are kept; "
                "look through each part again, then send.",
            )
        )


def _receipt_again(work: Work, dossier_id: int) -> Receipt:
    row = dossiers.by_id(work.connection, dossier_id)
    if row is None:
        raise ConflictError(Text("Hồ sơ đã gửi không còn.", "The dossier sent is gone."))
    return Receipt(row.code, row.submitted_at)


def _complete_data(
    draft: Draft,
    today: date,
    wanted: Receiving,
    owner: Owner | None,
    unsigned: Sequence[FieldError],
    *,
    declared: bool,
) -> dict[str, object]:
    """The answers ready to be kept; raises ValidationError with everything that is missing."""
    errors = [
        FieldError(
            f"/_papers/{paper.key}",
            "paper_missing",
            Text(f"Đính kèm “{paper.name}”.", f"Attach “{paper.name_en or paper.name}”."),
        )
        for paper in drafts.missing_papers(draft)
    ]
    errors += unsigned
    errors += receiving.problems(draft.version, wanted) if not draft.amends_code else []
    if owner is not None and not on_behalf.papers_of(draft):
        words = Text("Đính kèm văn bản ủy quyền nộp hồ sơ.", "Attach the authorisation to file.")
        errors.append(FieldError("/_behalf", "authorisation_missing", words))
    if not declared:
        errors.append(
            FieldError(
                "/_declared",
                "not_declared",
                Text("Đánh dấu vào lời cam đoan trước khi gửi.", "Tick the declaration before sending."),
            )
        )
    found = validate(draft.form, draft.data, today=today) or catalogues.problems(draft.form, draft.data)
    if found or errors:
        raise ValidationError([*found, *errors])
    data = accept(draft.form, draft.data, today=today)
    if strange := draft_files.strange(draft.form, draft.files, data):
        raise ValidationError(strange)
    return data


def next_code(work: Work, agency_id: int, today: date) -> str:
    """The code of the agency's next dossier of the day (C-10)."""
    agency = agencies.by_id(work.connection, agency_id)
    if agency is None:
        raise ConflictError(Text("Cơ quan nhận không còn nữa.", "The receiving agency is gone."))
    return codes.dossier_code(agency.code, today, counters.next_number(work.connection, agency.code, today))


def _applicant(work: Work, actor: Actor, wanted: Receiving) -> dict[str, Any]:
    """Who files, as the account knows him: the name in the open, everything else sealed (M-14)."""
    row = accounts.by_id(work.connection, account_id(actor))
    if row is None:
        raise ConflictError(Text("Tài khoản không còn nữa.", "The account is gone."))
    sealed = {"phone": row.phone_sealed, "identity": row.identity_sealed}
    opened = {key: work.cipher.open(value) if value is not None else "" for key, value in sealed.items()}
    contact = {"email": row.email, **opened, **receiving.contact(wanted)}
    return {
        "receive_by": wanted.method,
        "applicant_id": row.id,
        "applicant_name": row.display_name,
        "applicant_folded": fold(row.display_name),
        "applicant_sealed": work.cipher.seal_json(contact),
        "identity_digest": row.identity_digest,
    }
