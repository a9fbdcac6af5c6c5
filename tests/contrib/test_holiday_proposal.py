"""The proposal of the `holidays` package and its correction by the official list."""

from __future__ import annotations

from dataclasses import replace
from datetime import date

import pytest

from motcua.contrib.calendar_files import shipped_calendar
from motcua.contrib.holiday_proposal import YearList, corrected, official, propose

A = shipped_calendar("A")


@pytest.mark.parametrize("year", [2024, 2025])
def test_the_proposal_agrees_with_the_official_list_of_past_years(year: int) -> None:
    decided = official(A, year)
    final, differences = corrected(propose(year), decided)
    assert final == decided
    assert differences == ()


@pytest.mark.req("E-01")
def test_the_swap_of_january_2026_is_corrected_by_the_official_list() -> None:
    final, differences = corrected(propose(2026), official(A, 2026))
    assert {(found.date, found.kind) for found in differences} == {
        (date(2026, 1, 2), "missing_day_off"),
        (date(2026, 1, 10), "missing_working_day"),
    }
    assert date(2026, 1, 2) in {off.date for off in final.days_off}
    assert final.working_days == (date(2026, 1, 10), date(2026, 8, 22))
    assert "12729/VPCP-KGVX" in differences[0].document


def test_what_the_proposal_has_in_excess_is_taken_out() -> None:
    decided = official(A, 2026)
    fewer = replace(decided, days_off=decided.days_off[:-1], working_days=())
    final, differences = corrected(propose(2026), fewer)
    kinds = {(found.date, found.kind) for found in differences}
    assert {(date(2026, 11, 24), "extra_day_off"), (date(2026, 8, 22), "extra_working_day")} <= kinds
    assert final == fewer


def test_a_year_that_nobody_has_decided_keeps_the_proposal() -> None:
    proposal = propose(2027)
    final, differences = corrected(proposal, YearList(2027, (), ()))
    assert final == proposal
    assert differences == ()
    assert date(2027, 5, 3) in {off.date for off in final.days_off}
    assert all(off.date.weekday() < 5 and off.name for off in final.days_off)
