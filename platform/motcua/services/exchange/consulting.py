"""Other agencies are asked for their opinion, and answer; the step that asks goes on (H-01, A-15, R-14)."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime

from motcua.domain.dossier.dossier_action import ACCEPTED
from motcua.domain.errors import ConflictError, InputError
from motcua.domain.people.permissions import Actor, account_id, require
from motcua.domain.text import Text
from motcua.domain.time.limits import parse_budget
from motcua.services.dossier import consulted
from motcua.services.dossier.case import Case, invalid
from motcua.services.dossier.case_history import record
from motcua.services.messages import notifications
from motcua.services.papers import files
from motcua.services.papers.files import Upload
from motcua.services.work import Work
from motcua.store.agencies import agency as agencies
from motcua.store.base import Record
from motcua.store.exchange import consultation as consultations
from motcua.store.people import group as groups

ASKED = Text(
    "{agency} được lấy ý kiến về hồ sơ {code}.", "{agency_en} is asked for an opinion on dossier {code}."
)
ANSWERED = Text(
    "{agency} đã trả lời ý kiến về hồ sơ {code}.", "{agency_en} has answered the question on dossier {code}."
)


@dataclass(frozen=True)
class Consultation:
    """One agency asked: `row` has the names and instants, `used` is its working time until it answered or now."""

    row: Record
    question: str
    answer: str
    used: int
    is_overdue: bool


def ask(work: Work, case: Case) -> None:
    """Ask each of the agencies; every question carries an electronic document (Điều 16.3)."""
    given = case.given
    asked = [_agency(work, case, agency_id) for agency_id in dict.fromkeys(given.agencies)]
    for agency in asked:
        consultation_id = _ask_one(work, case, agency)
        _keep(work, case, given.uploads, f"consult:{consultation_id}")
        told = [row.account_id for row in groups.of_agencies(work.connection, [agency.id]) if row.is_active]
        body = ASKED.format(agency=agency.name, agency_en=agency.name_en or agency.name, code=case.row.code)
        event = f"consult:{consultation_id}"
        notifications.tell_officers(work, case.row, told, event, body, case.place.at)
    _record(work, case, {"agencies": [agency.name for agency in asked]})


def answer(work: Work, case: Case) -> None:
    """Answer the oldest question that waits for the actor's agency; the reply goes back with its document."""
    waiting = [row for row in consulted.asked(work, case.actor, case.row.id) if row.answered_at is None]
    if not waiting:
        raise ConflictError(
            Text(
                "Cơ quan của bạn đã trả lời rồi. Không có gì bị thay đổi.",
                "Your agency has answered already. Nothing was changed.",
            )
        )
    one = waiting[0]
    counted = _counted(work, case, one.agency_id)
    consultations.change(
        work.connection,
        one.id,
        answered_by=account_id(case.actor),
        answered_at=case.place.at,
        counted_to=counted,
        answer_sealed=work.cipher.seal(case.given.opinion.strip()),
        answer_number=case.given.document_number.strip(),
        answer_date=case.given.document_date,
    )
    _keep(work, case, case.given.uploads, f"answer:{one.id}")
    agency = agencies.by_id(work.connection, one.agency_id)
    name = agency.name if agency is not None else ""
    body = ANSWERED.format(agency=name, agency_en=getattr(agency, "name_en", "") or name, code=case.row.code)
    told = notifications.having_steps(work, case.row.id, case.row.procedure_code)
    notifications.tell_officers(work, case.row, told, f"answer:{one.id}", body, case.place.at)
    _record(work, case, {"agency": name})


def of_dossier(work: Work, dossier_id: int, now: datetime) -> Sequence[Consultation]:
    """What was asked about a dossier and what came back, oldest first; who has not answered in time is overdue."""
    return [_shown(work, row, now) for row in consultations.of_dossier(work.connection, dossier_id)]


