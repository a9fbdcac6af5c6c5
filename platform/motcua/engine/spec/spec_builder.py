"""From a model to the library's specifications: one task spec per element, all scopes in one specification."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any, Final

from SpiffWorkflow.specs.base import TaskSpec
from SpiffWorkflow.specs.WorkflowSpec import WorkflowSpec

from motcua.domain.conditions.conditions import parse_condition
from motcua.domain.process.process import Flow, Node, ProcessModel
from motcua.engine.spec.spec_activities import ReceiveSpec, ServiceSpec, StepSpec, SubProcessSpec
from motcua.engine.spec.spec_elements import Branch, Element
from motcua.engine.spec.spec_events import BoundarySpec, CatchSpec, EndSpec, StartSpec, ThrowSpec
from motcua.engine.spec.spec_gateways import (
    EventGatewaySpec,
    ExclusiveSpec,
    InclusiveSpec,
    ParallelSpec,
    RuleSpec,
)

ROOT: Final = ""
SPECS: Final[Mapping[str, type[Element]]] = {
    "startEvent": StartSpec,
    "endEvent": EndSpec,
    "userTask": StepSpec,
    "manualTask": StepSpec,
    "serviceTask": ServiceSpec,
    "businessRuleTask": RuleSpec,
    "sendTask": ThrowSpec,
    "receiveTask": ReceiveSpec,
    "intermediateThrowEvent": ThrowSpec,
    "intermediateCatchEvent": CatchSpec,
    "boundaryEvent": BoundarySpec,
    "exclusiveGateway": ExclusiveSpec,
    "inclusiveGateway": InclusiveSpec,
    "parallelGateway": ParallelSpec,
    "eventBasedGateway": EventGatewaySpec,
    "subProcess": SubProcessSpec,
}


@dataclass(frozen=True, eq=False)
class Built:
    """The specification and what its elements look up: by id, by scope, by activity.

    `starts` is the start event of each scope by its id ("" for the process), `event_subs` the event sub-processes
    of each scope, `boundaries` the boundary events of each activity, `caught` the names of all messages waited for,
    `thrown` the messages and signals (kind, name) that the process itself throws, `lists` the lists of its loops.
    """

    main: Any
    elements: Mapping[str, Any]
    starts: Mapping[str, Any]
    event_subs: Mapping[str, tuple[Any, ...]]
    boundaries: Mapping[str, tuple[Any, ...]]
    caught: frozenset[str]
    thrown: frozenset[tuple[str, str]]
    lists: frozenset[str]


def build(model: ProcessModel) -> Built:
    """The specification of a model that `spec_refusals` has nothing against."""
    main = WorkflowSpec(name=model.id)
    main.data_objects = {}
    main.start = TaskSpec(main, ROOT)
    elements = {node.id: SPECS[node.kind](main, node) for node in model.nodes}
    for flow in model.flows:
        _connect(elements, flow)
    for node in model.nodes:
        if node.kind == "inclusiveGateway":
            elements[node.id].reaching = _reaching(model, node)
    event_subs: dict[str, list[Any]] = {}
    boundaries: dict[str, list[Any]] = {}
    for node in model.nodes:
        if node.is_event_sub:
            event_subs.setdefault(node.parent, []).append(elements[node.id])
        if node.kind == "boundaryEvent":
            boundaries.setdefault(node.attached_to, []).append(elements[node.id])
    return Built(
        main=main,
        elements=elements,
        starts={node.parent: elements[node.id] for node in model.nodes if node.kind == "startEvent"},
        event_subs={key: tuple(found) for key, found in event_subs.items()},
        boundaries={key: tuple(found) for key, found in boundaries.items()},
        caught=frozenset(
            node.event.name
            for node in model.nodes
            if elements[node.id].catches and node.event is not None and node.event.kind == "message"
        ),
        thrown=frozenset(
            (node.event.kind, node.event.name)
            for node in model.nodes
            if not elements[node.id].catches and node.event is not None
        ),
        lists=frozenset(node.loop.items for node in model.nodes if node.loop is not None and node.loop.items),
    )


def _connect(elements: Mapping[str, Any], flow: Flow) -> None:
    source, target = elements[flow.source], elements[flow.target]
    condition = parse_condition(flow.condition) if flow.condition else None
    is_default = flow.id == source.node.default_flow
    source.branches.append(Branch(flow.id, target, condition, is_default))
    target.entries.append((flow.id, flow.source))
    source.connect(target)


def _reaching(model: ProcessModel, join: Node) -> dict[str, frozenset[str]]:
    """For each flow into the join, the elements of its scope from which a token can still come by that flow."""
    before: dict[str, list[str]] = {}
    for flow in model.flows:
        if flow.source != join.id:
            before.setdefault(flow.target, []).append(flow.source)
    for node in model.nodes:
        if node.kind == "boundaryEvent":
            before.setdefault(node.id, []).append(node.attached_to)
    found = {}
    for flow in model.flows:
        if flow.target == join.id:
            seen, waiting = {flow.source}, [flow.source]
            while waiting:
                for key in before.get(waiting.pop(), ()):
                    if key not in seen and key != join.id:
                        seen.add(key)
                        waiting.append(key)
            found[flow.id] = frozenset(seen)
    return found
