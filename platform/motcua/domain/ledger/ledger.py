"""The ledger of one dossier: what its actions have left behind. What it says is computed in `ledger_reading`.

Intervals carry actual instants. The `note` of a running interval is the place it belongs to: a step, an agency where
the process has no steps, or a consultation; that of a pause is its reason.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field, replace
from datetime import datetime

from motcua.domain.dossier.dossier_states import State
from motcua.domain.time.appointments import DOSSIER, Change
from motcua.domain.time.calendar import WorkCalendar
from motcua.domain.time.clock import Interval, Reason, Subject
from motcua.domain.time.deadlines import Budget, Deadline, Limit

CONSULT = "consult:"
"""Marks the place of a consultation; such a place is not where the dossier waits (R-14)."""


@dataclass(frozen=True, slots=True)
class StepPlan:
    """A step with its budget; `agency` is empty where the process names none."""

    id: str
    budget: Budget
    agency: str = ""


@dataclass(frozen=True, slots=True)
class Plan:
    """What the approved process gives: the limit of the whole, steps and agencies in their order.

    An agency without a budget of its own has None. `is_digital` processes start an agency's time at delivery (R-15).
    """

    limit: Limit
    steps: Mapping[str, StepPlan]
    agencies: Mapping[str, Budget | None]
    is_digital: bool = False

    @property
    def places(self) -> Mapping[str, object]:
        """Where a dossier can be: at a step, or with an agency when the process has no steps."""
        return self.steps or self.agencies

    def agency_of(self, place: str) -> str:
        return self.steps[place].agency if place in self.steps else place

    def subjects(self, place: str, person: str = "") -> tuple[Subject, ...]:
        """Whose clocks run while the dossier waits at `place`: unclaimed time is the group's (R-14)."""
        if place not in self.steps:
            return (Subject("agency", place),)
        agency = self.agency_of(place)
        own = (Subject("step", place), Subject("person", person) if person else Subject("group", place))
        return (*own, Subject("agency", agency)) if agency else own


@dataclass(frozen=True, slots=True)
class Calendars:
    """The receiving desk's calendar, and those of agencies that keep their own (R-25)."""

    desk: WorkCalendar
    own: Mapping[str, WorkCalendar] = field(default_factory=dict)

    def of_agency(self, agency: str) -> WorkCalendar:
        return self.own.get(agency, self.desk)


@dataclass(frozen=True, slots=True)
class Ledger:
    """One dossier. `counted_from` is the instant from which its limit runs: acceptance, sending, or a new beginning.

    `outcome` is the state in which its processing ended, at `ended_at`; `intake_from` when the desk's time to accept
    began. `came_from` tells by place from where the dossier last came; `consulted` the budgets of consultations.
    """

    code: str
    state: State
    calendars: Calendars
    linked_to: str = ""
    submitted_at: datetime | None = None
    intake_from: datetime | None = None
    accepted_at: datetime | None = None
    counted_from: datetime | None = None
    result_at: datetime | None = None
    returned_at: datetime | None = None
    ended_at: datetime | None = None
    outcome: State | None = None
    is_closed: bool = False
    intervals: tuple[Interval, ...] = ()
    changes: tuple[Change, ...] = ()
    asked: Change | None = None
    original: Deadline | None = None
    supplements: int = 0
    came_from: Mapping[str, str] = field(default_factory=dict)
    consulted: Mapping[str, Budget] = field(default_factory=dict)

    @property
    def apologies(self) -> int:
        return sum(change.kind == "apology" for change in self.changes)

    @property
    def waiting(self) -> tuple[str, ...]:
        """The places at which the dossier waits now, consultations left out."""
        notes = (one.note for one in self.running() if not one.note.startswith(CONSULT))
        return tuple(dict.fromkeys(note for note in notes if note))

    def running(self, note: str | None = None) -> tuple[Interval, ...]:
        """The clocks that run, all or those of one place."""
        return tuple(
            one
            for one in self.intervals
            if one.ended_at is None and one.reason is Reason.RUNNING and note in (None, one.note)
        )

    def holder(self, place: str) -> str:
        """Who has taken the step; empty while it is the group's."""
        return next((one.subject.id for one in self.running(place) if one.subject.kind == "person"), "")

    def has_been_at(self, place: str) -> bool:
        return any(one.note == place for one in self.intervals if one.subject.kind in ("step", "agency"))

    def stopped(self, reason: Reason, note: str | None = None) -> tuple[Interval, ...]:
        """The pauses of this kind that last."""
        return tuple(
            one
            for one in self.intervals
            if one.ended_at is None and one.reason is reason and note in (None, one.note)
        )

    def with_running(self, subjects: tuple[Subject, ...], at: datetime, note: str = "") -> Ledger:
        """With clocks started at `at`."""
        started = (Interval(subject, Reason.RUNNING, at, None, note) for subject in subjects)
        return replace(self, intervals=(*self.intervals, *started))

    def with_pause(self, reason: Reason, at: datetime, note: str = "") -> Ledger:
        """With the dossier's clock stopped for a reason; which reasons do stop it the profile says (R-13)."""
        return replace(self, intervals=(*self.intervals, Interval(DOSSIER, reason, at, None, note)))

    def gone_on(self, pauses: tuple[Interval, ...], at: datetime) -> Ledger:
        """With these pauses over at `at`; one that was to count from later took no time."""
        over = (
            replace(one, ended_at=max(one.started_at, at)) if one in pauses else one for one in self.intervals
        )
        return replace(self, intervals=tuple(over))

    def without(self, ending: tuple[Interval, ...], at: datetime) -> Ledger:
        """With these intervals ended at `at`; what had not begun by then never does."""
        return replace(
            self,
            intervals=tuple(
                replace(one, ended_at=at) if one in ending else one
                for one in self.intervals
                if one not in ending or one.started_at <= at
            ),
        )

    def begun_anew(self, subjects: frozenset[Subject], at: datetime) -> Ledger:
        """With the clocks of `subjects` at zero from `at`; what they had counted is kept as superseded (R-08)."""
        ended = tuple(_anew(one, at) if _counts(one, subjects) else one for one in self.intervals)
        again = tuple(
            Interval(one.subject, Reason.RUNNING, at, None, one.note)
            for one in self.running()
            if one.subject in subjects
        )
        return replace(self, intervals=(*ended, *again))

    def ended(self, state: State, at: datetime) -> Ledger:
        """With every clock stopped, also one that was to stop later."""
        late = tuple(one for one in self.intervals if one.ended_at is None or one.ended_at > at)
        stopped = self.without(late, at)
        return replace(stopped, state=state, outcome=state, ended_at=at, asked=None)


def _counts(one: Interval, subjects: frozenset[Subject]) -> bool:
    return one.subject in subjects and one.reason is Reason.RUNNING


def _anew(one: Interval, at: datetime) -> Interval:
    return replace(one, reason=Reason.SUPERSEDED, ended_at=one.ended_at or at)
