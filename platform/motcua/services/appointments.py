"""Extensions asked for and decided, apologies given: what moves the date of a dossier (D-10, E-16 to E-18, R-05 to R-07)."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime

from motcua.domain.appointments import Change, named_appointment
from motcua.domain.deadlines import Deadline, parse_budget
from motcua.domain.duration import duration_words
from motcua.domain.errors import ConflictError, InputError
from motcua.domain.explanation import instant_words
from motcua.domain.permissions import may
from motcua.domain.process_graph import scopes
from motcua.domain.process_rules_time import limit_in_seconds
from motcua.domain.process_ways import longest_path
from motcua.domain.text import Text
from motcua.services import deadlines, notifications, officers, rules, waits
from motcua.services.case import Case, invalid
from motcua.services.case_history import record
from motcua.services.deadlines import Trail
from motcua.services.versions import Version
from motcua.services.work import Work
from motcua.store import agency as agencies
from motcua.store import appointment as appointments
from motcua.store import dossier as dossiers
from motcua.store.base import Record
from motcua.store.move import Job


@dataclass(frozen=True)
class Standing:
    """A dossier with its trail and the deadline in force at the instant of the action."""

    dossier: Record
    known: Trail
    due: Deadline

    def after(self, work: Work, change: Change) -> Deadline:
        """The deadline as it will be with one more change."""
        known = Trail(self.known.intervals, [*self.known.changes, change])
        found = deadlines.of_dossier(work, self.dossier, change.at, known)
        return found or self.due


def standing(work: Work, dossier_id: int, now: datetime) -> Standing:
    """Where an accepted dossier stands; its row must be locked."""
    dossier = dossiers.by_id(work.connection, dossier_id)
    known = deadlines.trail(work, dossier_id)
    due = deadlines.of_dossier(work, dossier, now, known) if dossier is not None else None
    if dossier is None or due is None:
        raise ConflictError(
            Text(
                "Hồ sơ chưa được tiếp nhận nên chưa có hạn.", "The dossier has no deadline before acceptance."
            )
        )
    return Standing(dossier, known, due)


def apologise(work: Work, case: Case) -> None:
    """Excuse the delay and give another appointment (Điều 18.1.a, 18.1.b).

    Without a time the proposed one holds; another may be given by who approves, within the bound (E-18). After the
    appointment the apology is recorded and moves nothing (R-06).
    """
    at, given = case.place.at, case.given
    stands = standing(work, case.place.dossier_id, at)
    _require_another(work, case)
    change = _apology(work, case, stands)
    row_id = appointments.add(
        work.connection,
        dossier_id=case.place.dossier_id,
        kind="apology",
        seconds=change.seconds,
        until=change.until,
        reason_sealed=work.cipher.seal(given.reason.strip()),
        status="granted",
        asked_by=case.actor.id,
        asked_at=at,
        decided_by=case.actor.id,
        decided_at=at,
    )
    after = stands.after(work, change)
    event = "apology_late" if after.moves[-1].is_late else "apology"
    record(work, case, _moved(stands.due, after), in_working_time=True, jobs=[_telling(case, event, row_id)])
    waits.reindex(work, case.place.dossier_id, at)


def proposal(version: Version, due: Deadline, waiting: Sequence[str], now: datetime) -> int:
    """The working seconds proposed for a new appointment: what the process still needs from now (Điều 17.2).

    `waiting` are the steps that wait. At least one working day, so that one apology is enough.
    """
    calendar, model = due.calendar, version.model
    way = longest_path(model, scopes(model.nodes, model.flows), calendar.day_seconds)
    places = [number for number, (key, _) in enumerate(way) if key in waiting]
    rest = sum(seconds for _, seconds in way[min(places) :]) if places else 0
    late = calendar.elapsed(due.due_at, calendar.add(now, rest))
    return min(max(late, calendar.day_seconds), bound(due))


def bound(due: Deadline) -> int:
    """The longest that one extension or apology may be, in working seconds: as long again as the whole limit."""
    return limit_in_seconds(due.limit, due.calendar.day_seconds)


def request_extension(work: Work, case: Case) -> None:
    """Ask for more time for a step, or for its agency as a whole where that is named; nothing moves yet (R-07)."""
    stands = standing(work, case.place.dossier_id, case.place.at)
    if appointments.asked(work.connection, case.place.dossier_id) is not None:
        raise ConflictError(
            Text(
                "Đã có một đề nghị gia hạn đang chờ duyệt. Chờ lãnh đạo trả lời rồi hãy xin tiếp.",
                "A request for an extension is waiting already. Ask again after it has been decided.",
            )
        )
    is_of_agency = case.row.step_agency_id in case.given.agencies
    seconds = _seconds(case.given.duration, stands.due)
    row_id = appointments.add(
        work.connection,
        dossier_id=case.place.dossier_id,
        kind="extension",
        step_row_id=None if is_of_agency else case.row.step_row_id,
        agency_id=case.row.step_agency_id,
        seconds=seconds,
        reason_sealed=work.cipher.seal(case.given.reason.strip()),
        status="asked",
        asked_by=case.actor.id,
        asked_at=case.place.at,
    )
    to = officers.with_right(work, "dossier.approve", case.row.agency_id)
    words = duration_words(seconds)
    asked = Text(
        f"Hồ sơ {stands.dossier.code}: có đề nghị gia hạn {words.vi} chờ bạn duyệt.",
        f"Dossier {stands.dossier.code}: a request for {words.en} more waits for your decision.",
    )
    notifications.tell_officers(work, stands.dossier, to, f"extension_asked:{row_id}", asked, case.place.at)
    record(work, case, {"seconds": seconds}, in_working_time=True)


def approve_extension(work: Work, case: Case) -> None:
    """Grant the extension that waits: due time, appointment and the budgets of step and agency move (E-16, R-07)."""
    at = case.place.at
    asked = _decidable(work, case)
    stands = standing(work, case.place.dossier_id, at)
    appointments.decide(work.connection, asked.id, status="granted", decided_by=case.actor.id, decided_at=at)
    known = deadlines.trail(work, case.place.dossier_id)
    after = deadlines.of_dossier(work, stands.dossier, at, known) or stands.due
    _answer(work, stands.dossier, asked, "extension_granted", _GRANTED, at)
    detail = {"seconds": asked.seconds, **_moved(stands.due, after)}
    record(work, case, detail, in_working_time=True, jobs=[_telling(case, case.action.tells, asked.id)])
    waits.reindex(work, case.place.dossier_id, at)


def refuse_extension(work: Work, case: Case) -> None:
    """Refuse the extension that waits; nothing has moved."""
    asked = _decidable(work, case)
    dossier = standing(work, case.place.dossier_id, case.place.at).dossier
    appointments.decide(
        work.connection,
        asked.id,
        status="refused",
        decided_by=case.actor.id,
        decided_at=case.place.at,
        answer_sealed=work.cipher.seal(case.given.reason.strip()),
    )
    _answer(work, dossier, asked, "extension_refused", _REFUSED, case.place.at)
    record(work, case, {"seconds": asked.seconds}, in_working_time=True)


_GRANTED = Text(
    "Hồ sơ {code}: đề nghị gia hạn của bạn đã được duyệt.", "Dossier {code}: your extension was approved."
)
_REFUSED = Text(
    "Hồ sơ {code}: đề nghị gia hạn của bạn không được duyệt. Hạn giữ nguyên.",
    "Dossier {code}: your extension was refused. The limit stays.",
)


def _answer(work: Work, dossier: Record, asked: Record, event: str, body: Text, now: datetime) -> None:
    """Tell who asked what came of it."""
    said = body.format(code=dossier.code)
    notifications.tell_officers(work, dossier, [asked.asked_by], f"{event}:{asked.id}", said, now)


def _apology(work: Work, case: Case, stands: Standing) -> Change:
    given, at = case.given, case.place.at
    if given.duration.strip() and given.until is not None:
        raise invalid(
            "until",
            "both",
            Text(
                "Chỉ nhập một trong hai: thêm bao lâu, hoặc hẹn lại lúc nào.",
                "Give either the time or the date.",
            ),
        )
    if not given.duration.strip() and given.until is None:
        waiting = [row.step_id for row in case.waiting]
        return Change("apology", at, proposal(case.place.version, stands.due, waiting, at))
    _require_editor(work, case)
    if given.until is None:
        return Change("apology", at, _seconds(given.duration, stands.due))
    return Change("apology", at, until=_until(given.until, stands.due, at))


def _until(until: datetime, due: Deadline, now: datetime) -> datetime:
    """The instant named, later than the appointment in force and not beyond the bound; raises ValidationError."""
    calendar = due.calendar
    named = until if until.tzinfo is not None else until.replace(tzinfo=calendar.zone)
    new_due, appointment = named_appointment(calendar, named, due.appointment_rule)
    if appointment <= max(due.appointment_at, calendar.local(now)):
        words = instant_words(due.appointment_at)
        raise invalid(
            "until",
            "too_early",
            Text(
                f"Hẹn lại phải sau lịch hẹn hiện tại ({words.vi}) và sau lúc này.",
                f"The new appointment must be after the present one ({words.en}) and after now.",
            ),
        )
    if calendar.elapsed(due.due_at, new_due) > bound(due):
        raise invalid("until", "too_late", _beyond(due))
    return named


def _seconds(duration: str, due: Deadline) -> int:
    """Working seconds from words, above none and within the bound; raises ValidationError."""
    try:
        seconds = parse_budget(duration).in_seconds(due.calendar.day_seconds)
    except InputError as problem:
        raise invalid("duration", problem.code, problem.message) from None
    if seconds <= 0:
        raise invalid(
            "duration", "none", Text("Nhập thời gian lớn hơn 0.", "Enter a time of more than nothing.")
        )
    if seconds > bound(due):
        raise invalid("duration", "too_long", _beyond(due))
    return seconds


def _beyond(due: Deadline) -> Text:
    words = duration_words(bound(due), due.calendar.day_seconds)
    return Text(
        f"Mỗi lần chỉ được thêm nhiều nhất {words.vi} làm việc, bằng thời hạn của thủ tục.",
        f"At most {words.en} of working time may be added at once, as much as the procedure's limit.",
    )


def _require_another(work: Work, case: Case) -> None:
    most = rules.of(work, case.place.version).apology_max_times
    if appointments.count_apologies(work.connection, case.place.dossier_id) >= most:
        raise ConflictError(
            Text(
                f"Hồ sơ đã xin lỗi và hẹn lại đủ {most} lần theo quy định. Không có gì bị thay đổi.",
                f"The dossier has had its {most} apologies, all that the rules allow. Nothing was changed.",
            )
        )


def _require_editor(work: Work, case: Case) -> None:
    lineage = agencies.lineage(work.connection, case.row.agency_id)
    if not may(case.actor, "dossier.approve", lineage):
        raise invalid(
            "until" if case.given.until is not None else "duration",
            "not_allowed",
            Text(
                "Chỉ lãnh đạo được sửa thời gian hẹn lại. Để trống hai ô này để dùng thời gian hệ thống đề xuất.",
                "Only a leader may change the new time. Leave both fields empty for the proposed time.",
            ),
        )


def _decidable(work: Work, case: Case) -> Record:
    asked = appointments.asked(work.connection, case.place.dossier_id)
    if asked is None:
        nothing = "Không có đề nghị gia hạn nào đang chờ.", "There is no request for an extension to decide."
        raise ConflictError(Text(*nothing))
    if asked.asked_by == case.actor.id:
        raise ConflictError(
            Text(
                "Người xin gia hạn không tự duyệt được. Nhờ lãnh đạo khác.",
                "Who asked for the extension cannot decide it. Ask another leader.",
            )
        )
    return asked


def _moved(before: Deadline, after: Deadline) -> dict[str, object]:
    return {
        "due_from": before.due_at.isoformat(),
        "due_to": after.due_at.isoformat(),
        "appointment_from": before.appointment_at.isoformat(),
        "appointment_to": after.appointment_at.isoformat(),
    }


def _telling(case: Case, event: str, row_id: int) -> Job:
    """The message to the applicant; a second one of its kind is told too."""
    return Job("notify_applicant", {"dossier_id": case.place.dossier_id, "event": f"{event}:{row_id}"})
