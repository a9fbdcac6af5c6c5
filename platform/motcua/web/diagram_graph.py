"""What follows what in a process, and where every element stands when the place of the steps is known."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Mapping, Sequence
from typing import Literal, cast, get_args

from motcua.domain.process.process import Node, ProcessModel

Standing = Literal["done", "now", "todo"]
Edges = Mapping[str, Sequence[str]]


def edges(model: ProcessModel) -> Edges:
    """The followers of every element; a sub-process leads to its inside, and its inside to what comes behind it."""
    found: dict[str, list[str]] = defaultdict(list)
    ends = {node.id: node.parent for node in model.nodes if node.kind == "endEvent" and node.parent}
    starts = {node.parent: node.id for node in model.nodes if node.kind == "startEvent" and node.parent}
    for flow in model.flows:
        sources = [end for end, parent in ends.items() if parent == flow.source] or [flow.source]
        for source in sources:
            found[source].append(flow.target)
    for parent, start in starts.items():
        found[parent].append(start)
    return found


def turned(forward: Edges) -> Edges:
    """The same the other way round: what comes before every element."""
    found: dict[str, list[str]] = defaultdict(list)
    for source, targets in forward.items():
        for target in targets:
            found[target].append(source)
    return found


def nearest_steps(model: ProcessModel, way: Edges, node_id: str) -> frozenset[str]:
    """The steps first met from an element along `way`, through gateways, events and sub-process bounds."""
    found: set[str] = set()
    seen = {node_id}
    todo = list(way.get(node_id, ()))
    while todo:
        one = todo.pop()
        if one in seen:
            continue
        seen.add(one)
        if one in model.step_by_id:
            found.add(one)
        else:
            todo.extend(way.get(one, ()))
    return frozenset(found)


def standings(model: ProcessModel, position: Mapping[str, str]) -> Mapping[str, Standing]:
    """Where every element stands: as `position` says, else by the steps around it."""
    states: dict[str, Standing] = {step.id: _known(position.get(step.id)) or "todo" for step in model.steps}
    forward = edges(model)
    back = turned(forward)
    ended = "now" not in position.values()
    for node in model.nodes:
        if node.id not in states:
            states[node.id] = _known(position.get(node.id)) or _derived(
                model, node, states, forward, back, ended
            )
    return states


def _known(word: str | None) -> Standing | None:
    return cast(Standing, word) if word in get_args(Standing) else None


def _derived(
    model: ProcessModel, node: Node, states: Mapping[str, Standing], forward: Edges, back: Edges, ended: bool
) -> Standing:
    if node.kind == "subProcess":
        inside = {states[step.id] for step in model.steps if _is_inside(model, step.id, node.id)}
        return "now" if "now" in inside else "done" if "done" in inside else "todo"
    before, after = nearest_steps(model, back, node.id), nearest_steps(model, forward, node.id)
    came = any(states[step] == "done" for step in before) or not before
    led = any(states[step] != "todo" for step in after) or (not after and ended)
    return "done" if came and led else "todo"


def _is_inside(model: ProcessModel, node_id: str, parent: str) -> bool:
    seen: set[str] = set()
    while node_id in model.node_by_id and node_id not in seen:
        seen.add(node_id)
        node_id = model.node_by_id[node_id].parent
        if node_id == parent:
            return True
    return False
