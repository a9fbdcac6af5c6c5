"""Jobs that reckon: simulations of processes asked for in the studio."""

from __future__ import annotations

from motcua.services.simulation import simulations
from motcua.services.work import House
from motcua.worker.job import Job, now


def simulate_process(house: House, simulation_id: int) -> str:
    return simulations.carry_out(house, simulation_id, now())


JOBS = (Job(simulate_process),)
