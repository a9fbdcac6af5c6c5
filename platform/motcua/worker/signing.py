"""Jobs that sign what officers ordered, and forget what opened their keys."""

from __future__ import annotations

from motcua.services.signing import order_work
from motcua.services.work import House
from motcua.worker.job import Job, now


def sign_documents(house: House, run_id: int) -> bool:
    return order_work.carry_out(house, run_id, now())


def erase_signing_secrets(house: House) -> int:
    return order_work.erase_secrets(house, now())


JOBS = (Job(sign_documents), Job(erase_signing_secrets, cron="*/5 * * * *"))
