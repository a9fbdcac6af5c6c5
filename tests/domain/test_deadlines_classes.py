"""Early, on time, overdue, and the warning before."""

from __future__ import annotations

from datetime import datetime, timedelta

import pytest

from motcua.contrib.calendar_files import shipped_calendar
from motcua.domain.time.deadlines import Deadline, deadline, parse_limit
from motcua.domain.time.timeliness import Basis, dossier_class, effective, step_class, warning_level

A = shipped_calendar("A")
NOW = datetime(2026, 7, 1, 9, tzinfo=A.zone)


def local(text: str) -> datetime:
    return datetime.fromisoformat(text).replace(tzinfo=A.zone)


def due_at(text: str) -> Deadline:
    return deadline(A, local("2026-06-01 07:00:00"), parse_limit("1h")).moved_to(local(text))


@pytest.mark.req("E-08")
@pytest.mark.parametrize(
    ("due", "result", "expected"),
    [
        ("2026-06-02 10:00:00", "2026-06-02 09:59:59", "on_time"),
        ("2026-06-02 10:00:00", "2026-06-02 10:00:00", "on_time"),
        ("2026-06-02 10:00:00", "2026-06-02 10:00:01", "overdue"),
        ("2026-06-02 10:00:00", "2026-06-02 07:00:00", "on_time"),
        ("2026-06-02 10:00:00", "2026-06-02 06:59:59", "on_time"),
        ("2026-06-02 10:00:00", "2026-06-01 17:00:00", "on_time"),
        ("2026-06-02 10:00:00", "2026-06-01 20:00:00", "on_time"),
        ("2026-06-02 10:00:00", "2026-06-01 16:59:59", "early"),
        ("2026-06-02 15:00:00", "2026-06-02 11:29:59", "early"),
        ("2026-06-02 15:00:00", "2026-06-02 11:30:00", "on_time"),
        ("2026-06-02 17:00:00", "2026-06-02 17:00:00", "on_time"),
        ("2026-06-02 17:00:00", "2026-06-02 17:00:01", "overdue"),
        ("2026-06-02 17:00:00", "2026-06-02 18:05:00", "overdue"),
        ("2026-06-02 17:00:00", "2026-06-02 13:30:00", "on_time"),
        ("2026-06-02 11:30:00", "2026-06-02 11:30:00", "on_time"),
        ("2026-06-02 11:30:00", "2026-06-02 12:00:00", "overdue"),
    ],
)
def test_the_class_compares_the_result_with_the_due_session(due: str, result: str, expected: str) -> None:
    assert dossier_class(due_at(due), local(result), NOW) == expected


@pytest.mark.req("E-08")
@pytest.mark.parametrize(
    ("basis", "result", "expected"),
    [
        ("deadline", "2026-06-02 10:00:01", "overdue"),
        ("appointment", "2026-06-02 10:00:01", "early"),
        ("appointment", "2026-06-02 12:00:00", "on_time"),
        ("appointment", "2026-06-02 13:30:00", "on_time"),
        ("appointment", "2026-06-02 13:30:01", "overdue"),
    ],
)
def test_the_basis_may_be_the_appointment(basis: Basis, result: str, expected: str) -> None:
    assert dossier_class(due_at("2026-06-02 10:00:00"), local(result), NOW, basis=basis) == expected


def test_an_open_dossier_has_a_class_only_once_it_is_late() -> None:
    found = due_at("2026-06-02 17:00:00")
    assert dossier_class(found, None, local("2026-06-02 17:00:00")) is None
    assert dossier_class(found, None, local("2026-06-02 17:00:01")) == "overdue"


def test_an_apology_makes_a_dossier_overdue_whatever_its_result() -> None:
    found = due_at("2026-06-02 17:00:00")
    assert dossier_class(found, local("2026-06-01 09:00:00"), NOW, forced_overdue=True) == "overdue"
    assert dossier_class(found, None, local("2026-06-01 09:00:00"), forced_overdue=True) == "overdue"


def test_a_limit_given_by_hand_outside_hours_is_its_own_session() -> None:
    found = due_at("2026-06-02 12:00:00")
    assert dossier_class(found, local("2026-06-02 11:00:00"), NOW) == "early"
    assert dossier_class(found, local("2026-06-02 12:00:00"), NOW) == "on_time"


@pytest.mark.req("E-03")
def test_evening_work_counts_next_morning_or_as_it_happened_by_profile() -> None:
    evening = local("2026-06-05 20:00:00")
    assert effective(A, evening) == local("2026-06-08 07:00:00")
    assert effective(A, evening, "actual") == evening
    found = due_at("2026-06-08 10:00:00")
    assert dossier_class(found, evening, NOW) == "on_time"
    assert dossier_class(found, evening, NOW, out_of_hours="actual") == "early"


@pytest.mark.req("E-09")
@pytest.mark.parametrize(
    ("used", "is_open", "expected"),
    [
        (14399, False, "early"),
        (14400, False, "on_time"),
        (14401, False, "overdue"),
        (18000, False, "overdue"),
        (14400, True, None),
        (14401, True, "overdue"),
    ],
)
def test_a_step_is_judged_by_used_time_against_its_budget(
    used: int, is_open: bool, expected: str | None
) -> None:
    assert step_class(used, 14400, is_open=is_open) == expected


@pytest.mark.req("E-23")
@pytest.mark.parametrize(
    ("left", "level"),
    [("8h1m", "none"), ("8h", "none"), ("7h59m59s", "soon"), ("7h59m", "soon"), ("1s", "soon")],
)
def test_less_than_a_working_day_left_is_a_warning(left: str, level: str) -> None:
    due = local("2026-06-09 10:00:00")
    seconds = parse_limit(left).in_seconds()  # type: ignore[union-attr]
    assert warning_level(A, due, A.subtract(due, seconds)) == level


@pytest.mark.req("E-23")
def test_the_warning_turns_overdue_after_the_due_second_also_outside_hours() -> None:
    due = local("2026-06-02 17:00:00")
    assert warning_level(A, due, due) == "soon"
    assert warning_level(A, due, due + timedelta(seconds=1)) == "overdue"
    assert warning_level(A, due, local("2026-06-02 16:00:00"), threshold=3600) == "none"
    assert warning_level(A, due, local("2026-06-02 16:00:01"), threshold=3600) == "soon"
