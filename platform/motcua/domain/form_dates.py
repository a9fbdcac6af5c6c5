"""Bounds of dates in a form: fixed ("1900-01-01") or relative to today ("today-18y", "today+30d")."""

from __future__ import annotations

import re
from calendar import monthrange
from datetime import date

_RELATIVE = re.compile(r"today(?:([+-])(\d{1,5})([dmy]))?", re.ASCII)
_ISO = re.compile(r"\d{4}-\d{2}-\d{2}", re.ASCII)


def parse_iso_date(text: str) -> date | None:
    """The day written `yyyy-mm-dd`; None for any other text, also for a day that does not exist."""
    if not _ISO.fullmatch(text):
        return None
    try:
        return date.fromisoformat(text)
    except ValueError:
        return None


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
    return _shift(today, count, found.group(3))


def _shift(day: date, count: int, unit: str) -> date:
    """`day` moved by days, months or years; 29 February becomes 28, years stay within 1 to 9999."""
    if unit == "d":
        return date.fromordinal(min(max(day.toordinal() + count, 1), date.max.toordinal()))
    months = day.year * 12 + day.month - 1 + count * (12 if unit == "y" else 1)
    year, month = divmod(months, 12)
    if not 1 <= year <= 9999:
        return date.min if year < 1 else date.max
    return date(year, month + 1, min(day.day, monthrange(year, month + 1)[1]))
