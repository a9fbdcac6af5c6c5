"""Jobs that keep the house in order: the audit log is sealed and proved, expired sign-ins are forgotten."""

from __future__ import annotations

from motcua.services import audit_seal, audit_verify, sessions
from motcua.services.work import House
from motcua.worker.job import Job, now


def seal_audit(house: House) -> int:
    return audit_seal.seal(house)


def prove_audit(house: House) -> bool:
    return audit_verify.prove_daily(house, now())


def tidy_accounts(house: House) -> None:
    with house.work() as work:
        sessions.tidy(work, now())


JOBS = (
    Job(seal_audit, cron="* * * * * */10"),
    Job(prove_audit, cron="20 * * * *"),
    Job(tidy_accounts, cron="7 * * * *"),
)
