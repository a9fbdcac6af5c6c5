"""The drawing as a graph: scopes, the order of steps, what reaches what, and which node closes a branching.

A scope is the process or one sub-process. All walks are iterative: a hostile model may be one long chain.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass
from functools import cached_property

from motcua.domain.process.process import Flow, Node

STEP_KINDS = frozenset({"userTask", "manualTask"})
START_KINDS = frozenset({"startEvent"})
END_KINDS = frozenset({"endEvent"})


@dataclass(frozen=True)
class Scope:
    """The nodes of one process or sub-process (`parent` is its id, "" for the process) with their flows."""

    parent: str
    nodes: tuple[Node, ...]
    flows: tuple[Flow, ...]

    @cached_property
    def outgoing(self) -> Mapping[str, tuple[Flow, ...]]:
        """The flows that leave each node, in the order of the file."""
        return _grouped(self.nodes, self.flows, lambda flow: flow.source)

    @cached_property
    def incoming(self) -> Mapping[str, tuple[Flow, ...]]:
        """The flows that enter each node, in the order of the file."""
        return _grouped(self.nodes, self.flows, lambda flow: flow.target)

    @cached_property
    def kinds(self) -> Mapping[str, str]:
        return {node.id: node.kind for node in self.nodes}

    @cached_property
    def starts(self) -> tuple[Node, ...]:
        return tuple(node for node in self.nodes if node.kind in START_KINDS)

    @cached_property
    def ends(self) -> tuple[Node, ...]:
        return tuple(node for node in self.nodes if node.kind in END_KINDS)

    @cached_property
    def reached(self) -> frozenset[str]:
        """Every node that a start event leads to, or an event sub-process: it begins beside the flows."""
        return reach(self.roots, self.successors)

    @cached_property
    def roots(self) -> tuple[str, ...]:
        """Where something begins: the start events, then the event sub-processes."""
        beside = (node.id for node in self.nodes if node.is_event_sub)
        return (*(node.id for node in self.starts), *beside)

    @cached_property
    def boundaries(self) -> Mapping[str, tuple[Node, ...]]:
        """The boundary events by the activity they are attached to."""
        found: dict[str, tuple[Node, ...]] = {}
        members = {node.id for node in self.nodes}
        for node in self.nodes:
            if node.kind == "boundaryEvent" and node.attached_to in members:
                found[node.attached_to] = (*found.get(node.attached_to, ()), node)
        return found

    @cached_property
    def successors(self) -> Mapping[str, tuple[str, ...]]:
        """What may come after each node: the targets of its flows, then its boundary events."""
        return {
            key: (*(flow.target for flow in flows), *(node.id for node in self.boundaries.get(key, ())))
            for key, flows in self.outgoing.items()
        }

    @cached_property
    def predecessors(self) -> Mapping[str, tuple[str, ...]]:
        """What may come before each node: the sources of its flows; the activity of a boundary event."""
        found: dict[str, list[str]] = {node.id: [] for node in self.nodes}
        for key, after in self.successors.items():
            for target in after:
                found[target].append(key)
        return {key: tuple(before) for key, before in found.items()}

    @cached_property
    def order(self) -> tuple[str, ...]:
        """The reached nodes so that each comes after all that lead to it, flows back excepted.

        What follows a boundary event comes after what it is attached to, event sub-processes come last.
        """
        return reverse_postorder(self.roots, self.successors)


def scopes(nodes: Sequence[Node], flows: Sequence[Flow]) -> tuple[Scope, ...]:
    """The process first, then every sub-process. A flow across a border belongs to no scope."""
    by_parent: dict[str, list[Node]] = {"": []}
    by_parent.update((node.id, []) for node in nodes if node.kind == "subProcess")
    for node in nodes:
        by_parent.setdefault(node.parent, []).append(node)
    parent_of = {node.id: node.parent for node in nodes}
    inside: dict[str, list[Flow]] = {}
    for flow in flows:
        parent = parent_of.get(flow.source)
        if parent is not None and parent_of.get(flow.target) == parent:
            inside.setdefault(parent, []).append(flow)
    return tuple(
        Scope(parent, tuple(members), tuple(inside.get(parent, ()))) for parent, members in by_parent.items()
    )


def step_order(nodes: Sequence[Node], flows: Sequence[Flow]) -> tuple[str, ...]:
    """The ids of all steps as a dossier meets them; those nothing leads to come last."""
    kinds = {node.id: node.kind for node in nodes}
    return tuple(key for key in node_order(nodes, flows) if kinds[key] in STEP_KINDS)


def node_order(nodes: Sequence[Node], flows: Sequence[Flow]) -> tuple[str, ...]:
    """The ids of all nodes as a dossier meets them, a sub-process before its inside; those nothing leads to come last."""
    found = {scope.parent: scope for scope in scopes(nodes, flows)}
    kinds = {node.id: node.kind for node in nodes}
    ordered: list[str] = []
    waiting = list(reversed(found[""].order))
    while waiting:
        key = waiting.pop()
        ordered.append(key)
        if kinds[key] == "subProcess" and key in found:
            waiting.extend(reversed(found[key].order))
    known = set(ordered)
    return (*ordered, *(key for key in kinds if key not in known))


def reach(starts: Iterable[str], next_of: Mapping[str, Sequence[str]]) -> frozenset[str]:
    """Everything that can be walked to from `starts`, they included."""
    waiting = list(starts)
    seen = set(waiting)
    while waiting:
        for key in next_of.get(waiting.pop(), ()):
            if key not in seen:
                seen.add(key)
                waiting.append(key)
    return frozenset(seen)


def dominators(roots: Sequence[str], next_of: Mapping[str, Sequence[str]]) -> Mapping[str, str]:
    """The nearest node that every walk from `roots` must pass before a node; absent when there is none.

    Give predecessors as `next_of` and the ends as `roots` for the node that closes a branching.
    """
    order = reverse_postorder(roots, next_of)
    bit = {key: 1 << index for index, key in enumerate(order)}
    before: dict[str, list[str]] = {key: [] for key in order}
    for key in order:
        for after in next_of.get(key, ()):
            before[after].append(key)
    everything = (1 << len(order)) - 1
    passed = dict.fromkeys(order, everything)
    passed.update({key: bit[key] for key in roots})
    changed = True
    while changed:
        changed = False
        for key in order:
            if key in roots:
                continue
            common = everything
            for source in before[key]:
                common &= passed[source]
            if (now := common | bit[key]) != passed[key]:
                passed[key] = now
                changed = True
    return {key: order[above.bit_length() - 1] for key in order if (above := passed[key] & ~bit[key])}


def reverse_postorder(roots: Sequence[str], next_of: Mapping[str, Sequence[str]]) -> tuple[str, ...]:
    """All that is reached from `roots` so that each comes after all that lead to it, ways back excepted."""
    seen: set[str] = set()
    done: list[str] = []
    for root in reversed(roots):
        if root in seen:
            continue
        seen.add(root)
        path = [(root, iter(reversed(next_of.get(root, ()))))]
        while path:
            key, rest = path[-1]
            following = next((item for item in rest if item not in seen), None)
            if following is None:
                done.append(key)
                path.pop()
            else:
                seen.add(following)
                path.append((following, iter(reversed(next_of.get(following, ())))))
    return tuple(reversed(done))


def _grouped(
    nodes: Iterable[Node], flows: Iterable[Flow], key: Callable[[Flow], str]
) -> Mapping[str, tuple[Flow, ...]]:
    grouped: dict[str, list[Flow]] = {node.id: [] for node in nodes}
    for flow in flows:
        grouped[key(flow)].append(flow)
    return {name: tuple(members) for name, members in grouped.items()}
