"""The file form of a calendar: what is read, and how each mistake is named."""

from __future__ import annotations

from datetime import date, datetime
from typing import Any

import pytest

from motcua.contrib.calendar_files import shipped_calendar
from motcua.domain.time.calendar import WorkCalendar
from motcua.domain.time.calendar_errors import CalendarError

HOURS = [["07:00", "11:30"], ["13:30", "17:00"]]
WEEK: dict[str, Any] = {"mon": HOURS, "fri": HOURS}


@pytest.mark.parametrize(
    ("data", "key"),
    [
        ([], "calendar"),
        ({}, "sessions"),
        ({"sessions": WEEK, "day_off": []}, "day_off"),
        ({"sessions": []}, "sessions"),
        ({"sessions": {"monday": HOURS}}, "sessions.monday"),
        ({"sessions": {"mon": "07:00-11:30"}}, "sessions.mon"),
        ({"sessions": {"mon": [["07:00"]]}}, "sessions.mon[0]"),
        ({"sessions": {"mon": [["07:00", "11:30"], "13:30"]}}, "sessions.mon[1]"),
        ({"sessions": {"mon": [["7:00", "11:30"]]}}, "sessions.mon[0][0]"),
        ({"sessions": {"mon": [["07:00", "25:00"]]}}, "sessions.mon[0][1]"),
        ({"sessions": {"mon": [["07:00", 11]]}}, "sessions.mon[0][1]"),
        ({"sessions": {"mon": [["11:30", "07:00"]]}}, "sessions.mon[0]"),
        ({"sessions": {"mon": [["07:00", "07:00"]]}}, "sessions.mon[0]"),
        ({"sessions": {"mon": [["07:00", "11:30"], ["11:00", "17:00"]]}}, "sessions.mon[1]"),
        ({"sessions": {"mon": [["11:00", "17:00"], ["07:00", "11:30"]]}}, "sessions.mon[0]"),
        ({"sessions": {"mon": [["07:00", "11:30"], ["07:00", "11:30"]]}}, "sessions.mon[1]"),
        ({"sessions": WEEK, "timezone": "Asia/Hue"}, "timezone"),
        ({"sessions": WEEK, "timezone": "../etc/passwd"}, "timezone"),
        ({"sessions": WEEK, "timezone": ""}, "timezone"),
        ({"sessions": WEEK, "timezone": 7}, "timezone"),
        ({"sessions": WEEK, "day": "1d"}, "day"),
        ({"sessions": WEEK, "day": "0"}, "day"),
        ({"sessions": WEEK, "day": "25h"}, "day"),
        ({"sessions": WEEK, "day": 8}, "day"),
        ({"sessions": WEEK, "day": "8 giờ"}, "day"),
        ({"sessions": WEEK, "days_off": "2026-01-01"}, "days_off"),
        ({"sessions": WEEK, "days_off": ["2026-01-01", "2026-02-30"]}, "days_off[1]"),
        ({"sessions": WEEK, "days_off": ["01/01/2026"]}, "days_off[0]"),
        ({"sessions": WEEK, "days_off": [20260101]}, "days_off[0]"),
        ({"sessions": WEEK, "days_off": ["2026-01-01", "2026-01-01"]}, "days_off[1]"),
        ({"sessions": WEEK, "days_off": [{"name": "Tết"}]}, "days_off[0].date"),
        ({"sessions": WEEK, "days_off": [{"date": "2026-01-01", "name": 1}]}, "days_off[0].name"),
        ({"sessions": WEEK, "days_off": [{"date": "2026-01-01", "why": ""}]}, "days_off[0].why"),
        ({"sessions": WEEK, "working_days": ["2026-01-10"]}, "working_days"),
        ({"sessions": WEEK, "working_days": {"10/1": HOURS}}, "working_days.10/1"),
        ({"sessions": WEEK, "working_days": {"2026-01-10": []}}, "working_days.2026-01-10"),
        ({"sessions": WEEK, "working_days": {"2026-01-10": [["x", "y"]]}}, "working_days.2026-01-10[0][0]"),
        ({"sessions": WEEK, "working_days": {"2026-01-10": {}}}, "working_days.2026-01-10.sessions"),
        (
            {"sessions": WEEK, "days_off": ["2026-01-10"], "working_days": {"2026-01-10": HOURS}},
            "working_days.2026-01-10",
        ),
        ({"sessions": WEEK, "seasons": [{"from": "2026-11-01"}]}, "seasons[0].sessions"),
        (
            {"sessions": WEEK, "seasons": [{"from": "2026-11-01", "to": "2026-10-01", "sessions": WEEK}]},
            "seasons[0].to",
        ),
        (
            {
                "sessions": WEEK,
                "seasons": [
                    {"from": "2026-11-01", "sessions": WEEK},
                    {"from": "2026-12-01", "sessions": WEEK},
                ],
            },
            "seasons[1]",
        ),
        ({"sessions": WEEK, "version": 0}, "version"),
        ({"sessions": WEEK, "version": True}, "version"),
        ({"sessions": WEEK, "valid_from": "soon"}, "valid_from"),
        ({"sessions": WEEK, "code": 1}, "code"),
        ({"sessions": WEEK, "base": "Z"}, "base"),
        ({"base": {"sessions": {"mon": [["x", "y"]]}}}, "sessions.mon[0][0]"),
    ],
)
def test_a_mistake_is_named_by_its_key_in_both_languages(data: object, key: str) -> None:
    with pytest.raises(CalendarError) as caught:
        WorkCalendar.from_dict(data)
    assert caught.value.key == key
    assert caught.value.message.vi.startswith(f"{key}: ")
    assert caught.value.message.en.startswith(f"{key}: ")
    assert caught.value.message.vi != caught.value.message.en


