"""Timers: working time by the desk's calendar, ISO durations by the clock on the wall, dates from the dossier."""

from __future__ import annotations

from datetime import datetime
from zoneinfo import ZoneInfo

import pytest

from motcua.domain.process.process_node import Timer
from motcua.domain.time import timers
from motcua.domain.time.calendar import WorkCalendar
from motcua.domain.time.duration_iso import DurationError, parse_iso_duration

ZONE = ZoneInfo("Asia/Ho_Chi_Minh")
HOURS = [["07:00", "11:30"], ["13:30", "17:00"]]
CALENDAR = WorkCalendar.from_dict(
    {
        "code": "A",
        "timezone": "Asia/Ho_Chi_Minh",
        "day": "8h",
        "sessions": dict.fromkeys(("mon", "tue", "wed", "thu", "fri"), HOURS),
        "days_off": ["2026-11-24"],
    }
)


def at(text: str) -> datetime:
    return datetime.fromisoformat(text).replace(tzinfo=ZONE)


MONDAY = at("2026-11-23 09:00")


@pytest.mark.parametrize(
    ("kind", "text", "due"),
    [
        ("duration", "4h", "2026-11-23 15:00"),
        ("duration", "1d", "2026-11-25 09:00"),
        ("duration", "0", "2026-11-23 09:00"),
        ("duration", "PT4H", "2026-11-23 13:00"),
        ("duration", "P15D", "2026-12-08 09:00"),
        ("duration", "P1M", "2026-12-23 09:00"),
        ("cycle", "PT24H", "2026-11-24 09:00"),
        ("date", "2026-12-01", "2026-12-01 00:00"),
        ("date", "2026-12-01T10:30:00+00:00", "2026-12-01 17:30"),
        ("date", "han_nop", "2026-12-05 00:00"),
    ],
)
def test_a_timer_is_due_by_the_clock_its_words_name(kind: str, text: str, due: str) -> None:
    timer = Timer(kind, text, 3 if kind == "cycle" else None)  # type: ignore[arg-type]
    assert timers.due_at(timer, CALENDAR, MONDAY, {"han_nop": "2026-12-05"}) == at(due)


@pytest.mark.parametrize("values", [{}, {"han_nop": ""}, {"han_nop": "mai"}])
def test_a_date_the_dossier_does_not_have_is_named(values: dict[str, object]) -> None:
    with pytest.raises(timers.TimerDateError, match="han_nop"):
        timers.due_at(Timer("date", "han_nop"), CALENDAR, MONDAY, values)


@pytest.mark.parametrize(
    ("begin", "text", "end"),
    [
        ("2026-01-31 10:00", "P1M", "2026-02-28 10:00"),
        ("2024-02-29 10:00", "P1Y", "2025-02-28 10:00"),
        ("2026-11-23 10:00", "P2W1DT1H30M5S", "2026-12-08 11:30:05"),
        ("2026-12-31 23:00", "PT1H", "2027-01-01 00:00"),
    ],
)
def test_calendar_arithmetic_keeps_the_day_or_takes_the_last_of_the_month(
    begin: str, text: str, end: str
) -> None:
    assert parse_iso_duration(text).after(at(begin)) == at(end)


@pytest.mark.parametrize(
    "text", ["", "P", "PT", "4h", "P1.5D", "P-1D", "-P1D", "PT1D", "P1H", "P999999999999Y", "P1Y2", "P１D"]
)
def test_what_is_no_duration_is_refused(text: str) -> None:
    with pytest.raises(DurationError):
        parse_iso_duration(text)


def test_a_duration_out_of_the_calendar_is_refused() -> None:
    with pytest.raises(DurationError):
        parse_iso_duration("P99999Y").after(MONDAY)


@pytest.mark.parametrize(
    ("timer", "words"),
    [
        (
            Timer("duration", "4h"),
            "4 giờ làm việc, tính từ 09:00 ngày 23/11/2026: đến 15:00 ngày 23/11/2026.",
        ),
        (Timer("duration", "P15D"), "15 ngày theo lịch, kể cả ngày nghỉ, tính từ 09:00 ngày 23/11/2026"),
        (Timer("date", "2026-12-01"), "Ngày do quy trình hoặc hồ sơ ấn định."),
    ],
)
def test_a_timer_says_why_it_is_due_then(timer: Timer, words: str) -> None:
    due = timers.due_at(timer, CALENDAR, MONDAY, {})
    assert timers.timer_words(timer, CALENDAR, MONDAY, due).vi.startswith(words)
