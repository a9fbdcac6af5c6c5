"""Random models of nested shapes, written as BPMN that this engine and the library alone both read."""

from __future__ import annotations

from dataclasses import dataclass, field
from itertools import count, pairwise
from typing import NamedTuple
from xml.sax.saxutils import escape

HEAD = (
    '<bpmn:definitions xmlns:bpmn="http://www.omg.org/spec/BPMN/20100524/MODEL"'
    ' xmlns:motcua="http://motcua.vn/bpmn/1.0" targetNamespace="t">{roots}'
    '<bpmn:process id="{process}" isExecutable="true">{body}</bpmn:process></bpmn:definitions>'
)
ROOTS = {
    "message": '<bpmn:message id="message_{0}" name="{0}"/>',
    "signal": '<bpmn:signal id="signal_{0}" name="{0}"/>',
    "error": '<bpmn:error id="error_{0}" name="{0}" errorCode="{0}"/>',
    "escalation": '<bpmn:escalation id="escalation_{0}" name="{0}" escalationCode="{0}"/>',
}
TIMES = {
    "parallel": "<bpmn:multiInstanceLoopCharacteristics><bpmn:loopCardinality>{0}</bpmn:loopCardinality>"
    "</bpmn:multiInstanceLoopCharacteristics>",
    "sequential": '<bpmn:multiInstanceLoopCharacteristics isSequential="true">'
    "<bpmn:loopCardinality>{0}</bpmn:loopCardinality></bpmn:multiInstanceLoopCharacteristics>",
    "list": "<bpmn:multiInstanceLoopCharacteristics><bpmn:loopDataInputRef>ds</bpmn:loopDataInputRef>"
    "</bpmn:multiInstanceLoopCharacteristics>",
    "in_turn": '<bpmn:multiInstanceLoopCharacteristics isSequential="true">'
    "<bpmn:loopDataInputRef>ds</bpmn:loopDataInputRef>"
    "</bpmn:multiInstanceLoopCharacteristics>",
    "standard": '<bpmn:standardLoopCharacteristics loopMaximum="{0}">'
    "<bpmn:loopCondition>lai == 1</bpmn:loopCondition></bpmn:standardLoopCharacteristics>",
}
HUONG = ("a", "b", "c")
# Every kind of shape there is; the order decides what the steady examples are.
KINDS = (
    "step",
    "service",
    "seq",
    "again",
    "par",
    "xor",
    "or",
    "sub",
    "call",
    "times",
    "bound",
    "beside",
    "events",
    "error",
    "escalation",
    "stop",
    "told",
    "signalled",
    "catch",
    "receive",
)
Part = tuple[str, str, str]
Shape = tuple


def kinds_without(*left_out: str) -> tuple[str, ...]:
    """The kinds of shape a test draws from, when these are not for it."""
    return tuple(kind for kind in KINDS if kind not in left_out)


class Drawn(NamedTuple):
    """A model: its file, the files of the processes it calls, and how many elements it has."""

    bpmn: bytes
    called: dict[str, bytes]


