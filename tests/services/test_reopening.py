"""A dossier taken up again by exception: where it was, with what was left, the time between a pause (D-20)."""

from __future__ import annotations

import pytest
from fixtures_dossier import accept_dossier, open_page, waiting_of
from fixtures_model import finish
from fixtures_watch import local, rows, run_jobs_telling_at_once, value
from services.ending_story import (
    DESK,
    EXCEPTION,
    EXPERT,
    LEADER,
    SLIP,
    act,
    at_expert,
    dossier,
    due,
    sent,
    set_up,
    under,
)

from motcua.bootstrap import build_house
from motcua.domain.errors import NotAllowedError, ValidationError
from motcua.services.work import House
from motcua.settings import Settings

REFUSED, REOPENED = "2026-12-07 09:00", "2026-12-09 09:00"
"""Hour 2, and 16 working hours later."""
GROUNDS = {"reason": "Không đủ điều kiện", "slip": SLIP}


def reopened(house: House, at: str = REOPENED) -> str:
    set_up(house)
    code = at_expert(house)
    act(house, EXPERT, code, "refuse", REFUSED, **GROUNDS)
    act(house, EXCEPTION, code, "reopen", at, reason="Khiếu nại đúng")
    return code


@pytest.mark.req("D-20", "E-28")
def test_the_step_that_waited_waits_again_with_what_was_left(house: House) -> None:
    code = reopened(house)
    row = dossier(house, code)
    assert (row.state, row.result_at, row.outcome, row.closed_at) == ("processing", None, "", None)
    assert [step.step_id for step in waiting_of(house, code)] == ["b"]
    # 40h from Monday 07:00 with a gap of 16h; the step has 2h of its 4h left.
    assert due(house, code) == "15/12 17:00"
    shown = open_page(house, code, local(REOPENED), DESK)
    assert (shown.remaining, shown.waiting[0].remaining) == (38 * 3600, 2 * 3600)
    assert (shown.waiting[0].used, f"{shown.waiting[0].due_at:%d/%m %H:%M}") == (7200, "09/12 11:00")
    finish(house, code, "b", now=local("2026-12-09 10:00"), login=EXPERT)
    used = [visit.used for visit in open_page(house, code, local("2026-12-09 10:00"), DESK).visits]
    assert used == [0, 3 * 3600, 0]


@pytest.mark.req("D-20")
def test_it_takes_the_right_to_exceptions_and_a_reason_and_leaves_a_trail(house: House) -> None:
    set_up(house)
    code = at_expert(house)
    act(house, EXPERT, code, "refuse", REFUSED, **GROUNDS)
    for login in (EXPERT, LEADER, DESK):
        with pytest.raises(NotAllowedError):
            act(house, login, code, "reopen", REOPENED, reason="Nhầm")
    with pytest.raises(ValidationError):
        act(house, EXCEPTION, code, "reopen", REOPENED)
    act(house, EXCEPTION, code, "reopen", REOPENED, reason="Khiếu nại đúng")
    (ending,) = rows(house, "select * from dossier_ending")
    assert (ending.outcome, ending.ended_at) == ("refused", local(REFUSED))
    assert (ending.reopened_at, house.cipher.open(ending.reopened_reason_sealed)) == (
        local(REOPENED),
        "Khiếu nại đúng",
    )
    done = rows(
        house, "select action from audit where dossier_id is not null and action <> 'view' order by id"
    )
    assert [row.action for row in done] == ["submit", "accept", "forward", "refuse", "slip.attach", "reopen"]
    run_jobs_telling_at_once(house)
    assert value(house, "select count(*) from message where event like 'reopened%'") == 1


def test_refused_and_reopened_again(house: House, settings: Settings, database_url: str) -> None:
    code = reopened(house)
    act(house, EXPERT, code, "refuse", "2026-12-09 10:00", **GROUNDS)
    fresh = build_house(settings, database_url)
    act(fresh, EXCEPTION, code, "reopen", "2026-12-09 17:00", reason="Lần hai")
    fresh.engine.dispose()
    # 5.5 more hours of Wednesday (the lunch is not counted).
    assert due(house, code) == "16/12 14:00"
    assert [step.step_id for step in waiting_of(house, code)] == ["b"]
    run_jobs_telling_at_once(house)
    assert value(house, "select count(*) from message where event like 'reopened%'") == 2


@pytest.mark.req("D-20")
def test_after_the_result_the_last_step_is_visited_again(house: House) -> None:
    set_up(house)
    code = at_expert(house)
    finish(house, code, "b", now=local("2026-12-07 09:00"), login=EXPERT)
    finish(house, code, "c", now=local("2026-12-07 10:00"), login=EXPERT)
    act(house, DESK, code, "confirm_result", "2026-12-07 11:00")
    act(house, DESK, code, "return_result", "2026-12-08 11:00")
    act(house, EXCEPTION, code, "reopen", "2026-12-09 11:00", reason="Sai tên trên kết quả")
    row = dossier(house, code)
    assert (row.state, row.result_at, row.returned_at, row.closed_at, row.engine_ended) == (
        "processing",
        None,
        None,
        None,
        False,
    )
    assert [step.step_id for step in waiting_of(house, code)] == ["c"]
    # From the result on Monday 11:00 to Wednesday 11:00 are 16 working hours.
    assert due(house, code) == "15/12 17:00"
    shown = open_page(house, code, local("2026-12-09 11:00"), DESK)
    assert shown.waiting[0].remaining == 3 * 3600
    finish(house, code, "c", now=local("2026-12-09 11:30"), login=EXPERT)
    act(house, DESK, code, "confirm_result", "2026-12-09 14:00")
    assert dossier(house, code).result_at == local("2026-12-09 14:00")


def test_what_was_refused_at_intake_waits_for_the_desk_again(house: House) -> None:
    house = under(house, "001")
    set_up(house)
    code = sent(house)
    act(house, DESK, code, "refuse_at_intake", "2026-12-07 09:00", **GROUNDS)
    act(house, EXCEPTION, code, "reopen", "2026-12-08 09:00", reason="Từ chối nhầm")
    row = dossier(house, code)
    # Two hours of the eight were used; the time between is nobody's.
    assert (row.state, row.intake_due_at) == ("sent", local("2026-12-08 17:00"))
    accept_dossier(house, code, local("2026-12-09 08:00"))
    assert due(house, code) == "16/12 08:00"


def test_parallel_branches_come_back_together(house: House) -> None:
    set_up(house, "S>a a>P1 P1>b P1>c b>P2 c>P2 P2>E")
    code = at_expert(house)
    act(house, LEADER, code, "stop", REFUSED, **GROUNDS)
    assert waiting_of(house, code) == []
    act(house, EXCEPTION, code, "reopen", REOPENED, reason="Tiếp tục")
    assert {step.step_id for step in waiting_of(house, code)} == {"b", "c"}
    agencies = rows(house, "select 1 from clock_interval where kind = 'agency' and ended_at is null")
    assert len(agencies) == 1
