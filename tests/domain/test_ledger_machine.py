"""Random lawful and unlawful events: none that the rules forbid succeeds, and the clocks always add up."""

from __future__ import annotations

import json
from collections.abc import Callable
from datetime import datetime, timedelta
from types import SimpleNamespace
from typing import Any

import pytest
from hypothesis import HealthCheck, settings
from hypothesis import strategies as st
from hypothesis.stateful import RuleBasedStateMachine, initialize, invariant, precondition, rule

from motcua.bootstrap import load_profile
from motcua.contrib.calendar_files import shipped_calendar
from motcua.domain.dossier.dossier import ACTIONS
from motcua.domain.errors import ConflictError
from motcua.domain.ledger import ledger_reading as reading
from motcua.domain.ledger.ledger import Calendars, Ledger, Plan, StepPlan
from motcua.domain.ledger.ledger_chain import EVENTS, action_of, after
from motcua.domain.ledger.ledger_event import Chain, Event
from motcua.domain.time.appointments import DOSSIER
from motcua.domain.time.clock import Interval, Reason, Subject, used_seconds
from motcua.domain.time.limits import parse_budget
from motcua.services.time.deadlines import intervals_of

A = shipped_calendar("A")
BEGIN = datetime(2026, 6, 1, 6, tzinfo=A.zone)
MINUTES = 15
PLACES = ("a", "b", "c", "d", "z")
PEOPLE = ("lan", "minh", "")
PLAN = Plan(
    parse_budget("3d"),
    {
        key: StepPlan(key, parse_budget("6h"), agency)
        for key, agency in zip("abcd", ("xa", "xa", "so", ""), strict=True)
    },
    {"xa": parse_budget("12h"), "so": parse_budget("6h")},
)
# By the rulings: what moves a due time is a wait, its end, an extension, an apology, a new beginning, a new calendar.
MAY_MOVE = {
    "accept", "supply", "resubmit", "request_supplement", "request_payment", "confirm_payment", "pause", "resume",
    "extend", "approve_extension", "apology", "apologise", "calendar_change", "reopen", "submit",
}  # fmt: skip
ENDS = {"refused", "withdrawn", "stopped", "result_available", "returned", "closed", "refused_at_intake"}

waits = st.sampled_from([0, 1, 1, 2, 4, 6, 9, 16, 30, 100, 300])
places = st.sampled_from(PLACES)


