"""What in a BPMN process Motcua does not run, by element and in words.

Refused before the library sees it: what it would run as Python (scripts, services), what it would silently run
otherwise than drawn (conditions on the flows of a task), and what it would only complain of in its own words.
"""

from __future__ import annotations

from collections.abc import Iterator
from typing import Final

from lxml import etree

from motcua.domain.text import Text
from motcua.engine.spec_parser import BPMN, RESERVED, RUNS, condition_of, kind_of

FLOW_NODES: Final = ("task", "event", "gateway", "process", "activity", "transaction")

Refusal = tuple[etree._Element, Text]


def refusals(process: etree._Element) -> Iterator[Refusal]:
    """The elements of a process and its sub-processes that do not run, and why (without a full stop)."""
    for element in process:
        kind = kind_of(element)
        if kind in RUNS:
            yield from _element(element, kind)
        elif kind.lower().endswith(FLOW_NODES):
            yield (
                element,
                Text(
                    f"loại “{kind}” chưa chạy được. Hãy thay bằng bước người dùng, điểm rẽ hoặc quy trình con",
                    f"elements of kind “{kind}” do not run. Use a user task, a gateway or a sub-process",
                ),
            )
    yield from _bounds(process)
    yield from _flows(process)


def _element(element: etree._Element, kind: str) -> Iterator[Refusal]:
    if not element.get("id"):
        yield element, Text("thiếu mã (id). Hãy đặt mã cho phần tử", "it has no id. Give it one")
    if kind == "userTask" and element.get("id") in RESERVED:
        yield (
            element,
            Text(
                f"mã “{element.get('id')}” dành riêng cho hệ thống. Hãy đặt mã khác cho bước này",
                f"the id “{element.get('id')}” is reserved. Give the step another id",
            ),
        )
    for child in element:
        part = kind_of(child)
        if part.endswith(("LoopCharacteristics", "EventDefinition")) and part != "terminateEventDefinition":
            yield (
                element,
                Text(
                    f"phần “{part}” chưa chạy được. Hãy bỏ phần này khỏi phần tử",
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


def _bounds(process: etree._Element) -> Iterator[Refusal]:
    starts = process.findall(f"{BPMN}startEvent")
    for extra in starts[1:]:
        yield (
            extra,
            Text(
                "mỗi quy trình chỉ có một sự kiện bắt đầu. Hãy bỏ sự kiện này",
                "a process has one start event. Remove this one",
            ),
        )
    if not starts or process.find(f"{BPMN}endEvent") is None:
        yield (
            process,
            Text(
                "thiếu sự kiện bắt đầu hoặc sự kiện kết thúc. Hãy vẽ thêm",
                "the start event or the end event is missing. Draw it",
            ),
        )


def _flows(process: etree._Element) -> Iterator[Refusal]:
    nodes = {element.get("id", ""): element for element in process if kind_of(element) in RUNS}
    out: dict[str, list[etree._Element]] = {}
    for flow in process.findall(f"{BPMN}sequenceFlow"):
        source, target = flow.get("sourceRef", ""), flow.get("targetRef", "")
        if source in nodes and target in nodes:
            out.setdefault(source, []).append(flow)
        else:
            yield (
                flow,
                Text(
                    "mũi tên không nối hai phần tử của cùng một quy trình. Hãy vẽ lại mũi tên",
                    "the arrow does not join two elements of the same process. Draw it again",
                ),
            )
    for source, flows in out.items():
        yield from _branches(nodes[source], flows)


def _branches(source: etree._Element, flows: list[etree._Element]) -> Iterator[Refusal]:
    kind = kind_of(source)
    if len(flows) > 1 and not kind.endswith("Gateway"):
        yield (
            source,
            Text(
                "chỉ được có một mũi tên đi ra. Hãy vẽ thêm điểm rẽ sau phần tử này",
                "it may have one arrow out. Draw a gateway behind it",
            ),
        )
    for flow in flows:
        conditional = bool(condition_of(flow))
        if conditional and kind != "exclusiveGateway":
            yield (
                flow,
                Text(
                    "điều kiện chỉ được đặt trên nhánh của điểm rẽ loại trừ. Hãy vẽ thêm điểm rẽ",
                    "conditions stand only on the branches of an exclusive gateway. Draw a gateway",
                ),
            )
        default = flow.get("id") == source.get("default")
        if kind == "exclusiveGateway" and len(flows) > 1 and not conditional and not default:
            yield (
                flow,
                Text(
                    "nhánh chưa có điều kiện. Hãy đặt điều kiện, hoặc chọn nhánh này làm mặc định",
                    "the branch has no condition. Give it one, or make it the default branch",
                ),
            )
