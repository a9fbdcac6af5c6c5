"""Where a dossier stands on its process: which elements it has passed, and where it waits."""

from __future__ import annotations

from collections.abc import Collection, Mapping
from typing import Literal

from motcua.domain.process.process import ProcessModel

Position = Literal["done", "now", "todo"]


def positions(
    model: ProcessModel, finished: Collection[str], waiting: Collection[str], *, has_ended: bool
) -> Mapping[str, Position]:
    """Every node's position, from the steps a dossier has finished and those where it waits.

    An element between steps (gateway, event, sub-process) is passed when the dossier has come to a step
    behind it; an end only when the process has ended.
    """
    steps = set(model.step_by_id)
    reached = {step for step in steps if step in finished or step in waiting}
    onward: dict[str, list[str]] = {}
    for flow in model.flows:
        onward.setdefault(flow.source, []).append(flow.target)
    result: dict[str, Position] = {}
    for node in model.nodes:
        passed = node.id not in steps and _leads_to(node.id, reached, onward, steps)
        at_end = has_ended and node.kind == "endEvent" and _comes_from(node.id, finished, model)
        if node.id in waiting:
            result[node.id] = "now"
        else:
            result[node.id] = "done" if node.id in finished or passed or at_end else "todo"
    return result


def _leads_to(
    start: str, reached: Collection[str], onward: Mapping[str, list[str]], steps: Collection[str]
) -> bool:
    """Whether a reached step lies behind `start` with no other step between."""
    seen: set[str] = set()
    ahead = list(onward.get(start, ()))
    while ahead:
        node = ahead.pop()
        if node in reached:
            return True
        if node not in seen and node not in steps:
            seen.add(node)
            ahead.extend(onward.get(node, ()))
    return False


def _comes_from(end: str, finished: Collection[str], model: ProcessModel) -> bool:
    sources = {flow.source for flow in model.flows if flow.target == end}
    return bool(sources & set(finished)) or any(source not in model.step_by_id for source in sources)
