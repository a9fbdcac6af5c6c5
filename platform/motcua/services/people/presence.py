"""Presence: how long each officer was signed in, day by day (Bà Rịa – Vũng Tàu 2018, Điều 11.2; J-17)."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import date, datetime, time, timedelta, tzinfo

from motcua.domain.errors import InputError
from motcua.domain.people.permissions import Actor, lacking
from motcua.domain.text import Text
from motcua.services.people import reach
from motcua.services.work import Work
from motcua.store.accounts import session as sessions
from motcua.store.agencies import agency as agencies

LONGEST = 31


@dataclass(frozen=True, slots=True)
class Presence:
    """An officer's signed-in time by local day; overlapping sessions count once."""

    name: str
    title: str
    agency: str
    days: dict[date, timedelta]

    @property
    def total(self) -> timedelta:
        return sum(self.days.values(), timedelta())


def report(work: Work, actor: Actor, first: date, last: date, now: datetime) -> Sequence[Presence]:
    """Who of the actor's subtree was signed in between two days, both included; 31 days at most.

    A session counts from its start to its end, an open one to when it was last seen. Raises InputError.
    """
    within = reach.of(work, actor, "report.view")
    if not within:
        raise lacking("report.view")
    if not timedelta() <= last - first < timedelta(days=LONGEST) or last == date.max:
        raise InputError(
            Text(
                f"Chọn từ ngày không sau đến ngày, nhiều nhất {LONGEST} ngày.",
                f"The first day must not follow the last; {LONGEST} days at most.",
            )
        )
    zone = _zone(work, now)
    begin, end = _midnight(first, zone), _midnight(last + timedelta(days=1), zone)
    people: dict[int, list[tuple[datetime, datetime]]] = {}
    about = {}
    for row in sessions.of_agencies(work.connection, within, begin, end):
        about[row.account_id] = row
        people.setdefault(row.account_id, []).append((max(row.started_at, begin), min(row.until, end)))
    return [
        Presence(row.display_name, row.title, row.agency_name, by_day(people[key], zone))
        for key, row in about.items()
    ]


def today(work: Work, now: datetime) -> date:
    """The day it is in the province."""
    return now.astimezone(_zone(work, now)).date()


def by_day(spans: Iterable[tuple[datetime, datetime]], zone: tzinfo) -> dict[date, timedelta]:
    """The time that spans cover, by local day, what overlaps counted once."""
    days: dict[date, timedelta] = {}
    covered: datetime | None = None
    for start, end in sorted(spans):
        at = start if covered is None else max(start, covered)
        while at < end:
            day = at.astimezone(zone).date()
            until = min(end, _midnight(day + timedelta(days=1), zone))
            days[day] = days.get(day, timedelta()) + (until - at)
            at = until
        covered = end if covered is None else max(covered, end)
    return days


def _zone(work: Work, now: datetime) -> tzinfo:
    top = agencies.root(work.connection)
    if top is None:
        raise lacking("report.view")
    return work.house.calendars.at(work.connection, top.id, now).zone


def _midnight(day: date, zone: tzinfo) -> datetime:
    return datetime.combine(day, time(), zone)
