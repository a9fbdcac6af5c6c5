"""The clock: intervals with reasons, used time, due times, pauses."""

from __future__ import annotations

from datetime import datetime, timedelta

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from motcua.contrib.calendar_files import shipped_calendar
from motcua.domain.time.clock import (
    STOPPING,
    Interval,
    IntervalError,
    Reading,
    Reason,
    Subject,
    due_if_gone_on,
    read,
    spans,
    stops_of,
    used_seconds,
)
from motcua.domain.time.timeliness import step_class

A = shipped_calendar("A")
DOSSIER = Subject("dossier", "D1")
STEP = Subject("step", "tham_dinh")
LEADER = Subject("step", "lanh_dao")
AGENCY = Subject("agency", "so_xd")
HOUR = 3600


def local(text: str) -> datetime:
    return datetime.fromisoformat(f"2026-{text}").replace(tzinfo=A.zone)


def ran(subject: Subject, begin: str, end: str | None = None, reason: Reason = Reason.RUNNING) -> Interval:
    return Interval(subject, reason, local(begin), local(end) if end else None)


@pytest.mark.req("E-11")
def test_a_returned_step_goes_on_with_what_it_has_left() -> None:
    # Case W49: 16 h, 10 h used; the leader has it for 2 h, then returns it.
    story = [
        ran(STEP, "06-01 08:00:00", "06-02 10:00:00"),
        ran(LEADER, "06-02 10:00:00", "06-02 14:00:00"),
        ran(STEP, "06-02 14:00:00"),
    ]
    found = read(A, story, STEP, 16 * HOUR, local("06-02 14:00:00"))
    assert found == Reading(10 * HOUR, 6 * HOUR, True, local("06-03 10:00:00"), None)
    assert used_seconds(A, story, LEADER, local("06-05 09:00:00")) == 2 * HOUR


@pytest.mark.req("E-11")
def test_the_previous_step_continues_and_the_next_one_stops() -> None:
    story = [
        ran(STEP, "06-01 07:00:00", "06-01 09:00:00"),
        ran(LEADER, "06-01 09:00:00", "06-01 10:00:00"),
        ran(STEP, "06-01 10:00:00"),
    ]
    now = local("06-01 11:00:00")
    assert read(A, story, STEP, 4 * HOUR, now).remaining == HOUR
    assert read(A, story, STEP, 4 * HOUR, now).due_at == local("06-01 14:00:00")
    leader = read(A, story, LEADER, 4 * HOUR, now)
    assert (leader.used, leader.is_running) == (HOUR, False)


@pytest.mark.req("E-09")
def test_a_step_may_be_overdue_while_its_dossier_is_not() -> None:
    story = [ran(STEP, "06-01 07:00:00", "06-01 14:00:00")]
    used = used_seconds(A, story, STEP, local("06-02 07:00:00"))
    assert used == 5 * HOUR
    assert step_class(used, 4 * HOUR) == "overdue"


def test_a_budget_that_ran_out_is_due_when_it_ran_out() -> None:
    story = [ran(STEP, "06-01 07:00:00", "06-01 10:00:00"), ran(STEP, "06-02 07:00:00")]
    found = read(A, story, STEP, 2 * HOUR, local("06-02 08:00:00"))
    assert found == Reading(4 * HOUR, -2 * HOUR, True, local("06-01 09:00:00"), None)


def test_a_pause_moves_the_due_time_by_what_it_skips() -> None:
    # Case W56: 40 h, paused from Wed 10:00 to Fri 14:30.
    story = [
        ran(DOSSIER, "06-01 08:00:00"),
        ran(DOSSIER, "06-03 10:00:00", "06-05 14:30:00", Reason.WAITING_SUPPLEMENT),
    ]
    found = read(A, story, DOSSIER, 40 * HOUR, local("06-08 07:00:00"))
    assert found.due_at == local("06-10 10:30:00")
    assert found.used == 18 * HOUR + 2 * HOUR + 1800


