"""The worker: background jobs by Procrastinate, each idempotent, on the database of the dossiers.

A new job is a function in the module of its kind and a row in that module's `JOBS`.
"""

from __future__ import annotations

import logging

from procrastinate import App, PsycopgConnector

from motcua.services.work import House
from motcua.worker import bulk, deadlines, messages, office, processes, upkeep
from motcua.worker.job import Job

JOBS: tuple[Job, ...] = (
    *messages.JOBS,
    *processes.JOBS,
    *office.JOBS,
    *deadlines.JOBS,
    *upkeep.JOBS,
    *bulk.JOBS,
)


def build_app(house: House) -> App:
    """The Procrastinate application with every job this program knows."""
    url = house.engine.url.set(drivername="postgresql").render_as_string(hide_password=False)
    app = App(connector=PsycopgConnector(conninfo=url))
    for job in JOBS:
        job.add_to(app, house)
    _take_up_stalled_jobs(app)
    return app


def run(house: House, *, until_empty: bool = False) -> None:
    """Run jobs until stopped, or until none is left.

    A job whose worker died is taken up again within two minutes, by the next worker that runs.
    """
    logging.basicConfig(level=logging.INFO, format="worker: %(message)s")
    logging.getLogger("procrastinate").setLevel(logging.WARNING)
    app = build_app(house)
    with app.open():
        app.run_worker(wait=not until_empty, listen_notify=not until_empty, delete_jobs="successful")


def _take_up_stalled_jobs(app: App) -> None:
    @app.periodic(cron="* * * * *")
    @app.task(name="take_up_stalled_jobs", queueing_lock="take_up_stalled_jobs")
    async def take_up_stalled_jobs(timestamp: int) -> None:
        for job in await app.job_manager.get_stalled_jobs():
            await app.job_manager.retry_job(job)
