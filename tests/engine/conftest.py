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