@dataclass
class Writer:
    """Writes a shape as (XML, first element, last element).

    Shapes: `(kind, shapes)` for "seq", "par", "xor", "or", "events"; `(kind,)` for elements that wait;
    `(kind, shape, …)` for the others, see the methods.
    """

    numbers: count = field(default_factory=lambda: count(1))
    called: dict[str, bytes] = field(default_factory=dict)
    names: list[tuple[str, str]] = field(default_factory=list)

    def file(self, shape: Shape, process: str = "P") -> bytes:
        body = self.inside(shape, "top")
        roots = "".join(ROOTS[kind].format(name) for kind, name in self.names)
        return HEAD.format(roots=roots, process=process, body=body).encode()

    def inside(self, shape: Shape, prefix: str, start: str = "") -> str:
        body, first, last = self.part(shape)
        begins = start or f'<bpmn:startEvent id="{prefix}_b"/>'
        return (
            f'{begins}<bpmn:endEvent id="{prefix}_e"/>'
            f"{body}{self.flow(f'{prefix}_b', first)}{self.flow(last, f'{prefix}_e')}"
        )

    def part(self, shape: Shape) -> Part:
        return getattr(self, f"_{shape[0]}")(*shape[1:])

    def new(self, letter: str) -> str:
        return f"{letter}{next(self.numbers)}"

    def flow(self, source: str, target: str, condition: str = "", key: str = "") -> str:
        inner = (
            f"<bpmn:conditionExpression>{escape(condition)}</bpmn:conditionExpression>" if condition else ""
        )
        return (
            f'<bpmn:sequenceFlow id="{key or self.new("F")}" sourceRef="{source}" targetRef="{target}">{inner}'
            "</bpmn:sequenceFlow>"
        )

    def event(self, kind: str) -> str:
        if kind in ("timer", "cycle"):
            word, text = ("timeDuration", "4h") if kind == "timer" else ("timeCycle", "R3/PT1H")
            return f"<bpmn:timerEventDefinition><bpmn:{word}>{text}</bpmn:{word}></bpmn:timerEventDefinition>"
        return self.told(kind, self.name(kind))

    def told(self, kind: str, name: str) -> str:
        return f'<bpmn:{kind}EventDefinition {kind}Ref="{kind}_{name}"/>'

    def name(self, kind: str) -> str:
        name = self.new("m")
        self.names.append((kind, name))
        return name

    def element(self, tag: str, letter: str, inner: str = "", attributes: str = "") -> Part:
        key = self.new(letter)
        return f'<bpmn:{tag} id="{key}"{attributes}>{inner}</bpmn:{tag}>', key, key

    def _step(self) -> Part:
        return self.element("userTask", "T")

    def _service(self) -> Part:
        call = '<bpmn:extensionElements><motcua:service operation="x.y"/></bpmn:extensionElements>'
        return self.element("serviceTask", "V", call)

    def _catch(self, kind: str) -> Part:
        return self.element("intermediateCatchEvent", "C", self.event(kind))

    def _receive(self) -> Part:
        return self.element("receiveTask", "R", attributes=f' messageRef="message_{self.name("message")}"')

    def _seq(self, shapes: list[Shape]) -> Part:
        parts = [self.part(shape) for shape in shapes]
        joints = "".join(self.flow(one[2], two[1]) for one, two in pairwise(parts))
        return "".join(part[0] for part in parts) + joints, parts[0][1], parts[-1][2]

    def between(self, split: str, join: str, shapes: list[Shape], conditions: list[str]) -> Part:
        number = next(self.numbers)
        one, two, default = f"S{number}", f"J{number}", f"D{number}"
        chosen = f' default="{default}"' if conditions[-1] == "" and any(conditions) else ""
        body = f'<bpmn:{split} id="{one}"{chosen}/><bpmn:{join} id="{two}"/>'
        for shape, condition in zip(shapes, conditions, strict=True):
            inner, first, last = self.part(shape)
            key = default if chosen and not condition else ""
            body += inner + self.flow(one, first, condition, key) + self.flow(last, two)
        return body, one, two

    def _par(self, shapes: list[Shape]) -> Part:
        return self.between("parallelGateway", "parallelGateway", shapes, [""] * len(shapes))

    def _xor(self, shapes: list[Shape]) -> Part:
        conditions = [f'huong == "{HUONG[index]}"' for index in range(len(shapes) - 1)]
        return self.between("exclusiveGateway", "exclusiveGateway", shapes, [*conditions, ""])

    def _or(self, shapes: list[Shape]) -> Part:
        conditions = [f"co{index} == 1" for index in range(len(shapes) - 1)]
        return self.between("inclusiveGateway", "inclusiveGateway", shapes, [*conditions, ""])

    def _again(self, shape: Shape) -> Part:
        """A loop drawn with gateways, gone through as long as `lai` says."""
        entry, leave, out = self.new("M"), self.new("X"), self.new("M")
        inner, first, last = self.part(shape)
        body = (
            f'<bpmn:exclusiveGateway id="{entry}"/><bpmn:exclusiveGateway id="{leave}" default="{leave}d"/>'
            f'<bpmn:exclusiveGateway id="{out}"/>{inner}'
            + self.flow(entry, first)
            + self.flow(last, leave)
            + self.flow(leave, entry, "lai == 1")
            + self.flow(leave, out, key=f"{leave}d")
        )
        return body, entry, out

    def _events(self, shapes: list[Shape], *kinds: str) -> Part:
        branches = [("seq", [("catch", kind), shape]) for kind, shape in zip(kinds, shapes, strict=True)]
        return self.between("eventBasedGateway", "exclusiveGateway", branches, [""] * len(branches))

    def _sub(self, shape: Shape, extra: str = "") -> Part:
        key = self.new("SUB")
        return f'<bpmn:subProcess id="{key}">{extra}{self.inside(shape, key)}</bpmn:subProcess>', key, key

    def _call(self, shape: Shape) -> Part:
        key = self.new("P")
        before, self.names = self.names, []
        self.called[key] = self.file(shape, key)
        self.names = before
        return self.element("callActivity", "CALL", attributes=f' calledElement="{key}"')

    def _times(self, shape: Shape, kind: str, often: int) -> Part:
        body, first, last = self.part(shape)
        head, _, rest = body.partition(">")
        return f"{head}>{TIMES[kind].format(often)}{rest}", first, last

    def border(self, host: str, event: str, handler: Shape, free: bool) -> tuple[str, str]:
        """A boundary event with what it leads to, and the last element of that."""
        key = self.new("B")
        body, first, last = self.part(handler)
        ends = ' cancelActivity="false"' if free else ""
        boundary = f'<bpmn:boundaryEvent id="{key}" attachedToRef="{host}"{ends}>{event}</bpmn:boundaryEvent>'
        return boundary + body + self.flow(key, first), last

    def beside(self, host: Part, event: str, handler: Shape, free: bool) -> Part:
        body, first, last = host
        more, end = self.border(last, event, handler, free)
        if free:
            key = self.new("E")
            return f'{body}{more}<bpmn:endEvent id="{key}"/>{self.flow(end, key)}', first, last
        key = self.new("M")
        merge = f'<bpmn:exclusiveGateway id="{key}"/>{self.flow(last, key)}{self.flow(end, key)}'
        return body + more + merge, first, key

    def _bound(self, host: Shape, kind: str, free: bool, handler: Shape) -> Part:
        return self.beside(self.part(host), self.event(kind), handler, free)

    def _raised(self, kind: str, shape: Shape, free: bool, handler: Shape) -> Part:
        """A sub-process that ends with an error or escalation when `huong` is "a", caught at its border."""
        name = self.name(kind)
        split, bad, good = self.new("X"), self.new("E"), self.new("M")
        body, first, last = self.part(shape)
        inner = (
            f'<bpmn:startEvent id="{split}b"/>{body}<bpmn:exclusiveGateway id="{split}" default="{good}d"/>'
            f'<bpmn:endEvent id="{bad}">{self.told(kind, name)}</bpmn:endEvent><bpmn:endEvent id="{good}"/>'
            + self.flow(f"{split}b", first)
            + self.flow(last, split)
            + self.flow(split, bad, 'huong == "a"')
            + self.flow(split, good, key=f"{good}d")
        )
        key = self.new("SUB")
        sub = f'<bpmn:subProcess id="{key}">{inner}</bpmn:subProcess>'
        return self.beside((sub, key, key), self.told(kind, name), handler, free)

    def _stop(self, stopping: Shape, other: Shape) -> Part:
        """A sub-process whose first branch ends all of it."""
        split, stop, end, key = self.new("S"), self.new("E"), self.new("E"), self.new("SUB")
        one, first, last = self.part(stopping)
        two, beside, behind = self.part(other)
        inner = (
            f'<bpmn:startEvent id="{split}b"/><bpmn:parallelGateway id="{split}"/>{one}{two}'
            f'<bpmn:endEvent id="{stop}"><bpmn:terminateEventDefinition/></bpmn:endEvent><bpmn:endEvent id="{end}"/>'
            + self.flow(f"{split}b", split)
            + self.flow(split, first)
            + self.flow(split, beside)
            + self.flow(last, stop)
            + self.flow(behind, end)
        )
        return f'<bpmn:subProcess id="{key}">{inner}</bpmn:subProcess>', key, key

    def _told(self, kind: str, thrower: Shape, catcher: Shape) -> Part:
        """Two branches, one of which throws what the other waits for."""
        told = self.told(kind, self.name(kind))
        number = next(self.numbers)
        one, first, last = self.part(thrower)
        two, begins, ends = self.part(catcher)
        split, join, throws, waits = f"S{number}", f"J{number}", f"W{number}", f"C{number}"
        body = (
            f'<bpmn:parallelGateway id="{split}"/><bpmn:parallelGateway id="{join}"/>{one}{two}'
            f'<bpmn:intermediateThrowEvent id="{throws}">{told}</bpmn:intermediateThrowEvent>'
            f'<bpmn:intermediateCatchEvent id="{waits}">{told}</bpmn:intermediateCatchEvent>'
        )
        flows = (
            (split, first),
            (last, throws),
            (throws, join),
            (split, begins),
            (ends, waits),
            (waits, join),
        )
        return body + "".join(self.flow(*ends) for ends in flows), split, join

    def _beside(self, shape: Shape, kind: str, free: bool, handler: Shape) -> Part:
        """A sub-process with an event sub-process in it."""
        key = self.new("Q")
        ends = ' isInterrupting="false"' if free else ""
        start = f'<bpmn:startEvent id="{key}_b"{ends}>{self.event(kind)}</bpmn:startEvent>'
        inner = self.inside(handler, key, start)
        return self._sub(
            shape, f'<bpmn:subProcess id="{key}" triggeredByEvent="true">{inner}</bpmn:subProcess>'
        )
