"""Which names a condition may use at a place of the process: fields filled in by then, items, results of rules."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from functools import cached_property
from typing import Any

from motcua.domain.conditions.condition_types import (
    ANY,
    COUNT,
    FieldType,
    Schema,
    merged,
    type_of_value,
    types_of,
)
from motcua.domain.process.process import Node, ProcessModel, Severity
from motcua.domain.process.process_graph import Scope, reach

Forms = Mapping[str, Schema]

COUNTERS = ("nrOfInstances", "nrOfCompletedInstances", "nrOfActiveInstances")
"""What the condition that ends a repeated activity may ask besides fields."""

_CATCHING = frozenset({"receiveTask", "intermediateCatchEvent", "boundaryEvent", "startEvent"})


@dataclass(frozen=True, slots=True)
class Names:
    """The names at one place with their types; `always` are those that cannot be blank there.

    `is_open` says that a service, a message or a process not yet linked lies before: it may bring other names.
    """

    types: Mapping[str, FieldType]
    always: frozenset[str]
    is_open: bool = False

    @property
    def severity(self) -> Severity:
        """How bad a name is that is not among them."""
        return "warning" if self.is_open else "error"


@dataclass(frozen=True)
class Vocabulary:
    """The names of a whole process. `forms` None: nothing is known of fields, so no name is unknown."""

    model: ProcessModel
    graph: Sequence[Scope]
    forms: Forms | None

    @cached_property
    def anywhere(self) -> frozenset[str]:
        """Every name that exists somewhere in the process."""
        names = {name for key in form_keys(self.model) for name in self._types[key]}
        for node in self.model.nodes:
            names.update(node.decision.outputs if node.decision else ())
            if node.loop is not None:
                names.update(filter(None, (node.loop.item, node.loop.output)))
        return frozenset(names)

    def at(self, key: str, *, with_counters: bool = False) -> Names:
        """The names at the node `key`: of the dossier's form, of what lies before, of the item being done."""
        names = self._known.get(key) or self._known.setdefault(key, self._at(key))
        if not with_counters:
            return names
        return Names(
            {**names.types, **dict.fromkeys(COUNTERS, COUNT)}, names.always.union(COUNTERS), names.is_open
        )

    @cached_property
    def _known(self) -> dict[str, Names]:
        return {}

    def _at(self, key: str) -> Names:
        before = nodes_before(self.model, self.graph, key)
        types: dict[str, FieldType] = {}
        always: set[str] = set()
        for form in self._forms_of(before):
            for name, kind in self._types[form].items():
                types[name] = merged(types[name], kind) if name in types else kind
            always |= required_of((self.forms or {}).get(form, {}))
        for node in self.model.nodes:
            if node.id in before:
                _add_results(node, types, always)
        for node in _around(self.model, key):
            if node.loop is not None and node.loop.item:
                types[node.loop.item] = types.get(node.loop.items, ANY).items or ANY
                always.add(node.loop.item)
        is_open = any(_brings_values(node) for node in self.model.nodes if node.id in before)
        return Names(types, frozenset(always), is_open)

    @cached_property
    def _types(self) -> Mapping[str, Mapping[str, FieldType]]:
        return {key: types_of((self.forms or {}).get(key, {})) for key in form_keys(self.model)}

    def _forms_of(self, before: frozenset[str]) -> tuple[str, ...]:
        dossier = self.model.facts.form if self.model.facts else ""
        keys = (dossier, *(step.form for step in self.model.steps if step.id in before))
        return tuple(dict.fromkeys(key for key in keys if key))


def form_keys(model: ProcessModel) -> tuple[str, ...]:
    """The forms a process uses, the dossier's first."""
    dossier = model.facts.form if model.facts else ""
    return tuple(dict.fromkeys(key for key in (dossier, *(step.form for step in model.steps)) if key))


def required_of(schema: Schema) -> frozenset[str]:
    """The fields a form must have an answer to."""
    required: Any = schema.get("required")
    if not isinstance(required, list):
        return frozenset()
    return frozenset(name for name in required if isinstance(name, str))


def items_around(model: ProcessModel, key: str) -> frozenset[str]:
    """The names of the items in hand at a node inside repeated activities, its own included."""
    return frozenset(node.loop.item for node in _around(model, key) if node.loop and node.loop.item)


def nodes_before(model: ProcessModel, graph: Sequence[Scope], key: str) -> frozenset[str]:
    """The nodes on some way from the start to `key`, it included, and those inside earlier sub-processes.

    Before an event sub-process lies whatever may have been done beside it.
    """
    inside = {scope.parent: scope for scope in graph}
    found: set[str] = set()
    around = {node.id for node in _around(model, key)} - {key}
    at = key
    while at in model.node_by_id:
        scope = inside[model.node_by_id[at].parent]
        if model.node_by_id[at].is_event_sub:
            found.update(node.id for node in scope.nodes)
        else:
            found |= reach([at], _leading_to(scope))
        at = scope.parent
    waiting = [part for part in found if part in inside and part not in around]
    while waiting:
        members = [member.id for member in inside[waiting.pop()].nodes]
        found.update(members)
        waiting.extend(member for member in members if member in inside)
    return frozenset(found)


def _leading_to(scope: Scope) -> Mapping[str, Sequence[str]]:
    """Predecessors, with the activity a boundary event is attached to as its own."""
    attached = {node.id: (node.attached_to,) for node in scope.nodes if node.attached_to in scope.kinds}
    return {**scope.predecessors, **attached}


def _around(model: ProcessModel, key: str) -> Iterator[Node]:
    """The node and the sub-processes it lies in, inmost first."""
    while key in model.node_by_id:
        node = model.node_by_id[key]
        yield node
        key = node.parent


def _brings_values(node: Node) -> bool:
    catches = node.event is not None and node.event.kind == "message" and node.kind in _CATCHING
    is_unread = node.kind == "callActivity" or (node.kind == "businessRuleTask" and node.decision is None)
    return node.kind == "serviceTask" or catches or is_unread


def _add_results(node: Node, types: dict[str, FieldType], always: set[str]) -> None:
    if node.loop is not None and node.loop.output:
        types[node.loop.output] = FieldType("list", items=ANY)
        always.add(node.loop.output)
    table = node.decision
    if table is None:
        return
    for index, name in enumerate(table.outputs):
        kinds = [type_of_value(rule.values[index]) for rule in table.rules if index < len(rule.values)]
        kind = kinds[0] if kinds else ANY
        for other in kinds[1:]:
            kind = merged(kind, other)
        types[name] = FieldType("list", items=kind) if table.hit_policy == "COLLECT" else kind
        if table.hit_policy == "COLLECT" or any(not rule.condition for rule in table.rules):
            always.add(name)
