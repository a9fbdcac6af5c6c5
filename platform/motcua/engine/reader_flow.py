"""Nodes, sequence flows, lanes, steps and service calls of one process element."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from typing import cast

from lxml import etree

from motcua.domain.process import Flow, Lane, Node, Phase, Service, Step
from motcua.domain.process_graph import step_order
from motcua.domain.process_words import PHASES, SIGNERS, position_key
from motcua.domain.text import Text
from motcua.engine.reader_xml import (
    Findings,
    bpmn_children,
    bpmn_name,
    check_attributes,
    clean,
    extension,
    extensions,
    identifier,
    integer,
    one_of,
    unknown_word,
)

# What a process may hold without being run: data, notes, and the parts that belong to the process itself.
PASSED_OVER = frozenset(
    {
        "extensionElements", "documentation", "laneSet", "sequenceFlow", "textAnnotation", "association", "group",
        "ioSpecification", "property", "incoming", "outgoing", "auditing", "monitoring", "category", "dataObject",
        "dataObjectReference", "dataStoreReference", "dataInputAssociation", "dataOutputAssociation", "performer",
        "potentialOwner", "humanPerformer", "resourceRole", "rendering", "supportedInterfaceRef",
        "correlationSubscription", "artifact", "supports",
        "conditionExpression", "completionCondition", "loopCondition", "script", "text",
    }
)  # fmt: skip
SCOPES = frozenset({"subProcess", "transaction", "adHocSubProcess"})
STEP = frozenset(
    {
        "position", "budget", "form", "phase", "actions", "agency", "forward", "signature", "document", "signer",
        "paper", "name-en",
    }
)  # fmt: skip
WORDS_ON = {"step": STEP, "service": frozenset({"operation", "attempts", "timeout"})}
OWNERS = {"step": "userTask", "service": "serviceTask"}


def node_elements(process: etree._Element, findings: Findings) -> dict[str, etree._Element]:
    """The flow nodes by id, sub-processes opened up; without an id, or with one used before: a finding."""
    found: dict[str, etree._Element] = {}
    for element in _walk(process):
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
                    f"Dòng {element.sourceline}: id “{key}” đã dùng cho phần tử khác. Đặt id khác.",
                    f"Line {element.sourceline}: the id “{key}” is used by another element. Give it another.",
                ),
            )
        else:
            found[key] = element
    return found


def _walk(scope: etree._Element) -> Iterator[etree._Element]:
    for child in bpmn_children(scope):
        name = bpmn_name(child)
        if name in PASSED_OVER or name.endswith(("EventDefinition", "LoopCharacteristics")):
            continue
        yield child
        if name in SCOPES:
            yield from _walk(child)


def read_node(key: str, element: etree._Element, nodes: dict[str, etree._Element]) -> Node:
    parent = element.getparent()
    parent_id = identifier(parent) if parent is not None and bpmn_name(parent) in SCOPES else ""
    markers = [
        name
        for child in bpmn_children(element)
        if (name := bpmn_name(child)).endswith(("EventDefinition", "LoopCharacteristics"))
    ]
    if element.get("triggeredByEvent") == "true":
        markers.append("triggeredByEvent")
    return Node(
        id=key,
        name=clean(element.get("name")),
        kind=bpmn_name(element),
        parent=parent_id if parent_id in nodes else "",
        default_flow=clean(element.get("default")),
        markers=tuple(markers),
    )


def read_flows(
    process: etree._Element, nodes: dict[str, etree._Element], findings: Findings
) -> tuple[Flow, ...]:
    """The sequence flows between known nodes; one that leads nowhere is a finding."""
    found: dict[str, Flow] = {}
    for element in process.iter("{*}sequenceFlow"):
        if bpmn_name(element) != "sequenceFlow":
            continue
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
                    f"Luồng từ “{flow.source}” đến “{flow.target}” thiếu một đầu. Nối lại hoặc xóa luồng.",
                    f"The flow from “{flow.source}” to “{flow.target}” has a loose end. Connect or delete it.",
                ),
            )
        else:
            found[flow.id] = flow
    return tuple(found.values())


def _flow(element: etree._Element) -> Flow:
    expression = next(bpmn_children(element, "conditionExpression"), None)
    source, target = clean(element.get("sourceRef")), clean(element.get("targetRef"))
    return Flow(
        id=identifier(element) or f"{source}->{target}",
        name=clean(element.get("name")),
        source=source,
        target=target,
        condition=("".join(expression.itertext()).strip() if expression is not None else ""),
    )


def read_lanes(process: etree._Element, findings: Findings) -> tuple[Lane, ...]:
    """The lanes, inner ones after their outer ones, with the positions they stand for."""
    return tuple(
        _lane(element, findings) for element in process.iter("{*}lane") if bpmn_name(element) == "lane"
    )


def _lane(element: etree._Element, findings: Findings) -> Lane:
    word = extension(element, "lane")
    if word is not None:
        check_attributes(word, frozenset({"position", "name-en"}), element, findings)
    name = clean(element.get("name"))
    return Lane(
        id=identifier(element),
        name=name,
        position=(clean(word.get("position")) if word is not None else "") or position_key(name),
        name_en=clean(word.get("name-en")) if word is not None else "",
        nodes=frozenset(clean(reference.text) for reference in bpmn_children(element, "flowNodeRef")),
    )


def read_steps(
    elements: dict[str, etree._Element], nodes: Sequence[Node], flows: Sequence[Flow], lanes: Sequence[Lane],
    findings: Findings,
) -> tuple[Step, ...]:  # fmt: skip
    """All user tasks as steps, numbered in the order in which a dossier meets them."""
    lane_of = {key: lane for lane in lanes for key in lane.nodes}
    parents = {node.id: node.parent for node in nodes}
    steps = []
    for order, key in enumerate(step_order(nodes, flows), start=1):
        around: str = key
        while around and around not in lane_of:
            around = parents.get(around, "")
        steps.append(_step(order, key, elements[key], lane_of.get(around), findings))
    return tuple(steps)


def _step(order: int, key: str, task: etree._Element, lane: Lane | None, findings: Findings) -> Step:
    word = extension(task, "step")
    if word is None:
        word = etree.Element("step")
    position = clean(word.get("position"))
    return Step(
        id=key,
        name=clean(task.get("name")),
        position=position or (lane.position if lane else ""),
        position_name=lane.name if lane else "",
        position_name_en=lane.name_en if lane else "",
        budget=clean(word.get("budget")),
        form=clean(word.get("form")),
        phase=cast(Phase, one_of(word, "phase", PHASES, task, findings) or "resolve"),
        actions=tuple((word.get("actions") or "").replace(",", " ").split()),
        agency=clean(word.get("agency")) or "receiving",
        forward=_choice(word, "forward", ("either", "group", "person"), task, findings),  # type: ignore[arg-type]
        signature=_choice(word, "signature", ("none", "optional", "required"), task, findings),  # type: ignore[arg-type]
        document=clean(word.get("document")),
        signer=one_of(word, "signer", SIGNERS, task, findings),
        paper=_choice(word, "paper", ("none", "follows"), task, findings),  # type: ignore[arg-type]
        order=order,
        name_en=clean(word.get("name-en")),
    )


def _choice(
    word: etree._Element, attribute: str, choices: tuple[str, ...], task: etree._Element, findings: Findings
) -> str:
    return one_of(word, attribute, dict.fromkeys(choices), task, findings) or choices[0]


def read_services(elements: dict[str, etree._Element], findings: Findings) -> tuple[Service, ...]:
    """What the service tasks call."""
    services = []
    for key, task in elements.items():
        word = extension(task, "service")
        if word is not None and bpmn_name(task) == "serviceTask":
            services.append(
                Service(
                    id=key,
                    operation=clean(word.get("operation")),
                    attempts=integer(word, "attempts", 1, task, findings),
                    timeout=clean(word.get("timeout")),
                )
            )
    return tuple(services)


def check_words(elements: dict[str, etree._Element], findings: Findings) -> None:
    """Our words where they do not belong, or misspelt, are named; they would be passed over in silence."""
    for task in elements.values():
        for name, word in extensions(task):
            if name not in OWNERS:
                unknown_word(name, frozenset(OWNERS), task, findings)
            elif bpmn_name(task) != OWNERS[name]:
                findings.add(
                    "word.misplaced",
                    task,
                    Text(
                        f"motcua:{name} chỉ có tác dụng trên {OWNERS[name]}, không phải {bpmn_name(task)}.",
                        f"motcua:{name} works on a {OWNERS[name]} only, not on a {bpmn_name(task)}.",
                    ),
                    "warning",
                )
            else:
                check_attributes(word, WORDS_ON[name], task, findings)
