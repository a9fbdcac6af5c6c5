"""Rules of the working calendar: sessions, weekends, days off, make-up days, seasons, zones."""

from __future__ import annotations

from datetime import UTC, date, datetime

import pytest

from motcua.contrib.calendar_files import shipped_calendar
from motcua.domain.time.calendar import WorkCalendar
from motcua.domain.time.calendar_errors import InstantError, NoWorkingTimeError

A = shipped_calendar("A")
DAYS = ("mon", "tue", "wed", "thu", "fri")
HOURS_A = [["07:00", "11:30"], ["13:30", "17:00"]]
HOURS_B = [["07:30", "11:30"], ["13:30", "17:30"]]
B = WorkCalendar.from_dict({"code": "B", "sessions": dict.fromkeys(DAYS, HOURS_B)})


def local(text: str, calendar: WorkCalendar = A) -> datetime:
    return datetime.fromisoformat(text).replace(tzinfo=calendar.zone)


@pytest.mark.req("E-01")
@pytest.mark.parametrize(
    ("at", "start"),
    [
        ("2026-06-01 06:59:59", "2026-06-01 07:00:00"),
        ("2026-06-01 07:00:00", "2026-06-01 07:00:00"),
        ("2026-06-01 11:29:59", "2026-06-01 11:29:59"),
        ("2026-06-01 11:30:00", "2026-06-01 13:30:00"),
        ("2026-06-01 12:15:00", "2026-06-01 13:30:00"),
        ("2026-06-01 17:00:00", "2026-06-02 07:00:00"),
        ("2026-06-06 09:00:00", "2026-06-08 07:00:00"),
        ("2026-01-01 09:00:00", "2026-01-05 07:00:00"),
        ("2026-02-13 17:00:00", "2026-02-23 07:00:00"),
        ("2026-01-10 09:00:00", "2026-01-10 09:00:00"),
        ("2026-11-24 09:00:00", "2026-11-25 07:00:00"),
        ("2026-11-24 23:59:59.999999", "2026-11-25 07:00:00"),
    ],
)
def test_work_outside_hours_counts_from_the_next_opening(at: str, start: str) -> None:
    assert A.start(local(at)) == local(start)


@pytest.mark.req("E-02")
def test_only_working_seconds_are_counted_between_evening_and_morning() -> None:
    friday, monday = local("2026-06-05 17:29:30", B), local("2026-06-08 07:30:30", B)
    assert B.elapsed(friday, monday) == 60
    assert B.elapsed(monday, friday) == -60


@pytest.mark.req("E-02")
def test_instants_are_cut_to_the_second() -> None:
    assert A.elapsed(local("2026-06-01 09:00:00.999999"), local("2026-06-01 09:00:01")) == 1
    assert A.start(local("2026-06-01 09:00:00.999999")) == local("2026-06-01 09:00:00")


@pytest.mark.req("E-01")
def test_eight_hours_from_friday_afternoon_end_on_monday_or_after_the_holiday() -> None:
    friday = local("2026-06-05 15:00:00", B)
    assert B.add(friday, 8 * 3600) == local("2026-06-08 15:00:00", B)
    holiday = WorkCalendar.from_dict(B.to_dict() | {"days_off": ["2026-06-08"]})
    assert holiday.add(friday, 8 * 3600) == local("2026-06-09 15:00:00", B)


def test_time_that_fills_a_session_ends_at_its_closing_second() -> None:
    assert A.add(local("2026-06-01 07:00:00"), 8 * 3600) == local("2026-06-01 17:00:00")
    assert A.add(local("2026-06-01 07:00:00"), 16200) == local("2026-06-01 11:30:00")
    assert A.add(local("2026-06-01 07:00:00"), 16201) == local("2026-06-01 13:30:01")


def test_no_time_at_all_ends_at_the_effective_start() -> None:
    assert A.add(local("2026-06-01 11:30:00"), 0) == local("2026-06-01 13:30:00")


