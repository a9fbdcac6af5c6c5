"""Processes with their forms, drawn in a line, for the tests that compare two of them."""

from __future__ import annotations

import dataclasses
from collections.abc import Mapping
from typing import Any

from domain.process_drawings import FACTS, model_of

from motcua.domain.diff.process_diff import Side
from motcua.domain.forms import FormDefinition
from motcua.domain.process.process import ProcedureFacts

SCHEMA: dict[str, Any] = {
    "type": "object",
    "title": "Tờ khai",
    "required": ["von"],
    "properties": {
        "von": {"type": "integer", "title": "Vốn"},
        "loai": {
            "type": "string",
            "title": "Loại đất",
            "enum": ["a", "b"],
            "x-labels": {"a": "Đất ở", "b": "Đất vườn"},
        },
    },
}
DRAWING = "S>a a>X1 X1>b:von>5 X1>c* b>X2 c>X2 X2>d d>e e>E"


def forms_of(schema: Mapping[str, Any] = SCHEMA) -> dict[str, FormDefinition]:
    return {"so_nha": FormDefinition.from_schema(schema)}


def side_of(drawing: str = DRAWING, facts: ProcedureFacts = FACTS, **steps: dict[str, Any]) -> Side:
    """A drawing whose gateways and events have no names, as people draw them."""
    model = model_of(drawing, facts, **steps)
    nodes = [
        dataclasses.replace(one, name=one.name if one.id in model.step_by_id else "") for one in model.nodes
    ]
    return Side(dataclasses.replace(model, nodes=tuple(nodes)), forms_of())


def renumbered(side: Side) -> Side:
    """The same as another import would draw it: every id is a new one."""
    model = side.model
    ids = {node.id: f"n{number}" for number, node in enumerate(reversed(model.nodes))} | {"": ""}
    flows = [
        dataclasses.replace(flow, id=f"f{number}", source=ids[flow.source], target=ids[flow.target])
        for number, flow in enumerate(model.flows)
    ]
    back = {flow.id: f"f{number}" for number, flow in enumerate(model.flows)} | {"": ""}
    nodes = [
        dataclasses.replace(
            node,
            id=ids[node.id],
            parent=ids[node.parent],
            attached_to=ids[node.attached_to],
            default_flow=back[node.default_flow],
        )
        for node in model.nodes
    ]
    steps = [dataclasses.replace(step, id=ids[step.id]) for step in model.steps]
    new = dataclasses.replace(model, nodes=tuple(nodes), flows=tuple(flows), steps=tuple(steps))
    return dataclasses.replace(side, model=new)
