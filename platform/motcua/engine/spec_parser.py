"""SpiffWorkflow's reader of BPMN, held to the elements that Motcua runs.

Everything else is refused by name before the library sees it: what it would run as Python (scripts, services)
and what it would silently run otherwise than drawn (conditions on the flows of a task). What passes is copied
into a bare tree, so that no foreign extension or drawing can disturb the library.
"""

from __future__ import annotations

from collections.abc import Iterator
from typing import Final

from lxml import etree
from SpiffWorkflow.bpmn.parser.BpmnParser import BpmnParser
from SpiffWorkflow.bpmn.parser.ProcessParser import ProcessParser
from SpiffWorkflow.bpmn.parser.util import full_tag

from motcua.domain.text import Text
from motcua.engine.spec_elements import FirstTrueGateway, TokenJoin

BPMN: Final = "{http://www.omg.org/spec/BPMN/20100524/MODEL}"
RUNS: Final = ("startEvent", "endEvent", "userTask", "subProcess", "exclusiveGateway", "parallelGateway")
COPIED: Final = frozenset(
    {*RUNS, "process", "sequenceFlow", "conditionExpression", "terminateEventDefinition"}
)
ATTRIBUTES: Final = ("id", "name", "sourceRef", "targetRef", "default", "isExecutable")
RESERVED: Final = frozenset({"Start", "End"})
FLOW_NODES: Final = ("task", "event", "gateway", "process", "activity", "transaction")

Refusal = tuple[etree._Element, Text]


class _ProcessParser(ProcessParser):  # type: ignore[misc]  # the library has no types
    def get_position(self, node_id: str) -> dict[str, float]:
        """None: branches are tried in the order of the file, so that moving a box changes no decision."""
        return {"x": 0.0, "y": 0.0}


class ModelParser(BpmnParser):  # type: ignore[misc]  # the library has no types
    """The library's parser with our gateways and no element but those that run."""

    PROCESS_PARSER_CLASS = _ProcessParser
    PARSER_CLASSES = {full_tag(name): BpmnParser.PARSER_CLASSES[full_tag(name)] for name in RUNS}
    OVERRIDE_PARSER_CLASSES = {
        full_tag(name): (BpmnParser.PARSER_CLASSES[full_tag(name)][0], gateway)
        for name, gateway in (("exclusiveGateway", FirstTrueGateway), ("parallelGateway", TokenJoin))
    }


def bare(element: etree._Element) -> etree._Element:
    """A copy of a process with nothing but what the library needs.

    Events and gateways called "Start" or "End" get another id in the copy: the library has tasks of its own
    by these names and would take the drawn elements for them. Steps keep theirs, which the outside knows.
    """
    copy = etree.Element(element.tag, nsmap={"bpmn": BPMN[1:-1]})
    copy.text = element.text
    for name in ATTRIBUTES:
        value = element.get(name)
        if value is not None:
            renamed = value in RESERVED and name in ("id", "sourceRef", "targetRef")
            copy.set(name, f"{value}.drawn" if renamed else value)
    copy.extend(bare(child) for child in element if _kind(child) in COPIED)
    return copy


def refusals(process: etree._Element) -> Iterator[Refusal]:
    """What in a process and its sub-processes Motcua does not run: the element, and why (no full stop)."""
    for element in process:
        kind = _kind(element)
        if kind in RUNS:
            yield from _inner_refusals(element, kind)
        elif kind.lower().endswith(FLOW_NODES):
            yield (
                element,
                Text(
                    f"loại «{kind}» chưa chạy được. Hãy thay bằng bước người dùng, điểm rẽ hoặc quy trình con",
                    f"elements of kind “{kind}” do not run. Use a user task, a gateway or a sub-process",
                ),
            )
    yield from _flow_refusals(process)


def _inner_refusals(element: etree._Element, kind: str) -> Iterator[Refusal]:
    if kind == "userTask" and element.get("id") in RESERVED:
        yield (
            element,
            Text(
                f"mã «{element.get('id')}» dành riêng cho hệ thống. Hãy đặt mã khác cho bước này",
                f"the id “{element.get('id')}” is reserved. Give the step another id",
            ),
        )
    for child in element:
        part = _kind(child)
        if part.endswith(("LoopCharacteristics", "EventDefinition")) and part != "terminateEventDefinition":
            yield (
                element,
                Text(
                    f"phần «{part}» chưa chạy được. Hãy bỏ phần này khỏi phần tử",
                    f"“{part}” does not run. Remove it from the element",
                ),
            )
    if kind == "subProcess":
        if element.get("triggeredByEvent") == "true":
            yield (
                element,
                Text(
                    "quy trình con theo sự kiện chưa chạy được. Hãy vẽ thành quy trình con thường",
                    "event sub-processes do not run. Draw a plain sub-process",
                ),
            )
        yield from refusals(element)


def _flow_refusals(process: etree._Element) -> Iterator[Refusal]:
    starts = process.findall(f"{BPMN}startEvent")
    for extra in starts[1:]:
        yield (
            extra,
            Text(
                "mỗi quy trình chỉ có một sự kiện bắt đầu. Hãy bỏ sự kiện này",
                "a process has one start event. Remove this one",
            ),
        )
    ids = {element.get("id") for element in process if _kind(element) in RUNS}
    choosing = {gateway.get("id") for gateway in process.findall(f"{BPMN}exclusiveGateway")}
    for flow in process.findall(f"{BPMN}sequenceFlow"):
        if flow.get("sourceRef") not in ids or flow.get("targetRef") not in ids:
            yield (
                flow,
                Text(
                    "mũi tên không nối hai phần tử của cùng một quy trình. Hãy vẽ lại mũi tên",
                    "the arrow does not join two elements of the same process. Draw it again",
                ),
            )
        if flow.find(f"{BPMN}conditionExpression") is not None and flow.get("sourceRef") not in choosing:
            yield (
                flow,
                Text(
                    "điều kiện chỉ được đặt trên nhánh của điểm rẽ loại trừ. Hãy vẽ thêm điểm rẽ",
                    "conditions stand only on the branches of an exclusive gateway. Draw a gateway",
                ),
            )


def _kind(element: etree._Element) -> str:
    """The BPMN name of an element, empty for foreign ones."""
    tag = element.tag
    return tag.removeprefix(BPMN) if isinstance(tag, str) and tag.startswith(BPMN) else ""
