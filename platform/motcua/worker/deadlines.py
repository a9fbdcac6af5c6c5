"""Jobs that watch limits: warnings to officers, and the notice to an applicant whose result will not be ready."""

from __future__ import annotations

from motcua.services.exchange import late_notices
from motcua.services.time import warnings
from motcua.services.work import House
from motcua.worker.job import Job, now


def sweep_warnings(house: House) -> int:
    with house.work() as work:
        return warnings.sweep(work, now())


def notify_late(house: House) -> int:
    with house.work() as work:
        return late_notices.daily(work, now())


# The notice goes out once a day; it is asked for more often so that a worker that stood still makes up for it.
JOBS = (Job(sweep_warnings, cron="*/5 * * * *"), Job(notify_late, cron="*/10 * * * *"))
