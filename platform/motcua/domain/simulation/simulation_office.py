"""The people of a simulation: who is free takes what has waited longest; and what they are asked to do."""

from __future__ import annotations

from collections import deque
from dataclasses import dataclass, field
from random import Random
from typing import Any

from motcua.domain.process.process import Node
from motcua.domain.process.process_graph import Scope
from motcua.domain.simulation.simulation import Duration
from motcua.domain.simulation.simulation_tally import Level


@dataclass(eq=False, slots=True)
class Dossier:
    """One dossier on its way: `due` on the axis of working time, `stops` how many things stop its clock."""

    number: int
    arrived: float
    due: float | None
    stops: int = 0
    stopped_at: float = 0.0
    was_asked: bool = False


@dataclass(eq=False, slots=True)
class Area:
    """The process of a dossier, or one go of a sub-process: `live` tokens, `parked` at joins by node and flow."""

    graph: Scope
    dossier: Dossier
    outer: Visit | None
    live: int = 0
    is_dead: bool = False
    inside: set[Visit] = field(default_factory=set)
    parked: dict[str, dict[str, int]] = field(default_factory=dict)
    where: dict[str, int] = field(default_factory=dict)


@dataclass(eq=False, slots=True)
class Visit:
    """A token at an activity. One of a loop has the `body` that it belongs to; `left` goes are still to be begun."""

    node: Node
    area: Area
    came: float
    body: Visit | None = None
    left: int = 0
    running: int = 0
    is_over: bool = False
    is_waiting: bool = False
    began: float | None = None
    inner: Area | None = None
    goes: set[Visit] = field(default_factory=set)


@dataclass(eq=False)
class Tally:
    """What one step has seen, within the time looked at."""

    queue: Level
    waits: list[float] = field(default_factory=list)
    works: list[float] = field(default_factory=list)


@dataclass(eq=False)
class Pool:
    """The people of one position and what waits for them, in the order in which it came."""

    people: int
    busy: Level
    waiting: deque[Visit] = field(default_factory=deque)
    working: int = 0

    def next(self) -> Visit | None:
        """What has waited longest, if somebody is free for it."""
        while self.waiting and self.working < self.people:
            visit = self.waiting.popleft()
            if not visit.is_over:
                return visit
        return None


def drawn(random: Random, duration: Duration) -> float:
    """How long it takes this time."""
    if duration.quantiles:
        place = random.random() * (len(duration.quantiles) - 1)
        low = int(place)
        high = min(low + 1, len(duration.quantiles) - 1)
        return duration.quantiles[low] + (duration.quantiles[high] - duration.quantiles[low]) * (place - low)
    if duration.mean <= 0 or duration.spread <= 0:
        return max(duration.mean, 0.0)
    shape = 1.0 / duration.spread**2
    return random.gammavariate(shape, duration.mean / shape)


def weighted(random: Random, keys: list[Any], weights: list[float]) -> Any:
    """One of `keys`, each as likely as its weight; where none has any, all alike."""
    total = sum(weights)
    return random.choices(keys, weights if total > 0 else None)[0]
