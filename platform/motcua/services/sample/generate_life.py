"""What happens to one generated dossier and when: sent, accepted, step by step, confirmed, handed over."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import datetime, timedelta
from random import Random

from motcua.domain.time.calendar import WorkCalendar
from motcua.domain.time.deadlines import Deadline, deadline
from motcua.services.sample.generate_routes import Route, Stage
from motcua.services.time import deadlines

HOUR = 3600
# Most dossiers need about half of their time; some four in a hundred need more than all of it.
DILIGENCE = (-0.75, 0.42)
MINUTES_TO_CONFIRM = 20
# Some results are not called for.
FORGOTTEN = 0.01


@dataclass(slots=True)
class Stay:
    """A visit to a step, as `dossier_step` keeps it; `holder` is an account, none while the group has it."""

    stage: Stage
    arrived_at: datetime
    counted_from: datetime | None = None
    budget: int = 0
    due_at: datetime | None = None
    holder: int | None = None
    claimed_at: datetime | None = None
    left_at: datetime | None = None
    counted_to: datetime | None = None


@dataclass(slots=True)
class Life:
    """One dossier until the present; `due` from its acceptance on."""

    route: Route
    submitted_at: datetime
    intake_due_at: datetime
    accepted_at: datetime | None = None
    accepted_by: int | None = None
    due: Deadline | None = None
    stays: list[Stay] = field(default_factory=list)
    result_at: datetime | None = None
    returned_at: datetime | None = None

    @property
    def last(self) -> Stay:
        return self.stays[-1]


@dataclass(frozen=True, slots=True)
class Halt:
    """A dossier that stays where it is: at the stage of this number, taken by nobody or by this account."""

    stage: int
    holder: int | None = None


@dataclass(frozen=True, slots=True)
class Office:
    """The agency a dossier is filed with: its calendar, and its officers by position; `now` is the present."""

    calendar: WorkCalendar
    officers: Mapping[str, list[int]]
    now: datetime


def live(rng: Random, route: Route, office: Office, submitted_at: datetime, halt: Halt | None = None) -> Life:
    """The life of a dossier sent at `submitted_at`, as far as it has come by now."""
    calendar = office.calendar
    intake_due = calendar.add(submitted_at, route.rules.intake_limit_hours * HOUR)
    life = Life(route, submitted_at, intake_due)
    life.stays.append(Stay(route.stages[0], submitted_at))
    until_read = 0 if halt else min(int(rng.expovariate(1 / HOUR)), 7 * HOUR)
    accepted = calendar.add(submitted_at, 300 + until_read)
    if accepted > office.now:
        return life
    life.accepted_at = accepted
    life.accepted_by = rng.choice(office.officers[route.stages[0].step.position])
    rule = route.rules.appointment_rule
    life.due = deadline(
        calendar, accepted, deadlines.limit_of(route.version, calendar, route.version.facts.limit), rule
    )
    pace = 0.05 if halt else rng.lognormvariate(*DILIGENCE)
    _work(rng, life, office, pace, halt)
    if life.last.left_at is not None:
        _finish(rng, life, office, life.last.left_at)
    return life


def _work(rng: Random, life: Life, office: Office, pace: float, halt: Halt | None) -> None:
    """Step after step until the present or the halt."""
    calendar, now = office.calendar, office.now
    for number, stage in enumerate(life.route.stages):
        stay = life.last if number == 0 else Stay(stage, life.last.left_at or now)
        if number:
            life.stays.append(stay)
        _start(stay, life, calendar, (life.accepted_at or now) if number == 0 else stay.arrived_at)
        if halt is not None and number == halt.stage:
            stay.holder = halt.holder
            stay.claimed_at = stay.arrived_at if halt.holder is not None else None
            return
        needed = max(60, int(stay.budget * pace * rng.uniform(0.6, 1.4)))
        began = stay.counted_from or now
        claimed = calendar.add(began, int(needed * rng.uniform(0, 0.4)))
        left = calendar.add(began, needed)
        if claimed <= now:
            stay.claimed_at = claimed
            stay.holder = rng.choice(office.officers[stage.step.position])
        if left > now:
            return
        stay.left_at = left
        stay.counted_to = calendar.start(left)


def _start(stay: Stay, life: Life, calendar: WorkCalendar, at: datetime) -> None:
    """Give a stay its clock, as `services.stepping` does."""
    budget = life.route.version.budgets[stay.stage.step.id].in_seconds(calendar.day_seconds)
    stay.budget = budget
    stay.counted_from = calendar.start(at)
    stay.due_at = calendar.add(stay.counted_from, budget)
    if life.route.version.is_same_day and life.due is not None:
        stay.due_at = min(stay.due_at, life.due.due_at)


def _finish(rng: Random, life: Life, office: Office, done: datetime) -> None:
    """The desk confirms, and the applicant comes for it some days later."""
    if life.route.ends_with_result:
        life.result_at = done
    else:
        confirmed = office.calendar.add(done, MINUTES_TO_CONFIRM * 60)
        life.result_at = confirmed if confirmed <= office.now else None
    if life.result_at is None or rng.random() < FORGOTTEN:
        return
    fetched = office.calendar.add(life.result_at, int(rng.expovariate(1 / (10 * HOUR))) + 600)
    life.returned_at = fetched if fetched <= office.now else None


def filing_time(rng: Random, midnight: datetime) -> datetime:
    """Some instant of the day that begins at `midnight`: mostly in office hours, some in the evening."""
    if rng.random() < 0.85:
        return midnight + timedelta(seconds=rng.randrange(7 * HOUR, 17 * HOUR))
    return midnight + timedelta(seconds=rng.randrange(17 * HOUR, 23 * HOUR))
