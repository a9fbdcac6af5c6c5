"""Apologies: what gives a dossier another appointment (E-17, E-18, R-05, R-06)."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime

from motcua.domain.check.process_rules_time import limit_in_seconds
from motcua.domain.errors import ConflictError, InputError
from motcua.domain.people.permissions import may
from motcua.domain.process.process_graph import scopes
from motcua.domain.process.process_ways import longest_path
from motcua.domain.text import Text
from motcua.domain.time.appointments import Change, named_appointment
from motcua.domain.time.deadlines import Deadline, parse_budget
from motcua.domain.time.duration import duration_words
from motcua.domain.time.explanation import instant_words
from motcua.services.dossier import waits
from motcua.services.dossier.case import Case, invalid
from motcua.services.dossier.case_history import record
from motcua.services.time import deadlines, rules
from motcua.services.time.deadlines import Trail
from motcua.services.version.versions import Version
from motcua.services.work import Work
from motcua.store.agencies import agency as agencies
from motcua.store.base import Record
from motcua.store.dossier import dossier as dossiers
from motcua.store.dossier.move import Job
from motcua.store.time import appointment as appointments


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
    record(work, case, moved(stands.due, after), in_working_time=True, jobs=[telling(case, event, row_id)])
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
    if given.promised is not None:
        return Change("apology", at, until=_until(given.promised, stands.due, at))
    if not given.duration.strip() and given.until is None:
        waiting = [row.step_id for row in case.waiting]
        return Change("apology", at, proposal(case.place.version, stands.due, waiting, at))
    _require_editor(work, case)
    if given.until is None:
        return Change("apology", at, working_seconds(given.duration, stands.due))
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


def working_seconds(duration: str, due: Deadline) -> int:
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


def moved(before: Deadline, after: Deadline) -> dict[str, object]:
    """What the history keeps of dates that moved."""
    return {
        "due_from": before.due_at.isoformat(),
        "due_to": after.due_at.isoformat(),
        "appointment_from": before.appointment_at.isoformat(),
        "appointment_to": after.appointment_at.isoformat(),
    }


def telling(case: Case, event: str, row_id: int) -> Job:
    """The message to the applicant; a second one of its kind is told too."""
    told = {"dossier_id": case.place.dossier_id, "event": f"{event}:{row_id}", "by": case.actor.id}
    return Job("notify_applicant", told)
