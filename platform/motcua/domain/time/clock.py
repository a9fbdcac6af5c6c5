"""The clock: a list of intervals with typed reasons; used time and due times are computed, never stored (E-28).

A subject's time is the union of its running intervals less the union of the intervals that stop it, counted in
working time. An interval that stops the dossier stops every step, agency and person with it (R-13).
"""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import datetime
from enum import StrEnum
from typing import Literal

from motcua.domain.errors import InputError
from motcua.domain.text import Text
from motcua.domain.time.calendar import WorkCalendar

SubjectKind = Literal["dossier", "step", "agency", "group", "person"]
Span = tuple[datetime, datetime | None]


class Reason(StrEnum):
    """Why time is, or is not, charged to a subject."""

    RUNNING = "running"
    PAUSED = "paused"
    WAITING_SUPPLEMENT = "waiting_supplement"
    WAITING_PAYMENT = "waiting_payment"
    WITH_AGENCY = "with_agency"
    # Was running before the clocks began anew from zero: kept for the trail, counted nowhere.
    SUPERSEDED = "superseded"


# Supplement and payment follow the profile (E-19, E-27): leave them out where they let the clock run on.
STOPPING = frozenset(Reason) - {Reason.RUNNING, Reason.SUPERSEDED}


class IntervalError(InputError):
    """An interval that ends before it starts."""

    code = "interval_reversed"


@dataclass(frozen=True, slots=True)
class Subject:
    """Whose clock: `id` is a dossier code, step id, agency id, account group or account."""

    kind: SubjectKind
    id: str


@dataclass(frozen=True, slots=True)
class Interval:
    """From `started_at` until `ended_at` (None while it lasts), actual instants, timezone-aware."""

    subject: Subject
    reason: Reason
    started_at: datetime
    ended_at: datetime | None = None
    note: str = ""

    def __post_init__(self) -> None:
        if self.ended_at is not None and self.ended_at < self.started_at:
            raise IntervalError(
                Text(
                    f"Khoảng thời gian kết thúc lúc {self.ended_at} trước khi bắt đầu lúc {self.started_at}. "
                    "Sửa một trong hai thời điểm.",
                    f"The interval ends at {self.ended_at}, before it starts at {self.started_at}. "
                    "Correct one of the two.",
                )
            )


@dataclass(frozen=True, slots=True)
class Reading:
    """What the clock of one subject says at one instant; times in working seconds.

    `due_at` is when the budget ends, or would have ended had the latest stretch gone on (None before the first);
    it is in force only while `is_running`. `stopped_by` is the reason of the stop in effect.
    """

    used: int
    remaining: int
    is_running: bool
    due_at: datetime | None
    stopped_by: Reason | None


def stops_of(
    intervals: Iterable[Interval], subject: Subject, stopping: frozenset[Reason] = STOPPING
) -> tuple[Interval, ...]:
    """The intervals that stop the clock of `subject`: its own and its dossier's, earliest first."""
    found = (
        interval
        for interval in intervals
        if interval.reason in stopping and (interval.subject == subject or interval.subject.kind == "dossier")
    )
    return tuple(sorted(found, key=lambda interval: interval.started_at))


def spans(
    intervals: Sequence[Interval],
    subject: Subject,
    as_of: datetime,
    stopping: frozenset[Reason] = STOPPING,
) -> tuple[Span, ...]:
    """The disjoint stretches during which time was charged to `subject`, up to `as_of`, earliest first.

    The last one ends with None while the clock is running at `as_of`.
    """
    running = _union(
        interval
        for interval in intervals
        if interval.subject == subject and interval.reason is Reason.RUNNING and interval.started_at <= as_of
    )
    stopped = _union(
        interval for interval in stops_of(intervals, subject, stopping) if interval.started_at <= as_of
    )
    return tuple(
        (begin, None if end is None or end > as_of else end)
        for begin, end in _less(running, stopped)
        if begin <= as_of
    )


def used_seconds(
    calendar: WorkCalendar,
    intervals: Sequence[Interval],
    subject: Subject,
    as_of: datetime,
    stopping: frozenset[Reason] = STOPPING,
) -> int:
    """Working seconds charged to `subject` up to `as_of`; overlaps and pauses are never counted twice."""
    charged = spans(intervals, subject, as_of, stopping)
    return sum(calendar.elapsed(begin, end or as_of) for begin, end in charged)


def read(
    calendar: WorkCalendar,
    intervals: Sequence[Interval],
    subject: Subject,
    budget: int,
    as_of: datetime,
    stopping: frozenset[Reason] = STOPPING,
) -> Reading:
    """The clock of `subject` against its `budget` in working seconds.

    A subject that comes back (a returned step, an agency that resumes) goes on with what it has left; the budget
    is not refilled (Điều 19.1.b, E-11).
    """
    charged = spans(intervals, subject, as_of, stopping)
    used = 0
    due: datetime | None = None
    for number, (begin, end) in enumerate(charged, start=1):
        here = calendar.elapsed(begin, end or as_of)
        if due is None and (number == len(charged) or used + here >= budget):
            due = calendar.add(begin, budget - used)
        used += here
    is_running = bool(charged) and charged[-1][1] is None
    stop = next((stop for stop in stops_of(intervals, subject, stopping) if _lasts(stop, as_of)), None)
    return Reading(used, budget - used, is_running, due, stop.reason if stop else None)


def due_if_gone_on(
    calendar: WorkCalendar,
    intervals: Sequence[Interval],
    subject: Subject,
    budget: int,
    as_of: datetime,
    stopping: frozenset[Reason] = STOPPING,
) -> datetime | None:
    """When `budget` working seconds are used up, or would be if the clock of `subject` went on.

    While it stands it is taken to go on at `as_of`; once left, where it was left. None before it first ran.
    """
    own = [one for one in intervals if _is_run(one, subject) and one.started_at <= as_of]
    if not own:
        return None
    used = 0
    for begin, end in spans(intervals, subject, as_of, stopping):
        here = calendar.elapsed(begin, end or as_of)
        if used + here >= budget:
            return calendar.add(begin, budget - used)
        used += here
    last = max(min(one.ended_at or as_of, as_of) for one in own)
    return calendar.add(last, budget - used)


def _is_run(interval: Interval, subject: Subject) -> bool:
    return interval.subject == subject and interval.reason is Reason.RUNNING


def _lasts(interval: Interval, at: datetime) -> bool:
    return interval.started_at <= at and (interval.ended_at is None or at < interval.ended_at)


def _union(intervals: Iterable[Interval]) -> list[Span]:
    merged: list[Span] = []
    for interval in sorted(intervals, key=lambda interval: interval.started_at):
        if merged and (merged[-1][1] is None or interval.started_at <= merged[-1][1]):
            begin, end = merged[-1]
            merged[-1] = (
                begin,
                None if end is None or interval.ended_at is None else max(end, interval.ended_at),
            )
        else:
            merged.append((interval.started_at, interval.ended_at))
    return merged


def _less(running: list[Span], stopped: list[Span]) -> list[Span]:
    left = running
    for stop_begin, stop_end in stopped:
        left = [piece for span in left for piece in _cut(span, stop_begin, stop_end)]
    return left


def _cut(span: Span, stop_begin: datetime, stop_end: datetime | None) -> list[Span]:
    begin, end = span
    pieces: list[Span] = []
    if begin < stop_begin:
        pieces.append((begin, stop_begin if end is None or stop_begin < end else end))
    if stop_end is not None and (end is None or stop_end < end):
        pieces.append((max(begin, stop_end), end))
    return pieces
