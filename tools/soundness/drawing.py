"""A drawing that can be changed, and the BPMN file it is."""

from __future__ import annotations

import copy
from dataclasses import dataclass, field
from xml.sax.saxutils import escape, quoteattr

HEAD = (
    '<bpmn:definitions xmlns:bpmn="http://www.omg.org/spec/BPMN/20100524/MODEL"'
    ' xmlns:motcua="http://motcua.vn/bpmn/1.0" targetNamespace="t">{roots}'
    '<bpmn:process id="P" isExecutable="true"><bpmn:extensionElements><motcua:procedure code="1.000001"'
    ' name="Thử" field="thu" level="xa" limit="9000d" form="thu"/></bpmn:extensionElements>{body}'
    "</bpmn:process></bpmn:definitions>"
)
STEP = '<bpmn:extensionElements><motcua:step position="van_thu" budget="1h"/></bpmn:extensionElements>'
SERVICE = '<bpmn:extensionElements><motcua:service operation="thue.gui"/></bpmn:extensionElements>'
CODES = {"error": "errorCode", "escalation": "escalationCode"}
LOOPS = {
    "list": "<bpmn:multiInstanceLoopCharacteristics><bpmn:loopDataInputRef>ds</bpmn:loopDataInputRef>"
    "{completion}</bpmn:multiInstanceLoopCharacteristics>",
    "in turn": '<bpmn:multiInstanceLoopCharacteristics isSequential="true">'
    "<bpmn:loopDataInputRef>ds</bpmn:loopDataInputRef>{completion}</bpmn:multiInstanceLoopCharacteristics>",
    "twice": "<bpmn:multiInstanceLoopCharacteristics><bpmn:loopCardinality>2</bpmn:loopCardinality>"
    "{completion}</bpmn:multiInstanceLoopCharacteristics>",
    "standard": '<bpmn:standardLoopCharacteristics loopMaximum="3">'
    "<bpmn:loopCondition>lai == true</bpmn:loopCondition></bpmn:standardLoopCharacteristics>",
}


@dataclass
class Element:
    """A flow node. `event` is (kind, name or time); `loop` a key of LOOPS, `early` its completion condition."""

    id: str
    kind: str
    parent: str = ""
    event: tuple[str, str] | None = None
    attached: str = ""
    interrupting: bool = True
    event_sub: bool = False
    loop: str = ""
    early: str = ""
    default: str = ""


@dataclass
class Arrow:
    """A sequence flow."""

    id: str
    source: str
    target: str
    condition: str = ""


@dataclass
class Drawing:
    """Elements and arrows of a process, sub-processes included."""

    elements: list[Element] = field(default_factory=list)
    arrows: list[Arrow] = field(default_factory=list)

    def copy(self) -> Drawing:
        return copy.deepcopy(self)

    def element(self, key: str) -> Element:
        return next(one for one in self.elements if one.id == key)

    def out(self, key: str) -> list[Arrow]:
        return [one for one in self.arrows if one.source == key]

    def into(self, key: str) -> list[Arrow]:
        return [one for one in self.arrows if one.target == key]

    def bpmn(self) -> bytes:
        """The file."""
        names = sorted(
            {one.event for one in self.elements if one.event and one.event[0] not in ("timer", "terminate")}
        )
        roots = "".join(
            f'<bpmn:{kind} id="{kind}_{name}" name="{name}" {CODES.get(kind, "x")}="{name}"/>'
            for kind, name in names
            if name
        )
        return HEAD.format(roots=roots, body=self._inside("")).encode()

    def _inside(self, scope: str) -> str:
        members = [one for one in self.elements if one.parent == scope]
        keys = {one.id for one in members}
        arrows = (self._arrow(one) for one in self.arrows if one.source in keys)
        return "".join(self._element(one) for one in members) + "".join(arrows)

    def _element(self, one: Element) -> str:
        words = [f'id="{one.id}"']
        if one.default:
            words.append(f'default="{one.default}"')
        if one.kind == "boundaryEvent":
            words.append(f'attachedToRef="{one.attached}" cancelActivity="{str(one.interrupting).lower()}"')
        if one.kind == "startEvent" and one.event:
            words.append(f'isInterrupting="{str(one.interrupting).lower()}"')
        if one.event_sub:
            words.append('triggeredByEvent="true"')
        if one.kind in ("sendTask", "receiveTask") and one.event:
            words.append(f'messageRef="message_{one.event[1]}"')
        inner = {"userTask": STEP, "manualTask": STEP, "serviceTask": SERVICE}.get(one.kind, "")
        if one.event and one.kind not in ("sendTask", "receiveTask"):
            inner += _event(*one.event)
        if one.kind == "subProcess":
            inner += self._inside(one.id)
        if one.loop:
            early = (
                f"<bpmn:completionCondition>{escape(one.early)}</bpmn:completionCondition>"
                if one.early
                else ""
            )
            inner += LOOPS[one.loop].format(completion=early)
        return f"<bpmn:{one.kind} {' '.join(words)}>{inner}</bpmn:{one.kind}>"

    def _arrow(self, one: Arrow) -> str:
        inner = (
            f"<bpmn:conditionExpression>{escape(one.condition)}</bpmn:conditionExpression>"
            if one.condition
            else ""
        )
        return (
            f'<bpmn:sequenceFlow id="{one.id}" sourceRef={quoteattr(one.source)} targetRef={quoteattr(one.target)}>'
            f"{inner}</bpmn:sequenceFlow>"
        )


def _event(kind: str, name: str) -> str:
    if kind == "timer":
        tag = "timeCycle" if name.startswith("R") else "timeDuration"
        return f"<bpmn:timerEventDefinition><bpmn:{tag}>{name}</bpmn:{tag}></bpmn:timerEventDefinition>"
    reference = f' {kind}Ref="{kind}_{name}"' if name else ""
    return f"<bpmn:{kind}EventDefinition{reference}/>"
