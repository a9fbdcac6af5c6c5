"""What a dossier may still come to from where it stands, and which answers the process asks for on that way."""

from __future__ import annotations

from collections.abc import Iterable, Iterator

from motcua.domain.check.process_rules_timers import field_of
from motcua.domain.conditions.conditions import parse_condition
from motcua.domain.process.process import Node, ProcessModel
from motcua.domain.process.process_graph import node_order, reach, scopes


def ahead(model: ProcessModel, standing: Iterable[str]) -> frozenset[str]:
    """The elements at which the dossier stands, and all that may come after them, event sub-processes too."""
    return reach(_around(model, standing), _after(model))


def taken_away(model: ProcessModel, standing: Iterable[str], target: str) -> frozenset[str]:
    """The elements at which the dossier stands or that lay ahead of it, and do no more once it stands at `target` alone.

    Parallel branches count, every branch of a decision, and the inside of sub-processes; what only an event leads to
    does not. A way back in the drawing leads nowhere here: what is met again only after going round has been left.
    """
    order = {key: place for place, key in enumerate(node_order(model.nodes, model.flows))}
    onward: dict[str, list[str]] = {key: [] for key in order}
    for flow in model.flows:
        if order.get(flow.target, -1) > order.get(flow.source, len(order)):
            onward[flow.source].append(flow.target)
    inside = {scope.parent: [node.id for node in scope.starts] for scope in scopes(model.nodes, model.flows)}

    def ahead_of(key: str) -> frozenset[str]:
        around = _around(model, [model.node_by_id[key].parent])
        after = [key, *(next_one for outer in around for next_one in onward[outer])]
        return reach(after, {one: [*onward[one], *inside.get(one, ())] for one in onward})

    before = {one for key in standing for one in ahead_of(key)}
    return frozenset(before - ahead_of(target))


def names_asked(model: ProcessModel, elements: Iterable[str]) -> frozenset[str]:
    """The names of values that these elements look at: in conditions, tables, lists, dates, whoever performs."""
    wanted = frozenset(elements)
    found = {name for node in model.nodes if node.id in wanted for name in _of_node(node)}
    for flow in model.flows:
        if flow.source in wanted and flow.condition:
            found |= parse_condition(flow.condition).names
    for step in model.steps:
        kind, _, name = step.agency.partition(":")
        if step.id in wanted and kind == "field":
            found.add(name)
    return frozenset(found)


def _after(model: ProcessModel) -> dict[str, list[str]]:
    """What may come right after each element."""
    graph = scopes(model.nodes, model.flows)
    after: dict[str, list[str]] = {key: list(found) for one in graph for key, found in one.successors.items()}
    beside: dict[str, list[str]] = {}
    for scope in graph:
        beside[scope.parent] = [node.id for node in scope.nodes if node.is_event_sub]
        if scope.parent:
            after.setdefault(scope.parent, []).extend(scope.roots)
    for node in model.nodes:
        found = after.setdefault(node.id, [])
        found += beside.get(node.parent, [])
        if node.parent and (node.kind == "endEvent" or not found):
            found.append(node.parent)
    return after


def _around(model: ProcessModel, standing: Iterable[str]) -> list[str]:
    """These elements with the sub-processes around them: what follows those comes too."""
    found = []
    for key in standing:
        while key:
            found.append(key)
            key = model.node_by_id[key].parent
    return found


def _of_node(node: Node) -> Iterator[str]:
    if node.decision is not None:
        yield from node.decision.inputs
    if node.loop is not None:
        yield from (name for name in (node.loop.items,) if name)
        for text in (node.loop.condition, node.loop.completion):
            yield from parse_condition(text).names if text else ()
    if node.event is not None and node.event.timer is not None:
        yield from (name for name in (field_of(node.event.timer),) if name)
