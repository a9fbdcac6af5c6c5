"""The steps at which a dossier may stand with nothing beside it and still come to its end (D-20)."""

from __future__ import annotations

from collections.abc import Collection, Mapping

from motcua.domain.process.process import Flow, ProcessModel


def lone_steps(model: ProcessModel) -> frozenset[str]:
    """Steps of the process itself, not of its sub-processes, from which one token alone comes to an end.

    In a parallel branch it does not: the join behind would wait for the others for ever.
    """
    joins = {node.id for node in model.nodes if node.kind == "parallelGateway"}
    incoming: dict[str, set[str]] = {}
    for flow in model.flows:
        incoming.setdefault(flow.target, set()).add(flow.id)
    own = (step.id for step in model.steps if not model.node_by_id[step.id].parent)
    return frozenset(step for step in own if _passes(step, model.flows, joins, incoming))


def _passes(
    start: str, flows: Collection[Flow], joins: Collection[str], incoming: Mapping[str, set[str]]
) -> bool:
    """Whether every join that a token from `start` comes to gets all of its flows."""
    onward: dict[str, list[Flow]] = {}
    for flow in flows:
        onward.setdefault(flow.source, []).append(flow)
    reached: set[str] = set()
    ahead, seen = [start], {start}
    while ahead:
        for flow in onward.get(ahead.pop(), ()):
            reached.add(flow.id)
            is_ready = flow.target not in joins or incoming[flow.target] <= reached
            if is_ready and flow.target not in seen:
                seen.add(flow.target)
                ahead.append(flow.target)
    return all(
        incoming.get(join, set()) <= reached or not incoming.get(join, set()) & reached for join in joins
    )