def test_a_session_holds_its_opening_but_not_its_closing_second() -> None:
    morning = (local("2026-06-01 07:00:00"), local("2026-06-01 11:30:00"))
    assert A.session_of(local("2026-06-01 07:00:00")) == morning
    assert A.session_of(local("2026-06-01 11:30:00")) is None
    assert A.session_of_due(local("2026-06-01 11:30:00")) == morning
    assert A.session_of_due(local("2026-06-01 11:30:01")) is None
    assert A.is_working(local("2026-06-01 11:29:59"))
    assert not A.is_working(local("2026-06-01 17:00:00"))


@pytest.mark.parametrize(
    ("at", "opening"),
    [
        ("2026-06-01 07:00:00", "2026-06-01 13:30:00"),
        ("2026-06-01 11:30:00", "2026-06-01 13:30:00"),
        ("2026-06-01 13:30:00", "2026-06-02 07:00:00"),
        ("2026-08-21 17:00:00", "2026-08-22 07:00:00"),
    ],
)
def test_the_next_opening_is_strictly_after(at: str, opening: str) -> None:
    assert A.next_opening_after(local(at)) == local(opening)


def test_subtracting_leaves_exactly_that_much_until_the_due_time() -> None:
    due = local("2026-06-02 08:00:00")
    assert A.subtract(due, 3600) == local("2026-06-02 07:00:00")
    assert A.subtract(due, 3601) == local("2026-06-01 16:59:59")
    assert A.subtract(local("2026-06-01 17:00:00"), 8 * 3600) == local("2026-06-01 07:00:00")


def test_amounts_of_the_wrong_sign_are_refused() -> None:
    with pytest.raises(ValueError, match="subtract"):
        A.add(local("2026-06-01 09:00:00"), -1)
    with pytest.raises(ValueError, match="positive"):
        A.subtract(local("2026-06-01 09:00:00"), 0)


@pytest.mark.req("E-01")
def test_a_make_up_day_has_its_own_hours() -> None:
    calendar = WorkCalendar.from_dict(
        {"sessions": dict.fromkeys(DAYS, HOURS_A), "working_days": {"2026-08-22": [["08:00", "10:00"]]}}
    )
    assert calendar.add(local("2026-08-21 16:00:00"), 2 * 3600 + 1800) == local("2026-08-22 09:30:00")
    assert calendar.add(local("2026-08-22 09:00:00"), 7200) == local("2026-08-24 08:00:00")
    assert calendar.day(date(2026, 8, 22)).kind == "make_up"


@pytest.mark.req("E-01")
def test_hours_change_with_the_season() -> None:
    winter = {"from": "2026-11-01", "to": "2027-03-31", "sessions": dict.fromkeys(DAYS, HOURS_B)}
    calendar = WorkCalendar.from_dict({"sessions": dict.fromkeys(DAYS, HOURS_A), "seasons": [winter]})
    assert calendar.start(local("2026-10-30 06:00:00")) == local("2026-10-30 07:00:00")
    assert calendar.add(local("2026-10-30 16:00:00"), 7200) == local("2026-11-02 08:30:00")
    assert calendar.start(local("2027-04-01 06:00:00")) == local("2027-04-01 07:00:00")


def test_any_number_of_sessions_a_day_may_touch_and_reach_midnight() -> None:
    shifts = [["00:00", "06:00"], ["06:00", "08:00"], ["10:00", "11:00"], ["22:00", "24:00"]]
    calendar = WorkCalendar.from_dict({"sessions": {"mon": shifts, "tue": shifts}})
    assert calendar.start(local("2026-06-01 06:00:00")) == local("2026-06-01 06:00:00")
    assert calendar.add(local("2026-06-01 05:00:00"), 3 * 3600) == local("2026-06-01 08:00:00")
    assert calendar.add(local("2026-06-01 22:00:00"), 2 * 3600) == local("2026-06-02 00:00:00")
    assert calendar.add(local("2026-06-01 23:00:00"), 2 * 3600) == local("2026-06-02 01:00:00")


def test_distances_of_many_years_either_way() -> None:
    begin = local("2026-06-01 09:00:00")
    far = A.add(begin, 2000 * 8 * 3600)
    assert A.elapsed(begin, far) == 2000 * 8 * 3600
    assert A.start(local("1950-01-01 09:00:00")) == local("1950-01-02 07:00:00")
    assert A.subtract(begin, 20000 * 8 * 3600).year < 1950