@pytest.mark.req("E-01")
def test_the_form_of_the_issue_is_read() -> None:
    calendar = WorkCalendar.from_dict(
        {
            "code": "A",
            "timezone": "Asia/Ho_Chi_Minh",
            "day": "7h30m",
            "sessions": {"mon": HOURS},
            "days_off": ["2026-01-05"],
            "working_days": {"2026-01-10": HOURS},
        }
    )
    assert (calendar.code, calendar.day_seconds) == ("A", 27000)
    kinds = [calendar.day(date(2026, 1, day)).kind for day in (5, 6, 10, 12)]
    assert kinds == ["day_off", "weekly_rest", "make_up", "working"]


def test_sessions_may_be_written_in_any_order() -> None:
    calendar = WorkCalendar.from_dict({"sessions": {"mon": HOURS[::-1]}})
    assert calendar == WorkCalendar.from_dict({"sessions": {"mon": HOURS}})


def test_what_is_written_is_read_back_the_same() -> None:
    winter = {
        "from": "2026-11-01",
        "to": None,
        "name": "Mùa đông",
        "sessions": {"mon": [["07:30:15", "24:00"]]},
    }
    calendar = WorkCalendar.from_dict(
        shipped_calendar("A").to_dict() | {"seasons": [winter], "version": 3, "valid_to": "2026-12-31"}
    )
    assert WorkCalendar.from_dict(calendar.to_dict()) == calendar


@pytest.mark.req("E-01")
def test_an_agency_states_only_what_differs_from_its_province() -> None:
    province = shipped_calendar("A")
    agency = WorkCalendar.from_dict(
        {
            "code": "X1",
            "base": "A",
            "sessions": {"sat": [["07:00", "11:30"]]},
            "days_off": ["2026-06-15", "2026-01-10"],
            "working_days": {"2026-04-30": [["08:00", "10:00"]]},
        },
        {"A": province},
    )
    kinds = {day.isoformat(): agency.day(day).kind for day in map(date.fromisoformat, _DATES)}
    assert kinds == {
        "2026-01-10": "day_off",
        "2026-04-30": "make_up",
        "2026-05-01": "day_off",
        "2026-06-13": "working",
        "2026-06-15": "day_off",
        "2026-08-22": "make_up",
    }
    assert (agency.code, agency.name, agency.day_seconds) == ("X1", province.name, province.day_seconds)


_DATES = ("2026-01-10", "2026-04-30", "2026-05-01", "2026-06-13", "2026-06-15", "2026-08-22")


def test_an_agencys_weekday_holds_in_its_provinces_seasons_too() -> None:
    winter = {"from": "2026-11-01", "sessions": {"mon": [["08:00", "12:00"]]}}
    province = WorkCalendar.from_dict({"sessions": WEEK, "seasons": [winter]})
    agency = WorkCalendar.from_dict({"base": province.to_dict(), "sessions": {"sat": [["09:00", "10:00"]]}})
    saturday = datetime(2026, 11, 7, 6, tzinfo=agency.zone)
    assert agency.start(saturday).hour == 9
    assert agency.start(saturday.replace(day=9)).hour == 8
