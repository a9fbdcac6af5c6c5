"""How the dossiers of a simulation go: tokens follow the drawn flows, part and meet, and come to an end.

A discrete-event simulation on the axis of working time. The same numbers and seed always give the same outcome.
"""

from __future__ import annotations

from functools import partial
from typing import Final

from motcua.domain.process.process import Flow
from motcua.domain.process.process_graph import STEP_KINDS
from motcua.domain.simulation.simulation_activities import Activities
from motcua.domain.simulation.simulation_flow import outgoing
from motcua.domain.simulation.simulation_office import Area, Dossier, Visit

GATEWAYS: Final = ("parallelGateway", "inclusiveGateway")
ACTIVITIES: Final = STEP_KINDS | {"serviceTask", "receiveTask", "subProcess", "intermediateCatchEvent"}


class Run(Activities):
    """One simulation under way."""

    def open(self, scope: str, dossier: Dossier, outer: Visit | None) -> Area:
        area = Area(self.graph[scope], dossier, outer)
        starts = area.graph.starts
        area.live = len(starts)
        for node in starts:
            area.where[node.id] = area.where.get(node.id, 0) + 1
            self.agenda.append(partial(self.leave, area, node.id))
        if not starts:
            self.agenda.append(partial(self.complete, area))
        return area

    def leave(self, area: Area, key: str) -> None:
        """A token goes on from a node by the flows that are taken."""
        if area.is_dead:
            return
        ways = outgoing(area.graph, key, self.assumed.branches, self.random)
        area.where[key] = area.where.get(key, 0) - 1
        area.live += len(ways) - 1
        for flow in ways:
            area.where[flow.target] = area.where.get(flow.target, 0) + 1
            self.agenda.append(partial(self.come, area, flow))
        self.settle(area)

    def settle(self, area: Area) -> None:
        """After a token has moved: inclusive joins that nobody can reach any more go on; an empty area is complete."""
        for key in self.joins.ready(area):
            self.agenda.append(partial(self.leave, area, key))
        if area.live == 0:
            self.complete(area)

    def come(self, area: Area, flow: Flow) -> None:
        if area.is_dead:
            return
        node = self.model.node_by_id[flow.target]
        kind = node.kind
        if kind == "endEvent":
            self.end(area, node.id)
        elif kind in GATEWAYS and len(area.graph.incoming[node.id]) > 1:
            if self.joins.park(area, node.id, flow.id, is_inclusive=kind == "inclusiveGateway"):
                self.leave(area, node.id)
            else:
                self.settle(area)
        elif kind == "eventBasedGateway":
            self.race(area, node.id)
        elif kind in ACTIVITIES:
            self.begin(Visit(node, area, self.now))
        else:
            self.leave(area, node.id)

    def end(self, area: Area, key: str) -> None:
        event = self.model.node_by_id[key].event
        area.where[key] -= 1
        area.live -= 1
        if event is not None and event.kind == "terminate":
            self.empty(area)
            area.live = 0
        if event is not None and event.kind in ("error", "escalation") and self.caught(area, event.kind):
            return
        self.settle(area)

    def caught(self, area: Area, kind: str) -> bool:
        """An error that ends a sub-process, where an event at its border catches it."""
        outer = area.outer
        if outer is None:
            return False
        for border in outer.area.graph.boundaries.get(outer.node.id, ()):
            if border.event is not None and border.event.kind == kind:
                self.fire(outer, border.id, is_interrupting=border.is_interrupting)
                return border.is_interrupting
        return False

    def complete(self, area: Area) -> None:
        if area.is_dead:
            return
        area.is_dead = True
        if area.outer is not None:
            self.done(area.outer)
            return
        self.ended.append((area.dossier, self.now))
        every = max(len(self.arrivals) // 50, 1)
        if self.progress is not None and len(self.ended) % every == 0:
            self.progress(len(self.ended), len(self.arrivals))

    def empty(self, area: Area) -> None:
        for visit in list(area.inside):
            self.stop(visit)
