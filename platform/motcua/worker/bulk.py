"""Jobs that do what an officer asked for many dossiers at once, a job for each."""

from __future__ import annotations

from motcua.services.desk import bulk
from motcua.services.work import House
from motcua.worker.job import Job, now


def do_bulk_item(house: House, run_id: int, number: int) -> bool:
    return bulk.carry_out(house, run_id, number, now())


JOBS = (Job(do_bulk_item),)
