"""The calendar against a slow counter that walks the minutes, and laws that hold for any calendar."""

from __future__ import annotations

from datetime import date, datetime, timedelta
from typing import Any

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from motcua.domain.time.calendar import WorkCalendar

WEEKDAYS = ("mon", "tue", "wed", "thu", "fri", "sat", "sun")
FIRST = date(2026, 12, 14)
HORIZON = 28
MINUTE = timedelta(minutes=1)
QUICK = settings(deadline=None, max_examples=40, suppress_health_check=[HealthCheck.too_slow])

pytestmark = pytest.mark.req("E-01", "E-02")


@st.composite
def hours(draw: st.DrawFn, least: int = 0) -> list[list[str]]:
    count = draw(st.integers(least, 3))
    marks = draw(
        st.lists(st.integers(0, 1440), min_size=2 * count, max_size=2 * count, unique=True).map(sorted)
    )
    return [[clock(marks[2 * index]), clock(marks[2 * index + 1])] for index in range(count)]


def clock(minutes: int) -> str:
    return f"{minutes // 60:02d}:{minutes % 60:02d}"


@st.composite
def long_session(draw: st.DrawFn) -> list[list[str]]:
    """Enough time a week that the budgets below end within a few years."""
    opens, length = draw(st.integers(0, 1200)), draw(st.integers(60, 240))
    return [[clock(opens), clock(opens + length)]]


@st.composite
def files(draw: st.DrawFn) -> dict[str, Any]:
    week = {day: draw(long_session() if day == "tue" else hours()) for day in WEEKDAYS}
    dates = st.integers(0, HORIZON).map(lambda offset: (FIRST + timedelta(days=offset)).isoformat())
    off = draw(st.lists(dates, unique=True, max_size=5))
    worked = draw(st.dictionaries(dates.filter(lambda day: day not in off), hours(1), max_size=3))
    season = {
        "from": "2026-12-20",
        "to": "2027-01-02",
        "sessions": {"tue": draw(long_session()), "sat": draw(hours())},
    }
    seasons = draw(st.sampled_from([[], [season]]))
    return {"sessions": week, "days_off": off, "working_days": worked, "seasons": seasons}


minutes = st.integers(0, HORIZON * 1440)
budgets = st.integers(1, 30 * 60)


def instant(calendar: WorkCalendar, minute: int, second: int = 0) -> datetime:
    midnight = datetime(FIRST.year, FIRST.month, FIRST.day)  # noqa: DTZ001
    return (midnight + timedelta(minutes=minute, seconds=second)).replace(tzinfo=calendar.zone)


def is_open(file: dict[str, Any], at: datetime) -> bool:
    """The oracle: reads the file's own words for one minute, and nothing of the code under test."""
    day, now = at.date().isoformat(), f"{at:%H:%M}"
    if day in file["working_days"]:
        sessions = file["working_days"][day]
    elif day in file["days_off"]:
        sessions = []
    else:
        week = file["sessions"]
        for season in file["seasons"]:
            if season["from"] <= day <= season["to"]:
                week = season["sessions"]
        sessions = week.get(WEEKDAYS[at.weekday()], [])
    return any(opens <= now < closes for opens, closes in sessions)


def ticks(file: dict[str, Any], begin: datetime, end: datetime) -> int:
    count = 0
    while begin < end:
        count += is_open(file, begin)
        begin += MINUTE
    return count


@QUICK
@given(files(), minutes, minutes)
def test_elapsed_is_what_a_minute_counter_counts(file: dict[str, Any], one: int, other: int) -> None:
    calendar = WorkCalendar.from_dict(file)
    begin, end = instant(calendar, min(one, other)), instant(calendar, max(one, other))
    assert calendar.elapsed(begin, end) == 60 * ticks(file, begin, end)


@QUICK
@given(files(), minutes, budgets)
def test_due_is_the_earliest_minute_at_which_the_counter_reaches_the_budget(
    file: dict[str, Any], minute: int, budget: int
) -> None:
    calendar = WorkCalendar.from_dict(file)
    at = instant(calendar, minute)
    counted, now = 0, at
    while counted < budget:
        counted += is_open(file, now)
        now += MINUTE
    assert calendar.add(at, 60 * budget) == now


