"""What a simulation of a process assumes: arrivals, people, working times, the shares of branches (A-18).

All times are seconds of working time. Nothing here draws a random number; `simulation_run` does.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from math import ceil
from typing import Final

from motcua.domain.errors import FieldError, ValidationError
from motcua.domain.process.process import ProcessModel, Step
from motcua.domain.process.process_graph import Scope, scopes
from motcua.domain.process.process_ways import budget_seconds
from motcua.domain.profile import SupplementPolicy
from motcua.domain.text import Text
from motcua.domain.time.limits import DAY_SECONDS

SHARE_OF_BUDGET: Final = 0.6
SPREAD: Final = 0.5
BACK: Final = 0.1
LOAD: Final = 0.8
ITEMS: Final = 2
ANSWER_SECONDS: Final = 300
WAIT_DAYS: Final = 3
MOST_DOSSIERS: Final = 5_000
MOST_ARRIVALS: Final = 10_000
MOST_PEOPLE: Final = 10_000


@dataclass(frozen=True, slots=True)
class Duration:
    """How long something takes: `mean` seconds, `spread` as the share of the mean that is its standard deviation.

    0 is always the same, 1 is as irregular as chance. `quantiles` of past dossiers, evenly spaced from the shortest to
    the longest, take the place of both where there are any.
    """

    mean: float
    spread: float = 0.0
    quantiles: tuple[float, ...] = ()


@dataclass(frozen=True, slots=True)
class Assumed:
    """The numbers of a simulation. `arrivals` are dossiers a working day, `people` by pool (`pool_of`).

    `work` is by step, `delays` by element that waits for another system or a message, `branches` are the shares of
    flows and of error events by their id, `items` how often a list is gone through. `supplement` is the share of
    dossiers that are asked for more at the step `asking`, which then wait `supplying`; what that does to the limit
    `policy` says. Arrivals are even where `is_even`, else as chance will have it. The first `warm_up` share of the
    dossiers only fills the queues.
    """

    arrivals: float
    people: Mapping[str, int]
    work: Mapping[str, Duration]
    dossiers: int = 1_000
    delays: Mapping[str, Duration] = field(default_factory=dict)
    branches: Mapping[str, float] = field(default_factory=dict)
    items: int = ITEMS
    supplement: float = 0.0
    asking: str = ""
    supplying: Duration = Duration(WAIT_DAYS * DAY_SECONDS, SPREAD)
    policy: SupplementPolicy = "pause_resume"
    is_even: bool = False
    warm_up: float = 0.1
    seed: int = 1


def pool_of(step: Step) -> str:
    """The people who do a step: a position, of another agency told apart from the receiving one's."""
    name = step.position or step.position_name or step.id
    return name if step.agency == "receiving" else f"{name}@{step.agency}"


def assumed_for(model: ProcessModel, arrivals: float = 8.0, day_seconds: int = DAY_SECONDS) -> Assumed:
    """Sensible numbers from the model alone: work takes part of the budget, and people are busy four fifths of a day."""
    work = {
        step.id: Duration(round(budget_seconds(step.budget, day_seconds) * SHARE_OF_BUDGET), SPREAD)
        for step in model.steps
    }
    load: dict[str, float] = {}
    for step in model.steps:
        load[pool_of(step)] = load.get(pool_of(step), 0.0) + arrivals * work[step.id].mean
    people = {pool: max(1, ceil(seconds / (LOAD * day_seconds))) for pool, seconds in load.items()}
    return Assumed(
        arrivals=arrivals,
        people=people,
        work=work,
        delays=_delays(model, day_seconds),
        branches=_branches(model),
        asking=next((step.id for step in model.steps if step.phase == "resolve"), ""),
    )


def check(assumed: Assumed) -> None:
    """Raise ValidationError naming every number that no simulation can use."""
    errors = []
    if not 0 < assumed.arrivals <= MOST_ARRIVALS:
        errors.append(_wrong("arrivals", f"0 < … ≤ {MOST_ARRIVALS}"))
    if not 10 <= assumed.dossiers <= MOST_DOSSIERS:
        errors.append(_wrong("dossiers", f"10 … {MOST_DOSSIERS}"))
    if not 1 <= assumed.items <= 100:
        errors.append(_wrong("items", "1 … 100"))
    if not 0 <= assumed.supplement < 1:
        errors.append(_wrong("supplement", "0 … 0,99"))
    errors += [
        _wrong(f"people-{pool}", f"1 … {MOST_PEOPLE}")
        for pool, count in assumed.people.items()
        if not 1 <= count <= MOST_PEOPLE
    ]
    durations = {**assumed.work, **assumed.delays, "supplying": assumed.supplying}
    errors += [
        _wrong(f"work-{key}", "≥ 0")
        for key, one in durations.items()
        if not (0 <= one.mean < 10**9 and 0 <= one.spread <= 5)
    ]
    errors += [
        _wrong(f"branch-{key}", "0 … 1000")
        for key, share in assumed.branches.items()
        if not 0 <= share <= 1_000
    ]
    if errors:
        raise ValidationError(errors)


def choices(model: ProcessModel) -> Mapping[str, tuple[str, ...]]:
    """By gateway the flows among which a dossier's way is chosen by its data."""
    found: dict[str, tuple[str, ...]] = {}
    for scope in scopes(model.nodes, model.flows):
        for node in scope.nodes:
            ways = scope.outgoing[node.id]
            if node.kind in ("exclusiveGateway", "inclusiveGateway") and len(ways) > 1:
                found[node.id] = tuple(flow.id for flow in ways)
    return found


def _branches(model: ProcessModel) -> dict[str, float]:
    """Equal shares, and few for a way that leads back."""
    found: dict[str, float] = {}
    for scope in scopes(model.nodes, model.flows):
        place = {key: number for number, key in enumerate(scope.order)}
        for node in scope.nodes:
            if (
                node.kind == "boundaryEvent"
                and node.event is not None
                and node.event.kind in ("error", "escalation")
            ):
                found[node.id] = 0.0
            ways = scope.outgoing[node.id]
            if node.kind not in ("exclusiveGateway", "inclusiveGateway") or len(ways) < 2:
                continue
            back = [flow.id for flow in ways if place.get(flow.target, 0) <= place.get(node.id, 0)]
            onward = [flow.id for flow in ways if flow.id not in back]
            left = 1.0 - BACK * len(back) if onward else 1.0
            found |= dict.fromkeys(back, BACK if onward else 1.0 / len(back))
            found |= dict.fromkeys(onward, round(left / len(onward), 3) if onward else 0.0)
    return found


def _delays(model: ProcessModel, day_seconds: int) -> dict[str, Duration]:
    """What waits for others: a service answers soon, a message within a day."""
    found = {}
    for node in model.nodes:
        event = node.event.kind if node.event is not None else ""
        if node.kind == "serviceTask":
            found[node.id] = Duration(ANSWER_SECONDS, 1.0)
        elif node.kind in ("receiveTask", "intermediateCatchEvent") and event in ("message", "signal"):
            found[node.id] = Duration(day_seconds, SPREAD)
    return found


def _wrong(name: str, bounds: str) -> FieldError:
    words = Text(
        f"Số chưa hợp lệ. Nhập trong khoảng {bounds}.", f"This number cannot be used. Enter {bounds}."
    )
    return FieldError(f"/{name}", "bounds", words)


def graph_of(model: ProcessModel) -> Mapping[str, Scope]:
    """The process and its sub-processes by the id of the sub-process."""
    return {scope.parent: scope for scope in scopes(model.nodes, model.flows)}
