"""Jobs that keep the house in order: the audit log is sealed and proved, expired sign-ins and forms are forgotten."""

from __future__ import annotations

from motcua.services.accounts import sessions
from motcua.services.audit import audit_seal, audit_verify
from motcua.services.intake import draft_life
from motcua.services.work import House
from motcua.worker.job import Job, now


def seal_audit(house: House) -> int:
    return audit_seal.seal(house)


def prove_audit(house: House) -> bool:
    return audit_verify.prove_daily(house, now())


def tidy_accounts(house: House) -> None:
    with house.work() as work:
        sessions.tidy(work, now())


def remind_of_drafts(house: House) -> int:
    with house.work() as work:
        return draft_life.remind(work, now())


def purge_drafts(house: House) -> int:
    with house.work() as work:
        return draft_life.purge(work, now())


JOBS = (
    Job(seal_audit, cron="* * * * * */10"),
    Job(prove_audit, cron="20 * * * *"),
    Job(tidy_accounts, cron="7 * * * *"),
    Job(remind_of_drafts, cron="11 * * * *"),
    Job(purge_drafts, cron="17 * * * *"),
)
