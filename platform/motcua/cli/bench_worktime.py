"""How fast working time is counted: medians over the shipped calendar, without explanations."""

from __future__ import annotations

from collections.abc import Callable
from datetime import datetime
from statistics import median
from time import perf_counter

from motcua.contrib.calendar_files import shipped_calendar
from motcua.domain.time.deadlines import deadline, parse_limit

_ROUNDS = 15
_CALLS = 1000


def measure() -> dict[str, float]:
    """Median microseconds a call takes: "deadline_30_days" and "elapsed_one_year"."""
    calendar = shipped_calendar("A")
    begin = datetime(2025, 11, 3, 9, 12, 34, tzinfo=calendar.zone)
    end = datetime(2026, 11, 3, 16, 1, 2, tzinfo=calendar.zone)
    limit = parse_limit("30d")
    return {
        "deadline_30_days": _microseconds(lambda: deadline(calendar, begin, limit)),
        "elapsed_one_year": _microseconds(lambda: calendar.elapsed(begin, end)),
    }


def _microseconds(call: Callable[[], object]) -> float:
    call()
    return median(_round(call) for _ in range(_ROUNDS))


def _round(call: Callable[[], object]) -> float:
    began = perf_counter()
    for _ in range(_CALLS):
        call()
    return (perf_counter() - began) * 1e6 / _CALLS
