"""Working time in words."""

from __future__ import annotations

import pytest

from motcua.domain.time.deadlines import parse_limit
from motcua.domain.time.duration import duration_words, limit_words, remaining_words


@pytest.mark.parametrize(
    ("seconds", "day", "vi", "en"),
    [
        (12000, None, "3 giờ 20 phút", "3 hours 20 minutes"),
        (36000, 28800, "1 ngày 2 giờ", "1 day 2 hours"),
        (57600, 28800, "2 ngày", "2 days"),
        (36000, None, "10 giờ", "10 hours"),
        (3660, None, "1 giờ 1 phút", "1 hour 1 minute"),
        (3659, None, "1 giờ", "1 hour"),
        (59, None, "59 giây", "59 seconds"),
        (1, None, "1 giây", "1 second"),
        (0, 28800, "0 phút", "0 minutes"),
    ],
)
def test_durations_read_in_both_languages(seconds: int, day: int | None, vi: str, en: str) -> None:
    words = duration_words(seconds, day)
    assert (words.vi, words.en) == (vi, en)


def test_exact_durations_keep_their_seconds() -> None:
    assert duration_words(4646, exact=True).vi == "1 giờ 17 phút 26 giây"


def test_negative_durations_are_refused() -> None:
    with pytest.raises(ValueError, match="remaining_words"):
        duration_words(-1)


@pytest.mark.req("E-22")
@pytest.mark.parametrize(
    ("seconds", "vi", "en"),
    [
        (12000, "còn 3 giờ 20 phút", "3 hours 20 minutes left"),
        (0, "đến hạn", "due now"),
        (-36000, "quá hạn 1 ngày 2 giờ", "overdue by 1 day 2 hours"),
    ],
)
def test_remaining_time_says_what_is_left_or_over(seconds: int, vi: str, en: str) -> None:
    words = remaining_words(seconds, 28800)
    assert (words.vi, words.en) == (vi, en)


@pytest.mark.parametrize(
    ("limit", "vi", "en"),
    [
        ("7d", "7 ngày làm việc (56 giờ)", "7 working days (56 hours)"),
        ("0.5d", "0,5 ngày làm việc (4 giờ)", "0.5 working days (4 hours)"),
        ("1d", "1 ngày làm việc (8 giờ)", "1 working day (8 hours)"),
        ("3h30m", "3 giờ 30 phút làm việc", "3 hours 30 minutes of working time"),
        ("same-day", "trong ngày", "the same day"),
        ("10cd", "10 ngày theo lịch", "10 calendar days"),
        ("1cd", "1 ngày theo lịch", "1 calendar day"),
    ],
)
def test_limits_read_in_both_languages(limit: str, vi: str, en: str) -> None:
    words = limit_words(parse_limit(limit), 28800)
    assert (words.vi, words.en) == (vi, en)
