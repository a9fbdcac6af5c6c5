"""Simulation of a process: against theory where there is one, to the second where there is no chance (A-18)."""

from __future__ import annotations

from dataclasses import replace
from typing import Any

import pytest
from domain.process_drawings import model_of
from fixtures_watch import local

from motcua.domain.errors import ValidationError
from motcua.domain.process.process import ProcessModel
from motcua.domain.process.process_node import Event, Loop, Timer
from motcua.domain.simulation import simulation_stage
from motcua.domain.simulation.simulation import Assumed, Duration, assumed_for
from motcua.domain.simulation.simulation_axis import Axis
from motcua.domain.simulation.simulation_outcome import simulate
from motcua.domain.simulation.simulation_result import Result, result_from_dict, result_to_dict
from motcua.domain.simulation.simulation_stage import SimulationError
from motcua.domain.simulation.simulation_tally import Level
from motcua.domain.time.calendar import WorkCalendar
from motcua.domain.time.limits import parse_limit

pytestmark = pytest.mark.req("A-18")

HOUR = 3_600.0
WEEK = {day: [["07:30", "11:30"], ["13:30", "17:30"]] for day in ("mon", "tue", "wed", "thu", "fri")}
CALENDAR = WorkCalendar.from_dict({"code": "thu", "sessions": WEEK})
ONE = "S>a a>E"


def axis(limit: str = "8h") -> Axis:
    return Axis(CALENDAR, local("2026-12-07 07:30"), parse_limit(limit))


def one_step(rate: float, spread: float, people: int = 1, dossiers: int = 5_000, **more: Any) -> Result:
    """Work of one hour each, `rate` arrivals a day of eight hours."""
    model = model_of(ONE)
    assumed = Assumed(rate, {"van_thu": people}, {"a": Duration(HOUR, spread)}, dossiers, **more)
    return simulate(model, assumed, axis())


def test_one_dossier_at_a_time_takes_exactly_its_work() -> None:
    result = one_step(4, 0, is_even=True, dossiers=100)
    assert set(result.durations.values()) == {HOUR}
    assert (result.on_time, result.bottleneck) == (1.0, "")
    assert result.steps["a"].wait == 0
    assert result.pools["van_thu"].busy == pytest.approx(0.5, abs=0.01)


def test_three_at_once_leave_one_after_the_other() -> None:
    model = model_of("S>P1 P1>a P1>b P1>c a>P2 b>P2 c>P2 P2>E")
    work = {key: Duration(HOUR) for key in "abc"}
    result = simulate(model, Assumed(1, {"van_thu": 1}, work, 20, is_even=True), axis("3h"))
    assert set(result.durations.values()) == {3 * HOUR}
    assert (result.on_time, result.low) == (1.0, pytest.approx(1 - 3 / 18))
    assert [result.steps[key].wait for key in "abc"] == [0, HOUR, 2 * HOUR]
    assert result.bottleneck == "c"
    late = simulate(model, Assumed(1, {"van_thu": 1}, work, 20, is_even=True), axis("179m"))
    assert late.on_time == 0


@pytest.mark.parametrize(
    ("spread", "expected"), [(1.0, 3.0), (0.0, 1.5)], ids=["M/M/1", "M/D/1 (Pollaczek-Khinchine)"]
)
def test_the_mean_wait_is_that_of_theory(spread: float, expected: float) -> None:
    waits = [one_step(6, spread, seed=seed).steps["a"] for seed in (1, 2, 3)]
    assert sum(one.wait for one in waits) / 3 == pytest.approx(expected * HOUR, rel=0.12)
    # Little's law: the queue is the rate of arrival times the wait.
    assert sum(one.queue for one in waits) / 3 == pytest.approx(0.75 * expected, rel=0.15)


def test_two_people_wait_less_than_theory_of_one_and_are_as_busy_as_they_must_be() -> None:
    result = one_step(12, 1.0, people=2)
    # M/M/2 at 75 %: the mean wait is 9/7 of the work.
    assert result.steps["a"].wait == pytest.approx(9 / 7 * HOUR, rel=0.2)
    assert result.pools["van_thu"].busy == pytest.approx(0.75, abs=0.03)
    assert result.pools["van_thu"].needed == 2


def test_the_same_seed_gives_the_same_outcome_and_survives_storage() -> None:
    first, again, other = (one_step(7, 0.5, dossiers=500, seed=seed) for seed in (4, 4, 5))
    assert first == again
    assert first != other
    kept = result_to_dict(first)
    assert result_to_dict(result_from_dict(kept)) == kept


def test_branches_are_taken_by_their_share_and_people_are_shared() -> None:
    model = model_of("S>X X>a:von>5 X>b* a>E b>E")
    shares = {"X>a": 0.2, "X>b": 0.8}
    work = {"a": Duration(HOUR), "b": Duration(HOUR / 2)}
    result = simulate(model, Assumed(8, {"van_thu": 1}, work, 4_000, branches=shares), axis())
    assert result.steps["a"].visits / result.dossiers == pytest.approx(0.2, abs=0.03)
    assert result.pools["van_thu"].busy == pytest.approx(0.6, abs=0.04)


