"""Which element of one process is which of another: by id, by name and position, by what stands around it.

An import that numbers its elements anew keeps their names, so a name counts before an id that now means another step.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Callable, Hashable, Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from functools import cached_property

from motcua.domain.process.process import Flow, Node, ProcessModel
from motcua.domain.process.process_elements import TASKS
from motcua.domain.process.process_graph import node_order

Key = Callable[[ProcessModel, Node], Hashable]


@dataclass(frozen=True)
class Matched:
    """`new_of` leads from an old element to its new one; what is in neither of the maps was removed or added."""

    old: ProcessModel
    new: ProcessModel
    new_of: Mapping[str, str] = field(default_factory=dict)

    @cached_property
    def old_of(self) -> Mapping[str, str]:
        return {new: old for old, new in self.new_of.items()}

    @cached_property
    def order(self) -> Sequence[tuple[str, str]]:
        """(old, new) of every element as the reader of the new process meets it; what was removed stands where it was.

        An id is empty where the element does not exist.
        """
        after: dict[str, list[str]] = defaultdict(list)
        last = ""
        for key in node_order(self.old.nodes, self.old.flows):
            if key in self.new_of:
                last = self.new_of[key]
            else:
                after[last].append(key)
        found = [(key, "") for key in after[""]]
        for key in node_order(self.new.nodes, self.new.flows):
            found.append((self.old_of.get(key, ""), key))
            found.extend((gone, "") for gone in after[key])
        return found


def match(old: ProcessModel, new: ProcessModel) -> Matched:
    """The elements that both have. Of several alike, the first in reading order goes with the first."""
    pairs = _Pairs(old, new)
    for key in (_same, _position, _name, _identity):
        pairs.add(key, is_named)
    for _ in range(3):
        pairs.add(pairs.around, lambda node: not is_named(node))
        pairs.add(_identity, lambda node: not is_named(node))
        pairs.add(pairs.before, lambda node: not is_named(node))
        pairs.add(pairs.behind, lambda node: not is_named(node))
    pairs.add(_kind_and_event, lambda node: node.kind in ("startEvent", "endEvent"))
    return Matched(old, new, pairs.new_of)


def is_named(node: Node) -> bool:
    """Whether the name says what the element is; gateways and events mostly have none."""
    return bool(node.name) or node.kind in TASKS


def _same(model: ProcessModel, node: Node) -> Hashable:
    return (node.id, node.name, node.kind)


def _position(model: ProcessModel, node: Node) -> Hashable:
    step = model.step_by_id.get(node.id)
    return (node.kind, node.name, step.position if step else "")


def _name(model: ProcessModel, node: Node) -> Hashable:
    return (node.kind, node.name) if node.name else ("", node.id)


def _identity(model: ProcessModel, node: Node) -> Hashable:
    return (node.id, node.kind)


def _kind_and_event(model: ProcessModel, node: Node) -> Hashable:
    return (node.kind, node.event.kind if node.event else "")


class _Pairs:
    """The pairs found so far."""

    def __init__(self, old: ProcessModel, new: ProcessModel) -> None:
        self.new_of: dict[str, str] = {}
        self._taken: set[str] = set()
        self._old, self._new = old, new
        self._olds, self._news = _in_order(old), _in_order(new)
        self._neighbours = {id(model): _neighbours(model.flows) for model in (old, new)}

    def add(self, key: Key, wanted: Callable[[Node], bool]) -> None:
        """Pair what has the same key and is not paired yet."""
        waiting: dict[Hashable, list[str]] = defaultdict(list)
        for node in self._news:
            if node.id not in self._taken and wanted(node):
                waiting[key(self._new, node)].append(node.id)
        for node in self._olds:
            if node.id not in self.new_of and wanted(node) and waiting.get(key(self._old, node)):
                found = waiting[key(self._old, node)].pop(0)
                self.new_of[node.id] = found
                self._taken.add(found)

    def around(self, model: ProcessModel, node: Node) -> Hashable:
        """What stands before and behind."""
        return (node.kind, node.name, self._known(model, node.attached_to), *self._near(model, node))

    def before(self, model: ProcessModel, node: Node) -> Hashable:
        """What stands before; where nothing known does, the element is like no other."""
        return (node.kind, self._near(model, node)[0] - {""} or (id(model), node.id))

    def behind(self, model: ProcessModel, node: Node) -> Hashable:
        return (node.kind, self._near(model, node)[1] - {""} or (id(model), node.id))

    def _near(self, model: ProcessModel, node: Node) -> tuple[frozenset[str], frozenset[str]]:
        """What stands before and behind, by the new ids; "" for what is not paired yet."""
        before, behind = self._neighbours[id(model)]
        return (
            frozenset(self._known(model, key) for key in before.get(node.id, ())),
            frozenset(self._known(model, key) for key in behind.get(node.id, ())),
        )

    def _known(self, model: ProcessModel, key: str) -> str:
        if model is self._new or not key:
            return key if key in self._taken else ""
        return self.new_of.get(key, "")


def _in_order(model: ProcessModel) -> Sequence[Node]:
    return [model.node_by_id[key] for key in node_order(model.nodes, model.flows)]


def _neighbours(flows: Iterable[Flow]) -> tuple[Mapping[str, list[str]], Mapping[str, list[str]]]:
    before: dict[str, list[str]] = defaultdict(list)
    behind: dict[str, list[str]] = defaultdict(list)
    for flow in flows:
        before[flow.target].append(flow.source)
        behind[flow.source].append(flow.target)
    return before, behind
