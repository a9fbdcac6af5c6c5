"""When a limit ends: effective start, due time and appointment (Quảng Trị 29/2020, Điều 17)."""

from __future__ import annotations

from dataclasses import dataclass, replace
from datetime import datetime, timedelta
from typing import Literal, assert_never

from motcua.domain.time.calendar import WorkCalendar
from motcua.domain.time.limits import Budget, CalendarDays, Limit, SameDay, parse_budget, parse_limit

__all__ = [
    "AppointmentRule",
    "Budget",
    "CalendarDays",
    "Deadline",
    "Limit",
    "Moved",
    "OutOfHours",
    "SameDay",
    "capped_step_due",
    "deadline",
    "parse_budget",
    "parse_limit",
]

AppointmentRule = Literal["next_session_start", "same_as_deadline"]
OutOfHours = Literal["next_start", "actual"]


@dataclass(frozen=True, slots=True)
class Moved:
    """What an extension or an apology did to a deadline: the dates in force right after it.

    `at` is the actual instant, `seconds` the working time granted, 0 where it `is_named` as an appointment. One that
    `is_late` came after the appointment and moved nothing (R-06).
    """

    kind: Literal["extension", "apology"]
    at: datetime
    seconds: int
    due_at: datetime
    appointment_at: datetime
    is_late: bool = False
    is_named: bool = False


@dataclass(frozen=True, slots=True)
class Deadline:
    """A limit applied to one receipt, with all that explains it. Instants are in the calendar's timezone.

    `received_at` is the actual instant, `starts_at` the effective one (E-03). `extension` is the working time in
    seconds granted on top of the limit; `moves` are the extensions and apologies in their order. One that
    `is_restarted` counts from a supply at which all clocks began anew (R-08).
    """

    calendar: WorkCalendar
    limit: Limit
    received_at: datetime
    starts_at: datetime
    due_at: datetime
    appointment_at: datetime
    appointment_rule: AppointmentRule = "next_session_start"
    extension: int = 0
    moves: tuple[Moved, ...] = ()
    is_restarted: bool = False

    def moved_to(self, due_at: datetime) -> Deadline:
        """The same limit with another due time (after pauses), the appointment following by its rule."""
        due = self.calendar.local(due_at)
        appointment = _appointment(self.calendar, self.limit, due, self.appointment_rule)
        return replace(self, due_at=due, appointment_at=appointment)

    def extended(self, seconds: int) -> Deadline:
        """Later by `seconds` of working time, counted from the due time in force (Điều 18.1, R-07)."""
        if seconds == 0:
            return self
        moved = self.moved_to(self.calendar.add(self.due_at, seconds))
        return replace(moved, extension=self.extension + seconds)


def deadline(
    calendar: WorkCalendar,
    at: datetime,
    limit: Limit,
    appointment_rule: AppointmentRule = "next_session_start",
    out_of_hours: OutOfHours = "next_start",
) -> Deadline:
    """The deadline of a dossier received at `at`; days of a budget have the calendar's length (R-25).

    A receipt outside hours counts at the next opening, or as it happened (E-03, X-10).

    Working time ends at the earliest instant that fills it (Điều 17.2). Same day ends with that day's office
    hours, or the next working day's when the effective receipt is after the cut-off. Calendar days end with the
    office hours of the last day, moved to a working day (Civil Code 147–148). Raises NoWorkingTimeError.
    """
    match limit:
        case Budget():
            received, opened, due, opening = calendar.course(at, limit.in_seconds(calendar.day_seconds))
            starts = opened if out_of_hours == "next_start" else received
            appointment = opening if appointment_rule == "next_session_start" else due
            return Deadline(calendar, limit, received, starts, due, appointment, appointment_rule)
        case SameDay():
            starts = _starts(calendar, at, out_of_hours)
            due = _same_day_due(calendar, starts, limit.cutoff)
        case CalendarDays():
            starts = _starts(calendar, at, out_of_hours)
            due = calendar.closing_from(starts.date() + timedelta(days=limit.days))
        case _:
            assert_never(limit)
    appointment = _appointment(calendar, limit, due, appointment_rule)
    return Deadline(calendar, limit, calendar.local(at), starts, due, appointment, appointment_rule)


def capped_step_due(step_due: datetime, dossier: Deadline) -> datetime:
    """A step's due time; of a same-day procedure it is never after the dossier's (R-27)."""
    return min(step_due, dossier.due_at) if isinstance(dossier.limit, SameDay) else step_due


def _starts(calendar: WorkCalendar, at: datetime, out_of_hours: OutOfHours) -> datetime:
    return calendar.start(at) if out_of_hours == "next_start" else calendar.local(at)


def _appointment(calendar: WorkCalendar, limit: Limit, due: datetime, rule: AppointmentRule) -> datetime:
    # The result of a same-day procedure is handed over the same day, whatever the rule (worktime convention 5).
    if rule == "same_as_deadline" or isinstance(limit, SameDay):
        return due
    return calendar.next_opening_after(due)


def _same_day_due(calendar: WorkCalendar, starts: datetime, cutoff: int) -> datetime:
    received = starts.hour * 3600 + starts.minute * 60 + starts.second
    day = starts.date()
    return calendar.closing_from(day if received <= cutoff else day + timedelta(days=1))
