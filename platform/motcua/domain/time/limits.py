"""Budgets and limits in words: working time ("3h30m"), same day ("same-day@15:00"), calendar days ("10cd").

A budget counts working time only. A limit (the time a law allows for a whole procedure) may also be of the
other two kinds. Days stay days until a calendar with its length of a working day turns them into seconds.
"""

from __future__ import annotations

import re
from dataclasses import dataclass
from fractions import Fraction
from functools import lru_cache

from motcua.domain.text import Text
from motcua.domain.time.calendar_errors import BudgetError

DAY_SECONDS = 8 * 3600
DEFAULT_CUTOFF = 15 * 3600

_AMOUNT = r"([0-9]{1,6}(?:\.[0-9]{1,4})?)"
_WORKING_TIME = re.compile(rf"(?:{_AMOUNT}d)?(?:{_AMOUNT}h)?(?:{_AMOUNT}m)?(?:{_AMOUNT}s)?")
_SAME_DAY = re.compile(r"same-day(?:@([01][0-9]|2[0-3]):([0-5][0-9]))?")
_CALENDAR_DAYS = re.compile(r"([1-9][0-9]{0,3})cd")


@dataclass(frozen=True, slots=True)
class Budget:
    """Working time: `days` of the calendar's own length plus `seconds`."""

    days: Fraction
    seconds: int
    text: str

    def in_seconds(self, day_seconds: int = DAY_SECONDS) -> int:
        """Working seconds, one day being `day_seconds` long (8 hours unless the calendar says otherwise)."""
        return self.seconds + self.days.numerator * day_seconds // self.days.denominator


@dataclass(frozen=True, slots=True)
class SameDay:
    """Due at the end of the day of receipt, or of the next working day when received after the cut-off.

    `cutoff` is in seconds of the local day; exactly at it is still the same day.
    """

    cutoff: int = DEFAULT_CUTOFF

    @property
    def text(self) -> str:
        return f"same-day@{self.cutoff // 3600:02d}:{self.cutoff % 3600 // 60:02d}"


@dataclass(frozen=True, slots=True)
class CalendarDays:
    """Days of the calendar by Civil Code 147–148: the first is not counted, a last day of rest moves on."""

    days: int

    @property
    def text(self) -> str:
        return f"{self.days}cd"


Limit = Budget | SameDay | CalendarDays


def parse_budget(text: str) -> Budget:
    """Working time from words: "30m", "4h", "3h30m", "2d", "0.5d", "1d4h", "0".

    Raises BudgetError for anything else: other units, units out of order, signs, parts of a second.
    """
    words = re.sub(r"\s+", "", text).lower()
    if words == "0":
        return Budget(Fraction(0), 0, "0")
    match = _WORKING_TIME.fullmatch(words)
    if not words or match is None:
        raise BudgetError(_bad_budget(text))
    days, hours, minutes, seconds = (Fraction(part or 0) for part in match.groups())
    total = hours * 3600 + minutes * 60 + seconds
    if total.denominator != 1:
        raise BudgetError(_bad_budget(text))
    return Budget(days, int(total), words)


@lru_cache(maxsize=1024)
def parse_limit(text: str) -> Limit:
    """A limit of any kind: what `parse_budget` reads, "same-day", "same-day@15:00", "10cd" (1 to 9999 days).

    "same-day" alone has the cut-off 15:00. Raises BudgetError.
    """
    words = text.strip().lower()
    if match := _SAME_DAY.fullmatch(words):
        hour, minute = match.groups()
        return SameDay() if hour is None else SameDay(int(hour) * 3600 + int(minute) * 60)
    if match := _CALENDAR_DAYS.fullmatch(words):
        return CalendarDays(int(match[1]))
    try:
        return parse_budget(text)
    except BudgetError:
        raise BudgetError(_bad_limit(text)) from None


def _shown(text: str) -> str:
    return text if len(text) <= 40 else text[:40] + "…"


def _bad_budget(text: str) -> Text:
    return Text(
        f"“{_shown(text)}” không phải thời gian làm việc. Viết như 30m, 4h, 3h30m, 2d, 0.5d hoặc 0.",
        f"“{_shown(text)}” is not a working time. Write it as 30m, 4h, 3h30m, 2d, 0.5d or 0.",
    )


def _bad_limit(text: str) -> Text:
    return Text(
        f"“{_shown(text)}” không phải thời hạn. Viết thời gian làm việc như 30m, 4h, 3h30m, 2d; "
        "trong ngày như same-day@15:00; hoặc ngày theo lịch như 10cd.",
        f"“{_shown(text)}” is not a limit. Write working time as 30m, 4h, 3h30m, 2d; "
        "same day as same-day@15:00; or calendar days as 10cd.",
    )
