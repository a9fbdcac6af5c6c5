"""Quảng Trị: the return for a supplement is a result, and the dossier comes again as a new one (R-09, E-20)."""

from __future__ import annotations

import pytest
from fixtures_dossier import PDF, accept_dossier, actor_of, open_page, waiting_of
from fixtures_model import finish
from fixtures_watch import local, race, rows, value
from services.ending_story import (
    CITIZEN,
    DESK,
    EXCEPTION,
    SLIP,
    act,
    ask,
    at_expert,
    dossier,
    due,
    sent,
    set_up,
    under,
)

from motcua.domain.errors import ConflictError
from motcua.services.desk import lookup
from motcua.services.intake import supplement
from motcua.services.papers.files import Upload
from motcua.services.work import House

ASKED, SUPPLIED = "2026-12-08 09:00", "2026-12-10 09:00"


def returned(house: House) -> str:
    set_up(house)
    code = at_expert(house)
    ask(house, code, ASKED)
    return code


def send_again(house: House, code: str, at: str = SUPPLIED) -> str:
    with house.work() as work:
        files = {"ban_do": [Upload("ban_do_moi.pdf", PDF)]}
        return supplement.supply_own(work, actor_of(house, CITIZEN, local(at)), code, files, local(at))


@pytest.mark.req("E-19")
def test_the_return_for_a_supplement_is_a_result_in_time_and_ends_everything(house: House) -> None:
    code = returned(house)
    row = dossier(house, code)
    assert (row.state, row.outcome) == ("returned_for_supplement", "returned_for_supplement")
    assert row.result_at == row.closed_at == local(ASKED)
    assert waiting_of(house, code) == []
    assert rows(house, "select 1 from clock_interval where ended_at is null") == []
    assert open_page(house, code, local(SUPPLIED), DESK).timeliness == "early"


@pytest.mark.req("E-20", "D-08")
def test_the_applicant_sends_it_again_under_a_new_code_linked_both_ways(house: House) -> None:
    code = returned(house)
    later = send_again(house, code)
    assert later != code
    row, before = dossier(house, later), dossier(house, code)
    assert (row.state, row.earlier_id, row.submitted_at) == ("sent", before.id, local(SUPPLIED))
    assert (row.applicant_id, row.applicant_name) == (before.applicant_id, before.applicant_name)
    with house.work() as work:
        shown = lookup.own(work, actor_of(house, CITIZEN), later, local(SUPPLIED))
        first = lookup.own(work, actor_of(house, CITIZEN), code, local(SUPPLIED))
    assert (shown.todo.earlier_code, shown.todo.later_code) == (code, "")
    assert (first.todo.earlier_code, first.todo.later_code) == ("", later)
    assert {(file.slot, file.name, file.replaced_at is None) for file in shown.files} == {
        ("paper:ban_do", "ban_do.pdf", False),
        ("paper:ban_do", "ban_do_moi.pdf", True),
    }
    assert shown.data == first.data
    # Two are counted.
    assert value(house, "select count(*) from dossier") == 2
    accept_dossier(house, later, local(SUPPLIED))
    assert due(house, later) == "17/12 09:00"


@pytest.mark.req("E-20")
def test_at_the_desk_it_is_accepted_at_that_instant_at_the_first_step(house: House) -> None:
    code = returned(house)
    act(house, DESK, code, "supply", SUPPLIED, papers=("ban_do",), uploads=(SLIP,))
    later = value(house, "select code from dossier where earlier_id is not null")
    row = dossier(house, later)
    assert (row.state, row.accepted_at, due(house, later)) == ("accepted", local(SUPPLIED), "17/12 09:00")
    assert [step.step_id for step in waiting_of(house, later)] == ["a"]
    assert row.checklist == {"don": "good", "ban_do": "good", "uy_quyen": "absent"}
    finish(house, later, "a", now=local(SUPPLIED), login=DESK)
    assert [step.step_id for step in waiting_of(house, later)] == ["b"]


@pytest.mark.req("C-08", "E-20")
@pytest.mark.parametrize("by_desk", [True, False])
def test_returned_before_acceptance_it_ends_without_a_result_and_comes_again_as_a_new_one(
    house: House, by_desk: bool
) -> None:
    """R-09 asks not whether the first one was accepted; what was never accepted was neither early nor late (X-36)."""
    set_up(house)
    code = sent(house)
    ask(house, code, ASKED, login=DESK)
    row = dossier(house, code)
    assert (row.state, row.result_at, row.closed_at) == ("returned_for_supplement", None, local(ASKED))
    assert open_page(house, code, local(SUPPLIED), DESK).timeliness is None
    if by_desk:
        act(house, DESK, code, "supply", SUPPLIED, papers=("ban_do",), uploads=(SLIP,))
    else:
        send_again(house, code)
    later = rows(house, "select * from dossier where earlier_id = :first", first=row.id)[0]
    # Sent again, the desk has its eight hours from then.
    expected = ("accepted", local(SUPPLIED)) if by_desk else ("sent", None)
    assert (later.state, later.accepted_at) == expected
    assert later.intake_due_at == local("2026-12-11 09:00")


def test_it_comes_again_once(house: House) -> None:
    code = returned(house)
    later = send_again(house, code)
    with pytest.raises(ConflictError, match=later):
        send_again(house, code)
    with pytest.raises(ConflictError, match=later):
        act(house, DESK, code, "supply", SUPPLIED, papers=("ban_do",))
    with pytest.raises(ConflictError, match=later):
        act(house, EXCEPTION, code, "reopen", SUPPLIED, reason="Nhầm")


def test_of_two_who_send_it_again_at_once_one_does(house: House) -> None:
    code = returned(house)
    outcomes = race(lambda: send_again(house, code), lambda: send_again(house, code))
    assert sorted(type(one).__name__ for one in outcomes) == ["ConflictError", "str"]
    assert value(house, "select count(*) from dossier") == 2


def test_a_dossier_that_keeps_its_code_is_the_same_one_counted_anew(house: House) -> None:
    house = under(house, "001", resubmit_code="same")
    code = returned(house)
    assert dossier(house, code).state == "waiting_supplement"
    assert send_again(house, code) == code
    assert due(house, code) == "17/12 09:00"


@pytest.mark.req("D-20")
def test_an_exception_takes_it_up_again_while_it_was_not_sent_again(house: House) -> None:
    code = returned(house)
    act(house, EXCEPTION, code, "reopen", SUPPLIED, reason="Giấy tờ có sẵn trong kho")
    row = dossier(house, code)
    assert (row.state, row.result_at, row.closed_at, row.outcome) == ("processing", None, None, "")
    with pytest.raises(ConflictError):
        send_again(house, code)
    assert [step.step_id for step in waiting_of(house, code)] == ["b"]
