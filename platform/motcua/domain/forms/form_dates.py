"""Days in a form: bounds fixed ("1900-01-01") or relative to today ("today-18y", "today+30d"), and days known in part.

Old papers know only the year or the month of a birth, or a day of the lunar calendar: such a day is kept as said.
"""

from __future__ import annotations

import re
from calendar import monthrange
from dataclasses import dataclass
from datetime import date, timedelta

from motcua.domain.time.iso_date import parse_iso_date

_RELATIVE = re.compile(r"today(?:([+-])(\d{1,5})([dmy]))?", re.ASCII)
LUNAR = "@lunar"
_PARTIAL = re.compile(rf"(\d{{4}})(?:-(\d{{2}})(?:-(\d{{2}}))?)?({LUNAR})?", re.ASCII)


def is_date_bound(value: object) -> bool:
    return isinstance(value, str) and (
        _RELATIVE.fullmatch(value) is not None or parse_iso_date(value) is not None
    )


def resolve_bound(bound: str, today: date | None) -> date | None:
    """The day a bound stands for; None when there is no bound, or it is relative and `today` unknown."""
    found = _RELATIVE.fullmatch(bound)
    if found is None:
        return parse_iso_date(bound)
    if today is None or not found.group(2):
        return today
    count = int(found.group(2)) * (1 if found.group(1) == "+" else -1)
    return shifted(today, count, found.group(3))


def shifted(day: date, count: int, unit: str) -> date:
    """`day` moved by days, months or years; 29 February becomes 28, years stay within 1 to 9999."""
    if unit == "d":
        return date.fromordinal(min(max(day.toordinal() + count, 1), date.max.toordinal()))
    months = day.year * 12 + day.month - 1 + count * (12 if unit == "y" else 1)
    year, month = divmod(months, 12)
    if not 1 <= year <= 9999:
        return date.min if year < 1 else date.max
    return date(year, month + 1, min(day.day, monthrange(year, month + 1)[1]))


@dataclass(frozen=True, slots=True)
class PartialDay:
    """A day of which month and day may be unknown (0); lunar ones are counted as the lunar calendar does."""

    year: int
    month: int = 0
    day: int = 0
    is_lunar: bool = False

    @property
    def earliest(self) -> date:
        """The first solar day it can be. A lunar year begins between 21 January and 20 February."""
        if self.is_lunar:
            return date(self.year, 1, 21) + timedelta(max(self.month - 1, 0) * 29 + max(self.day - 1, 0))
        return date(self.year, self.month or 1, self.day or 1)

    @property
    def latest(self) -> date:
        """The last solar day it can be; a leap month may lie before a lunar one."""
        if self.is_lunar:
            days = (self.month or 12) * 30 + (self.day or 30)
            return min(date(self.year, 2, 20), date.max - timedelta(days)) + timedelta(days)
        month = self.month or 12
        return date(self.year, month, self.day or monthrange(self.year, month)[1])


def day_first(text: str) -> str:
    """`21/08/1956`, `08/1956`, `1956` for a day known in part, by the sun or the moon; any other text as it stands."""
    found = _PARTIAL.fullmatch(text)
    if found is None:
        return text.removesuffix(LUNAR)
    return "/".join(part for part in (found.group(3), found.group(2), found.group(1)) if part)


def parse_partial_day(text: str) -> PartialDay | None:
    """`1956`, `1956-08`, `1956-08-21`, lunar `1956-02-30@lunar`; None for any other text or a day that is none."""
    found = _PARTIAL.fullmatch(text)
    if found is None:
        return None
    year, month, day = (int(found.group(number) or 0) for number in (1, 2, 3))
    is_lunar = found.group(4) is not None
    if year < 1 or (found.group(2) and not 1 <= month <= 12):
        return None
    last = 30 if is_lunar or not month else monthrange(year, month)[1]
    if found.group(3) and not 1 <= day <= last:
        return None
    return PartialDay(year, month, day, is_lunar)
