"""What the intervals of a dossier say at an instant: dates, classes and used times, computed and never stored (E-28)."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime

from motcua.domain.ledger.ledger import CONSULT, Ledger, Plan
from motcua.domain.profile import Profile
from motcua.domain.time import clock
from motcua.domain.time.appointments import DOSSIER, Change, in_force, is_forced_overdue, resumed_due
from motcua.domain.time.calendar import WorkCalendar
from motcua.domain.time.clock import Interval, Reason, Subject
from motcua.domain.time.deadlines import Deadline, SameDay, deadline
from motcua.domain.time.timeliness import TimeClass, dossier_class, step_class

# Ended without anything that could be early or late.
UNCLASSED = frozenset({"withdrawn", "refused_at_intake"})


@dataclass(frozen=True, slots=True)
class Spent:
    """One clock: working seconds used, when its budget ends (None without one), and its class (steps only)."""

    used: int
    due_at: datetime | None = None
    result: TimeClass | None = None


@dataclass(frozen=True, slots=True)
class Intake:
    """The desk's time to accept or refuse what was sent (E-05); overdue only where the limit binds (R-22)."""

    due_at: datetime | None = None
    is_overdue: bool = False


def until(ledger: Ledger, as_of: datetime) -> datetime:
    """Up to when its clocks are read: an ended dossier stands still."""
    return as_of if ledger.ended_at is None else min(as_of, ledger.ended_at)


def deadline_of(plan: Plan, rules: Profile, ledger: Ledger, as_of: datetime) -> Deadline | None:
    """The deadline in force at `as_of`; None before acceptance. While the clock stands, as if it went on then."""
    if ledger.counted_from is None:
        return None
    received = deadline(
        ledger.calendars.desk, ledger.counted_from, plan.limit, rules.appointment_rule, rules.out_of_hours
    )
    stops = clock.stops_of(ledger.intervals, DOSSIER, rules.stopping)
    known = [change for change in ledger.changes if change.at <= as_of]
    return in_force(received, known, stops, until(ledger, as_of))


def class_of(rules: Profile, ledger: Ledger, due: Deadline | None, as_of: datetime) -> TimeClass | None:
    """Early, on time, overdue; None while open and not late, withdrawn, or never accepted (R-03)."""
    if due is None or ledger.outcome in UNCLASSED:
        return None
    return dossier_class(
        due,
        ledger.result_at,
        as_of,
        basis=rules.timeliness_basis,
        out_of_hours=rules.out_of_hours,
        forced_overdue=is_forced_overdue(
            due.moves,
            apology_counts=rules.apology_counts_overdue,
            extension_counts=rules.extension_counts_overdue,
        ),
    )


def intake_of(rules: Profile, ledger: Ledger, as_of: datetime) -> Intake:
    """The intake clock: from sending until the desk accepts or refuses, by the desk's calendar (R-25)."""
    if ledger.intake_from is None:
        return Intake()
    decided = ledger.accepted_at or ledger.ended_at
    stops = [
        one
        for one in clock.stops_of(ledger.intervals, DOSSIER, rules.stopping)
        if decided is None or one.started_at < decided
    ]
    at = decided or as_of
    desk = ledger.calendars.desk
    due = resumed_due(desk, ledger.intake_from, rules.intake_limit_hours * 3600, stops, at)
    return Intake(due, rules.intake_limit_binds and desk.local(at) > due)


def steps_of(
    plan: Plan, rules: Profile, ledger: Ledger, due: Deadline | None, as_of: datetime
) -> Mapping[str, Spent]:
    """Every step's clock by its agency's calendar; of a same-day procedure never due after the dossier (R-27)."""
    found = {}
    for step in plan.steps.values():
        subject = Subject("step", step.id)
        calendar = ledger.calendars.of_agency(step.agency)
        words = step.budget if step.budget.text != "0" else ledger.consulted.get(step.id, step.budget)
        budget = words.in_seconds(calendar.day_seconds) + granted(ledger, subject)
        one = _spent(calendar, rules, ledger, subject, budget, as_of)
        if one.due_at is not None and due is not None and isinstance(due.limit, SameDay):
            one = Spent(one.used, min(one.due_at, due.due_at))
        if one.due_at is not None:
            is_open = any(other.subject == subject for other in ledger.running())
            one = Spent(one.used, one.due_at, step_class(one.used, budget, is_open=is_open))
        found[step.id] = one
    return found


