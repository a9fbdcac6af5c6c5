"""Process models for the engine's tests, written as nested blocks instead of XML."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from itertools import count, pairwise
from xml.sax.saxutils import escape, quoteattr

import pytest

HEAD = (
    '<bpmn:definitions xmlns:bpmn="http://www.omg.org/spec/BPMN/20100524/MODEL" targetNamespace="t">'
    '<bpmn:process id="P" isExecutable="true">{body}</bpmn:process></bpmn:definitions>'
)


class _Writer:
    """Writes a block between two elements as BPMN.

    A block is `("step", id)`, `("seq", blocks)`, `("par", blocks)`, `("sub", block)`,
    `("xor", [(condition, block), …, (None, default)])` or `("loop", block, condition)`.
    """

    def __init__(self) -> None:
        self.numbers: Iterator[int] = count(1)

    def flow(self, source: str, target: str, condition: str | None = None, flow_id: str = "") -> str:
        inner = "" if condition is None else _condition(condition)
        identity = flow_id or f"F{next(self.numbers)}"
        return (
            f'<bpmn:sequenceFlow id="{identity}" sourceRef="{source}" targetRef="{target}">'
            f"{inner}</bpmn:sequenceFlow>"
        )

    def process(self, block: tuple, prefix: str = "") -> str:
        first, last = f"{prefix}begin", f"{prefix}finish"
        body, entry, leave = self.block(block)
        return (
            f'<bpmn:startEvent id="{first}"/><bpmn:endEvent id="{last}"/>'
            f"{body}{self.flow(first, entry)}{self.flow(leave, last)}"
        )

    def block(self, block: tuple) -> tuple[str, str, str]:
        """The XML of a block with the ids of its first and last element."""
        return getattr(self, f"_{block[0]}")(*block[1:])

    def _step(self, step: str) -> tuple[str, str, str]:
        return f"<bpmn:userTask id={quoteattr(step)}/>", step, step

    def _seq(self, blocks: list) -> tuple[str, str, str]:
        parts = [self.block(block) for block in blocks]
        joints = "".join(self.flow(one[2], two[1]) for one, two in pairwise(parts))
        return "".join(part[0] for part in parts) + joints, parts[0][1], parts[-1][2]

    def _par(self, blocks: list) -> tuple[str, str, str]:
        number = next(self.numbers)
        split, join = f"S{number}", f"J{number}"
        body = f'<bpmn:parallelGateway id="{split}"/><bpmn:parallelGateway id="{join}"/>'
        for block in blocks:
            inner, entry, leave = self.block(block)
            body += inner + self.flow(split, entry) + self.flow(leave, join)
        return body, split, join

    def _xor(self, branches: list) -> tuple[str, str, str]:
        number = next(self.numbers)
        split, merge = f"X{number}", f"M{number}"
        default = "" if branches[-1][0] else f' default="D{number}"'
        body = f'<bpmn:exclusiveGateway id="{split}"{default}/><bpmn:exclusiveGateway id="{merge}"/>'
        for condition, block in branches:
            inner, entry, leave = self.block(block)
            identity = "" if condition else f"D{number}"
            body += inner + self.flow(split, entry, condition, identity) + self.flow(leave, merge)
        return body, split, merge

    def _loop(self, block: tuple, again: str) -> tuple[str, str, str]:
        number = next(self.numbers)
        entry, leave = f"M{number}", f"X{number}"
        inner, first, last = self.block(block)
        body = (
            f'<bpmn:exclusiveGateway id="{entry}"/><bpmn:exclusiveGateway id="{leave}" default="D{number}"/>'
            f'<bpmn:exclusiveGateway id="O{number}"/>'
        )
        flows = self.flow(entry, first) + self.flow(last, leave) + self.flow(leave, entry, again)
        return (
            body + inner + flows + self.flow(leave, f"O{number}", flow_id=f"D{number}"),
            entry,
            f"O{number}",
        )

    def _sub(self, block: tuple) -> tuple[str, str, str]:
        identity = f"SUB{next(self.numbers)}"
        body = f'<bpmn:subProcess id="{identity}">{self.process(block, identity)}</bpmn:subProcess>'
        return body, identity, identity


def _condition(text: str) -> str:
    return f"<bpmn:conditionExpression>{escape(text)}</bpmn:conditionExpression>"


@pytest.fixture(scope="session")
def bpmn_of() -> Callable[[tuple], bytes]:
    """Turns a block into a BPMN file."""
    return lambda block: HEAD.format(body=_Writer().process(block)).encode()


@pytest.fixture(scope="session")
def bpmn_body() -> Callable[[str], bytes]:
    """Wraps the XML of a process's elements into a BPMN file."""
    return lambda body: HEAD.format(body=body).encode()


