"""The worker: background jobs by Procrastinate, each idempotent, on the database of the dossiers.

A new job is a function in the module of its kind and a row in that module's `JOBS`.
"""

from __future__ import annotations

import logging

from procrastinate import App, PsycopgConnector

from motcua.services.work import House
from motcua.worker import (
    bulk,
    deadlines,
    files,
    forms,
    messages,
    office,
    payments,
    processes,
    publication,
    reviews,
    signing,
    simulations,
    upkeep,
    versions,
)
from motcua.worker.job import Job

JOBS: tuple[Job, ...] = (
    *messages.JOBS,
    *processes.JOBS,
    *office.JOBS,
    *payments.JOBS,
    *deadlines.JOBS,
    *files.JOBS,
    *forms.JOBS,
    *upkeep.JOBS,
    *bulk.JOBS,
    *versions.JOBS,
    *publication.JOBS,
    *reviews.JOBS,
    *signing.JOBS,
    *simulations.JOBS,
)


def build_app(house: House, *, is_lasting: bool = True) -> App:
    """The Procrastinate application with every job this program knows.

    Only in a worker that `is_lasting` do jobs come by themselves at their times; another does what waits.
    """
    url = house.engine.url.set(drivername="postgresql").render_as_string(hide_password=False)
    app = App(connector=PsycopgConnector(conninfo=url))
    for job in JOBS:
        job.add_to(app, house, comes_by_itself=is_lasting)
    _take_up_stalled_jobs(app, comes_by_itself=is_lasting)
    return app


def run(house: House, *, until_empty: bool = False) -> None:
    """Run jobs until stopped, or until none is left; then none comes by itself, for the clock decides nothing.

    A job whose worker died is taken up again within two minutes, by the next worker that runs.
    """
    logging.basicConfig(level=logging.INFO, format="worker: %(message)s")
    logging.getLogger("procrastinate").setLevel(logging.WARNING)
    app = build_app(house, is_lasting=not until_empty)
    with app.open():
        app.run_worker(wait=not until_empty, listen_notify=not until_empty, delete_jobs="successful")


def _take_up_stalled_jobs(app: App, *, comes_by_itself: bool) -> None:
    @app.task(name="take_up_stalled_jobs", queueing_lock="take_up_stalled_jobs")
    async def take_up_stalled_jobs(timestamp: int) -> None:
        for job in await app.job_manager.get_stalled_jobs():
            await app.job_manager.retry_job(job)

    if comes_by_itself:
        app.periodic(cron="* * * * *")(take_up_stalled_jobs)
