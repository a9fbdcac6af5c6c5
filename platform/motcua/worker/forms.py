"""Jobs of the form library: forms published anew because a shared field changed, a job for each."""

from __future__ import annotations

from motcua.services.forms import shared_republication
from motcua.services.work import House
from motcua.worker.job import Job, now


def republish_form(house: House, run_id: int, form_id: int) -> str:
    return shared_republication.carry_out(house, run_id, form_id, now())


JOBS = (Job(republish_form),)
