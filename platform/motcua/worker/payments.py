"""Jobs about money: gateways are asked about payments that nobody told us the end of (I-03)."""

from __future__ import annotations

from motcua.services.money import payment_answer
from motcua.services.work import House
from motcua.worker.job import Job, now


def ask_gateways(house: House) -> int:
    return payment_answer.ask_gateways(house, now()) if house.payment_gateways else 0


JOBS = (Job(ask_gateways, cron="*/5 * * * *"),)
