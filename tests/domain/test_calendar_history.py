"""Versions of a calendar: open dossiers follow the one in force, ended ones keep theirs (R-12)."""

from __future__ import annotations

from dataclasses import replace
from datetime import date, datetime

import pytest

from motcua.contrib.calendar_files import shipped_calendar
from motcua.domain.time.calendar_history import CalendarHistory, NoCalendarError
from motcua.domain.time.workday import DayOff

FIRST = shipped_calendar("A")
SECOND = replace(
    FIRST,
    version=2,
    valid_from=date(2026, 6, 3),
    valid_to=date(2026, 12, 31),
    days_off=(*FIRST.days_off, DayOff(date(2026, 6, 4), "Bão số 2")),
)
HISTORY = CalendarHistory((SECOND, FIRST))


def at(text: str) -> datetime:
    return datetime.fromisoformat(text).replace(tzinfo=FIRST.zone)


@pytest.mark.req("E-28")
@pytest.mark.parametrize(
    ("now", "version"),
    [
        ("2026-06-02 23:59:59", 1),
        ("2026-06-03 00:00:00", 2),
        ("2026-12-31 23:59:59", 2),
        ("2027-01-01 00:00:00", 1),
    ],
)
def test_the_latest_valid_version_is_in_force(now: str, version: int) -> None:
    assert HISTORY.governing(at(now)).version == version


@pytest.mark.req("E-28")
def test_an_open_dossier_moves_with_a_new_day_off_and_an_ended_one_does_not() -> None:
    received, now = at("2026-06-01 09:00:00"), at("2026-06-03 10:00:00")
    open_due = HISTORY.governing(now).add(received, 32 * 3600)
    ended_due = HISTORY.governing(now, kept=1).add(received, 32 * 3600)
    assert (open_due, ended_due) == (at("2026-06-08 09:00:00"), at("2026-06-05 09:00:00"))


def test_a_missing_version_is_named() -> None:
    with pytest.raises(NoCalendarError, match="01/01/2020"):
        HISTORY.in_force(at("2020-01-01 08:00:00"))
    with pytest.raises(NoCalendarError, match="7"):
        HISTORY.pinned(7)
