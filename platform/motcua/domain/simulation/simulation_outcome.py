"""A simulation from its numbers to its outcome (A-18)."""

from __future__ import annotations

from collections.abc import Mapping
from math import ceil

from motcua.domain.process.process import ProcessModel
from motcua.domain.simulation.simulation import LOAD, Assumed, check, pool_of
from motcua.domain.simulation.simulation_axis import Axis
from motcua.domain.simulation.simulation_result import PoolResult, Result, StepResult
from motcua.domain.simulation.simulation_run import Run
from motcua.domain.simulation.simulation_stage import Progress
from motcua.domain.simulation.simulation_tally import mean, quantile, share_with_interval

QUANTILES = {"p50": 0.5, "p80": 0.8, "p95": 0.95}
A_MOMENT = 1e-6
"""Sums of parts of seconds differ in the last digits; to be on time is to end at the limit or before it (R-01)."""


def simulate(model: ProcessModel, assumed: Assumed, axis: Axis, progress: Progress | None = None) -> Result:
    """Let the dossiers go and say what came of it. `progress(done, total)` is told about fifty times.

    Raises ValidationError for numbers that cannot be used, SimulationError where dossiers never come to an end.
    """
    check(assumed)
    run = Run(model, assumed, axis, progress)
    run.go()
    counted = sorted((one for one in run.ended if one[0].arrived >= run.since), key=lambda one: one[0].number)
    on_time = [dossier.due is None or at <= dossier.due + A_MOMENT for dossier, at in counted]
    share, low, high = share_with_interval(on_time)
    took = [at - dossier.arrived for dossier, at in counted]
    steps = _steps(run)
    return Result(
        dossiers=len(counted),
        on_time=share,
        low=low,
        high=high,
        durations={"mean": mean(took), **{key: quantile(took, part) for key, part in QUANTILES.items()}},
        limit=axis.limit_seconds(),
        steps=steps,
        pools=_pools(run),
        bottleneck=_bottleneck(steps),
        days=(run.until - run.since) / axis.day_seconds,
    )


def _steps(run: Run) -> Mapping[str, StepResult]:
    return {
        key: StepResult(
            visits=len(one.waits),
            wait=mean(one.waits),
            wait_p95=quantile(one.waits, 0.95),
            work=mean(one.works),
            queue=one.queue.mean,
            queue_p95=one.queue.quantile(0.95),
            over_time=tuple(one.queue.buckets),
        )
        for key, one in run.tallies.items()
    }


def _pools(run: Run) -> Mapping[str, PoolResult]:
    """How many would do follows from all the work that came, also where there are too few to do it in time."""
    came: dict[str, float] = {}
    for step in run.model.steps:
        came[pool_of(step)] = came.get(pool_of(step), 0.0) + sum(run.tallies[step.id].works)
    window = run.until - run.since
    return {
        key: PoolResult(
            pool.people, pool.busy.mean / pool.people, max(1, ceil(came[key] / window / LOAD - A_MOMENT))
        )
        for key, pool in run.pools.items()
    }


def _bottleneck(steps: Mapping[str, StepResult]) -> str:
    """Where most time is lost waiting, all dossiers together."""
    worst = max(steps, key=lambda key: steps[key].wait * steps[key].visits, default="")
    return worst if worst and steps[worst].wait >= 1 else ""
