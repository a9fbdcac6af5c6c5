"""The job that reminds of procedures whose periodic review is overdue."""

from __future__ import annotations

from motcua.services.process import reviews
from motcua.services.work import House
from motcua.worker.job import Job, now


def remind_of_reviews(house: House) -> int:
    with house.work() as work:
        return reviews.remind(work, now())


JOBS = (Job(remind_of_reviews, cron="35 * * * *"),)
