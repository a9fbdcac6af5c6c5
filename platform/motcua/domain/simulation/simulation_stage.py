"""The stage of a simulation: its clock, what is to happen when, and what is counted on the way."""

from __future__ import annotations

from abc import ABC, abstractmethod
from collections import deque
from collections.abc import Callable
from functools import partial
from heapq import heappop, heappush
from random import Random
from typing import Final

from motcua.domain.errors import InputError
from motcua.domain.process.process import ProcessModel
from motcua.domain.simulation.simulation import Assumed, graph_of, pool_of
from motcua.domain.simulation.simulation_axis import Axis
from motcua.domain.simulation.simulation_flow import Joins
from motcua.domain.simulation.simulation_office import Area, Dossier, Pool, Tally, Visit
from motcua.domain.simulation.simulation_tally import Level
from motcua.domain.text import Text

Progress = Callable[[int, int], None]
EVENTS_A_DOSSIER: Final = 2_000
MOST_EVENTS: Final = 1_500_000
"""Ten seconds or so: other jobs wait as long. Five thousand dossiers of a hundred steps take a third of them."""


class SimulationError(InputError):
    """The drawing cannot be simulated: dossiers go round for ever, or wait for branches that never come."""

    code = "simulation"


class Stage(ABC):
    """One simulation under way, without knowing how its dossiers go."""

    def __init__(self, model: ProcessModel, assumed: Assumed, axis: Axis, progress: Progress | None) -> None:
        self.model, self.assumed, self.axis, self.progress = model, assumed, axis, progress
        self.random = Random(assumed.seed)  # noqa: S311 - drawn anew from its seed, nothing secret
        self.graph = graph_of(model)
        self.joins = Joins()
        self.now, self.number, self.events = 0.0, 0, 0
        self.heap: list[tuple[float, int, Callable[[], None]]] = []
        self.agenda: deque[Callable[[], None]] = deque()
        self.arrivals = self._arrivals()
        first = int(len(self.arrivals) * assumed.warm_up)
        self.since, self.until = self.arrivals[first], max(self.arrivals[-1], self.arrivals[first] + 1.0)
        self.pools = {
            pool: Pool(count, Level(self.since, self.until)) for pool, count in self._people().items()
        }
        self.tallies = {step.id: Tally(Level(self.since, self.until)) for step in model.steps}
        self.ended: list[tuple[Dossier, float]] = []

    def go(self) -> None:
        """Let everything happen; raises SimulationError."""
        for number, at in enumerate(self.arrivals):
            self.at(at, partial(self._arrive, number))
        while self.heap:
            self.now, _, happen = heappop(self.heap)
            happen()
            self.count()
            while self.agenda:
                self.agenda.popleft()()
                self.count()
        for level in (
            *(one.queue for one in self.tallies.values()),
            *(one.busy for one in self.pools.values()),
        ):
            level.change(self.until, 0)
        if stuck := len(self.arrivals) - len(self.ended):
            raise SimulationError(
                Text(
                    f"{stuck} hồ sơ không đi hết quy trình: có điểm hợp nhánh chờ nhánh không đến.",
                    f"{stuck} dossiers never end: a join waits for a branch that never comes.",
                )
            )

    def _people(self) -> dict[str, int]:
        return {pool_of(step): self.assumed.people.get(pool_of(step), 1) for step in self.model.steps}

    def _arrivals(self) -> list[float]:
        gap = self.axis.day_seconds / self.assumed.arrivals
        at, found = 0.0, []
        for number in range(self.assumed.dossiers):
            at = number * gap if self.assumed.is_even else at + self.random.expovariate(1.0 / gap)
            found.append(at)
        return found

    def at(self, at: float, happen: Callable[[], None]) -> None:
        self.number += 1
        heappush(self.heap, (at, self.number, happen))

    def count(self) -> None:
        self.events += 1
        if self.events > MOST_EVENTS:
            raise SimulationError(
                Text(
                    "Lượt mô phỏng này quá dài để tính. Giảm số hồ sơ, hoặc giảm tỉ lệ của nhánh quay lại.",
                    "This simulation is too long to reckon. Take fewer dossiers, or lower the share of the way back.",
                )
            )
        if self.events > EVENTS_A_DOSSIER * len(self.arrivals):
            raise SimulationError(
                Text(
                    "Hồ sơ quay vòng quá nhiều lần. Giảm tỉ lệ của nhánh quay lại.",
                    "Dossiers go round too often. Lower the share of the way back.",
                )
            )

    def _arrive(self, number: int) -> None:
        self.open("", Dossier(number, self.now, self.axis.due(self.now)), None)

    @abstractmethod
    def open(self, scope: str, dossier: Dossier, outer: Visit | None) -> Area:
        """A dossier, or one go of a sub-process, begins."""

    @abstractmethod
    def leave(self, area: Area, key: str) -> None:
        """A token goes on from a node by the flows that are taken."""

    @abstractmethod
    def empty(self, area: Area) -> None:
        """Everything that goes on in an area ends."""
