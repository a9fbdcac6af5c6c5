"""What one completed step costs, three ways in one run: through the services, by the engine library alone as its
documentation persists it, and as the bare transaction with the same rows.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import asdict, dataclass
from datetime import UTC, datetime
from functools import partial
from statistics import median
from time import perf_counter
from typing import Any

from sqlalchemy import event, text

from motcua.cli.bench_dossiers import (
    OPINION,
    POSITION,
    People,
    file_dossier,
    first_task,
    found,
    release_process,
    sample_people,
    walk,
)
from motcua.domain.people.permissions import Actor
from motcua.engine.library_baseline import LibraryRun
from motcua.services.work import House, Work
from motcua.store.dossier import dossier as dossiers
from motcua.store.dossier import held as stored_held
from motcua.store.dossier import move as moves
from motcua.store.dossier.move import Job, Leaving, Move, Standing

SIZES = (10, 50, 100)
RUNS = 5
# A run walks several short processes, so that each run times about as many steps.
STEPS_A_RUN = 50
WAYS = ("service", "opinion", "library", "restoring", "floor")
# Inside a session, so that no day of the bench falls on a holiday.
NOW = datetime(2026, 11, 23, 2, 0, tzinfo=UTC)

DOSSIER_TABLES = ("dossier", "dossier_step", "clock_interval", "opinion", "audit")


@dataclass(frozen=True, slots=True)
class Measured:
    """Medians for processes of one size. Milliseconds a step; SQL statements a step; bytes of a whole dossier.

    `service_ms` writes what every step writes: steps, clocks, audit and jobs; `service_with_opinion_ms` an opinion
    of the officer besides.
    """

    tasks: int
    service_ms: float
    service_with_opinion_ms: float
    library_ms: float
    library_restoring_ms: float
    floor_ms: float
    statements: float
    bytes_per_dossier: int


def measure(house: House, runs: int = RUNS, sizes: tuple[int, ...] = SIZES) -> list[dict[str, Any]]:
    """One row per size; the ways take turns within every run, since machines change speed by the minute."""
    people = sample_people(house, NOW)
    with house.work() as work:
        work.connection.execute(text("create table bench_library (id int primary key, state text)"))
        work.connection.execute(text("insert into bench_library values (1, '')"))
        work.commit()
    return [asdict(_size(house, tasks, runs, people)) for tasks in sizes]


def _size(house: House, tasks: int, runs: int, people: People) -> Measured:
    procedure = f"1.{tasks:06d}"
    bpmn = release_process(house, procedure, tasks, NOW)
    times: dict[str, list[float]] = {way: [] for way in WAYS}
    counted: list[float] = []
    size = 0
    for _ in range(runs * max(1, STEPS_A_RUN // tasks)):
        for way, opinion in (("service", ""), ("opinion", OPINION)):
            code = file_dossier(house, people, procedure, NOW)
            steps = partial(walk, house, people.officer, code, first_task(house, code), NOW, opinion)
            with _statements(house) as seen:
                times[way].append(_timed(steps, tasks))
            counted.append(len(seen) / tasks)
        size = _bytes(house, code)
        times["library"].append(_timed(_library(house, bpmn, restore=False), tasks))
        times["restoring"].append(_timed(_library(house, bpmn, restore=True), tasks))
        other = file_dossier(house, people, procedure, NOW)
        times["floor"].append(_timed(partial(_floor, house, people.officer, other, tasks), tasks))
    middle = {way: round(median(all_runs), 3) for way, all_runs in times.items()}
    return Measured(
        tasks=tasks,
        service_ms=middle["service"],
        service_with_opinion_ms=middle["opinion"],
        library_ms=middle["library"],
        library_restoring_ms=middle["restoring"],
        floor_ms=middle["floor"],
        statements=median(counted),
        bytes_per_dossier=size,
    )


def _library(house: House, bpmn: bytes, *, restore: bool) -> Callable[[], None]:
    """The library's way: the whole workflow as text into one column, one commit a step, nothing else."""
    run = LibraryRun(bpmn, restore=restore)

    def walk_through() -> None:
        while (state := run.step()) is not None:
            with house.work() as work:
                work.connection.execute(
                    text("update bench_library set state = :state where id = 1"), {"state": state}
                )
                work.commit()

    return walk_through


def _floor(house: House, officer: Actor, code: str, tasks: int) -> None:
    """The rows that a step writes, and nothing else: no permission, no form, no engine, no calendar."""
    for _ in range(tasks):
        with house.work() as work:
            _floor_step(work, officer, code)


def _floor_step(work: Work, officer: Actor, code: str) -> None:
    held = stored_held.hold(work.connection, code, officer.id or 0)[0]
    task_id = str(int(held.task_id) + 1)
    following = {
        "task_id": task_id,
        "step_id": held.step_id,
        "name": held.step_name,
        "position": POSITION,
        "phase": held.phase,
        "number": 1,
        "agency_id": held.step_agency_id,
        "budget_seconds": 14_400,
        "arrived_at": NOW,
        "counted_from": NOW,
        "due_at": NOW,
        "holder_id": None,
        "claimed_at": None,
        "restarted": False,
    }
    move = Move(
        dossier_id=held.id,
        at=NOW,
        counted_at=NOW,
        actor_id=officer.id,
        actor_name=officer.name,
        action="forward",
        detail={"step": held.step_name},
        standing=Standing("processing", held.engine_state, False),
        leaving=Leaving(held.step_row_id, NOW, None),
        opened=[following],
        ended=[("step", held.task_id), ("group", held.task_id)],
        ended_at=NOW,
        started=[("step", task_id, NOW), ("group", task_id, NOW)],
        jobs=[Job("notify_group", {"dossier_id": held.id})],
    )
    moves.write(work.connection, move)
    work.commit()


def _timed(way: Callable[[], object], tasks: int) -> float:
    began = perf_counter()
    way()
    return (perf_counter() - began) * 1000 / tasks


@contextmanager
def _statements(house: House) -> Iterator[list[str]]:
    seen: list[str] = []

    def note(_connection: Any, _cursor: Any, statement: str, *_rest: Any) -> None:
        seen.append(statement)

    event.listen(house.engine, "before_cursor_execute", note)
    try:
        yield seen
    finally:
        event.remove(house.engine, "before_cursor_execute", note)


def _bytes(house: House, code: str) -> int:
    """What one dossier's rows weigh in their tables."""
    with house.work() as work:
        dossier = found(dossiers.by_code(work.connection, code))
        sums = [
            f"(select coalesce(sum(pg_column_size(t.*)), 0) from {table} t where"  # noqa: S608 - names above
            f" {'id' if table == 'dossier' else 'dossier_id'} = :id)"
            for table in DOSSIER_TABLES
        ]
        return int(
            work.connection.execute(text("select " + " + ".join(sums)), {"id": dossier.id}).scalar_one()
        )
