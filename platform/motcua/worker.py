"""The worker: background jobs by Procrastinate, each idempotent, on the database of the dossiers."""

from __future__ import annotations

import logging
from datetime import UTC, date, datetime

from procrastinate import App, PsycopgConnector, RetryStrategy

from motcua.services import (
    absences,
    agency_life,
    audit_seal,
    audit_verify,
    delegations,
    events,
    letters,
    notifications,
    operations,
    recount,
    sessions,
)
from motcua.services.work import House

RETRY = RetryStrategy(max_attempts=8, exponential_wait=4)


def build_app(house: House) -> App:
    """The Procrastinate application with every job this program knows."""
    url = house.engine.url.set(drivername="postgresql").render_as_string(hide_password=False)
    app = App(connector=PsycopgConnector(conninfo=url))

    @app.task(name="notify_applicant", retry=RETRY)
    def notify_applicant(dossier_id: int, event: str) -> bool:
        with house.work() as work:
            return notifications.tell_applicant(work, dossier_id, event, _now())

    @app.task(name="carry_message", retry=RETRY)
    def carry_message(message_id: int, channel: str) -> bool:
        with house.work() as work:
            return notifications.carry(work, message_id, channel)

    @app.task(name="carry_letter", retry=RETRY)
    def carry_letter(account_id: int, event: str, sealed: str, channel: str) -> bool:
        with house.work() as work:
            return letters.carry(work, account_id, event, sealed, channel)

    @app.task(name="begin_absence", retry=RETRY)
    def begin_absence(absence_id: int) -> int:
        with house.work() as work:
            return absences.begin(work, absence_id, _now())

    @app.task(name="close_delegation", retry=RETRY)
    def close_delegation(delegation_id: int) -> int:
        with house.work() as work:
            return delegations.close(work, delegation_id, _now())

    @app.task(name="notify_group", retry=RETRY)
    def notify_group(dossier_id: int) -> int:
        with house.work() as work:
            return notifications.tell_group(work, dossier_id, _now())

    @app.task(name="fire_timer", retry=RETRY)
    def fire_timer(dossier_id: int, task_id: str) -> bool:
        return events.run_timer(house, dossier_id, task_id, _now())

    @app.task(name="run_operation", retry=RETRY)
    def run_operation(dossier_id: int, task_id: str) -> str:
        return operations.run(house, dossier_id, task_id, _now())

    @app.task(name="recount_calendar", retry=RETRY)
    def recount_calendar(agency_ids: list[int], first: str, last: str) -> int:
        with house.work() as work:
            return recount.spread(work, agency_ids, date.fromisoformat(first), date.fromisoformat(last))

    @app.task(name="recount_dossier", retry=RETRY)
    def recount_dossier(dossier_id: int) -> bool:
        with house.work() as work:
            return recount.recount(work, dossier_id, _now())

    @app.task(name="carry_out_decision", retry=RETRY)
    def carry_out_decision(event_id: int) -> bool:
        with house.work() as work:
            return agency_life.carry_out(work, event_id, _now())

    @app.periodic(cron="* * * * *")
    @app.task(name="sweep_waits", queueing_lock="sweep_waits")
    def sweep_waits(timestamp: int) -> int:
        with house.work() as work:
            return events.sweep(work, _now())

    @app.periodic(cron="* * * * * */10")
    @app.task(name="seal_audit", queueing_lock="seal_audit")
    def seal_audit(timestamp: int) -> int:
        return audit_seal.seal(house)

    @app.periodic(cron="20 * * * *")
    @app.task(name="prove_audit", queueing_lock="prove_audit")
    def prove_audit(timestamp: int) -> bool:
        return audit_verify.prove_daily(house, _now())

    @app.periodic(cron="7 * * * *")
    @app.task(name="tidy_accounts", queueing_lock="tidy_accounts")
    def tidy_accounts(timestamp: int) -> None:
        with house.work() as work:
            sessions.tidy(work, _now())

    @app.periodic(cron="* * * * *")
    @app.task(name="take_up_stalled_jobs", queueing_lock="take_up_stalled_jobs")
    async def take_up_stalled_jobs(timestamp: int) -> None:
        for job in await app.job_manager.get_stalled_jobs():
            await app.job_manager.retry_job(job)

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


def _now() -> datetime:
    return datetime.now(UTC)