@QUICK
@given(files(), minutes)
def test_start_is_the_first_open_minute(file: dict[str, Any], minute: int) -> None:
    calendar = WorkCalendar.from_dict(file)
    now = instant(calendar, minute)
    start = calendar.start(now)
    while not is_open(file, now):
        now += MINUTE
    assert start == now


@QUICK
@given(files(), minutes, st.integers(0, 59), st.integers(1, 200_000))
def test_what_is_added_has_elapsed_and_not_a_second_sooner(
    file: dict[str, Any], minute: int, second: int, budget: int
) -> None:
    calendar = WorkCalendar.from_dict(file)
    at = instant(calendar, minute, second)
    due = calendar.add(at, budget)
    assert calendar.elapsed(at, due) == budget
    assert calendar.elapsed(at, due - timedelta(seconds=1)) == budget - 1
    assert calendar.session_of_due(due) is not None


@QUICK
@given(files(), minutes, st.integers(0, 59), st.integers(1, 200_000))
def test_subtracting_undoes_adding(file: dict[str, Any], minute: int, second: int, budget: int) -> None:
    calendar = WorkCalendar.from_dict(file)
    at = instant(calendar, minute, second)
    assert calendar.subtract(calendar.add(at, budget), budget) == calendar.start(at)
    before = calendar.subtract(at, budget)
    assert calendar.elapsed(before, at) == budget
    assert calendar.is_working(before)


@QUICK
@given(files(), minutes, st.integers(0, 100_000), st.integers(1, 100_000))
def test_adding_in_two_parts_is_adding_the_sum(
    file: dict[str, Any], minute: int, one: int, other: int
) -> None:
    calendar = WorkCalendar.from_dict(file)
    at = instant(calendar, minute)
    assert calendar.add(calendar.add(at, one), other) == calendar.add(at, one + other)


@QUICK
@given(files(), minutes, minutes, minutes)
def test_time_split_anywhere_adds_up(file: dict[str, Any], one: int, two: int, three: int) -> None:
    calendar = WorkCalendar.from_dict(file)
    begin, middle, end = (instant(calendar, minute, minute % 60) for minute in (one, two, three))
    assert calendar.elapsed(begin, middle) + calendar.elapsed(middle, end) == calendar.elapsed(begin, end)


@QUICK
@given(files(), minutes, minutes, st.integers(0, 100_000), st.integers(0, 100_000))
def test_later_receipt_and_longer_budget_never_end_sooner(
    file: dict[str, Any], one: int, other: int, less: int, more: int
) -> None:
    calendar = WorkCalendar.from_dict(file)
    early, late = instant(calendar, min(one, other)), instant(calendar, max(one, other))
    small, large = sorted((less, more))
    assert calendar.start(early) <= calendar.start(late)
    assert calendar.add(early, small) <= calendar.add(late, large)


@QUICK
@given(files(), minutes)
def test_the_next_opening_opens_a_session_and_none_opens_before(file: dict[str, Any], minute: int) -> None:
    calendar = WorkCalendar.from_dict(file)
    at = instant(calendar, minute)
    opening = calendar.next_opening_after(at)
    assert opening > at
    session = calendar.session_of(opening)
    assert session is not None
    assert session[0] == opening
    span = calendar.session_of(at)
    resumed = calendar.start(span[1]) if span else calendar.start(at)
    assert opening in (resumed, calendar.next_opening_after(resumed))


@QUICK
@given(files(), minutes, budgets)
def test_far_and_near_windows_give_the_same_answer(file: dict[str, Any], minute: int, budget: int) -> None:
    fresh, used = WorkCalendar.from_dict(file), WorkCalendar.from_dict(file)
    at = instant(fresh, minute)
    used.add(at, 1_000_000)
    used.start(at - timedelta(days=900))
    assert fresh.add(at, budget) == used.add(at, budget)
    assert fresh.elapsed(at, at + timedelta(days=9)) == used.elapsed(at, at + timedelta(days=9))
