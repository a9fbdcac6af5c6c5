"""Sequence flows and lanes of one process element."""

from __future__ import annotations

from collections.abc import Mapping

from lxml import etree

from motcua.domain.process.process import MAX_NODES, Flow, Lane
from motcua.domain.process.process_words import position_key
from motcua.domain.text import Text
from motcua.engine.reader.reader_node import too_large
from motcua.engine.reader.reader_xml import (
    BPMN,
    Findings,
    bpmn_children,
    check_attributes,
    clean,
    content,
    extension,
    identifier,
    reference,
)

MAX_FLOWS = 3 * MAX_NODES


def read_flows(
    process: etree._Element, nodes: Mapping[str, etree._Element], findings: Findings
) -> tuple[Flow, ...]:
    """The sequence flows between known nodes; one that leads nowhere is a finding.

    Raises ModelError (`process.too_large`) when there are more than `MAX_FLOWS`.
    """
    found: dict[str, Flow] = {}
    for count, element in enumerate(process.iter(f"{{{BPMN}}}sequenceFlow")):
        if count > MAX_FLOWS:
            raise too_large()
        flow = _flow(element)
        if flow.id in found or flow.id in nodes:
            findings.add(
                "id.duplicate",
                element,
                Text(
                    f"Dòng {element.sourceline}: id “{flow.id}” của luồng đã được dùng. Đặt id khác.",
                    f"Line {element.sourceline}: the id “{flow.id}” of the flow is in use. Give it another.",
                ),
            )
        elif flow.source not in nodes or flow.target not in nodes:
            findings.add(
                "flow.dangling",
                element,
                Text(
                    f"Đường đi từ “{flow.source}” đến “{flow.target}” thiếu một đầu. Nối lại hoặc xóa đường này.",
                    f"The flow from “{flow.source}” to “{flow.target}” has a loose end. Connect or delete it.",
                ),
            )
        else:
            found[flow.id] = flow
    return tuple(found.values())


def _flow(element: etree._Element) -> Flow:
    source, target = reference(element.get("sourceRef")), reference(element.get("targetRef"))
    return Flow(
        id=identifier(element) or f"{source}->{target}",
        name=clean(element.get("name")),
        source=source,
        target=target,
        condition=content(next(bpmn_children(element, "conditionExpression"), None)),
    )


def read_lanes(process: etree._Element, findings: Findings) -> tuple[Lane, ...]:
    """The lanes, inner ones after their outer ones, with the positions they stand for."""
    return tuple(_lane(element, findings) for element in process.iter(f"{{{BPMN}}}lane"))


def _lane(element: etree._Element, findings: Findings) -> Lane:
    word = extension(element, "lane")
    if word is not None:
        check_attributes(word, frozenset({"position", "name-en", "agency"}), element, findings)
    name = clean(element.get("name"))
    return Lane(
        id=identifier(element),
        name=name,
        position=(clean(word.get("position")) if word is not None else "") or position_key(name),
        name_en=clean(word.get("name-en")) if word is not None else "",
        agency=clean(word.get("agency")) if word is not None else "",
        nodes=frozenset(reference(node.text) for node in bpmn_children(element, "flowNodeRef")),
    )
