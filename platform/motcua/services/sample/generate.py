"""Realistic dossiers in any number, at all points of their life: for trying the desk, and for measuring.

They are written by COPY, not by the services, yet as the services would have written them: each can be opened,
claimed, forwarded. The same seed gives the same dossiers in an empty database.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date, datetime, time, timedelta
from random import Random

from motcua.domain.dossier.codes import dossier_code
from motcua.services.sample import generate_people as people
from motcua.services.sample.generate_life import Halt, Life, Office, filing_time, live
from motcua.services.sample.generate_people import Person
from motcua.services.sample.generate_routes import Route, routes
from motcua.services.sample.generate_rows import COLUMNS, Case, Keeping, Rows
from motcua.services.work import House, Work
from motcua.store import loading
from motcua.store.agencies import agency as agencies
from motcua.store.base import Record
from motcua.store.people import group as groups
from motcua.store.time import calendar as calendars

DAYS = 365
BATCH = 2_000
PER_APPLICANT = 20
MOST_APPLICANTS = 5_000
PER_WARD = 20_000
# How busy a day is, Monday first: on days without office hours some file online.
WEEK = (10, 9, 9, 9, 9, 2, 1)
# An officer of the crowded group holds so many of the dossiers that wait there, all of them together a third.
IN_HAND = 200


@dataclass(frozen=True, slots=True)
class Batch:
    """What is written by one transaction: so many dossiers filed on each of some days."""

    number: int
    days: tuple[tuple[date, int], ...]

    @property
    def count(self) -> int:
        return sum(count for _, count in self.days)


@dataclass(frozen=True, slots=True)
class Crowd:
    """So many dossiers that all wait at one step of one agency: a desk to be measured."""

    agency_code: str
    procedure_code: str
    step_id: str
    count: int


@dataclass(frozen=True)
class Stock:
    """What dossiers are made of, read once by every process: routes, applicants, offices by agency."""

    seed: int
    now: datetime
    routes: Sequence[Route]
    people: Sequence[Person]
    offices: Mapping[int, Office]
    names: Mapping[int, str]
    keeping: Mapping[int, Keeping]


@dataclass(frozen=True, slots=True)
class _Draft:
    """A dossier before it has a number and a code."""

    agency: Record
    person: Person
    day: date
    life: Life


def applicants_for(count: int) -> int:
    return max(20, min(MOST_APPLICANTS, count // PER_APPLICANT))


def prepare(house: House, count: int, wards: int, now: datetime) -> date:
    """Invented applicants and wards, which stay; doing it again adds none twice. Today's date there. One commit."""
    with house.work() as work:
        people.add_wards(work, wards, now)
        people.add_applicants(work, applicants_for(count), now)
        work.commit()
        province = agencies.root(work.connection)
        return house.calendars.at(work.connection, province.id if province else 0, now).local(now).date()


def batches(count: int, seed: int, today: date) -> list[Batch]:
    """`count` dossiers spread over the year up to today."""
    rng = Random(f"{seed}:days")  # noqa: S311 - invented dossiers, no secret
    days = [today - timedelta(days=ago) for ago in range(DAYS, -1, -1)]
    shares = Counter(rng.choices(days, [WEEK[day.weekday()] for day in days], k=count))
    found: list[Batch] = []
    waiting: list[tuple[date, int]] = []
    for day in days:
        if shares[day]:
            waiting.append((day, shares[day]))
        if waiting and (sum(number for _, number in waiting) >= BATCH or day == today):
            found.append(Batch(len(found), tuple(waiting)))
            waiting = []
    return found


def stock(work: Work, count: int, seed: int, now: datetime) -> Stock:
    """Everything a process needs to write batches; see `prepare`."""
    persons = people.applicants(work, applicants_for(count))
    weights = [(code, weight) for code, weight in people.names()["procedures"]]
    found = routes(work, weights, persons[0])
    ids = sorted({agency.id for route in found for agency in route.agencies})
    members = [row for row in groups.of_agencies(work.connection, ids) if row.is_active and not row.step_id]
    revision = calendars.current_revision(work.connection)
    kept = work.house.calendars
    return Stock(
        seed,
        now,
        found,
        persons,
        {one: Office(kept.at(work.connection, one, now), _officers(members, one), now) for one in ids},
        {row.account_id: row.display_name for row in members},
        {one: Keeping(kept.code_of(work.connection, one, revision), revision) for one in ids},
    )


