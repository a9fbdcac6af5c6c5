"""Event definitions: what an event, a send task or a receive task throws or waits for."""

from __future__ import annotations

import re
from collections.abc import Mapping

from lxml import etree

from motcua.domain.process.process_node import Event, EventKind, Timer
from motcua.domain.text import Text
from motcua.engine.reader.reader_declared import Roots, name_of_root
from motcua.engine.reader.reader_xml import (
    Findings,
    bpmn_children,
    bpmn_name,
    clean,
    content,
    is_true,
    reference,
)

_KINDS = {
    "message": Text("thông điệp", "message"),
    "signal": Text("tín hiệu", "signal"),
    "error": Text("lỗi", "error"),
    "escalation": Text("báo vượt cấp", "escalation"),
}
NAMED: Mapping[str, tuple[EventKind, str, str]] = {
    "messageEventDefinition": ("message", "messageRef", "message"),
    "signalEventDefinition": ("signal", "signalRef", "signal"),
    "errorEventDefinition": ("error", "errorRef", "error"),
    "escalationEventDefinition": ("escalation", "escalationRef", "escalation"),
}
"""The definition's name: the kind of event, its attribute, and the root element that attribute names."""

_CYCLE = re.compile(r"R([0-9]{0,9})/(.+)")


def read_event(
    element: etree._Element, roots: Roots, findings: Findings
) -> tuple[Event | None, tuple[str, ...]]:
    """The event of a flow node, and the definitions it has that are not run (several at once, conditions, links)."""
    definitions = list(_definitions(element, roots))
    if bpmn_name(element) in ("sendTask", "receiveTask"):
        return Event("message", _named(element, element, "messageRef", "message", roots, findings)), ()
    if len(definitions) != 1 or is_true(element.get("parallelMultiple")):
        return None, tuple(bpmn_name(definition) for definition in definitions)
    (definition,) = definitions
    name = bpmn_name(definition)
    if name in NAMED:
        kind, attribute, root = NAMED[name]
        return Event(kind, _named(element, definition, attribute, root, roots, findings)), ()
    if name == "terminateEventDefinition":
        return Event("terminate"), ()
    if name == "timerEventDefinition":
        return Event("timer", timer=_timer(element, definition, findings)), ()
    return None, (name,)


def _definitions(element: etree._Element, roots: Roots) -> list[etree._Element]:
    found = []
    for child in bpmn_children(element):
        name = bpmn_name(child)
        if name.endswith("EventDefinition"):
            found.append(child)
        elif name == "eventDefinitionRef" and (shared := roots.get(reference(child.text))) is not None:
            found.append(shared)
    return found


def _named(
    owner: etree._Element, holder: etree._Element, attribute: str, kind: str, roots: Roots, findings: Findings
) -> str:
    key = reference(holder.get(attribute))
    if not key:
        return ""
    root = roots.get(key)
    if root is not None and bpmn_name(root) == kind:
        return name_of_root(root)
    findings.add(
        "event.reference_unknown",
        owner,
        Text(
            f"Quy trình không có {_KINDS[kind].vi} “{key[:60]}”. Điền lại tên của {_KINDS[kind].vi} ({attribute}).",
            f"The process has no {kind} “{key[:60]}”. Fill in the name of the {kind} again ({attribute}).",
        ),
    )
    return key


def _timer(owner: etree._Element, definition: etree._Element, findings: Findings) -> Timer | None:
    """The first time given; a timer without one is a finding."""
    for child in bpmn_children(definition, "timeDuration", "timeDate", "timeCycle"):
        text = clean(content(child))
        if not text:
            continue
        if bpmn_name(child) == "timeDuration":
            return Timer("duration", text)
        if bpmn_name(child) == "timeDate":
            return Timer("date", text)
        cycle = _CYCLE.fullmatch(text)
        if cycle is None:
            return Timer("cycle", text)
        return Timer("cycle", cycle[2].strip(), int(cycle[1]) if cycle[1] else None)
    findings.add(
        "timer.missing",
        owner,
        Text(
            "Hẹn giờ chưa có thời gian. Điền “Thời gian chờ”, ví dụ 4 giờ làm việc hoặc 15 ngày theo lịch "
            "(timeDuration 4h, P15D).",
            "The timer has no time. Fill in “Time to wait”, such as 4 working hours or 15 calendar days "
            "(timeDuration 4h, P15D).",
        ),
    )
    return None
