"""Who runs this installation: the province's own agency, as head and foot of every page show it."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime

from motcua.domain.errors import NotFoundError
from motcua.domain.time.calendar import WorkCalendar
from motcua.services.work import Work
from motcua.store.agencies import agency as agencies


@dataclass(frozen=True, slots=True)
class Site:
    """Names and address of the province; `sessions` are this week's hours as "07:00–11:30"."""

    organisation: str
    organisation_en: str
    place: str
    place_en: str
    address: str
    phone: str
    sessions: tuple[str, ...]


def describe(work: Work, now: datetime) -> Site:
    """The installation as it stands; a bare name before anything has been set up."""
    row = agencies.root(work.connection)
    if row is None:
        return Site("Motcua", "Motcua", "", "", "", "", ())
    try:
        calendar = work.house.calendars.at(work.connection, row.id, now)
    except NotFoundError:
        sessions: tuple[str, ...] = ()
    else:
        sessions = _sessions(calendar, now)
    return Site(row.name, row.name_en, row.place, row.place_en, row.address, row.phone, sessions)


def _sessions(calendar: WorkCalendar, now: datetime) -> tuple[str, ...]:
    opening = calendar.next_opening_after(now)
    return tuple(f"{opens:%H:%M}–{closes:%H:%M}" for opens, closes in calendar.sessions_on(opening.date()))