@pytest.mark.parametrize("data", [{}, {"mon": []}])
def test_a_calendar_that_never_works_says_so(data: dict[str, object]) -> None:
    calendar = WorkCalendar.from_dict({"code": "trong", "sessions": data})
    for ask in (calendar.start, calendar.next_opening_after):
        with pytest.raises(NoWorkingTimeError, match="trong"):
            ask(local("2026-06-01 09:00:00"))
    with pytest.raises(NoWorkingTimeError):
        calendar.add(local("2026-06-01 09:00:00"), 60)
    with pytest.raises(NoWorkingTimeError):
        calendar.subtract(local("2026-06-01 09:00:00"), 60)
    assert calendar.elapsed(local("2026-06-01 09:00:00"), local("2027-06-01 09:00:00")) == 0


@pytest.mark.parametrize("at", ["0001-01-01 00:00:00", "1899-12-31 08:00:00", "9999-12-31 23:59:59"])
def test_years_without_an_answer_are_named(at: str) -> None:
    with pytest.raises(NoWorkingTimeError, match="1900"):
        A.start(datetime.fromisoformat(at).replace(tzinfo=UTC))
    with pytest.raises(NoWorkingTimeError, match="2199"):
        A.elapsed(*sorted([datetime.fromisoformat(at).replace(tzinfo=UTC), local("2026-06-01 09:00:00")]))
    with pytest.raises(NoWorkingTimeError):
        A.session_of(datetime.fromisoformat(at).replace(tzinfo=UTC))


def test_an_instant_needs_a_timezone() -> None:
    with pytest.raises(InstantError, match="múi giờ"):
        A.start(datetime(2026, 6, 1, 9))  # noqa: DTZ001


def test_instants_of_other_zones_are_answered_in_the_calendars() -> None:
    start = A.start(datetime(2026, 6, 1, 2, tzinfo=UTC))
    assert (start.hour, start.utcoffset()) == (9, local("2026-06-01 09:00:00").utcoffset())


@pytest.mark.parametrize(
    ("sessions", "day", "seconds"),
    [
        ([["00:00", "24:00"]], date(2026, 3, 29), 23 * 3600),
        ([["00:00", "24:00"]], date(2026, 10, 25), 25 * 3600),
        ([["02:00", "02:45"], ["03:00", "05:00"]], date(2026, 3, 29), 2 * 3600),
        ([["01:00", "02:30"], ["02:30", "04:00"]], date(2026, 3, 29), 2 * 3600),
        ([["09:00", "17:00"]], date(2026, 3, 29), 8 * 3600),
    ],
)
def test_a_day_on_which_the_clocks_change_is_counted_as_it_passes(
    sessions: list[list[str]], day: date, seconds: int
) -> None:
    berlin = WorkCalendar.from_dict({"timezone": "Europe/Berlin", "sessions": {"sun": sessions}})
    spans = berlin.sessions_on(day)
    assert sum(int(closes.timestamp() - opens.timestamp()) for opens, closes in spans) == seconds
    noon = datetime(day.year, day.month, day.day, 12, tzinfo=UTC)
    assert berlin.elapsed(noon.replace(day=day.day - 1), noon.replace(day=day.day + 1)) == seconds


def test_the_shipped_calendar_has_the_official_days() -> None:
    off = {year: [day.date for day in A.days_off if day.date.year == year] for year in (2024, 2025, 2026)}
    assert {year: len(days) for year, days in off.items()} == {2024: 14, 2025: 12, 2026: 14}
    assert [day.date.isoformat() for day in A.working_days] == [
        "2024-05-04",
        "2025-04-26",
        "2026-01-10",
        "2026-08-22",
    ]
    assert all(day.document and day.name for day in (*A.days_off, *A.working_days))
    assert {day.in_lieu_of for day in A.working_days} <= {day.date for day in A.days_off}
    on_weekends = [day.date.isoformat() for day in A.days_off if day.date.weekday() > 4]
    assert on_weekends == ["2024-02-10", "2024-02-11"]