def question_for(work: Work, actor: Actor, dossier_id: int, now: datetime) -> Consultation | None:
    """The question about a dossier that the actor's agency answers next: the oldest that waits."""
    ids = [row.id for row in consulted.asked(work, actor, dossier_id) if row.answered_at is None]
    return next((one for one in of_dossier(work, dossier_id, now) if one.row.id in ids[:1]), None)


def to_answer(work: Work, actor: Actor, now: datetime) -> Sequence[Consultation]:
    """What the agencies in whose groups the actor serves still have to answer, the most urgent first."""
    require(actor, "staff")
    agency_ids = consulted.speaks_for(work, actor)
    rows = consultations.unanswered(work.connection, agency_ids, ACCEPTED) if agency_ids else ()
    return [_shown(work, row, now) for row in rows]


def count_to_answer(work: Work, actor: Actor) -> int:
    """How many questions `to_answer` would list."""
    agency_ids = consulted.speaks_for(work, actor)
    return consultations.count_unanswered(work.connection, agency_ids, ACCEPTED) if agency_ids else 0


def _shown(work: Work, row: Record, now: datetime) -> Consultation:
    """A question nobody answered runs until the dossier has a result or ends."""
    until = row.counted_to or min(one for one in (row.result_at, row.closed_at, now) if one is not None)
    calendar = work.house.calendars.at(work.connection, row.agency_id, until)
    return Consultation(
        row,
        work.cipher.open(row.question_sealed),
        work.cipher.open(row.answer_sealed) if row.answer_sealed is not None else "",
        calendar.elapsed(row.counted_from, max(until, row.counted_from)),
        row.due_at is not None and until > row.due_at,
    )


def _agency(work: Work, case: Case, agency_id: int) -> Record:
    agency = agencies.by_id(work.connection, agency_id)
    if agency is None or agency.id == case.row.step_agency_id:
        raise invalid(
            "agency",
            "unknown",
            Text("Chọn cơ quan khác trong danh sách.", "Choose another agency from the list."),
        )
    today = work.house.calendars.at(work.connection, agency.id, case.place.at).local(case.place.at).date()
    if agency.valid_to is not None and agency.valid_to < today:
        raise invalid(
            "agency",
            "ended",
            Text(f"“{agency.name}” không còn hoạt động.", f"“{agency.name_en or agency.name}” has ended."),
        )
    return agency


def _ask_one(work: Work, case: Case, agency: Record) -> int:
    """The new question's id. Without a time of its own it is due with the step that asks, while that is not late."""
    calendar = work.house.calendars.at(work.connection, agency.id, case.place.at, case.place.revision)
    counted = calendar.start(case.place.at)
    budget = _budget(case, calendar.day_seconds)
    step_due = case.row.step_due_at if case.row.step_due_at and case.row.step_due_at > case.place.at else None
    return consultations.add(
        work.connection,
        dossier_id=case.row.id,
        step_row_id=case.row.step_row_id,
        agency_id=agency.id,
        asked_by=account_id(case.actor),
        asked_at=case.place.at,
        counted_from=counted,
        budget_seconds=budget,
        due_at=calendar.add(counted, budget) if budget is not None else step_due,
        question_sealed=work.cipher.seal(case.given.opinion.strip()),
        document_number=case.given.document_number.strip(),
        document_date=case.given.document_date,
    )


def _budget(case: Case, day_seconds: int) -> int | None:
    if not case.given.duration.strip():
        return None
    try:
        return parse_budget(case.given.duration.strip()).in_seconds(day_seconds)
    except InputError as error:
        raise invalid("duration", error.code, error.message) from error


def _counted(work: Work, case: Case, agency_id: int) -> datetime:
    calendar = work.house.calendars.at(work.connection, agency_id, case.place.at, case.place.revision)
    return calendar.start(case.place.at)


def _keep(work: Work, case: Case, uploads: Sequence[Upload], slot: str) -> None:
    for upload in uploads:
        files.keep(work, upload, case.place.at, uploaded_by=case.actor.id, dossier_id=case.row.id, slot=slot)


def _record(work: Work, case: Case, detail: dict[str, object]) -> None:
    record(work, case, {"step": case.row.step_name, **detail}, in_working_time=False)
