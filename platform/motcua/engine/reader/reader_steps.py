"""Steps and service calls: what `motcua:step` and `motcua:service` say of the tasks of a process."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import cast

from lxml import etree

from motcua.domain.process.process import Flow, Lane, Node, Phase, Service, Step
from motcua.domain.process.process_graph import step_order
from motcua.domain.process.process_words import MARKS, PHASES, SIGNERS
from motcua.engine.reader.reader_xml import Findings, bpmn_name, clean, extension, integer, one_of


def read_steps(
    elements: Mapping[str, etree._Element], nodes: Sequence[Node], flows: Sequence[Flow], lanes: Sequence[Lane],
    findings: Findings,
) -> tuple[Step, ...]:  # fmt: skip
    """All user and manual tasks as steps, numbered in the order in which a dossier meets them."""
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
    # The lane names the position of its own; a step that says another is not done by whom the lane names.
    named = lane if lane is not None and position in ("", lane.position) else None
    return Step(
        id=key,
        name=clean(task.get("name")),
        position=position or (lane.position if lane else ""),
        position_name=named.name if named else "",
        position_name_en=named.name_en if named else "",
        budget=clean(word.get("budget")),
        form=clean(word.get("form")),
        phase=cast(Phase, one_of(word, "phase", PHASES, task, findings) or "resolve"),
        actions=tuple((word.get("actions") or "").replace(",", " ").split()),
        agency=clean(word.get("agency")) or (lane.agency if lane else "") or "receiving",
        forward=_choice(word, "forward", ("either", "group", "person"), task, findings),  # type: ignore[arg-type]
        signature=_choice(word, "signature", ("none", "optional", "required"), task, findings),  # type: ignore[arg-type]
        document=clean(word.get("document")),
        signer=one_of(word, "signer", SIGNERS, task, findings),
        mark=one_of(word, "mark", MARKS, task, findings),
        paper=_choice(word, "paper", ("none", "follows"), task, findings),  # type: ignore[arg-type]
        order=order,
        name_en=clean(word.get("name-en")),
    )


def _choice(
    word: etree._Element, attribute: str, choices: tuple[str, ...], task: etree._Element, findings: Findings
) -> str:
    return one_of(word, attribute, dict.fromkeys(choices), task, findings) or choices[0]


def read_services(elements: Mapping[str, etree._Element], findings: Findings) -> tuple[Service, ...]:
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
                    procedure=clean(word.get("procedure")),
                    agency=clean(word.get("agency")) or "receiving",
                )
            )
    return tuple(services)
