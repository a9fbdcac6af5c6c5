"""What a calendar says about single dates: days off, make-up days, and the day that comes of it."""

from __future__ import annotations

import datetime as dt
from dataclasses import dataclass
from typing import Literal

from motcua.domain.time.worksession import WorkSession

DayKind = Literal["working", "weekly_rest", "day_off", "make_up"]


@dataclass(frozen=True, slots=True)
class DayOff:
    """A date on which the offices are closed, with its reason and the document that closes them."""

    date: dt.date
    name: str = ""
    document: str = ""


@dataclass(frozen=True, slots=True)
class MakeUpDay:
    """A date worked by exception with hours of its own; `in_lieu_of` is the day off it makes up for."""

    date: dt.date
    sessions: tuple[WorkSession, ...]
    name: str = ""
    document: str = ""
    in_lieu_of: dt.date | None = None


@dataclass(frozen=True, slots=True)
class Season:
    """Weekly hours of their own from `begins` to `ends`, both included; None is until further notice."""

    begins: dt.date
    ends: dt.date | None
    weekly: Weekly
    name: str = ""

    def holds(self, day: dt.date) -> bool:
        return self.begins <= day and (self.ends is None or day <= self.ends)


@dataclass(frozen=True, slots=True)
class WorkDay:
    """One date of a calendar: the sessions worked, why, and by which document."""

    date: dt.date
    kind: DayKind
    sessions: tuple[WorkSession, ...]
    name: str = ""
    document: str = ""


Weekly = tuple[tuple[WorkSession, ...], ...]
