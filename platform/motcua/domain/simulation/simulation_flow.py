"""How tokens part and meet in a simulation: the flows taken from a node, and joins."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from random import Random

from motcua.domain.process.process import Flow
from motcua.domain.process.process_graph import Scope, reach
from motcua.domain.simulation.simulation_office import Area, weighted


def outgoing(graph: Scope, key: str, shares: Mapping[str, float], random: Random) -> Sequence[Flow]:
    """The flows a token takes from a node: one by its share, several by chance each, or all."""
    ways = graph.outgoing[key]
    kind = graph.kinds[key]
    if len(ways) < 2 or kind not in ("exclusiveGateway", "inclusiveGateway"):
        return ways
    weights = [shares.get(flow.id, 1.0 / len(ways)) for flow in ways]
    if kind == "exclusiveGateway":
        return [weighted(random, list(ways), weights)]
    taken = [flow for flow, share in zip(ways, weights, strict=True) if random.random() < share]
    return taken or [weighted(random, list(ways), weights)]


class Joins:
    """Where branches meet. A parallel join waits for every flow, an inclusive one for all that can still come."""

    def __init__(self) -> None:
        self._ahead: dict[tuple[str, str], frozenset[str]] = {}

    def park(self, area: Area, key: str, flow: str, *, is_inclusive: bool) -> bool:
        """A token has come by a flow; whether the join goes on with it at once, as one token at `key`."""
        parked = area.parked.setdefault(key, {})
        parked[flow] = parked.get(flow, 0) + 1
        area.where[key] -= 1
        if is_inclusive:
            return False
        if any(not parked.get(one.id) for one in area.graph.incoming[key]):
            return False
        for one in area.graph.incoming[key]:
            parked[one.id] -= 1
        area.live -= len(area.graph.incoming[key]) - 1
        area.where[key] += 1
        return True

    def ready(self, area: Area) -> list[str]:
        """The inclusive joins with parked tokens that no other token can come to any more, taken up as one each."""
        found = []
        for key, parked in area.parked.items():
            count = sum(parked.values())
            if not count or area.graph.kinds[key] != "inclusiveGateway":
                continue
            others = (node for node, tokens in area.where.items() if tokens > 0)
            if any(key in self._reached(area.graph, node) for node in others):
                continue
            parked.clear()
            area.live -= count - 1
            area.where[key] = area.where.get(key, 0) + 1
            found.append(key)
        return found

    def _reached(self, graph: Scope, node: str) -> frozenset[str]:
        place = (graph.parent, node)
        if place not in self._ahead:
            self._ahead[place] = reach([node], graph.successors)
        return self._ahead[place]