def agencies_of(plan: Plan, rules: Profile, ledger: Ledger, as_of: datetime) -> Mapping[str, Spent]:
    """Every agency's clock, those asked for an opinion too; parallel steps count once (R-14)."""
    charged = {one.subject.id for one in ledger.intervals if one.subject.kind == "agency"}
    found = {}
    for agency in dict.fromkeys([*plan.agencies, *sorted(charged)]):
        calendar = ledger.calendars.of_agency(agency)
        words = plan.agencies.get(agency) or ledger.consulted.get(agency)
        subject = Subject("agency", agency)
        budget = None if words is None else words.in_seconds(calendar.day_seconds) + granted(ledger, subject)
        found[agency] = _spent(calendar, rules, ledger, subject, budget, as_of)
    return found


def people_of(plan: Plan, rules: Profile, ledger: Ledger, as_of: datetime) -> Mapping[str, int]:
    """Working seconds charged to each person who held a step, by the calendars of the steps' agencies (E-10)."""
    people = dict.fromkeys(one.subject for one in ledger.intervals if one.subject.kind == "person")
    return {subject.id: _used_by(plan, rules, ledger, subject, as_of) for subject in people}


def unclaimed_of(plan: Plan, rules: Profile, ledger: Ledger, as_of: datetime) -> Mapping[str, int]:
    """Working seconds in which a step was its group's and nobody's (R-14)."""
    return {step: _used_by(plan, rules, ledger, Subject("group", step), as_of) for step in plan.steps}


def granted(ledger: Ledger, subject: Subject) -> int:
    """What extensions added to the budget of a step or an agency, since its clock last began anew (R-07, R-08)."""
    began = [one.ended_at for one in ledger.intervals if _is_superseded(one, subject) and one.ended_at]
    since = max(began, default=None)
    return sum(
        change.seconds
        for change in ledger.changes
        if change.kind == "extension" and _is_for(change, subject) and (since is None or change.at >= since)
    )


def _is_superseded(one: Interval, subject: Subject) -> bool:
    return one.subject == subject and one.reason is Reason.SUPERSEDED


def _is_for(change: Change, subject: Subject) -> bool:
    return subject.id == (change.step if subject.kind == "step" else change.agency)


def _used_by(plan: Plan, rules: Profile, ledger: Ledger, subject: Subject, as_of: datetime) -> int:
    by_agency: dict[str, list[Interval]] = {}
    for one in ledger.intervals:
        if one.subject == subject:
            agency = plan.agency_of(one.note.removeprefix(CONSULT))
            by_agency.setdefault(agency, []).append(one)
    stops = clock.stops_of(ledger.intervals, subject, rules.stopping)
    at = until(ledger, as_of)
    return sum(
        clock.used_seconds(ledger.calendars.of_agency(agency), [*own, *stops], subject, at, rules.stopping)
        for agency, own in by_agency.items()
    )


def _spent(
    calendar: WorkCalendar,
    rules: Profile,
    ledger: Ledger,
    subject: Subject,
    budget: int | None,
    as_of: datetime,
) -> Spent:
    at = until(ledger, as_of)
    used = clock.used_seconds(calendar, ledger.intervals, subject, at, rules.stopping)
    if budget is None:
        return Spent(used)
    due = clock.due_if_gone_on(calendar, ledger.intervals, subject, budget, at, rules.stopping)
    return Spent(used, due)


def dossier_used(rules: Profile, ledger: Ledger, as_of: datetime) -> int:
    """Working seconds charged to the dossier itself."""
    return clock.used_seconds(
        ledger.calendars.desk, ledger.intervals, DOSSIER, until(ledger, as_of), rules.stopping
    )
