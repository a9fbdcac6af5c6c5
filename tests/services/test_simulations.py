"""Simulations asked for in the studio: reckoned by a worker, left and found again (A-18)."""

from __future__ import annotations

from dataclasses import replace
from datetime import timedelta

import pytest
from fixtures_dossier import actor_of, file_dossier
from fixtures_house import NOW
from fixtures_model import CODE, bpmn_of, release
from fixtures_watch import rows

from motcua.domain.errors import NotAllowedError, ValidationError
from motcua.domain.simulation.simulation_file import assumed_from_dict, assumed_to_dict
from motcua.services.simulation import simulation_past, simulations, trials
from motcua.services.simulation.simulations import UnderWayError
from motcua.services.simulation.trials import Of
from motcua.services.work import House
from motcua.store.process import procedure as procedures
from motcua.store.simulation import simulation as stored

pytestmark = pytest.mark.req("A-18")

AUTHOR = "soan.quytrinh"


def version_of(house: House, code: str) -> Of:
    with house.work() as work:
        row = procedures.current(work.connection, code)
    assert row is not None
    return Of("version", row.version_id)


def test_a_simulation_is_a_job_with_progress_and_its_outcome_is_kept(house: House) -> None:
    of = version_of(house, "1.013225")
    actor = actor_of(house, AUTHOR, NOW)
    with house.work() as work:
        found = trials.tried(work, actor, of)
        assumed = simulation_past.defaults(work, found, simulation_past.of(work, found, NOW), NOW)
        assumed = replace(assumed, dossiers=200)
        assert assumed_from_dict(assumed_to_dict(assumed)) == assumed
        with pytest.raises(ValidationError):
            simulations.start(work, actor, of, replace(assumed, arrivals=0), NOW)
        number = simulations.start(work, actor, of, assumed, NOW)
    queued = rows(house, "select args from procrastinate_jobs where task_name = 'simulate_process'")
    assert [row.args for row in queued] == [{"simulation_id": number}]
    with house.work() as work:
        assert simulations.get(work, actor, number).result is None
    assert simulations.carry_out(house, number, NOW) == "done"
    assert simulations.carry_out(house, number, NOW) == "gone"
    with house.work() as work:
        kept = simulations.get(work, actor, number)
        assert [row.id for row in simulations.listing(work, of)] == [number]
    assert kept.result is not None
    assert (kept.row.state, kept.row.done, kept.row.total) == ("done", 200, 200)
    assert kept.result.dossiers == 180
    assert set(kept.result.steps) == set(kept.model.step_by_id)
    with house.work() as work, pytest.raises(NotAllowedError):
        simulations.get(work, actor_of(house, "vinh.le", NOW), number)
    with house.work() as work:
        assert simulations.remove(work, actor, number) == of
        assert stored.by_id(work.connection, number) is None


def test_a_person_has_one_simulation_under_way(house: House) -> None:
    of = version_of(house, "1.013225")
    actor = actor_of(house, AUTHOR, NOW)
    with house.work() as work:
        found = trials.tried(work, actor, of)
        assumed = simulation_past.defaults(work, found, simulation_past.of(work, found, NOW), NOW)
        first = simulations.start(work, actor, of, assumed, NOW)
        with pytest.raises(UnderWayError) as told:
            simulations.start(work, actor, of, assumed, NOW)
        assert told.value.simulation_id == first
        assert simulations.start(work, actor_of(house, "duyet.quytrinh", NOW), of, assumed, NOW) != first
        simulations.remove(work, actor, first)
        assert simulations.start(work, actor, of, assumed, NOW) != first


def test_simulations_wait_behind_other_jobs_and_for_each_other(house: House) -> None:
    of = version_of(house, "1.013225")
    with house.work() as work:
        found = trials.tried(work, actor_of(house, AUTHOR, NOW), of)
        assumed = simulation_past.defaults(work, found, simulation_past.of(work, found, NOW), NOW)
        for login in (AUTHOR, "duyet.quytrinh"):
            simulations.start(work, actor_of(house, login, NOW), of, assumed, NOW)
        work.defer("pass_deadline", {})
        work.commit()
        worker = "insert into procrastinate_workers default values returning id"
        number = work.connection.exec_driver_sql(worker).scalar_one()
        fetch = f"select task_name from procrastinate_fetch_job_v2(null, {number})"
        taken = [work.connection.exec_driver_sql(fetch).scalar() for _ in range(3)]
    assert taken == ["pass_deadline", "simulate_process", None]


def test_what_cannot_be_reckoned_says_why(house: House) -> None:
    of = version_of(house, "1.013225")
    actor = actor_of(house, AUTHOR, NOW)
    with house.work() as work:
        found = trials.tried(work, actor, of)
        assumed = simulation_past.defaults(work, found, simulation_past.of(work, found, NOW), NOW)
        back = dict.fromkeys(assumed.branches, 0.0)
        circle = next(flow for flow in found.version.model.flows if flow.name == "Thẩm định lại")  # type: ignore[union-attr]
        assumed = replace(assumed, dossiers=20, branches={**back, circle.id: 1.0})
        number = simulations.start(work, actor, of, assumed, NOW)
    assert simulations.carry_out(house, number, NOW) == "failed"
    with house.work() as work:
        kept = simulations.get(work, actor, number)
    assert kept.result is None
    assert "quay lại" in kept.row.problem
    assert "way back" in kept.row.problem_en


def test_the_past_of_a_version_tells_how_long_steps_take(house: House) -> None:
    release(house, bpmn_of("S>a a>b b>E"))
    of = version_of(house, CODE)
    code = file_dossier(house, CODE, now=NOW, von=1)
    dossier = rows(house, "select id, agency_id from dossier where code = :code", code=code)[0]
    with house.work() as work:
        found = trials.tried(work, actor_of(house, AUTHOR, NOW), of)
        assert simulation_past.of(work, found, NOW).work == {}
        for minutes in range(10, 130, 10):
            left = NOW + timedelta(minutes=minutes)
            work.connection.exec_driver_sql(
                "insert into dossier_step (dossier_id, task_id, step_id, name, position, phase, number, agency_id,"
                " budget_seconds, arrived_at, counted_from, claimed_at, left_at, counted_to, outcome)"
                " values (%s, %s, 'b', '', '', 'resolve', 1, %s, 0, %s, %s, %s, %s, %s, '')",
                (dossier.id, f"p{minutes}", dossier.agency_id, NOW, NOW, NOW, left, left),
            )
        work.commit()
        past = simulation_past.of(work, found, NOW)
        assumed = simulation_past.defaults(work, found, past, NOW)
    assert past.visits == {"b": 12}
    assert past.work["b"].mean == 65 * 60
    assert (past.work["b"].quantiles[0], past.work["b"].quantiles[-1]) == (600, 7_200)
    assert assumed.work["b"] == past.work["b"]
    # Six tenths of the four hours that the model gives.
    assert assumed.work["a"].mean == 8_640
