"""Jobs that follow from what an office decided: calendars, agencies, absences and delegations."""

from __future__ import annotations

from datetime import date

from motcua.services.agencies import agency_effect
from motcua.services.people import absences, delegations
from motcua.services.time import recount
from motcua.services.work import House
from motcua.worker.job import Job, now


def recount_calendar(house: House, agency_ids: list[int], first: str, last: str) -> int:
    with house.work() as work:
        return recount.spread(work, agency_ids, date.fromisoformat(first), date.fromisoformat(last))


def recount_dossier(house: House, dossier_id: int) -> bool:
    with house.work() as work:
        return recount.recount(work, dossier_id, now())


def carry_out_decision(house: House, event_id: int) -> bool:
    with house.work() as work:
        return agency_effect.carry_out(work, event_id, now())


def begin_absence(house: House, absence_id: int) -> int:
    with house.work() as work:
        return absences.begin(work, absence_id, now())


def close_delegation(house: House, delegation_id: int) -> int:
    with house.work() as work:
        return delegations.close(work, delegation_id, now())


JOBS = (
    Job(recount_calendar),
    Job(recount_dossier),
    Job(carry_out_decision),
    Job(begin_absence),
    Job(close_delegation),
)
