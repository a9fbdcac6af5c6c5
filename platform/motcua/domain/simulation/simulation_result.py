"""What a simulation comes to: the share on time, how long it takes, where dossiers wait, who is too few (A-18)."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Any

LEVELS = ("calm", "busy", "tight", "over")


@dataclass(frozen=True, slots=True)
class StepResult:
    """One step: how many dossiers came, how long they waited and were worked at, how many waited (in seconds, dossiers).

    `over_time` is the mean queue in sixty parts of the time looked at.
    """

    visits: int
    wait: float
    wait_p95: float
    work: float
    queue: float
    queue_p95: int
    over_time: tuple[float, ...]


@dataclass(frozen=True, slots=True)
class PoolResult:
    """The people of one position: how many there are, which share of their time they work, and how many would do."""

    people: int
    busy: float
    needed: int


@dataclass(frozen=True)
class Result:
    """A simulation's outcome. `on_time` with `low` and `high` is a share; `durations` are working seconds by quantile.

    `bottleneck` is the step at which dossiers lose most time waiting, empty where none is lost. `days` is the length
    of the time looked at in working days.
    """

    dossiers: int
    on_time: float
    low: float
    high: float
    durations: Mapping[str, float]
    limit: float | None
    steps: Mapping[str, StepResult] = field(default_factory=dict)
    pools: Mapping[str, PoolResult] = field(default_factory=dict)
    bottleneck: str = ""
    days: float = 0.0


def level_of(busy: float) -> str:
    """How hard people work, as colour, word and number say it: "calm", "busy", "tight" or "over"."""
    if busy < 0.6:
        return "calm"
    if busy < 0.85:
        return "busy"
    return "tight" if busy < 0.98 else "over"


def result_to_dict(result: Result) -> dict[str, Any]:
    """Plain data, rounded to what can be known."""
    return {
        "dossiers": result.dossiers,
        "on_time": round(result.on_time, 4),
        "interval": [round(result.low, 4), round(result.high, 4)],
        "durations": {key: round(seconds) for key, seconds in result.durations.items()},
        "limit": None if result.limit is None else round(result.limit),
        "bottleneck": result.bottleneck,
        "days": round(result.days, 2),
        "steps": {
            key: {
                "visits": one.visits,
                "wait": round(one.wait),
                "wait_p95": round(one.wait_p95),
                "work": round(one.work),
                "queue": round(one.queue, 2),
                "queue_p95": one.queue_p95,
                "over_time": [round(level, 2) for level in one.over_time],
            }
            for key, one in result.steps.items()
        },
        "pools": {
            key: {"people": one.people, "busy": round(one.busy, 4), "needed": one.needed}
            for key, one in result.pools.items()
        },
    }


def result_from_dict(data: Mapping[str, Any]) -> Result:
    """What `result_to_dict` has written."""
    low, high = data["interval"]
    return Result(
        dossiers=data["dossiers"],
        on_time=data["on_time"],
        low=low,
        high=high,
        durations=data["durations"],
        limit=data["limit"],
        steps={
            key: StepResult(**{**one, "over_time": tuple(one["over_time"])})
            for key, one in data["steps"].items()
        },
        pools={key: PoolResult(**one) for key, one in data["pools"].items()},
        bottleneck=data["bottleneck"],
        days=data["days"],
    )
