"""Jobs that move a process on: timers that ring, service tasks that are called, waits that are over."""

from __future__ import annotations

from motcua.services.dossier import events, operations
from motcua.services.exchange import sub_dossiers
from motcua.services.work import House
from motcua.worker.job import Job, now


def fire_timer(house: House, dossier_id: int, task_id: str) -> bool:
    return events.run_timer(house, dossier_id, task_id, now())


def run_operation(house: House, dossier_id: int, task_id: str) -> str:
    return operations.run(house, dossier_id, task_id, now())


def sweep_waits(house: House) -> int:
    with house.work() as work:
        return events.sweep(work, now())


def answer_parents(house: House) -> int:
    return sub_dossiers.answer_parents(house, now())


JOBS = (
    Job(fire_timer),
    Job(run_operation),
    Job(answer_parents, cron="* * * * *"),
    Job(sweep_waits, cron="* * * * *"),
)