def test_while_it_is_stopped_a_clock_is_not_running_and_says_why() -> None:
    story = [
        ran(DOSSIER, "06-01 08:00:00"),
        ran(STEP, "06-01 08:00:00"),
        ran(DOSSIER, "06-01 09:00:00", None, Reason.WAITING_PAYMENT),
    ]
    for subject in (DOSSIER, STEP):
        found = read(A, story, subject, 8 * HOUR, local("06-03 09:00:00"))
        assert (found.used, found.is_running, found.stopped_by) == (HOUR, False, Reason.WAITING_PAYMENT)


def test_the_profile_may_let_supplement_and_payment_run_on() -> None:
    story = [ran(STEP, "06-01 08:00:00"), ran(DOSSIER, "06-01 09:00:00", None, Reason.WAITING_SUPPLEMENT)]
    running_on = STOPPING - {Reason.WAITING_SUPPLEMENT}
    assert used_seconds(A, story, STEP, local("06-01 11:00:00")) == HOUR
    assert used_seconds(A, story, STEP, local("06-01 11:00:00"), running_on) == 3 * HOUR


def test_overlapping_pauses_are_counted_once() -> None:
    story = [
        ran(STEP, "06-01 07:00:00"),
        ran(DOSSIER, "06-01 08:00:00", "06-01 10:00:00", Reason.PAUSED),
        ran(STEP, "06-01 09:00:00", "06-01 11:00:00", Reason.WAITING_PAYMENT),
        ran(DOSSIER, "06-01 09:30:00", "06-01 09:45:00", Reason.WAITING_SUPPLEMENT),
    ]
    assert used_seconds(A, story, STEP, local("06-01 14:30:00")) == HOUR + 1800 + HOUR
    assert [stop.started_at for stop in stops_of(story, STEP)] == [
        local("06-01 08:00:00"),
        local("06-01 09:00:00"),
        local("06-01 09:30:00"),
    ]


def test_a_pause_of_one_step_does_not_stop_another() -> None:
    story = [
        ran(LEADER, "06-01 07:00:00"),
        ran(STEP, "06-01 08:00:00", "06-01 10:00:00", Reason.PAUSED),
    ]
    assert used_seconds(A, story, LEADER, local("06-01 11:00:00")) == 4 * HOUR


def test_parallel_stretches_count_once_for_their_agency() -> None:
    story = [
        ran(AGENCY, "06-01 07:00:00", "06-01 10:00:00"),
        ran(AGENCY, "06-01 08:00:00", "06-01 11:00:00"),
        ran(AGENCY, "06-01 10:30:00"),
    ]
    assert spans(story, AGENCY, local("06-01 11:15:00")) == ((local("06-01 07:00:00"), None),)
    assert used_seconds(A, story, AGENCY, local("06-01 11:15:00")) == 4 * HOUR + 900


def test_what_is_yet_to_come_does_not_count() -> None:
    story = [
        ran(STEP, "06-01 07:00:00", "06-01 11:00:00"),
        ran(STEP, "06-02 07:00:00"),
        ran(STEP, "06-01 10:00:00", "06-01 10:30:00", Reason.PAUSED),
    ]
    assert read(A, story, STEP, 8 * HOUR, local("06-01 09:00:00")) == Reading(
        2 * HOUR, 6 * HOUR, True, local("06-01 17:00:00"), None
    )


def test_a_pause_whose_end_is_known_does_not_run_on_before_it() -> None:
    story = [
        ran(STEP, "06-01 07:00:00"),
        ran(DOSSIER, "06-01 07:00:00", "06-01 10:00:00", Reason.PAUSED),
    ]
    found = read(A, story, STEP, 8 * HOUR, local("06-01 09:00:00"))
    assert (found.used, found.is_running, found.stopped_by) == (0, False, Reason.PAUSED)


def test_a_clock_that_never_ran_has_used_nothing() -> None:
    assert read(A, [], STEP, HOUR, local("06-01 09:00:00")) == Reading(0, HOUR, False, None, None)


def test_an_interval_cannot_end_before_it_starts() -> None:
    with pytest.raises(IntervalError, match="Sửa"):
        ran(STEP, "06-01 09:00:00", "06-01 08:00:00")


