"""Decisions on procedures: what must be written of them, and when a process is late in coming into force."""

from __future__ import annotations

from dataclasses import replace
from datetime import date, timedelta

import pytest

from motcua.bootstrap import load_profile
from motcua.domain.process.publication import (
    Decision,
    decision_problems,
    effective_problems,
    standing,
    term_of,
)

FRIDAY = date(2026, 11, 20)
TODAY = date(2026, 11, 23)
WHOLE = Decision("12/QĐ-UBND", FRIDAY, "UBND tỉnh", FRIDAY)
NOTICE = replace(WHOLE, is_notice=True, legal="Nghị định 1/2026/NĐ-CP")


def next_weekday(day: date) -> date:
    following = day + timedelta(days=1)
    while following.weekday() > 4:
        following += timedelta(days=1)
    return following


def codes(decision: Decision, profile: str = "001") -> set[tuple[str, str]]:
    found = decision_problems(decision, load_profile(profile), TODAY)
    assert all(one.message.vi and one.message.en for one in found)
    return {(one.pointer, one.code) for one in found}


@pytest.mark.req("A-05")
@pytest.mark.parametrize(
    ("change", "problem"),
    [
        ({"number": " "}, ("/number", "missing")),
        ({"signed": None}, ("/date", "missing")),
        ({"issuer": ""}, ("/issuer", "missing")),
        ({"signed": TODAY + timedelta(days=1), "received": None}, ("/date", "future")),
        ({"received": FRIDAY - timedelta(days=1)}, ("/received", "day")),
        ({"received": TODAY + timedelta(days=1)}, ("/received", "day")),
        ({"number": "9" * 301}, ("/number", "long")),
        ({"issuer": "U" * 301}, ("/issuer", "long")),
        ({"signed": date(1, 1, 1)}, ("/date", "day")),
    ],
)
def test_a_decision_needs_number_day_and_issuer(change: dict[str, object], problem: tuple[str, str]) -> None:
    assert codes(WHOLE) == set()
    assert codes(replace(WHOLE, **change)) == {problem}  # type: ignore[arg-type]


def test_a_process_comes_into_force_from_today_to_five_years_on() -> None:
    year = timedelta(days=365)
    days = (TODAY - timedelta(days=1), TODAY, TODAY + 5 * year, TODAY + 6 * year, date.max)
    assert [[one.code for one in effective_problems(day, TODAY)] for day in days] == [
        ["past"], [], [], ["far"], ["far"],
    ]  # fmt: skip


@pytest.mark.req("A-06")
def test_a_notice_stands_for_a_decision_only_where_the_regulation_says_so_and_names_its_law() -> None:
    assert codes(NOTICE, "003") == set()
    assert "chậm công bố" in NOTICE.words.vi
    assert codes(replace(NOTICE, legal=" "), "003") == {("/legal", "missing")}
    for profile in ("000", "001", "002", "004"):
        assert codes(NOTICE, profile) == {("/notice", "notice_refused")}


def test_a_decision_is_read_as_it_was_kept() -> None:
    for decision in (WHOLE, NOTICE, replace(WHOLE, received=None)):
        assert Decision.from_dict(decision.to_dict()) == decision
    assert Decision.from_dict({}) is None


@pytest.mark.req("A-04")
def test_the_profiles_judge_the_same_decision_differently() -> None:
    """Signed and received two days ago, not in force: late under 003, under 004 not before the sixth working day."""
    one_day = term_of(load_profile("003"), WHOLE, next_weekday)
    five_days = term_of(load_profile("004"), WHOLE, next_weekday)
    assert one_day is not None
    assert five_days is not None
    told = [standing(one_day, None, FRIDAY + timedelta(days=days)) for days in range(4)]
    assert told == ["soon", "soon", "late", "late"]
    assert five_days.last_day == date(2026, 11, 27)
    days = [FRIDAY + timedelta(days=passed) for passed in range(11)]
    told = [standing(five_days, None, day) for day in days]
    assert told == [*["in_time"] * 6, *["soon"] * 4, "late"]
    assert days[-1] == date(2026, 11, 30)
    assert term_of(load_profile("001"), WHOLE, next_weekday) is None


@pytest.mark.req("A-04")
def test_the_time_runs_from_receipt_where_it_was_written_down_and_never_ends_before_the_effective_day() -> (
    None
):
    later = replace(WHOLE, received=TODAY)
    term = term_of(load_profile("004"), later, next_weekday)
    assert term is not None
    assert (term.since, term.last_day) == (TODAY, date(2026, 11, 30))
    unknown = term_of(load_profile("004"), replace(WHOLE, received=None), next_weekday)
    assert unknown is not None
    assert unknown.since == FRIDAY
    waiting = term.reaching(date(2027, 1, 1))
    assert standing(waiting, None, date(2027, 1, 1)) == "soon"
    assert standing(waiting, None, date(2027, 1, 2)) == "late"
    assert term.reaching(TODAY) == term


@pytest.mark.req("A-04")
def test_what_is_in_force_was_in_time_or_late_for_ever() -> None:
    term = term_of(load_profile("003"), WHOLE, next_weekday)
    assert standing(term, FRIDAY, TODAY) == "done"
    assert standing(term, TODAY, TODAY + timedelta(days=90)) == "done_late"
    assert standing(None, TODAY, TODAY) == "done"
    assert standing(None, None, TODAY) == ""