class Clockwork(RuleBasedStateMachine):
    """A dossier, or several in a chain, to which anything may be done at any time."""

    profile = "001"

    @initialize()
    def begin(self) -> None:
        self.now = BEGIN
        self.chain = Chain(PLAN, load_profile(self.profile), Calendars(A))
        self.number = 0

    def do(self, event: Event) -> bool:
        """Whether the rules allowed it; what they refuse leaves everything as it was."""
        before = self.chain
        dues = [self.due(one) for one in before.dossiers]
        state = before.dossiers[-1].state if before.dossiers else ""
        try:
            self.chain = after(before, event)
        except ConflictError:
            return False
        assert event.do in EVENTS
        self.require_allowed(event, state)
        if event.do not in MAY_MOVE:
            assert [self.due(one) for one in self.chain.dossiers] == dues
        return True

    def require_allowed(self, event: Event, state: str) -> None:
        if event.do in ("calendar_change", "submit") or (event.do == "accept" and not state):
            return
        action = ACTIONS[action_of(event, state)]
        is_pause = event.do in ("pause", "resume") and state == "waiting_supplement"
        assert state in action.sources or is_pause
        assert event.has_slip or not action.slip

    def due(self, ledger: Ledger) -> datetime | None:
        found = reading.deadline_of(PLAN, self.chain.rules, ledger, self.now)
        return found.due_at if found else None

    @property
    def newest(self) -> Ledger:
        return self.chain.dossiers[-1]

    @rule(quarters=waits)
    def time_passes(self, quarters: int) -> None:
        self.now += timedelta(minutes=MINUTES * quarters)

    @rule(
        do=st.sampled_from(sorted(EVENTS - {"calendar_change"})),
        step=st.sampled_from([*PLACES, ""]),
        to=st.lists(places, max_size=2).map(tuple),
        person=st.sampled_from(PEOPLE),
        slip=st.sampled_from([True, True, True, False]),
        approved=st.booleans(),
        agency=st.sampled_from(["", "", "xa", "so"]),
    )
    def anything(
        self, do: str, step: str, to: tuple[str, ...], person: str, slip: bool, approved: bool, agency: str
    ) -> None:
        if do in ("consult", "hand_over", "assign") and not to:
            return
        self.number += 1
        self.do(
            Event(
                self.number, self.now, do, step=step, source=step if do != "hand_over" else person, to=to, by=person or "lan",
                reason=person, has_slip=slip, is_approved=approved, agency=agency, extend=parse_budget("4h"),
            )
        )  # fmt: skip

    @precondition(lambda self: bool(self.chain.dossiers))
    @rule(
        to=st.lists(st.sampled_from("abcd"), min_size=1, max_size=2, unique=True).map(tuple),
        person=st.sampled_from(PEOPLE),
    )
    def work_goes_on(self, to: tuple[str, ...], person: str) -> None:
        """What happens most: forward from where the dossier waits."""
        if self.newest.waiting:
            self.do(Event(0, self.now, "forward", step=self.newest.waiting[0], to=to, to_person=person))

    @rule()
    def somebody_accepts(self) -> None:
        self.do(Event(0, self.now, "accept"))

    @rule(days=st.integers(0, 20))
    def a_day_is_taken_off(self, days: int) -> None:
        day = (BEGIN + timedelta(days=days)).date().isoformat()
        self.do(Event(0, self.now, "calendar_change", calendar={"days_off": [day], "working_days": {}}))

    @invariant()
    def clocks_add_up(self) -> None:
        for ledger in self.chain.dossiers:
            at = reading.until(ledger, self.now)
            rules = self.chain.rules
            steps = reading.steps_of(PLAN, rules, ledger, None, self.now)
            people = reading.people_of(PLAN, rules, ledger, self.now)
            unclaimed = reading.unclaimed_of(PLAN, rules, ledger, self.now)
            used = reading.dossier_used(rules, ledger, self.now)
            for subject in {one.subject for one in ledger.intervals}:
                # Charged and not charged together are all the working time since the clock first ran.
                first = min(one.started_at for one in ledger.intervals if one.subject == subject)
                charged = used_seconds(ledger.calendars.desk, ledger.intervals, subject, at, rules.stopping)
                assert 0 <= charged <= ledger.calendars.desk.elapsed(first, at)
            if ledger.counted_from is not None and all(
                one.reason is Reason.RUNNING for one in ledger.intervals
            ):
                assert used == ledger.calendars.desk.elapsed(ledger.counted_from, at)
            if not any(one.reason is Reason.SUPERSEDED for one in ledger.intervals):
                # Each person's time is a union, so two steps at once are charged to him once.
                assert sum(people.values()) + sum(unclaimed.values()) <= sum(
                    one.used for one in steps.values()
                )

    @invariant()
    def an_ended_dossier_stands_still(self) -> None:
        for ledger in self.chain.dossiers:
            if ledger.state in ENDS:
                assert ledger.ended_at is not None
                assert not ledger.waiting
                assert all(
                    one.ended_at is not None and one.ended_at <= ledger.ended_at for one in ledger.intervals
                )
            else:
                assert ledger.state == "returned_for_supplement" or ledger.ended_at is None

    def teardown(self) -> None:
        """At the end of every run, because it is slow: the clocks against a tick counter, and stored and read again."""
        for ledger in self.chain.dossiers:
            stopping = self.chain.rules.stopping
            for subject in {DOSSIER, *(one.subject for one in ledger.intervals)}:
                at = min(reading.until(ledger, self.now), BEGIN + timedelta(days=8))
                found = used_seconds(ledger.calendars.desk, ledger.intervals, subject, at, stopping)
                assert found == ticks(ledger, subject, at, stopping)
            self.require_stored(ledger)

    def require_stored(self, ledger: Ledger) -> None:
        lines = json.loads(json.dumps([row(one) for one in ledger.intervals]))
        assert [row(one) for one in intervals_of([stored(line) for line in lines])] == lines


def row(one: Interval) -> dict[str, Any]:
    """The columns of a stored interval, instants as text."""
    return {
        "kind": one.subject.kind,
        "subject": one.subject.id,
        "reason": str(one.reason),
        "started_at": one.started_at.isoformat(),
        "ended_at": one.ended_at.isoformat() if one.ended_at else None,
    }


def stored(line: dict[str, Any]) -> SimpleNamespace:
    """The row read again."""
    instants = {
        key: datetime.fromisoformat(line[key]) if line[key] else None for key in ("started_at", "ended_at")
    }
    return SimpleNamespace(**{**line, **instants})


def ticks(ledger: Ledger, subject: Subject, at: datetime, stopping: frozenset[Reason]) -> int:
    """Working seconds counted quarter by quarter; every event falls on a quarter."""
    calendar, count, tick = ledger.calendars.desk, 0, BEGIN
    own = [one for one in ledger.intervals if one.subject == subject and one.reason is Reason.RUNNING]
    stops = [one for one in ledger.intervals if one.subject.kind == "dossier" and one.reason in stopping]
    while tick < at:
        if lasts(own, tick) and not lasts(stops, tick):
            count += calendar.is_working(tick)
        tick += timedelta(minutes=MINUTES)
    return count * MINUTES * 60


def lasts(intervals: list[Interval], tick: datetime) -> bool:
    return any(one.started_at <= tick and (one.ended_at is None or tick < one.ended_at) for one in intervals)


def of_profile(code: str) -> Callable[[], None]:
    machine = type(f"Clockwork{code}", (Clockwork,), {"profile": code})
    case: Any = machine.TestCase
    case.settings = settings(
        max_examples=20, stateful_step_count=30, deadline=None, suppress_health_check=list(HealthCheck)
    )
    run: Callable[[], None] = case().runTest
    return run


@pytest.mark.req("E-28", "D-01", "E-21")
@pytest.mark.parametrize("profile", ["000", "001", "002", "003", "004"])
def test_no_unlawful_event_succeeds_and_the_clocks_add_up(profile: str) -> None:
    of_profile(profile)()
