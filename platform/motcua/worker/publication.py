"""Jobs that put processes into force on their day, and warn of decisions that are not."""

from __future__ import annotations

from motcua.services.process import publications
from motcua.services.version import version_effect
from motcua.services.work import House
from motcua.worker.job import Job, now


def activate_version(house: House, version_id: int) -> bool:
    with house.work() as work:
        return version_effect.carry_out(work, version_id, now())


def sweep_versions(house: House) -> int:
    return version_effect.sweep(house, now())


def warn_publications(house: House) -> int:
    with house.work() as work:
        return publications.warn(work, now())


JOBS = (
    Job(activate_version),
    Job(sweep_versions, cron="* * * * *"),
    Job(warn_publications, cron="*/15 * * * *"),
)
