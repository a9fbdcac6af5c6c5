"""Bounds of dates, fixed or relative to today."""

from __future__ import annotations

from datetime import date

import pytest

from motcua.domain.forms.form_dates import is_date_bound, resolve_bound
from motcua.domain.time.iso_date import parse_iso_date


@pytest.mark.parametrize(
    ("bound", "today", "day"),
    [
        ("today", date(2026, 6, 15), date(2026, 6, 15)),
        ("today-18y", date(2026, 6, 15), date(2008, 6, 15)),
        ("today-1y", date(2024, 2, 29), date(2023, 2, 28)),
        ("today+1m", date(2026, 1, 31), date(2026, 2, 28)),
        ("today-1m", date(2026, 1, 15), date(2025, 12, 15)),
        ("today+30d", date(2026, 12, 15), date(2027, 1, 14)),
        ("today-99999y", date(2026, 1, 1), date.min),
        ("today+99999d", date(9999, 1, 1), date.max),
        ("1900-01-01", None, date(1900, 1, 1)),
        ("today", None, None),
        ("today-18y", None, None),
    ],
)
def test_a_bound_stands_for_a_day(bound: str, today: date | None, day: date | None) -> None:
    assert is_date_bound(bound)
    assert resolve_bound(bound, today) == day


@pytest.mark.parametrize(
    "text", ["", "20260615", "2026-6-15", "2026-02-30", "2026-06-15T00:00", "２０２６-06-15"]
)
def test_only_whole_iso_days_are_dates(text: str) -> None:
    assert parse_iso_date(text) is None
