"""The date in force: a deadline moved by pauses, extensions and apologies (Quảng Trị 29/2020, Điều 18.1, 19.2.đ)."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass, replace
from datetime import datetime, timedelta
from typing import Literal

from motcua.domain.time import clock
from motcua.domain.time.calendar import WorkCalendar
from motcua.domain.time.clock import Interval, Reason, Subject
from motcua.domain.time.deadlines import AppointmentRule, Budget, CalendarDays, Deadline, Moved

# Whose clock the pauses of a dossier stop; it stops those of its steps and agencies with it.
DOSSIER = Subject("dossier", "")


@dataclass(frozen=True, slots=True)
class Change:
    """An extension approved or an apology given at the actual instant `at`.

    It is worth `seconds` of working time, or names the appointment itself (`until`, apologies only). An extension
    is that of one `step` (its visit is `task`) and of its `agency`, or of the agency alone; their budgets move
    with it (E-16, R-07).
    """

    kind: Literal["extension", "apology"]
    at: datetime
    seconds: int = 0
    until: datetime | None = None
    step: str = ""
    task: str = ""
    agency: str = ""


def in_force(
    due: Deadline, changes: Iterable[Change], stops: Sequence[Interval], as_of: datetime
) -> Deadline:
    """The deadline at `as_of` after all that moved it, with `moves` saying what each change did.

    `due` is the deadline at acceptance, `stops` the pauses of the dossier. An apology after the appointment in force
    moves nothing (R-05, R-06), nor does what was granted before the clocks began anew (R-08). While the clock stands
    the deadline is what it would be if it went on at `as_of`.
    """
    course = _Course(due)
    moves: list[Moved] = []
    for change in sorted(changes, key=lambda one: one.at):
        before = course.at(stops, change.at)
        is_late = change.kind == "apology" and due.calendar.local(change.at) >= before.appointment_at
        if not is_late and change.at >= due.received_at:
            course = course.after(change)
        after = course.at(stops, change.at)
        moves.append(
            Moved(
                change.kind,
                change.at,
                change.seconds,
                after.due_at,
                after.appointment_at,
                is_late,
                change.until is not None,
            )
        )
    return replace(course.at(stops, as_of), moves=tuple(moves))


def is_forced_overdue(
    moves: Iterable[Moved], *, apology_counts: bool = True, extension_counts: bool = False
) -> bool:
    """Whether the dossier is overdue by what was granted, whenever it ends (Điều 18.1.a, X-33, R-06)."""
    counted = {"apology": apology_counts, "extension": extension_counts}
    return any(move.is_late or counted[move.kind] for move in moves)


def named_appointment(
    calendar: WorkCalendar, until: datetime, rule: AppointmentRule
) -> tuple[datetime, datetime]:
    """The due time and the appointment of an apology that names the appointment itself (R-19, R-20).

    Outside hours it becomes the next opening; inside a session too, where appointments are openings. The due time is
    the last working instant before it.
    """
    appointment = calendar.start(until)
    session = calendar.session_of(appointment)
    if rule == "next_session_start" and session is not None and session[0] != appointment:
        appointment = calendar.next_opening_after(appointment)
    return calendar.add(calendar.subtract(appointment, 1), 1), appointment


def moved(due: Deadline, stops: Sequence[Interval], as_of: datetime, extension: int = 0) -> Deadline:
    """The deadline later by `extension` working seconds and by the pauses up to `as_of`.

    Pauses are working time for a budget, dates for calendar days.
    """
    if isinstance(due.limit, Budget):
        if not stops:
            return due.extended(extension)
        budget = due.limit.in_seconds(due.calendar.day_seconds) + extension
        later = due.moved_to(resumed_due(due.calendar, due.starts_at, budget, stops, as_of))
        return replace(later, extension=extension)
    return _dates_later(due, stops, as_of).extended(extension)


def resumed_due(
    calendar: WorkCalendar, counted_from: datetime, budget: int, stops: Sequence[Interval], as_of: datetime
) -> datetime:
    """When `budget` working seconds from `counted_from` are over, pauses left out (R-13).

    While a pause lasts: when they would be over if the clock went on at `as_of`.
    """
    reading = clock.read(
        calendar, [_running(counted_from), *stops], DOSSIER, budget, max(as_of, counted_from)
    )
    if reading.stopped_by is not None and reading.remaining > 0:
        return calendar.add(as_of, reading.remaining)
    return reading.due_at or calendar.add(counted_from, budget)


@dataclass(frozen=True, slots=True)
class _Course:
    """A deadline on its way: counted from the receipt, or since the instant `since` from the named appointment."""

    due: Deadline
    extension: int = 0
    since: datetime | None = None

    def after(self, change: Change) -> _Course:
        if change.until is None:
            return replace(self, extension=self.extension + change.seconds)
        due, appointment = named_appointment(self.due.calendar, change.until, self.due.appointment_rule)
        return _Course(replace(self.due, due_at=due, appointment_at=appointment), 0, change.at)

    def at(self, stops: Sequence[Interval], as_of: datetime) -> Deadline:
        if self.since is None:
            return moved(self.due, stops, as_of, self.extension)
        kept = self.due
        later = [cut for stop in stops if (cut := _since(stop, self.since)) is not None]
        if later:
            left = max(kept.calendar.elapsed(self.since, kept.due_at), 0)
            due = resumed_due(kept.calendar, self.since, left, later, as_of)
            # A pause without working time moves nothing: the promised appointment stays to the minute.
            kept = kept if due == kept.due_at else kept.moved_to(due)
        return kept.extended(self.extension)


def _since(stop: Interval, since: datetime) -> Interval | None:
    """The part of a pause after `since`; None when there is none."""
    if stop.ended_at is not None and stop.ended_at <= since:
        return None
    return replace(stop, started_at=max(stop.started_at, since))


def _dates_later(due: Deadline, stops: Sequence[Interval], as_of: datetime) -> Deadline:
    if not stops:
        return due
    charged = clock.spans([_running(due.starts_at), *stops], DOSSIER, as_of)
    # What is not charged: before the first stretch, between two of them, and after the last where the clock stands.
    stood_from = [due.starts_at, *(end for _, end in charged if end is not None)]
    gone_on_at = [*(begin for begin, _ in charged), max(as_of, due.starts_at)]
    days = sum(
        (due.calendar.local(begin).date() - due.calendar.local(end).date()).days
        for end, begin in zip(stood_from, gone_on_at, strict=False)
    )
    if not days:
        return due
    # Counted from the last day by the law, not from the working day that it had moved on to.
    last = due.due_at.date()
    if isinstance(due.limit, CalendarDays):
        last = due.starts_at.date() + timedelta(days=due.limit.days)
    return due.moved_to(due.calendar.closing_from(last + timedelta(days=days)))


def _running(since: datetime) -> Interval:
    return Interval(DOSSIER, Reason.RUNNING, since)
