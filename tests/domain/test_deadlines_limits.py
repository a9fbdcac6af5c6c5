"""Budgets and limits in words."""

from __future__ import annotations

import pytest

from motcua.domain.time.calendar_errors import BudgetError
from motcua.domain.time.deadlines import Budget, CalendarDays, SameDay, parse_budget, parse_limit


@pytest.mark.parametrize(
    ("words", "seconds"),
    [
        ("30m", 1800),
        ("4h", 14400),
        ("3h30m", 12600),
        ("3h 30m", 12600),
        ("2d", 57600),
        ("0.5d", 14400),
        ("1.5h", 5400),
        ("1d4h", 43200),
        ("1h17m26s", 4646),
        ("56H", 201600),
        ("0", 0),
        ("0h", 0),
    ],
)
def test_a_budget_is_read_in_working_seconds(words: str, seconds: int) -> None:
    assert parse_budget(words).in_seconds() == seconds


def test_a_day_has_the_length_the_calendar_gives() -> None:
    assert parse_budget("2d1h").in_seconds(27000) == 57600
    assert parse_budget("0.5d").in_seconds(16200) == 8100


@pytest.mark.parametrize(
    "words",
    [
        "",
        " ",
        "4",
        "-4h",
        "+4h",
        "4x",
        "4 giờ",
        "h",
        "30m4h",
        "4h4h",
        "0.0001s",
        "1e3h",
        "1234567h",
        "٤h",
        "same-day",
    ],
)
def test_a_budget_that_cannot_be_read_is_refused_with_examples(words: str) -> None:
    with pytest.raises(BudgetError) as caught:
        parse_budget(words)
    assert "3h30m" in caught.value.message.vi
    assert "3h30m" in caught.value.message.en


@pytest.mark.parametrize(
    ("words", "limit"),
    [
        ("same-day", SameDay(15 * 3600)),
        ("same-day@15:00", SameDay(15 * 3600)),
        ("SAME-DAY@09:30", SameDay(9 * 3600 + 1800)),
        ("10cd", CalendarDays(10)),
        (" 1cd ", CalendarDays(1)),
        ("56h", parse_budget("56h")),
        ("7d", parse_budget("7d")),
    ],
)
def test_a_limit_is_of_one_of_three_kinds(words: str, limit: Budget | SameDay | CalendarDays) -> None:
    assert parse_limit(words) == limit
    assert parse_limit(limit.text) == limit


@pytest.mark.parametrize(
    "words", ["0cd", "-1cd", "1.5cd", "10000cd", "same-day@25:00", "same-day@15", "sameday", ""]
)
def test_a_limit_that_cannot_be_read_is_refused_with_all_kinds(words: str) -> None:
    with pytest.raises(BudgetError) as caught:
        parse_limit(words)
    for kind in ("3h30m", "same-day@15:00", "10cd"):
        assert kind in caught.value.message.vi
        assert kind in caught.value.message.en


def test_a_long_mistake_is_shown_shortened() -> None:
    with pytest.raises(BudgetError) as caught:
        parse_limit("9" * 5000 + "h")
    assert len(caught.value.message.vi) < 300
