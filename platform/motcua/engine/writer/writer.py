"""A BPMN file from a table of steps: one lane a position, steps in a row, with the drawing laid out."""

from __future__ import annotations

from collections.abc import Mapping, Sequence

from lxml import etree

from motcua.domain.search import fold
from motcua.domain.step_table.step_table import TableProcedure, TableStep
from motcua.engine.writer.writer_drawing import drawing
from motcua.engine.writer.writer_shape import BPMN, MOTCUA, NAMESPACES, Draft, Lane, Placed

MAX_NAME = 90
"""Characters of a step's name on the diagram; a longer text stands whole in the step's documentation."""


def write(procedure: TableProcedure, field: str = "", level: str = "", form: str = "") -> bytes:
    """The file as UTF-8; `form` is the key of the dossier's e-form.

    What the table does not say is left out, so that the checker names it.
    """
    draft = _draft(procedure)
    root = etree.Element(
        f"{{{BPMN}}}definitions",
        nsmap=NAMESPACES,
        attrib={"id": "Definitions_1", "targetNamespace": "http://motcua.vn/library"},
    )
    collaboration = _sub(root, "collaboration", id="Collaboration_1")
    _sub(collaboration, "participant", id="Pool_1", name=draft.pool, processRef=draft.process_id)
    process = _sub(root, "process", id=draft.process_id, name=procedure.name, isExecutable="true")
    _procedure(process, procedure, {"field": field, "level": level, "form": form})
    _lanes(process, draft.lanes)
    _nodes(process, draft)
    root.append(drawing(draft))
    etree.indent(root)
    return bytes(etree.tostring(root, xml_declaration=True, encoding="UTF-8"))


def _draft(procedure: TableProcedure) -> Draft:
    lanes: list[Lane] = []
    places: dict[tuple[str, str], int] = {}
    placed: list[Placed] = []
    for number, step in enumerate(procedure.steps, start=1):
        key = (fold(step.unit), step.position_key or fold(step.position))
        if key not in places:
            places[key] = len(lanes)
            lanes.append(Lane(f"Lane_{len(lanes) + 1}", _lane_name(step), step.position_key, []))
        place = places[key]
        lanes[place].members.append(f"T_{number}")
        placed.append(Placed(f"T_{number}", _short(step.work) or f"Bước {number}", place))
    lanes[placed[0].lane].members.insert(0, "Start_1")
    lanes[placed[-1].lane].members.append("End_1")
    code = procedure.code.replace(".", "_")
    units = [step.unit for step in procedure.steps if step.unit]
    return Draft(f"P_{code}" if code else "P_1", _pool_name(units), procedure.steps, placed, lanes)


def _lane_name(step: TableStep) -> str:
    return " – ".join(part for part in (step.position, step.unit) if part) or "Chưa rõ vị trí"


def _pool_name(units: Sequence[str]) -> str:
    agencies = [unit for unit in units if fold(unit).startswith(("ubnd", "uy ban", "so "))]
    return max(agencies, key=agencies.count) if agencies else "Cơ quan giải quyết"


def _procedure(process: etree._Element, procedure: TableProcedure, given: Mapping[str, str]) -> None:
    words = {
        "code": procedure.code,
        "name": procedure.name,
        "limit": procedure.stated_total,
        **given,
    }
    extension = _sub(process, "extensionElements")
    etree.SubElement(
        extension, f"{{{MOTCUA}}}procedure", attrib={key: word for key, word in words.items() if word}
    )


def _lanes(process: etree._Element, lanes: Sequence[Lane]) -> None:
    parent = _sub(process, "laneSet", id="Lanes_1")
    for lane in lanes:
        element = _sub(parent, "lane", id=lane.id, name=lane.name)
        if lane.position_key:
            extension = _sub(element, "extensionElements")
            etree.SubElement(extension, f"{{{MOTCUA}}}lane", attrib={"position": lane.position_key})
        for member in lane.members:
            _sub(element, "flowNodeRef").text = member


def _nodes(process: etree._Element, draft: Draft) -> None:
    last = len(draft.steps)
    start = _sub(process, "startEvent", id="Start_1", name="Hồ sơ được nộp")
    _sub(start, "outgoing").text = "Flow_1"
    for number, (step, placed) in enumerate(zip(draft.steps, draft.placed, strict=True), start=1):
        task = _sub(process, "userTask", id=placed.id, name=placed.name)
        if placed.name != step.work and step.work:
            _sub(task, "documentation").text = step.work
        extension = _sub(task, "extensionElements")
        etree.SubElement(extension, f"{{{MOTCUA}}}step", attrib=_step_words(step, number, last))
        _sub(task, "incoming").text = f"Flow_{number}"
        _sub(task, "outgoing").text = f"Flow_{number + 1}"
    end = _sub(process, "endEvent", id="End_1", name="Đã trả kết quả")
    _sub(end, "incoming").text = f"Flow_{last + 1}"
    for flow, (source, target) in enumerate(draft.flows(), start=1):
        _sub(process, "sequenceFlow", id=f"Flow_{flow}", sourceRef=source, targetRef=target)


def _step_words(step: TableStep, number: int, last: int) -> dict[str, str]:
    phase = "receive" if number == 1 else "return" if number == last else "resolve"
    words = {"position": step.position_key, "budget": step.budget, "phase": phase}
    return {key: word for key, word in words.items() if word}


def _short(work: str) -> str:
    """The first clause of a long text, cut between words."""
    if len(work) <= MAX_NAME:
        return work
    clause = work[:MAX_NAME].rsplit(" ", 1)[0]
    for mark in (". ", "; ", ", "):
        head, found, _ = clause.partition(mark)
        if found and len(head) >= 15:
            return head
    return f"{clause}…"


def _sub(parent: etree._Element, name: str, /, **attributes: str) -> etree._Element:
    return etree.SubElement(parent, f"{{{BPMN}}}{name}", attrib=attributes)
