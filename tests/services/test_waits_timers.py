"""Timers of a dossier: when they are due, what they end and open, that each fires once, and that none is lost."""

from __future__ import annotations

import json
from datetime import date, timedelta

import pytest
from fixtures_dossier import accept_dossier, file_dossier, open_page
from fixtures_model import CODE, finish, release, waiting
from fixtures_waits import MONDAY, at, border, catch, fire, model, started, step, timer, waits
from fixtures_watch import local, rows, run_jobs, value

from motcua.services.dossier import events
from motcua.services.sample.demo import DATA
from motcua.services.work import House
from motcua.store.time import calendar as calendars

REMINDED = "S>a a>E B>r r>E2"


def test_a_timer_counts_working_time_from_acceptance_and_its_job_waits_for_it(house: House) -> None:
    release(house, model("S>t t>a a>E", catch("t", timer("4h")), step("a")))
    code = file_dossier(house, CODE, now=at("08:00"), von=1)
    assert (waits(house)["t"].counted_from, waits(house)["t"].due_at) == (None, None)
    accept_dossier(house, code, at("10:30"))
    assert waits(house)["t"].due_at == at("16:30")
    (job,) = rows(house, "select * from procrastinate_jobs where task_name = 'fire_timer'")
    assert job.scheduled_at == at("16:30")
    assert not fire(house, "t", at("16:29"))
    assert fire(house, "t", at("16:30"))
    assert list(waiting(house, code)) == ["a"]
    assert waits(house) == {}


def test_a_calendar_duration_passes_on_days_off_too(house: House) -> None:
    started(house, model("S>t t>a a>E", catch("t", timer("P15D")), step("a")), now=at("09:00"))
    assert waits(house)["t"].due_at == local("2026-12-22 09:00")


def test_a_timer_at_the_border_ends_the_step_with_its_clock_and_opens_the_other_way(house: House) -> None:
    code = started(house, model(REMINDED, step("a"), border("B", "a", timer("2h")), step("r")))
    assert waits(house)["B"].due_at == at("09:00")
    assert fire(house, "B", at("09:00"))
    assert list(waiting(house, code)) == ["r"]
    (left,) = rows(house, "select * from dossier_step where step_id = 'a'")
    assert (left.left_at, left.counted_to, left.completed_by) == (at("09:00"), at("09:00"), None)
    clocks = rows(house, "select * from clock_interval where kind = 'step' order by id")
    assert [(row.started_at, row.ended_at) for row in clocks] == [(MONDAY, at("09:00")), (at("09:00"), None)]
    # The agency works on: its clock has no gap.
    assert value(house, "select count(*) from clock_interval where kind = 'agency'") == 1
    (told,) = [row for row in open_page(house, code, at("09:00")).history if row.action == "timer"]
    assert (told.actor_name, told.detail["to"]) == ("Hệ thống", ["Bước r"])


def test_a_step_done_in_time_disarms_its_timer(house: House) -> None:
    code = started(house, model(REMINDED, step("a"), border("B", "a", timer("2h")), step("r")))
    row = waits(house)["B"]
    finish(house, code, "a", now=at("08:00"))
    assert waits(house) == {}
    assert value(house, "select outcome from dossier_wait") == "withdrawn"
    assert not events.run_timer(house, row.dossier_id, row.task_id, at("09:00"))
    assert value(house, "select engine_ended from dossier")


def test_a_timer_fires_once_however_often_its_job_runs(house: House) -> None:
    code = started(house, model(REMINDED, step("a"), border("B", "a", timer("2h"), ends=False), step("r")))
    row = waits(house)["B"]
    assert events.run_timer(house, row.dossier_id, row.task_id, at("09:00"))
    assert not events.run_timer(house, row.dossier_id, row.task_id, at("09:01"))
    assert sorted(waiting(house, code)) == ["a", "r"]


def test_a_cycle_is_armed_again_until_its_repeats_are_used_up(house: House) -> None:
    drawing = model(REMINDED, step("a"), border("B", "a", timer("R2/1h"), ends=False), step("r"))
    started(house, drawing)
    assert (waits(house)["B"].repeats_left, waits(house)["B"].due_at) == (2, at("08:00"))
    assert fire(house, "B", at("08:00"))
    assert (waits(house)["B"].repeats_left, waits(house)["B"].due_at) == (1, at("09:00"))
    assert fire(house, "B", at("09:00"))
    assert "B" not in waits(house)


@pytest.mark.req("E-01")
def test_a_due_time_moved_by_the_calendar_defers_the_job_instead_of_firing(house: House) -> None:
    started(house, model("S>t t>a a>E", catch("t", timer("4h")), step("a")))
    assert waits(house)["t"].due_at == at("11:00")
    definition = json.loads((DATA / "calendars" / "A.json").read_text(encoding="utf-8"))
    definition["days_off"] = [*definition.get("days_off", []), {"date": "2026-12-07", "name": "Nghỉ bù"}]
    with house.work() as work:
        valid_from = date.fromisoformat(definition["valid_from"])
        calendars.save(work.connection, "A", definition["name"], valid_from, definition)
        work.commit()
    assert not fire(house, "t", at("11:00"))
    assert waits(house)["t"].due_at == local("2026-12-08 11:00")
    jobs = rows(
        house, "select scheduled_at from procrastinate_jobs where task_name = 'fire_timer' order by id"
    )
    assert jobs[-1].scheduled_at == local("2026-12-08 11:00")


def test_a_lost_job_is_deferred_again_once(house: House) -> None:
    started(house, model("S>t t>a a>E", catch("t", timer("1h")), step("a")))
    late = at("08:00") + timedelta(minutes=5)
    with house.work() as work:
        assert events.sweep(work, late) == 0, "its job is in the queue"
    with house.engine.begin() as connection:
        connection.exec_driver_sql("delete from procrastinate_jobs")
    with house.work() as work:
        assert events.sweep(work, at("07:59")) == 0, "not due yet"
        assert events.sweep(work, late) == 1
        assert events.sweep(work, late) == 0
    assert value(house, "select count(*) from procrastinate_jobs where task_name = 'fire_timer'") == 1


def test_a_way_behind_a_timer_that_leads_nowhere_is_left_to_operators(house: House) -> None:
    drawing = model(
        "S>a a>t t>b b>E", step("a"), catch("t", timer("1h")), step("b", 'agency="field:co_quan"')
    )
    finish(house, started(house, drawing), "a", now=MONDAY)
    assert not fire(house, "t", at("08:00"))
    row = waits(house)["t"]
    assert (row.status, "Bước b" in row.problem_text) == ("failed", True)
    with house.work() as work:
        assert events.sweep(work, at("10:00")) == 0


def test_the_worker_fires_what_is_due(house: House) -> None:
    code = started(house, model("S>t t>a a>E", catch("t", timer("@2020-01-01")), step("a")))
    run_jobs(house)
    assert list(waiting(house, code)) == ["a"]
