"""Start, due time and appointment of every kind of limit."""

from __future__ import annotations

from datetime import UTC, datetime

import pytest

from motcua.contrib.calendar_files import shipped_calendar
from motcua.domain.time.calendar import WorkCalendar
from motcua.domain.time.calendar_errors import NoWorkingTimeError
from motcua.domain.time.deadlines import capped_step_due, deadline, parse_limit

A = shipped_calendar("A")
A6 = shipped_calendar("A6")
HOURS_B = [["07:30", "11:30"], ["13:30", "17:30"]]
WEEK_B = dict.fromkeys(("mon", "tue", "wed", "thu", "fri"), HOURS_B)
B = WorkCalendar.from_dict({"code": "B", "sessions": WEEK_B})


def local(text: str) -> datetime:
    return datetime.fromisoformat(text).replace(tzinfo=A.zone)


@pytest.mark.req("E-06")
@pytest.mark.parametrize(
    ("received", "due", "appointment"),
    [
        ("2026-06-02 09:20:00", "2026-06-02 10:20:00", "2026-06-02 13:30:00"),
        ("2026-06-02 15:00:00", "2026-06-02 16:00:00", "2026-06-03 07:30:00"),
        ("2026-06-05 16:30:00", "2026-06-05 17:30:00", "2026-06-08 07:30:00"),
        ("2026-06-02 10:30:00", "2026-06-02 11:30:00", "2026-06-02 13:30:00"),
    ],
)
def test_the_appointment_is_the_next_session_after_the_due_time(
    received: str, due: str, appointment: str
) -> None:
    found = deadline(B, local(received), parse_limit("1h"))
    assert (found.due_at, found.appointment_at) == (local(due), local(appointment))


@pytest.mark.req("E-06")
def test_the_appointment_may_be_the_due_time_by_profile() -> None:
    found = deadline(B, local("2026-06-02 09:20:00"), parse_limit("1h"), "same_as_deadline")
    assert found.appointment_at == found.due_at == local("2026-06-02 10:20:00")


@pytest.mark.req("E-03")
def test_receipt_on_friday_evening_is_effective_on_monday_and_both_are_kept() -> None:
    found = deadline(B, local("2026-06-05 20:00:00"), parse_limit("1h"))
    assert (found.received_at, found.starts_at) == (
        local("2026-06-05 20:00:00"),
        local("2026-06-08 07:30:00"),
    )


@pytest.mark.req("E-02")
def test_receipt_in_another_zone_and_within_a_second_is_cut_and_turned_local() -> None:
    found = deadline(A, datetime(2026, 6, 1, 2, 0, 0, 999999, tzinfo=UTC), parse_limit("4h"))
    assert (found.received_at, found.due_at) == (local("2026-06-01 09:00:00"), local("2026-06-01 15:00:00"))


@pytest.mark.parametrize(
    ("received", "due"),
    [
        ("2026-06-01 06:00:00", "2026-06-01 17:00:00"),
        ("2026-06-01 12:00:00", "2026-06-01 17:00:00"),
        ("2026-06-01 14:59:59", "2026-06-01 17:00:00"),
        ("2026-06-01 15:00:00", "2026-06-01 17:00:00"),
        ("2026-06-01 15:00:00.9", "2026-06-01 17:00:00"),
        ("2026-06-01 15:00:01", "2026-06-02 17:00:00"),
        ("2026-06-01 17:00:00", "2026-06-02 17:00:00"),
        ("2026-06-05 15:30:00", "2026-06-08 17:00:00"),
        ("2026-06-05 18:00:00", "2026-06-08 17:00:00"),
        ("2026-06-06 10:00:00", "2026-06-08 17:00:00"),
        ("2026-04-29 15:30:00", "2026-05-04 17:00:00"),
        ("2026-08-21 16:00:00", "2026-08-22 17:00:00"),
    ],
)
def test_same_day_is_due_at_the_end_of_the_day_or_of_the_next_working_day(received: str, due: str) -> None:
    found = deadline(A, local(received), parse_limit("same-day@15:00"))
    assert (found.due_at, found.appointment_at) == (local(due), local(due))


