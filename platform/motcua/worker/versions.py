"""Jobs that move running dossiers to another version of their procedure, a job for each."""

from __future__ import annotations

from motcua.services.version import version_migration
from motcua.services.work import House
from motcua.worker.job import Job, now


def move_dossier(house: House, run_id: int, number: int) -> bool:
    return version_migration.carry_out(house, run_id, number, now())


JOBS = (Job(move_dossier),)
