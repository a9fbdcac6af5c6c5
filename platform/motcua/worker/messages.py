"""Jobs that write to people: notices about dossiers, letters about accounts, and their carriage."""

from __future__ import annotations

from motcua.services.messages import applicant_told, deliveries, letters, notifications
from motcua.services.work import House
from motcua.worker.job import Job, now


def notify_applicant(house: House, dossier_id: int, event: str, by: int | None = None) -> bool:
    with house.work() as work:
        return applicant_told.tell(work, dossier_id, event, now(), by)


def notify_group(house: House, dossier_id: int) -> int:
    with house.work() as work:
        return notifications.tell_group(work, dossier_id, now())


def carry_message(house: House, message_id: int, channel: str) -> bool:
    with house.work() as work:
        return deliveries.carry(work, message_id, channel, now())


def carry_letter(house: House, account_id: int, event: str, sealed: str, channel: str) -> bool:
    with house.work() as work:
        return letters.carry(work, account_id, event, sealed, channel)


def escalate_unconfirmed(house: House) -> int:
    with house.work() as work:
        return applicant_told.escalate(work, now())


JOBS = (
    Job(notify_applicant),
    Job(notify_group),
    Job(carry_message),
    Job(carry_letter),
    Job(escalate_unconfirmed, cron="*/5 * * * *"),
)
