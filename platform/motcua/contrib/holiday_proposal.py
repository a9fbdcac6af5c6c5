"""A year's days off and working Saturdays as the `holidays` package knows them: only a proposal for staff.

The package guesses what the Prime Minister has yet to decide and misses late swaps, so the official list of a
calendar always wins; `corrected` shows an administrator what differs before he edits the calendar.
"""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date
from typing import Literal

import holidays

from motcua.domain.time.calendar import WorkCalendar
from motcua.domain.time.workday import DayOff

DifferenceKind = Literal["missing_day_off", "extra_day_off", "missing_working_day", "extra_working_day"]


@dataclass(frozen=True, slots=True)
class YearList:
    """The days off of one year, by date, and the rest days that are worked in exchange."""

    year: int
    days_off: tuple[DayOff, ...]
    working_days: tuple[date, ...]


@dataclass(frozen=True, slots=True)
class Difference:
    """A date on which the proposal was corrected: it missed what is official, or had what is not."""

    date: date
    kind: DifferenceKind
    name: str = ""
    document: str = ""


def propose(year: int) -> YearList:
    """What the `holidays` package says of Vietnam in `year`; weekends are left out, for they are closed anyway."""
    found = holidays.country_holidays("VN", years=year, language="vi")
    days = tuple(DayOff(day, str(name)) for day, name in sorted(found.items()) if day.weekday() < 5)
    return YearList(year, days, tuple(sorted(day for day in found.weekend_workdays if day.year == year)))


def official(calendar: WorkCalendar, year: int) -> YearList:
    """The list that a calendar holds for `year`."""
    return YearList(
        year,
        tuple(off for off in calendar.days_off if off.date.year == year),
        tuple(day.date for day in calendar.working_days if day.date.year == year),
    )


def corrected(proposal: YearList, decided: YearList) -> tuple[YearList, tuple[Difference, ...]]:
    """The proposal corrected by the official list, and every date on which the two differed.

    The official list wins on each date and is taken to be complete; where it is still empty, because nothing has
    been decided for the year, the proposal stands and nothing differs.
    """
    if not decided.days_off and not decided.working_days:
        return proposal, ()
    return decided, tuple(sorted(_differences(proposal, decided), key=lambda found: (found.date, found.kind)))


def _differences(proposal: YearList, decided: YearList) -> Iterable[Difference]:
    proposed = {off.date: off for off in proposal.days_off}
    closed = {off.date: off for off in decided.days_off}
    for day in closed.keys() - proposed.keys():
        # A holiday on a weekend is no day off of its own; the proposal leaves it out on purpose.
        if day.weekday() < 5:
            yield Difference(day, "missing_day_off", closed[day].name, closed[day].document)
    for day in proposed.keys() - closed.keys():
        yield Difference(day, "extra_day_off", proposed[day].name)
    for day in set(decided.working_days) - set(proposal.working_days):
        yield Difference(day, "missing_working_day")
    for day in set(proposal.working_days) - set(decided.working_days):
        yield Difference(day, "extra_working_day")
