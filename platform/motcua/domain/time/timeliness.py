"""Early, on time or overdue, and how soon (Quảng Trị 29/2020, Điều 17.6 and 20; rulings R-01 to R-03)."""

from __future__ import annotations

from datetime import datetime
from typing import Literal

from motcua.domain.time.calendar import WorkCalendar
from motcua.domain.time.deadlines import Deadline, OutOfHours

TimeClass = Literal["early", "on_time", "overdue"]
Basis = Literal["deadline", "appointment"]
WarningLevel = Literal["none", "soon", "overdue"]


def effective(calendar: WorkCalendar, at: datetime, out_of_hours: OutOfHours = "next_start") -> datetime:
    """When an action counts: outside hours at the next opening (E-03), or as it happened (X-10)."""
    return calendar.start(at) if out_of_hours == "next_start" else calendar.local(at)


def dossier_class(
    deadline: Deadline,
    result_at: datetime | None,
    as_of: datetime,
    *,
    basis: Basis = "deadline",
    out_of_hours: OutOfHours = "next_start",
    forced_overdue: bool = False,
) -> TimeClass | None:
    """The class of a dossier, computed from its deadline and the actual instant of its result.

    Not after the limit is never overdue (R-01); early is when the counted result lies in an earlier session than
    the limit (R-02). Without a result: None until `as_of` has passed the limit. `forced_overdue` is an apology
    or an extension that counts as overdue (Điều 18.1).
    """
    calendar = deadline.calendar
    limit = deadline.due_at if basis == "deadline" else deadline.appointment_at
    if forced_overdue or calendar.local(result_at or as_of) > limit:
        return "overdue"
    if result_at is None:
        return None
    session = calendar.session_of_due(limit)
    # A limit outside every session (an appointment given by hand) is its own session.
    opening = session[0] if session else limit
    return "early" if effective(calendar, result_at, out_of_hours) < opening else "on_time"


def step_class(used: int, budget: int, *, is_open: bool = False) -> TimeClass | None:
    """The class of a step by used working seconds against its budget alone (E-09, R-02).

    An open step has no class until it has used more than its budget.
    """
    if used > budget:
        return "overdue"
    if is_open:
        return None
    return "early" if used < budget else "on_time"


def warning_level(
    calendar: WorkCalendar, due_at: datetime, now: datetime, threshold: int | None = None
) -> WarningLevel:
    """What a list shows beside an open dossier or step (Điều 20).

    "soon" is less than `threshold` working seconds before the due time; unset, one working day of the calendar
    (E-23).
    """
    if calendar.local(now) > calendar.local(due_at):
        return "overdue"
    limit = calendar.day_seconds if threshold is None else threshold
    return "soon" if calendar.elapsed(now, due_at) < limit else "none"
