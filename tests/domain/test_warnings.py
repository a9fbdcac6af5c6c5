"""When somebody is warned: before and after a limit, transfers, missing papers (E-05, E-23, E-25, D-03)."""

from __future__ import annotations

from datetime import datetime

import pytest

from motcua.contrib.calendar_files import shipped_calendar
from motcua.domain.time.warnings import SENTENCES, kind_of, notify_due, threshold, transfer_due

A = shipped_calendar("A")
HOUR = 3600


def local(text: str) -> datetime:
    return datetime.fromisoformat(text).replace(tzinfo=A.zone)


@pytest.mark.req("E-23")
@pytest.mark.parametrize(
    ("now", "expected"),
    [
        # Due Wednesday 3/6 at 17:00; one working day before is Wednesday 07:00, as is Tuesday's close.
        ("2026-06-02 16:59:59", ""),
        ("2026-06-02 17:00:00", ""),
        ("2026-06-03 07:00:01", "dossier_soon"),
        ("2026-06-03 17:00:00", "dossier_soon"),
        ("2026-06-03 17:00:01", "dossier_overdue"),
    ],
)
def test_one_working_day_less_a_second_is_near_and_a_second_after_is_over(now: str, expected: str) -> None:
    assert kind_of("dossier", A, local("2026-06-03 17:00"), local(now), 8 * HOUR) == expected


@pytest.mark.req("E-23")
def test_the_threshold_is_the_provinces_and_never_more_than_half_of_the_time() -> None:
    assert threshold(A, None, 56 * HOUR) == 8 * HOUR
    assert threshold(A, 120, 56 * HOUR) == 2 * HOUR
    assert threshold(A, None, 4 * HOUR) == 2 * HOUR


@pytest.mark.req("D-03")
@pytest.mark.parametrize(
    ("accepted", "expected"),
    [
        ("2026-06-01 09:00", "2026-06-01 10:00"),
        # Late in the day: the rest of the hour is the next morning's.
        ("2026-06-01 16:30", "2026-06-02 07:30"),
        ("2026-06-05 18:00", "2026-06-08 08:00"),
    ],
)
def test_a_dossier_accepted_late_may_be_passed_on_in_the_morning(accepted: str, expected: str) -> None:
    assert transfer_due(A, local(accepted), 60) == local(expected)


@pytest.mark.req("E-25")
@pytest.mark.parametrize(
    ("arrived", "expected"),
    [
        # Received in the morning: the afternoon session of that day is the next one.
        ("2026-06-01 09:00", "2026-06-01 17:00"),
        ("2026-06-01 15:00", "2026-06-02 11:30"),
        # After hours on Friday it is received on Monday morning.
        ("2026-06-05 20:00", "2026-06-08 17:00"),
        ("2026-06-01 12:00", "2026-06-02 11:30"),
    ],
)
def test_a_missing_paper_is_to_be_told_by_the_end_of_the_next_session(arrived: str, expected: str) -> None:
    assert notify_due(A, local(arrived)) == local(expected)


def test_every_sentence_names_the_dossier_and_the_limit_in_both_languages() -> None:
    for kind, text in SENTENCES.items():
        for sentence in (text.vi, text.en):
            assert "{code}" in sentence, kind
            assert "{limit}" in sentence, kind
