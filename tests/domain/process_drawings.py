"""Processes drawn in a line of text, for the tests of the checker.

Models are written as flows: "S>a a>X X>b:von>5 X>c c>E b>E". S and E begin start and end events, X exclusive and
P parallel gateways, B sub-processes ("B.S>B.a" lies in B); everything else is a step. `X>c*` is the default.
"""

from __future__ import annotations

import dataclasses
from typing import Any

from motcua.domain.check.process_rules import check
from motcua.domain.process.process import Flow, Node, ProcedureFacts, ProcessModel, Step
from motcua.domain.process.process_graph import step_order

KINDS = {
    "S": "startEvent",
    "E": "endEvent",
    "X": "exclusiveGateway",
    "P": "parallelGateway",
    "B": "subProcess",
}
FACTS = ProcedureFacts("1.009141", "Cấp số nhà", "xay_dung", "xa", limit="30d", form="so_nha")
SCHEMA: dict[str, Any] = {
    "required": ["von", "loai", "ket_qua", "gap"],
    "properties": {
        "von": {"type": "integer"},
        "loai": {"$ref": "#/$defs/loai"},
        "ket_qua": {"type": "string", "enum": ["dat", "khong_dat"]},
        "gap": {"type": "boolean"},
        "ghi_chu": {"type": "string"},
    },
    "$defs": {"loai": {"type": "string", "enum": ["a", "b", "c"]}},
}
FORMS = {"so_nha": SCHEMA, "kiem_tra": {"required": ["dung"], "properties": {"dung": {"type": "boolean"}}}}


def node_of(path: str) -> Node:
    parent, _, own = path.rpartition(".")
    return Node(path, path, KINDS.get(own[0], "userTask"), parent)


def model_of(drawing: str, facts: ProcedureFacts | None = FACTS, **steps: dict[str, Any]) -> ProcessModel:
    nodes: dict[str, Node] = {}
    flows = []
    for part in drawing.split():
        ends, _, condition = part.replace("~", " ").partition(":")
        source, _, target = ends.rstrip("*").partition(">")
        flow = Flow(f"{source}>{target}", "", source, target, condition)
        for key in filter(None, (source, target)):
            nodes.setdefault(key, node_of(key))
        if target:
            flows.append(flow)
        if ends.endswith("*"):
            nodes[source] = dataclasses.replace(nodes[source], default_flow=flow.id)
    order = step_order(list(nodes.values()), flows)
    made = [
        Step(key, key, **({"position": "van_thu", "budget": "1h", "order": at} | steps.get(key, {})))
        for at, key in enumerate(order, 1)
    ]
    return ProcessModel("p", "Cấp số nhà", facts, tuple(made), tuple(nodes.values()), tuple(flows))


def found(model: ProcessModel, **options: Any) -> list[tuple[str, str]]:
    skipped = {"procedure.sheet_incomplete"}
    return [(item.code, item.element) for item in check(model, **options) if item.code not in skipped]
