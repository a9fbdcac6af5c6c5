"""The flow nodes of one process with all that is known of each."""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping

from lxml import etree

from motcua.domain.process.process import MAX_NODES, ModelError, Node
from motcua.domain.process.process_node import Decision
from motcua.domain.text import Text
from motcua.engine.reader.reader_decision import read_embedded
from motcua.engine.reader.reader_declared import Declared
from motcua.engine.reader.reader_events import read_event
from motcua.engine.reader.reader_loops import read_loop
from motcua.engine.reader.reader_words import read_wait
from motcua.engine.reader.reader_xml import (
    ZEEBE,
    Findings,
    bpmn_children,
    bpmn_name,
    clean,
    foreign,
    identifier,
    is_true,
    reference,
)

# What a process may hold without being run: data, notes, and the parts that belong to the process itself.
PASSED_OVER = frozenset(
    {
        "extensionElements", "documentation", "laneSet", "sequenceFlow", "textAnnotation", "association", "group",
        "ioSpecification", "property", "incoming", "outgoing", "auditing", "monitoring", "category", "dataObject",
        "dataObjectReference", "dataStoreReference", "dataInputAssociation", "dataOutputAssociation", "performer",
        "potentialOwner", "humanPerformer", "resourceRole", "rendering", "supportedInterfaceRef", "ioBinding",
        "correlationSubscription", "artifact", "supports", "eventDefinitionRef", "dataInput", "dataOutput",
        "inputSet", "outputSet", "conditionExpression", "completionCondition", "loopCondition", "script", "text",
    }
)  # fmt: skip
SCOPES = frozenset({"subProcess", "transaction", "adHocSubProcess"})
# What XML allows in an id, and a digit in front, which some programs write; the state parts ids with spaces.
_ID = re.compile(r"\w[\w.\-·\u0300-\u036f]{0,249}")
# Attributes that change what an element does into something that is not run, each standing as a marker.
_NOT_RUN = ("isForCompensation", "instantiate", "parallelMultiple")


def node_elements(process: etree._Element, findings: Findings) -> dict[str, etree._Element]:
    """The flow nodes by id, sub-processes opened up; without an id, or with one used before: a finding.

    Raises ModelError (`process.too_large`) when there are more than `MAX_NODES`.
    """
    found: dict[str, etree._Element] = {}
    for count, element in enumerate(walk(process), start=1):
        if count > MAX_NODES:
            raise too_large()
        key = identifier(element)
        if not key:
            findings.add(
                "id.missing",
                element,
                Text(
                    f"Dòng {element.sourceline}: phần tử {bpmn_name(element)} không có id. Xuất lại tệp.",
                    f"Line {element.sourceline}: the {bpmn_name(element)} has no id. Export the file again.",
                ),
            )
        elif key in found:
            findings.add(
                "id.duplicate",
                element,
                Text(
                    f"Dòng {element.sourceline}: id “{key[:60]}” đã dùng cho phần tử khác. Đặt id khác.",
                    f"Line {element.sourceline}: the id “{key[:60]}” is used by another element. Give it another.",
                ),
            )
        else:
            if _ID.fullmatch(key) is None:
                findings.add("id.unusable", element, _unusable(key))
            found[key] = element
    return found


def _unusable(key: str) -> Text:
    return Text(
        f"Không dùng được id “{key[:60]}”: chỉ gồm chữ, chữ số, _ - . và không quá 250 ký tự. Đặt id khác.",
        f"The id “{key[:60]}” cannot be used: letters, digits, _ - . only, up to 250 characters. Give it another.",
    )


def too_large() -> ModelError:
    return ModelError(
        Text(
            f"Quy trình có nhiều hơn {MAX_NODES} phần tử. Tách thành nhiều quy trình.",
            f"The process has more than {MAX_NODES} elements. Split it.",
        ),
        code="process.too_large",
    )


def walk(scope: etree._Element) -> Iterator[etree._Element]:
    """The flow nodes of a process or sub-process, those inside sub-processes after their sub-process."""
    for child in bpmn_children(scope):
        name = bpmn_name(child)
        if name in PASSED_OVER or name.endswith(("EventDefinition", "LoopCharacteristics")):
            continue
        yield child
        if name in SCOPES:
            yield from walk(child)


def read_node(
    key: str,
    element: etree._Element,
    nodes: Mapping[str, etree._Element],
    declared: Declared,
    findings: Findings,
) -> Node:
    """One flow node; what it refers to and cannot be found is a finding."""
    parent = element.getparent()
    parent_id = identifier(parent) if parent is not None and bpmn_name(parent) in SCOPES else ""
    kind = bpmn_name(element)
    event, unread = read_event(element, declared.roots, findings)
    return Node(
        id=key,
        name=clean(element.get("name")),
        kind=kind,
        parent=parent_id if parent_id in nodes else "",
        default_flow=clean(element.get("default")),
        markers=(*unread, *_attributes_not_run(element)),
        event=event,
        attached_to=reference(element.get("attachedToRef")) if kind == "boundaryEvent" else "",
        is_interrupting=_is_interrupting(kind, element) or (event is not None and event.kind == "error"),
        is_event_sub=kind == "subProcess" and is_true(element.get("triggeredByEvent")),
        loop=read_loop(element, declared.data, findings),
        decision=_decision(kind, element, findings),
        wait=read_wait(element, findings),
        called=called_process(element) if kind == "callActivity" else "",
    )


def called_process(element: etree._Element) -> str:
    """The id of the process a call activity calls, in the word of BPMN or of Camunda 8."""
    zeebe = foreign(element, ZEEBE, "calledElement")
    return reference(element.get("calledElement")) or (
        "" if zeebe is None else reference(zeebe.get("processId"))
    )


def _is_interrupting(kind: str, element: etree._Element) -> bool:
    return is_true(
        element.get("cancelActivity" if kind == "boundaryEvent" else "isInterrupting"), otherwise=True
    )


def _decision(kind: str, element: etree._Element, findings: Findings) -> Decision | None:
    return read_embedded(element, findings) if kind == "businessRuleTask" else None


def _attributes_not_run(element: etree._Element) -> Iterator[str]:
    for name in _NOT_RUN:
        if is_true(element.get(name)):
            yield name
    if element.get("eventGatewayType", "Exclusive") != "Exclusive":
        yield "eventGatewayType"
