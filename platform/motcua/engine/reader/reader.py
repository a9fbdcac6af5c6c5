"""From a BPMN file to a `ProcessModel`, whatever the file is: what is wrong comes back as findings.

Reads files of any modelling program. Foreign extensions are passed over; ours are described in docs/model.md.
"""

from __future__ import annotations

import dataclasses
from dataclasses import dataclass

from lxml import etree

from motcua.domain.process.process import Finding, ModelError, ProcessModel
from motcua.domain.text import Text
from motcua.engine.reader.reader_declared import read_declared
from motcua.engine.reader.reader_diagram import read_boxes, read_lines
from motcua.engine.reader.reader_flow import read_flows, read_lanes
from motcua.engine.reader.reader_node import node_elements, read_node
from motcua.engine.reader.reader_procedure import read_procedure
from motcua.engine.reader.reader_process import the_process
from motcua.engine.reader.reader_steps import read_services, read_steps
from motcua.engine.reader.reader_words import check_words
from motcua.engine.reader.reader_xml import Findings, clean, identifier
from motcua.engine.xml import parse


@dataclass(frozen=True, slots=True)
class ReadResult:
    """The model, or None when the file holds none, and what reading it found wrong.

    The findings are about the file; what is wrong with the process it draws is said by `process_rules.check`.
    """

    model: ProcessModel | None
    findings: tuple[Finding, ...]


def read(data: bytes) -> ReadResult:
    """Read the bytes of a BPMN file; never raises.

    A model is given whenever there is a process to look at that is not too large. Call activities, further pools
    and decisions are to be linked before (`motcua.engine.linker.linker`).
    """
    findings = Findings()
    try:
        root = parse(data)
        model = _model(root, the_process(root, findings), findings)
    except ModelError as error:
        return ReadResult(None, (*findings.found, Finding(error.code, "error", "", "", error.message)))
    return ReadResult(model, tuple(findings.found))


def _model(root: etree._Element, process: etree._Element, findings: Findings) -> ProcessModel:
    if not identifier(process):
        findings.add(
            "id.missing",
            process,
            Text("Quy trình không có id. Xuất lại tệp.", "The process has no id. Export the file again."),
        )
    facts = read_procedure(process, findings)
    elements = node_elements(process, findings)
    declared = read_declared(root)
    nodes = tuple(read_node(key, element, elements, declared, findings) for key, element in elements.items())
    flows = read_flows(process, elements, findings)
    lanes = read_lanes(process, findings)
    check_words(elements, findings)
    steps = read_steps(elements, nodes, flows, lanes, findings)
    boxes, lines = read_boxes(root), read_lines(root)
    known_flows = {flow.id for flow in flows}
    return ProcessModel(
        id=identifier(process),
        name=facts.name if facts and facts.name else clean(process.get("name")),
        facts=facts,
        steps=steps,
        nodes=nodes,
        flows=flows,
        boxes={key: box for key, box in boxes.items() if key in elements},
        lines={key: line for key, line in lines.items() if key in known_flows},
        lanes=tuple(dataclasses.replace(lane, box=boxes.get(lane.id)) for lane in lanes),
        services=read_services(elements, findings),
    )
