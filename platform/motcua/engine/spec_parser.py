"""SpiffWorkflow's reader of BPMN, held to the elements that Motcua runs.

What `spec_refusals` lets pass is copied into a bare tree, so that no foreign extension or drawing can disturb the
library.
"""

from __future__ import annotations

from typing import Final

from lxml import etree
from SpiffWorkflow.bpmn.parser.BpmnParser import BpmnParser
from SpiffWorkflow.bpmn.parser.ProcessParser import ProcessParser
from SpiffWorkflow.bpmn.parser.util import full_tag

from motcua.engine.spec_elements import FirstTrueGateway, TokenJoin

BPMN: Final = "{http://www.omg.org/spec/BPMN/20100524/MODEL}"
RUNS: Final = ("startEvent", "endEvent", "userTask", "subProcess", "exclusiveGateway", "parallelGateway")
COPIED: Final = frozenset({*RUNS, "sequenceFlow", "terminateEventDefinition"})
ATTRIBUTES: Final = ("id", "name", "sourceRef", "targetRef", "default")
RESERVED: Final = frozenset({"Start", "End"})


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
    for name in ATTRIBUTES:
        value = element.get(name)
        if value is not None:
            renamed = value in RESERVED and name in ("id", "sourceRef", "targetRef")
            copy.set(name, f"{value}.drawn" if renamed else value)
    copy.extend(bare(child) for child in element if kind_of(child) in COPIED)
    condition = condition_of(element)
    if condition:
        etree.SubElement(copy, f"{BPMN}conditionExpression").text = condition
    return copy


def condition_of(flow: etree._Element) -> str:
    """The text of a flow's condition, empty when it has none."""
    expression = flow.find(f"{BPMN}conditionExpression")
    return "" if expression is None else "".join(map(str, expression.itertext())).strip()


def kind_of(element: etree._Element) -> str:
    """The BPMN name of an element, empty for foreign ones."""
    tag = element.tag
    return tag.removeprefix(BPMN) if isinstance(tag, str) and tag.startswith(BPMN) else ""
