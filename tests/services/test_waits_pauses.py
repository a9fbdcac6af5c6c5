"""Pauses: the dossier's clock stands while a token waits, and its due times follow (R-13, R-28, E-27)."""

from __future__ import annotations

from dataclasses import replace

import pytest
from fixtures_dossier import actor_of, open_page
from fixtures_model import finish, waiting
from fixtures_waits import (
    MONDAY,
    at,
    catch,
    fire,
    message,
    messages,
    model,
    pause,
    started,
    step,
    timer,
    waits,
)
from fixtures_watch import local, rows, value

from motcua.services.desk import lookup, worklist
from motcua.services.dossier import events, steps
from motcua.services.work import House

NOTICE = ("S>a a>t t>b b>E", step("a"), catch("t", timer("P15D"), pause("notice")), step("b"))
PAYMENT = ("S>a a>m m>b b>E", step("a"), catch("m", message("da_nop"), pause("payment")), step("b"))


def paid(house: House, code: str, now) -> None:
    with house.work() as work:
        assert events.receive(work, actor_of(house, "vinh.le"), code, "da_nop", {}, now)


def test_a_public_notice_stops_the_clock_and_moves_the_deadline(house: House) -> None:
    code = started(house, model(*NOTICE))
    assert open_page(house, code, MONDAY).deadline.due_at == local("2026-12-09 17:00")
    finish(house, code, "a", now=at("09:00"))
    (stop,) = rows(house, "select * from clock_interval where reason = 'paused'")
    assert (stop.kind, stop.started_at, stop.ended_at) == ("dossier", at("09:00"), None)
    during = open_page(house, code, local("2026-12-14 09:00"))
    # 22 of 24 hours are left however long the notice lasts.
    assert during.remaining == 22 * 3600
    assert fire(house, "t", local("2026-12-22 09:00"))
    after = open_page(house, code, local("2026-12-22 09:00"))
    assert after.deadline.due_at == local("2026-12-24 17:00")
    # The index on the row is rewritten in the same transaction.
    assert value(house, "select due_at from dossier") == after.deadline.due_at
    assert value(house, "select appointment_at from dossier") == after.deadline.appointment_at
    finish(house, code, "b", now=local("2026-12-22 10:00"))
    with house.work() as work:
        assert lookup.track(work, code, local("2026-12-22 10:00")).remaining == 21 * 3600


def test_a_step_beside_the_pause_stands_still_too(house: House) -> None:
    drawing = model(
        "S>P P>t P>b t>J b>J J>E",
        '<b:parallelGateway id="P"/><b:parallelGateway id="J"/>',
        catch("t", timer("PT26H"), pause("notice")),
        step("b"),
    )
    code = started(house, drawing, now=at("09:00"))
    noon = local("2026-12-08 11:00")
    (visit,) = open_page(house, code, noon).waiting
    assert (visit.used, visit.remaining, str(visit.time.stopped_by)) == (0, 4 * 3600, "paused")
    with house.work() as work:
        (item,) = worklist.of(work, actor_of(house, "vinh.le"), noon)
    assert item.remaining == 4 * 3600
    assert fire(house, "t", noon)
    (visit,) = open_page(house, code, noon).waiting
    assert visit.due_at == local("2026-12-08 17:00")
    assert value(house, "select due_at from dossier_step where left_at is null") == visit.due_at


@pytest.mark.req("E-27")
@pytest.mark.parametrize(("policy", "left"), [("pause", 23 * 3600), ("continue", 15 * 3600)])
def test_waiting_for_payment_is_a_state_whose_clock_the_profile_decides(
    house: House, policy: str, left: int
) -> None:
    ruled = replace(house, profile=replace(house.profile, payment_wait=policy))
    code = started(ruled, model(*PAYMENT, roots=messages("da_nop")))
    finish(ruled, code, "a", now=at("08:00"))
    assert value(house, "select state from dossier") == "waiting_payment"
    assert rows(house, "select reason from clock_interval where reason like 'waiting%'") != []
    tomorrow = local("2026-12-08 08:00")
    paid(ruled, code, tomorrow)
    assert value(house, "select state from dossier") == "processing"
    assert list(waiting(house, code)) == ["b"]
    with ruled.work() as work:
        assert lookup.track(work, code, tomorrow).remaining == left


def test_overlapping_pauses_are_counted_once(house: House) -> None:
    drawing = model(
        "S>P P>t P>u t>J u>J J>b b>E",
        '<b:parallelGateway id="P"/><b:parallelGateway id="J"/>',
        catch("t", timer("PT2H"), pause("notice")),
        catch("u", timer("PT3H"), pause("other")),
        step("b"),
    )
    code = started(house, drawing)
    assert fire(house, "t", at("09:00"))
    assert open_page(house, code, at("09:30")).remaining == 24 * 3600
    assert fire(house, "u", at("10:00"))
    assert open_page(house, code, at("11:00")).remaining == 23 * 3600
    assert waits(house) == {}


@pytest.mark.req("E-27")
def test_a_step_that_waits_for_payment_can_be_taken_and_finished(house: House) -> None:
    paying = step("thu", inner="").replace("</b:ext", f"{pause('payment')}</b:ext")
    code = started(house, model("S>a a>thu thu>b b>E", step("a"), paying, step("b")))
    finish(house, code, "a", now=at("08:00"))
    assert value(house, "select state from dossier") == "waiting_payment"
    with house.work() as work:
        steps.claim(work, actor_of(house, "vinh.le"), code, waiting(house, code)["thu"], at("08:30"))
    finish(house, code, "thu", now=at("09:00"))
    assert value(house, "select state from dossier") == "processing"
    assert list(waiting(house, code)) == ["b"]
