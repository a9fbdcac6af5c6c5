"""The elements of a process as the token game sees them: what is attached where, who catches what is thrown.

Nothing here moves; `token_moves` plays. Read from a model whose drawing is in order: every scope has one start.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from functools import cached_property

from motcua.domain.process.process import Flow, Node, ProcessModel
from motcua.domain.process.process_graph import Scope, reach, reverse_postorder, scopes
from motcua.domain.process.process_node import CATCHES_OUTSIDE

Name = tuple[str, str]
"""What is thrown or waited for: ("message", "Đã nộp phí")."""

THROWS = frozenset({"endEvent", "intermediateThrowEvent", "sendTask"})
CATCHES = frozenset({"intermediateCatchEvent", "receiveTask"})
_KEPT = frozenset({"message", "signal"})


@dataclass(frozen=True)
class Net:
    """A process with all its sub-processes, indexed."""

    model: ProcessModel

    @cached_property
    def nodes(self) -> Mapping[str, Node]:
        return self.model.node_by_id

    @cached_property
    def scopes(self) -> Mapping[str, Scope]:
        return {scope.parent: scope for scope in scopes(self.model.nodes, self.model.flows)}

    @cached_property
    def flows(self) -> Mapping[str, Flow]:
        return {flow.id: flow for flow in self.model.flows}

    @cached_property
    def outgoing(self) -> Mapping[str, tuple[Flow, ...]]:
        return {key: flows for scope in self.scopes.values() for key, flows in scope.outgoing.items()}

    @cached_property
    def incoming(self) -> Mapping[str, tuple[Flow, ...]]:
        return {key: flows for scope in self.scopes.values() for key, flows in scope.incoming.items()}

    @cached_property
    def boundaries(self) -> Mapping[str, tuple[Node, ...]]:
        """The boundary events of every activity, in the order of the file."""
        none: dict[str, tuple[Node, ...]] = {node.id: () for node in self.model.nodes}
        return none | {
            key: nodes for scope in self.scopes.values() for key, nodes in scope.boundaries.items()
        }

    @cached_property
    def event_starts(self) -> Mapping[str, tuple[Node, ...]]:
        """The start events of the event sub-processes of every scope."""
        return {
            key: tuple(
                start for node in scope.nodes if node.is_event_sub for start in self.scopes[node.id].starts
            )
            for key, scope in self.scopes.items()
        }

    @cached_property
    def internal(self) -> frozenset[Name]:
        """The messages and signals thrown and caught in the process; all others come from outside or go there."""
        thrown = {name for node in self.model.nodes if node.kind in THROWS and (name := name_of(node))}
        caught = {name for node in self.model.nodes if node.kind not in THROWS and (name := name_of(node))}
        return frozenset(name for name in thrown & caught if name[0] in _KEPT)

    @cached_property
    def simple(self) -> frozenset[Name]:
        """Messages caught at one waiting element alone: then it makes no difference in which order things happen."""
        catchers: dict[Name, list[Node]] = {}
        for node in self.model.nodes:
            if node.kind not in THROWS and (name := name_of(node)) in self.internal and name:
                catchers.setdefault(name, []).append(node)
        return frozenset(
            name
            for name, nodes in catchers.items()
            if name[0] == "message"
            and len(nodes) == 1
            and nodes[0].kind in CATCHES
            and not self.chosen_at(nodes[0])
        )

    def chosen_at(self, node: Node) -> Node | None:
        """The event gateway whose choice a catching element is."""
        sources = (self.nodes[flow.source] for flow in self.incoming[node.id])
        return next((source for source in sources if source.kind == "eventBasedGateway"), None)

    def is_tangled(self, node: Node) -> bool:
        """Whether the element throws or catches what makes the order matter."""
        name = name_of(node)
        return name in self.internal and name not in self.simple

    def is_outside(self, node: Node) -> bool:
        """Whether what the element waits for comes by itself: by the clock, or from outside the process."""
        event = node.event
        return event is not None and event.kind in CATCHES_OUTSIDE and name_of(node) not in self.internal

    @cached_property
    def opened(self) -> frozenset[str]:
        """The sub-processes that are played together with what is around them, for the sake of their messages."""
        found: set[str] = set()
        for node in self.model.nodes:
            if name_of(node) in self.internal:
                found.update(self.around(self.home(node)))
        return frozenset(found)

    def around(self, scope: str) -> Iterator[str]:
        """The sub-process `scope` and those that enclose it, inner first; nothing for the process itself."""
        while scope:
            yield scope
            scope = self.nodes[scope].parent

    def catchers(self, node: Node, kind: str, code: str | None) -> Iterator[Node]:
        """Who would catch an error or escalation thrown at `node`, inner first; `code` None stands for every code.

        With a code there is at most one. An exact name wins over an empty one at the same place.
        """
        seen: set[str] = set()
        for place in self._places(node):
            here = [one for one in place if one.event is not None and one.event.kind == kind]
            for catcher in sorted(here, key=lambda one: not (one.event and one.event.name)):
                name = catcher.event.name if catcher.event else ""
                if name in seen or (code is not None and name not in ("", code)):
                    continue
                seen.add(name)
                yield catcher
                if code is not None or not name:
                    return

    def _places(self, node: Node) -> Iterator[tuple[Node, ...]]:
        """What may catch, from inside out: on the element, beside it in its scope, on the scope, …"""
        inner, scope = node.id, node.parent
        if node.kind not in THROWS:
            yield self.boundaries[node.id]
        while True:
            yield tuple(start for start in self.event_starts[scope] if start.parent != inner)
            if not scope:
                return
            yield self.boundaries[scope]
            inner, scope = scope, self.nodes[scope].parent

    @cached_property
    def overlapping(self) -> frozenset[str]:
        """The boundary events that may happen again while what came of them still runs, and meets itself at a join."""
        found = set()
        for scope in self.scopes.values():
            meets = {
                node.id
                for node in scope.nodes
                if name_of(node) in self.internal
                or (node.kind in ("parallelGateway", "inclusiveGateway") and len(scope.incoming[node.id]) > 1)
            }
            for node in scope.nodes:
                timer = node.event.timer if node.event else None
                is_once = timer is not None and timer.kind != "cycle"
                again = node.kind == "boundaryEvent" and not node.is_interrupting and not is_once
                if again and not meets.isdisjoint(reach([node.id], scope.successors)):
                    found.add(node.id)
        return frozenset(found)

    def home(self, node: Node) -> str:
        """The scope in which an element takes effect: for the start of an event sub-process, the one around that."""
        starts_beside = node.kind == "startEvent" and node.parent in self.nodes
        return self.nodes[node.parent].parent if starts_beside else node.parent

    @cached_property
    def rank(self) -> Mapping[str, int]:
        """Every node's place in one order of the whole process, the inside of a sub-process before what follows."""
        following: dict[str, tuple[str, ...]] = {}
        for scope in self.scopes.values():
            after = following.get(scope.parent, ())
            following.update(
                (key, (*targets, *_inside(self.scopes, key))) for key, targets in scope.successors.items()
            )
            following.update((end.id, after) for end in scope.ends)
        ordered = reverse_postorder(self.scopes[""].roots, following)
        ranks = {key: at for at, key in enumerate(ordered)}
        return {node.id: ranks.get(node.id, len(ranks)) for node in self.model.nodes}

    @cached_property
    def feeding(self) -> Mapping[str, Mapping[str, frozenset[str]]]:
        """For each inclusive join and each flow into it: the nodes that can reach the flow without passing the join."""
        found: dict[str, Mapping[str, frozenset[str]]] = {}
        for scope in self.scopes.values():
            for node in scope.nodes:
                if node.kind == "inclusiveGateway" and len(scope.incoming[node.id]) > 1:
                    before = {key: () if key == node.id else keys for key, keys in scope.predecessors.items()}
                    found[node.id] = {
                        flow.id: reach([flow.source], before) - {node.id} for flow in scope.incoming[node.id]
                    }
        return found


def _inside(scopes: Mapping[str, Scope], key: str) -> tuple[str, ...]:
    return scopes[key].roots if key in scopes else ()


def name_of(node: Node) -> Name | None:
    """The message or signal an element throws or waits for, None when it has none."""
    event = node.event
    return (event.kind, event.name) if event is not None and event.kind in _KEPT else None
