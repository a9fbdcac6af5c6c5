"""Waits as rows: one per waiting of the engine, an attempt taken by one worker, lost jobs found."""

from __future__ import annotations

from datetime import timedelta

import pytest
from fixtures_dossier import file_dossier
from fixtures_watch import local, race, rows, value
from sqlalchemy.exc import IntegrityError

from motcua.services.work import House
from motcua.store.dossier import turn, wait
from motcua.store.dossier.turn import Pause, TimedJob, TurnRows

NOON = local("2026-12-07 11:00")


def opened(house: House, kind: str = "service", task: str = "7") -> int:
    """A dossier that waits for something due at NOON; its id."""
    if not value(house, "select count(*) from dossier"):
        file_dossier(house)
    dossier_id = value(house, "select id from dossier")
    row = {
        "task_id": task,
        "element": "e",
        "kind": kind,
        "counted_from": NOON,
        "due_at": NOON,
        "repeats_left": None,
    }
    with house.work() as work:
        turn.write(work.connection, TurnRows(dossier_id, NOON, NOON, opened=[row]))
        work.commit()
    return int(dossier_id)


def test_a_turn_is_written_in_one_statement_with_its_jobs_and_pauses(house: House) -> None:
    dossier_id = opened(house)
    later = NOON + timedelta(hours=1)
    changes = TurnRows(
        dossier_id,
        NOON,
        NOON,
        paused=[Pause("9", "paused", NOON)],
        jobs=[TimedJob("fire_timer", {"dossier_id": dossier_id, "task_id": "9"}, later)],
    )
    with house.work() as work:
        turn.write(work.connection, changes)
        turn.write(
            work.connection, TurnRows(dossier_id, later, later, closed={"7": "answered"}, left=["7", "9"])
        )
        work.commit()
    (row,) = rows(house, "select * from dossier_wait")
    assert (row.left_at, row.outcome, row.status, row.attempts) == (later, "answered", "ready", 0)
    (stop,) = rows(house, "select * from clock_interval where reason = 'paused'")
    assert (stop.subject, stop.started_at, stop.ended_at) == ("9", NOON, later)
    (job,) = rows(house, "select * from procrastinate_jobs where task_name = 'fire_timer'")
    assert job.scheduled_at == later


def test_a_task_waits_once_in_a_dossier(house: House) -> None:
    opened(house)
    with pytest.raises(IntegrityError):
        opened(house)


def test_an_attempt_is_taken_by_one_of_two_workers(house: House) -> None:
    opened(house)
    row_id = value(house, "select id from dossier_wait")

    def take() -> object:
        with house.work() as work:
            found = wait.begin_attempt(work.connection, row_id, NOON, NOON + timedelta(minutes=3))
            work.commit()
            return found

    taken = race(take, take)
    assert sorted(found is None for found in taken) == [False, True]
    (row,) = rows(house, "select * from dossier_wait")
    assert (row.status, row.attempts, row.due_at) == ("running", 1, NOON + timedelta(minutes=3))


@pytest.mark.parametrize(("kind", "job"), [("service", "run_operation"), ("timer", "fire_timer")])
def test_a_due_row_without_a_job_of_its_own_is_lost(house: House, kind: str, job: str) -> None:
    dossier_id = opened(house, kind)
    with house.work() as work:
        work.defer(job, {"dossier_id": dossier_id, "task_id": "8"})
        assert [row.task_id for row in wait.lost(work.connection, NOON)] == ["7"]
        assert wait.lost(work.connection, NOON - timedelta(seconds=1)) == []
        work.defer(job, {"dossier_id": dossier_id, "task_id": "7"})
        assert wait.lost(work.connection, NOON) == []