def _event(kind: str, name: str = "") -> str:
    """An event definition: `_event("timer", "4h")`, `_event("timer", "R3/PT1H")`, `_event("message", "tra_loi")`."""
    if kind == "timer":
        word = "timeCycle" if name.startswith("R") else "timeDuration"
        return f"<bpmn:timerEventDefinition><bpmn:{word}>{name}</bpmn:{word}></bpmn:timerEventDefinition>"
    if kind == "terminate":
        return "<bpmn:terminateEventDefinition/>"
    reference = f' {kind}Ref="{kind}_{name}"' if name else ""
    return f"<bpmn:{kind}EventDefinition{reference}/>"


ROOTS = {
    "message": '<bpmn:message id="message_{0}" name="{0}"/>',
    "signal": '<bpmn:signal id="signal_{0}" name="{0}"/>',
    "error": '<bpmn:error id="error_{0}" name="{0}" errorCode="{0}"/>',
    "escalation": '<bpmn:escalation id="escalation_{0}" name="{0}" escalationCode="{0}"/>',
}
NAMED = ("a", "b", "c")


def _node(word: str) -> str:
    """One element of `draw`: "user T", "catch C message a", "boundary B T timer 4h free", "xor X"."""
    kind, name, *rest = word.split()
    free = bool(rest and rest[-1] == "free")
    rest = rest[:-1] if free else rest
    if kind == "boundary":
        host, *event = rest
        ends = ' cancelActivity="false"' if free else ""
        return f'<bpmn:boundaryEvent id="{name}" attachedToRef="{host}"{ends}>{_event(*event)}</bpmn:boundaryEvent>'
    if kind in ("start", "end", "catch", "throw"):
        tag = {"catch": "intermediateCatchEvent", "throw": "intermediateThrowEvent"}.get(kind, f"{kind}Event")
        ends = ' isInterrupting="false"' if free else ""
        return f'<bpmn:{tag} id="{name}"{ends}>{_event(*rest) if rest else ""}</bpmn:{tag}>'
    if kind in ("send", "receive"):
        return f'<bpmn:{kind}Task id="{name}" messageRef="message_{rest[0]}"/>'
    if kind == "service":
        return (
            f'<bpmn:serviceTask id="{name}"><bpmn:extensionElements><motcua:service operation="x.y"/>'
            "</bpmn:extensionElements></bpmn:serviceTask>"
        )
    tag = {"xor": "exclusiveGateway", "and": "parallelGateway", "or": "inclusiveGateway"}.get(kind)
    tag = tag or {"event": "eventBasedGateway", "user": "userTask", "manual": "manualTask"}[kind]
    return f'<bpmn:{tag} id="{name}"{{default_{name}}}>{{loop_{name}}}</bpmn:{tag}>'


class _Blank(dict):
    def __missing__(self, key: str) -> str:
        return ""


def _draw(nodes: str, flows: str, loops: dict[str, str], inside: dict[str, str]) -> str:
    fills: dict[str, str] = _Blank({f"loop_{key}": text for key, text in loops.items()})
    lines = []
    for number, flow in enumerate(flows.split()):
        ends, _, condition = flow.replace("~", " ").partition(":")
        source, target = ends.rstrip("*").split(">")
        identity = f"{source}_{target}_{number}"
        if ends.endswith("*"):
            fills[f"default_{source}"] = f' default="{identity}"'
        inner = _condition(condition) if condition else ""
        lines.append(
            f'<bpmn:sequenceFlow id="{identity}" sourceRef="{source}" targetRef="{target}">{inner}'
            "</bpmn:sequenceFlow>"
        )
    body = []
    for word in filter(None, (part.strip() for part in nodes.split(","))):
        if word.startswith(("sub ", "esub ")):
            kind, name = word.split()
            mark = ' triggeredByEvent="true"' if kind == "esub" else ""
            loop = loops.get(name, "")
            body.append(f'<bpmn:subProcess id="{name}"{mark}>{loop}{inside[name]}</bpmn:subProcess>')
        else:
            body.append(_node(word).format_map(fills))
    return "".join(body + lines)


@pytest.fixture(scope="session")
def draw() -> Callable[..., bytes]:
    """A BPMN file from words: `draw("start s, user T, end e", "s>T T>e")`.

    Elements: `user manual service send receive xor and or event sub esub start end catch throw boundary`; flows may
    carry conditions (`X>a:von>5`, `~` a space) and mark the default (`X>b*`). `loops` gives the XML of an element's
    loop, `inside` what a sub-process holds, as (elements, flows).
    """

    def file(
        nodes: str,
        flows: str,
        loops: dict[str, str] | None = None,
        inside: dict[str, tuple[str, str]] | None = None,
    ) -> bytes:
        drawn: dict[str, str] = {}
        for name, (inner_nodes, inner_flows) in (inside or {}).items():
            drawn[name] = _draw(inner_nodes, inner_flows, loops or {}, drawn)
        roots = "".join(root.format(name) for root in ROOTS.values() for name in NAMED)
        head = HEAD.replace("<bpmn:process", f"{roots}<bpmn:process").replace(
            "xmlns:bpmn", 'xmlns:motcua="http://motcua.vn/bpmn/1.0" xmlns:bpmn'
        )
        return head.format(body=_draw(nodes, flows, loops or {}, drawn)).encode()

    return file
