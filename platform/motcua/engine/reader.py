"""From a BPMN file to a `ProcessModel`, whatever the file is: what is wrong comes back as findings.

Reads files of any modelling program. Foreign extensions are passed over; ours are described in docs/model.md.
"""

from __future__ import annotations

import dataclasses
from collections.abc import Sequence
from dataclasses import dataclass

from lxml import etree

from motcua.domain.process import Finding, ModelError, ProcessModel
from motcua.domain.text import Text
from motcua.engine.reader_diagram import read_boxes, read_lines
from motcua.engine.reader_flow import (
    check_words,
    node_elements,
    read_flows,
    read_lanes,
    read_node,
    read_services,
    read_steps,
)
from motcua.engine.reader_procedure import read_procedure
from motcua.engine.reader_xml import BPMN, Findings, bpmn_children, bpmn_name, clean, extension, identifier
from motcua.engine.xml import parse


@dataclass(frozen=True, slots=True)
class ReadResult:
    """The model, or None when the file holds none, and what reading it found wrong.

    The findings are about the file; what is wrong with the process it draws is said by `process_rules.check`.
    """

    model: ProcessModel | None
    findings: tuple[Finding, ...]


def read(data: bytes) -> ReadResult:
    """Read the bytes of a BPMN file; never raises. A model is given whenever there is a process to look at."""
    findings = Findings()
    try:
        root = parse(data)
        process = _the_process(root, findings)
    except ModelError as error:
        return ReadResult(None, (*findings.found, Finding(error.code, "error", "", "", error.message)))
    return ReadResult(_model(root, process, findings), tuple(findings.found))


def _the_process(root: etree._Element, findings: Findings) -> etree._Element:
    if bpmn_name(root) != "definitions":
        raise ModelError(
            Text(
                f"Tệp không phải BPMN 2.0: phần tử ngoài cùng phải là definitions của {BPMN}.",
                f"The file is not BPMN 2.0: its outermost element must be definitions of {BPMN}.",
            ),
            code="model.not_bpmn",
        )
    processes = list(bpmn_children(root, "process"))
    executable = [process for process in processes if process.get("isExecutable") == "true"]
    if len(executable) == 1:
        return executable[0]
    # Several pools may be drawn for the reader's sake; the one with our procedure is meant.
    ours = [process for process in executable or processes if extension(process, "procedure") is not None]
    candidates: Sequence[etree._Element] = ours or executable or processes
    if len(candidates) != 1:
        raise _no_single_process(candidates)
    if not executable:
        findings.add(
            "process.not_executable",
            candidates[0],
            Text(
                'Quy trình chưa đánh dấu chạy được. Đặt isExecutable="true" trong phần mềm vẽ.',
                'The process is not marked as executable. Set isExecutable="true" in the modelling program.',
            ),
            "warning",
        )
    return candidates[0]


def _no_single_process(candidates: Sequence[etree._Element]) -> ModelError:
    if not candidates:
        return ModelError(
            Text(
                "Tệp không có quy trình nào. Vẽ một quy trình (process).",
                "The file has no process. Draw one.",
            ),
            code="process.missing",
        )
    names = ", ".join(clean(process.get("name")) or identifier(process) for process in candidates[:5])
    return ModelError(
        Text(
            f'Tệp có {len(candidates)} quy trình ({names}). Chỉ đánh dấu isExecutable="true" cho một quy trình.',
            f'The file has {len(candidates)} processes ({names}). Mark only one with isExecutable="true".',
        ),
        code="process.several",
    )


def _model(root: etree._Element, process: etree._Element, findings: Findings) -> ProcessModel:
    if not identifier(process):
        findings.add(
            "id.missing",
            process,
            Text("Quy trình không có id. Xuất lại tệp.", "The process has no id. Export the file again."),
        )
    facts = read_procedure(process, findings)
    elements = node_elements(process, findings)
    nodes = tuple(read_node(key, element, elements) for key, element in elements.items())
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