def test_a_supplement_stops_the_clock_or_does_not() -> None:
    model = model_of(ONE)
    plain = Assumed(
        1, {"van_thu": 1}, {"a": Duration(HOUR)}, 50, supplement=0.999_999, asking="a",
        supplying=Duration(40 * HOUR), is_even=True,
    )  # fmt: skip
    with pytest.raises(ValidationError):
        simulate(model, replace(plain, supplement=1.5), axis())
    assert simulate(model, plain, axis()).on_time == 1.0
    assert simulate(model, replace(plain, policy="restart_same"), axis("1h")).on_time == 1.0
    assert simulate(model, replace(plain, policy="continue"), axis()).on_time == 0.0
    # One hour, forty of waiting, one hour again.
    assert simulate(model, plain, axis()).durations["p50"] == 42 * HOUR


def test_a_timer_at_the_border_ends_the_step_and_frees_its_people() -> None:
    model = with_border("4h")
    assumed = Assumed(1, {"van_thu": 1}, {"a": Duration(6 * HOUR), "b": Duration(HOUR)}, 40, is_even=True)
    result = simulate(model, assumed, axis())
    assert set(result.durations.values()) == {5 * HOUR}
    assert result.pools["van_thu"].busy == pytest.approx(5 / 8, abs=0.03)
    # Twelve hours on the wall from 07:30 end in the night: the working day is over by then.
    enough = replace(assumed, people={"van_thu": 2}, work={"a": Duration(20 * HOUR), "b": Duration(0)})
    wall = simulate(with_border("PT12H"), enough, axis())
    assert wall.durations["p50"] == 8 * HOUR


def with_border(text: str) -> ProcessModel:
    model = model_of("S>a a>E T>b b>E")
    nodes = [
        replace(
            node, kind="boundaryEvent", attached_to="a", event=Event("timer", timer=Timer("duration", text))
        )
        if node.id == "T"
        else node
        for node in model.nodes
    ]
    return replace(model, nodes=tuple(nodes), steps=tuple(one for one in model.steps if one.id != "T"))


@pytest.mark.parametrize(("kind", "hours"), [("parallel", 1), ("sequential", 3)])
def test_a_list_is_gone_through_at_once_or_in_turn(kind: Any, hours: int) -> None:
    model = model_of(ONE)
    nodes = tuple(
        replace(node, loop=Loop(kind, items="ds")) if node.id == "a" else node for node in model.nodes
    )
    assumed = Assumed(1, {"van_thu": 5}, {"a": Duration(HOUR)}, 20, items=3, is_even=True)
    assert simulate(replace(model, nodes=nodes), assumed, axis()).durations["p50"] == hours * HOUR


def test_sub_processes_and_ways_back_are_walked() -> None:
    model = model_of("S>B B>X X>B:gap X>E* B.S>B.a B.a>B.E")
    assumed = replace(assumed_for(model, 8), branches={"X>B": 0.5, "X>E": 0.5}, dossiers=2_000)
    result = simulate(model, assumed, axis("30d"))
    assert result.steps["B.a"].visits / result.dossiers == pytest.approx(2, rel=0.1)


def test_what_never_ends_is_refused() -> None:
    for_ever = model_of("S>X X>Y:gap X>E* Y>X")
    nodes = tuple(
        replace(one, kind="intermediateThrowEvent") if one.id == "Y" else one for one in for_ever.nodes
    )
    endless = replace(for_ever, nodes=nodes, steps=())
    with pytest.raises(SimulationError):
        simulate(endless, Assumed(8, {}, {}, 20, branches={"X>Y": 1.0, "X>E": 0.0}), axis())
    stuck = model_of("S>X X>a:gap X>b* a>P b>P P>E")
    with pytest.raises(SimulationError):
        simulate(stuck, assumed_for(stuck), axis())


def test_what_would_take_minutes_is_refused_in_words(monkeypatch: pytest.MonkeyPatch) -> None:
    model = model_of("S>a a>X X>a:gap X>E*")
    monkeypatch.setattr(simulation_stage, "MOST_EVENTS", 3_000)
    for share, dossiers in ((0.0, 100), (0.9, 20)):
        simulate(
            model,
            replace(assumed_for(model), branches={"X>a": share, "X>E": 1 - share}, dossiers=dossiers),
            axis(),
        )
    round_and_round = replace(assumed_for(model), branches={"X>a": 0.95, "X>E": 0.05}, dossiers=100)
    with pytest.raises(SimulationError, match="quá dài"):
        simulate(model, round_and_round, axis())


def test_a_level_over_time_is_weighed_by_how_long_it_lasts() -> None:
    level = Level(0.0, 100.0)
    level.change(10.0, 2)
    level.change(60.0, -1)
    level.change(200.0, 0)
    assert level.mean == pytest.approx((50 * 2 + 40 * 1) / 100)
    assert (level.quantile(0.1), level.quantile(0.5), level.quantile(0.95)) == (0, 1, 2)
    assert sum(level.buckets) / len(level.buckets) == pytest.approx(level.mean)


def test_progress_is_told() -> None:
    told: list[tuple[int, int]] = []
    model = model_of(ONE)
    simulate(model, replace(assumed_for(model), dossiers=100), axis(), lambda *at: told.append(at))
    assert told[-1] == (100, 100)
    assert len(told) == 50
