"""What waits besides people when a dossier ends, waits for papers or is taken up again: no timer fires into the end."""

from __future__ import annotations

import pytest
from fixtures_dossier import actor_of
from fixtures_model import finish, waiting
from fixtures_waits import at, border, catch, fire, model, started, step, timer, waits
from fixtures_watch import local, rows, run_jobs, value
from services.ending_story import EXCEPTION, EXPERT, LEADER, SLIP, act, dossier, give_role, under

from motcua.domain.errors import ConflictError
from motcua.services.dossier import actions, events
from motcua.services.dossier.case import Given
from motcua.services.work import House

REMINDED = "S>a a>E B>r r>E2"
GROUNDS = {"reason": "Không đủ điều kiện", "slip": SLIP}


def reminded(house: House) -> str:
    """Accepted on Monday at 07:00; after two hours the step's timer ends it."""
    give_role(house, EXCEPTION, "lanh_dao_mot_cua")
    return started(house, model(REMINDED, step("a"), border("B", "a", timer("2h")), step("r")))


def test_no_timer_fires_after_the_end(house: House) -> None:
    code = reminded(house)
    act(house, EXPERT, code, "refuse", "2026-12-07 08:00", **GROUNDS)
    assert waits(house) == {}
    assert value(house, "select outcome from dossier_wait") == "withdrawn"
    task = value(house, "select task_id from dossier_wait")
    with house.work() as work:
        assert not events.fire_timer(work, dossier(house, code).id, task, at("09:00"))
    run_jobs(house)
    assert dossier(house, code).state == "refused"
    assert waiting(house, code) == {}


@pytest.mark.req("D-20")
def test_a_reopened_dossier_waits_for_its_timer_anew(house: House) -> None:
    code = reminded(house)
    act(house, EXPERT, code, "refuse", "2026-12-07 08:00", **GROUNDS)
    act(house, EXCEPTION, code, "reopen", "2026-12-08 08:00", reason="Nhầm")
    assert list(waiting(house, code)) == ["a"]
    assert waits(house)["B"].due_at == local("2026-12-08 10:00")
    assert fire(house, "B", local("2026-12-08 10:00"))
    assert list(waiting(house, code)) == ["r"]


def test_an_event_goes_on_while_papers_are_waited_for_but_does_not_end_that_wait(house: House) -> None:
    house = under(house, "000")
    code = reminded(house)
    given = {"papers": ("don",), "reason": "Thiếu chữ ký", "slip": SLIP}
    act(house, EXPERT, code, "request_supplement", "2026-12-07 08:00", **given)
    assert fire(house, "B", at("09:00"))
    assert (dossier(house, code).state, list(waiting(house, code))) == ("waiting_supplement", ["r"])
    with pytest.raises(ConflictError):
        finish(house, code, "r", now=at("10:00"))
    act(house, EXPERT, code, "supply", "2026-12-07 10:00", papers=("don",))
    assert dossier(house, code).state == "processing"
    # Two hours of the wait are charged to nobody.
    (clock,) = rows(house, "select * from clock_interval where reason = 'waiting_supplement'")
    assert (clock.started_at, clock.ended_at) == (at("08:00"), at("10:00"))
    finish(house, code, "r", now=at("11:00"))


def test_a_message_alone_is_waited_for_again(house: House) -> None:
    give_role(house, EXCEPTION, "lanh_dao_mot_cua")
    give_role(house, LEADER, "lanh_dao_co_quan")
    code = started(house, model("S>t t>a a>E", catch("t", timer("4h")), step("a")))
    with house.work() as work:
        actor = actor_of(house, LEADER)
        actions.perform(work, actor, code, "stop", Given(reason="Dừng", slip=SLIP), at("08:00"))
    assert waits(house) == {}
    with house.work() as work:
        actor = actor_of(house, EXCEPTION)
        actions.perform(work, actor, code, "reopen", Given(reason="Tiếp"), at("10:00"))
    assert list(waits(house)) == ["t"]
    assert dossier(house, code).state == "processing"