def test_same_day_follows_the_hours_of_that_very_day() -> None:
    saturday = deadline(A6, local("2026-06-06 09:00:00"), parse_limit("same-day"))
    assert saturday.due_at == local("2026-06-06 11:30:00")
    friday = deadline(A6, local("2026-06-05 15:00:01"), parse_limit("same-day"))
    assert friday.due_at == local("2026-06-06 11:30:00")
    noon = deadline(A6, local("2026-06-06 12:00:00"), parse_limit("same-day"))
    assert noon.due_at == local("2026-06-08 17:00:00")


@pytest.mark.parametrize(
    ("received", "limit", "due", "appointment"),
    [
        ("2026-06-01 09:00:00", "10cd", "2026-06-11 17:00:00", "2026-06-12 07:00:00"),
        ("2026-06-01 09:00:00", "5cd", "2026-06-08 17:00:00", "2026-06-09 07:00:00"),
        ("2026-06-01 17:30:00", "1cd", "2026-06-03 17:00:00", "2026-06-04 07:00:00"),
        ("2026-04-20 09:00:00", "10cd", "2026-05-04 17:00:00", "2026-05-05 07:00:00"),
        ("2026-08-12 09:00:00", "10cd", "2026-08-22 17:00:00", "2026-08-24 07:00:00"),
    ],
)
def test_calendar_days_skip_the_first_and_end_on_a_working_day(
    received: str, limit: str, due: str, appointment: str
) -> None:
    found = deadline(A, local(received), parse_limit(limit))
    assert (found.due_at, found.appointment_at) == (local(due), local(appointment))


def test_days_take_their_length_from_the_calendar() -> None:
    short = WorkCalendar.from_dict(B.to_dict() | {"day": "7h"})
    assert deadline(short, local("2026-06-01 07:30:00"), parse_limit("1d")).due_at == local(
        "2026-06-01 16:30:00"
    )
    saturday = deadline(A6, local("2026-06-06 07:00:00"), parse_limit("1d"))
    assert saturday.due_at == local("2026-06-08 10:30:00")


def test_no_time_at_all_is_due_at_the_start() -> None:
    found = deadline(A, local("2026-06-01 11:45:00"), parse_limit("0"))
    assert found.starts_at == found.due_at == local("2026-06-01 13:30:00")
    assert found.appointment_at == local("2026-06-02 07:00:00")


def test_an_extension_counts_on_from_the_old_due_time() -> None:
    first = deadline(A, local("2026-06-01 07:00:00"), parse_limit("1d"))
    later = first.extended(16 * 3600).extended(3600)
    assert later.due_at == local("2026-06-04 08:00:00")
    assert later.appointment_at == local("2026-06-04 13:30:00")
    assert later.extension == 17 * 3600
    assert first.extended(0) == first


def test_a_moved_due_time_takes_the_appointment_along_by_its_rule() -> None:
    by_session = deadline(A, local("2026-06-01 09:00:00"), parse_limit("4h"))
    moved = by_session.moved_to(local("2026-06-03 09:00:00"))
    assert moved.appointment_at == local("2026-06-03 13:30:00")
    same = deadline(A, local("2026-06-01 09:00:00"), parse_limit("same-day")).extended(8 * 3600)
    assert same.appointment_at == same.due_at == local("2026-06-02 17:00:00")


def test_a_step_of_a_same_day_procedure_is_never_due_after_its_dossier() -> None:
    step_due = local("2026-06-02 08:00:00")
    same_day = deadline(A, local("2026-06-01 14:00:00"), parse_limit("same-day"))
    assert capped_step_due(step_due, same_day) == local("2026-06-01 17:00:00")
    working = deadline(A, local("2026-06-01 14:00:00"), parse_limit("1h"))
    assert capped_step_due(step_due, working) == step_due


@pytest.mark.parametrize("limit", ["999999d", "same-day", "10cd", "1h"])
def test_a_calendar_without_enough_time_says_so(limit: str) -> None:
    empty = WorkCalendar.from_dict({"code": "trong", "sessions": {}})
    with pytest.raises(NoWorkingTimeError):
        deadline(A if limit == "999999d" else empty, local("2026-06-01 09:00:00"), parse_limit(limit))