instants = st.integers(0, 5 * 24 * 12).map(lambda five: local("06-03 00:00:00") + timedelta(minutes=5 * five))
pairs = st.tuples(instants, st.none() | instants).filter(lambda pair: pair[1] is None or pair[0] <= pair[1])
reasons = st.sampled_from(list(Reason))
subjects = st.sampled_from([DOSSIER, STEP, AGENCY])
intervals = st.builds(
    lambda subject, reason, pair: Interval(subject, reason, *pair), subjects, reasons, pairs
)


@pytest.mark.req("E-28")
@settings(deadline=None, max_examples=150)
@given(st.lists(intervals, max_size=8), subjects, instants)
def test_used_time_is_what_a_tick_counter_counts(
    story: list[Interval], subject: Subject, as_of: datetime
) -> None:
    tick, count = local("06-03 00:00:00"), 0
    while tick < as_of:
        here = [each for each in story if each.started_at <= tick and (each.ended_at or as_of) > tick]
        charged = any(each.subject == subject and each.reason is Reason.RUNNING for each in here)
        stopped = any(each.reason in STOPPING and each.subject in (subject, DOSSIER) for each in here)
        count += charged and not stopped and A.is_working(tick)
        tick += timedelta(minutes=5)
    assert used_seconds(A, story, subject, as_of) == 300 * count


@settings(deadline=None, max_examples=150)
@given(st.lists(intervals, max_size=8), subjects, instants, st.integers(60, 40 * HOUR))
def test_a_clock_left_running_is_used_up_exactly_at_its_due_time(
    story: list[Interval], subject: Subject, as_of: datetime, budget: int
) -> None:
    known = [each for each in story if each.started_at <= as_of]
    frozen = [each for each in known if each.ended_at is None or each.ended_at <= as_of]
    found = read(A, frozen, subject, budget, as_of)
    if found.due_at and (found.is_running or found.remaining <= 0):
        assert used_seconds(A, frozen, subject, found.due_at) == budget


@pytest.mark.parametrize(
    ("story", "as_of", "due"),
    [
        ([], "06-01 09:00:00", None),
        ([ran(STEP, "06-01 08:00:00")], "06-01 07:00:00", None),
        ([ran(STEP, "06-01 08:00:00")], "06-01 09:00:00", "06-01 14:00:00"),
        ([ran(STEP, "06-01 08:00:00", "06-01 09:00:00")], "06-05 09:00:00", "06-01 14:00:00"),
        (
            [ran(STEP, "06-01 08:00:00"), ran(DOSSIER, "06-01 09:00:00", None, Reason.PAUSED)],
            "06-02 07:00:00",
            "06-02 10:00:00",
        ),
        (
            [
                ran(STEP, "06-01 08:00:00", "06-01 10:00:00"),
                ran(DOSSIER, "06-01 09:00:00", None, Reason.PAUSED),
            ],
            "06-05 07:00:00",
            "06-01 15:00:00",
        ),
        ([ran(STEP, "06-01 08:00:00"), ran(STEP, "06-02 07:00:00")], "06-03 07:00:00", "06-01 14:00:00"),
        (
            [ran(STEP, "06-01 07:00:00", "06-01 09:00:00", Reason.SUPERSEDED), ran(STEP, "06-01 09:00:00")],
            "06-01 10:00:00",
            "06-01 15:00:00",
        ),
    ],
    ids=[
        "never ran",
        "yet to come",
        "running",
        "left",
        "stands",
        "left while it stood",
        "used up",
        "begun anew",
    ],
)
def test_the_due_time_of_a_clock_taken_to_go_on(story: list[Interval], as_of: str, due: str | None) -> None:
    expected = None if due is None else local(due)
    assert due_if_gone_on(A, story, STEP, 4 * HOUR, local(as_of)) == expected


@settings(deadline=None, max_examples=100)
@given(st.lists(intervals, max_size=8), subjects, instants, st.integers(60, 40 * HOUR))
def test_a_clock_that_goes_on_from_now_is_used_up_at_that_due_time(
    story: list[Interval], subject: Subject, as_of: datetime, budget: int
) -> None:
    frozen = [each for each in story if each.ended_at is not None and each.ended_at <= as_of]
    going = [*frozen, Interval(subject, Reason.RUNNING, as_of)]
    due = due_if_gone_on(A, going, subject, budget, as_of)
    assert due is not None
    assert used_seconds(A, going, subject, due) == budget
