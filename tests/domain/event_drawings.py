"""Drawings with events, loops and every kind of element: a line of text as in `process_drawings`, and words per element.

drawn("S>a a>E t>r r>E2", t=at("a", timer()))
"""

from __future__ import annotations

import dataclasses
from collections.abc import Mapping
from typing import Any

from domain.process_drawings import model_of

from motcua.domain.check.process_rules import check
from motcua.domain.process.process import ProcessModel, Service
from motcua.domain.process.process_node import Event, EventKind, Loop, Timer

Words = Mapping[str, Any]


def event(kind: EventKind, name: str = "") -> Event:
    return Event(kind, name)


def timer(text: str = "4h") -> Event:
    return Event("timer", timer=Timer("duration", text))


def at(host: str, what: Event, interrupting: bool = True) -> Words:
    return {"kind": "boundaryEvent", "attached_to": host, "event": what, "is_interrupting": interrupting}


def throw(what: Event | None) -> Words:
    return {"kind": "intermediateThrowEvent", "event": what}


def catch(what: Event | None) -> Words:
    return {"kind": "intermediateCatchEvent", "event": what}


def ends(what: Event) -> Words:
    return {"event": what}


def begins(what: Event | None, interrupting: bool = True) -> Words:
    return {"event": what, "is_interrupting": interrupting}


SERVICE: Words = {"kind": "serviceTask"}
INCLUSIVE: Words = {"kind": "inclusiveGateway"}
CHOICE: Words = {"kind": "eventBasedGateway"}
BESIDE: Words = {"is_event_sub": True}
IN_TURN = Loop("sequential", items="ds", item="mot")
AT_ONCE = Loop("parallel", items="ds", item="mot")


def drawn(drawing: str, /, **words: Words) -> ProcessModel:
    """The model; an id with a dot is written with two underscores."""
    changes = {key.replace("__", "."): change for key, change in words.items()}
    model = model_of(drawing)
    nodes = tuple(dataclasses.replace(node, **changes.get(node.id, {})) for node in model.nodes)
    steps = {node.id for node in nodes if node.kind == "userTask"}
    return dataclasses.replace(
        model,
        nodes=nodes,
        steps=tuple(step for step in model.steps if step.id in steps),
        services=tuple(Service(node.id, "thue.gui") for node in nodes if node.kind == "serviceTask"),
    )


OTHERS = ("procedure.", "step.", "path.", "loop.items_un", "timer.", "service.")
"""Codes of rules that are tested elsewhere."""


def drawing_codes(model: ProcessModel) -> list[tuple[str, str]]:
    """(code, element) of what is wrong with the drawing itself."""
    return [(one.code, one.element) for one in check(model) if not one.code.startswith(OTHERS)]