def _officers(members: Sequence[Record], agency_id: int) -> Mapping[str, list[int]]:
    found: dict[str, list[int]] = {}
    for row in members:
        if row.agency_id == agency_id:
            found.setdefault(row.position, []).append(row.account_id)
    return found


def write(work: Work, made_of: Stock, batch: Batch) -> int:
    """The dossiers of a batch; how many. One commit: a batch is there as a whole or not at all."""
    rng = Random(f"{made_of.seed}:{batch.number}")  # noqa: S311 - invented dossiers, no secret
    drafts = [_draft(rng, made_of, day) for day, count in batch.days for _ in range(count)]
    _keep(work, made_of, rng, [one for one in drafts if one.life.submitted_at <= made_of.now])
    return batch.count


def write_crowd(work: Work, made_of: Stock, crowd: Crowd) -> int:
    """Dossiers that wait at one step, most for the group, some held by each of its officers. One commit."""
    rng = Random(f"{made_of.seed}:{crowd}")  # noqa: S311 - invented dossiers, no secret
    route = next(one for one in made_of.routes if one.version.facts.code == crowd.procedure_code)
    agency = next(one for one in route.agencies if one.code == crowd.agency_code)
    office = made_of.offices[agency.id]
    stage = next(number for number, one in enumerate(route.stages) if one.step.id == crowd.step_id)
    officers = office.officers[route.stages[stage].step.position]
    day_seconds = office.calendar.day_seconds
    each = min(IN_HAND, crowd.count // (3 * len(officers)))
    drafts = []
    for number in range(crowd.count):
        holder = officers[number // each] if number < each * len(officers) else None
        ago = rng.randrange(day_seconds // 4, day_seconds * 5 // 2)
        filed = office.calendar.subtract(made_of.now, ago)
        life = live(rng, route, office, filed, Halt(stage, holder))
        drafts.append(_Draft(agency, rng.choice(made_of.people), filed.date(), life))
    _keep(work, made_of, rng, drafts)
    return crowd.count


def _draft(rng: Random, made_of: Stock, day: date) -> _Draft:
    route = rng.choices(made_of.routes, [one.weight for one in made_of.routes])[0]
    agency = rng.choice(route.agencies)
    office = made_of.offices[agency.id]
    midnight = datetime.combine(day, time(), office.calendar.zone)
    submitted = filing_time(rng, midnight)
    return _Draft(agency, rng.choice(made_of.people), day, live(rng, route, office, submitted))


def _keep(work: Work, made_of: Stock, rng: Random, drafts: Sequence[_Draft]) -> None:
    loading.hasten(work.connection)
    numbers = dict(
        loading.take_numbers(work.connection, Counter((one.agency.code, one.day) for one in drafts))
    )
    ids = loading.reserve(work.connection, "dossier", len(drafts))
    step_ids = loading.reserve(work.connection, "dossier_step", sum(len(one.life.stays) for one in drafts))
    rows = Rows(work, made_of.names, rng, list(reversed(step_ids)))
    for dossier_id, one in zip(ids, drafts, strict=True):
        number = numbers[one.agency.code, one.day]
        numbers[one.agency.code, one.day] = number + 1
        code = dossier_code(one.agency.code, one.day, number)
        calendar = made_of.offices[one.agency.id].calendar
        kept = made_of.keeping[one.agency.id]
        rows.add(Case(dossier_id, code, one.agency.id, calendar, kept, one.person, one.life))
    for table, lines in rows.lines.items():
        if lines:
            loading.copy(work.connection, table, COLUMNS[table], lines)
    work.commit()
