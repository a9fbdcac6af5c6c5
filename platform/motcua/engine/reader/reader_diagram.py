"""BPMN DI: where the file draws nodes, lanes and flows."""

from __future__ import annotations

import math

from lxml import etree

from motcua.domain.process.process import Box
from motcua.engine.reader.reader_xml import BPMNDI, DC, DI

FARTHEST = 1_000_000.0

Line = tuple[tuple[float, float], ...]


def read_boxes(root: etree._Element) -> dict[str, Box]:
    """The drawn shapes by the id of their element; shapes without usable numbers are left out."""
    boxes: dict[str, Box] = {}
    for shape in root.iter(f"{{{BPMNDI}}}BPMNShape"):
        bounds = shape.find(f"{{{DC}}}Bounds")
        if bounds is None:
            continue
        numbers = [_number(bounds.get(name)) for name in ("x", "y", "width", "height")]
        known = [value for value in numbers if value is not None]
        if len(known) == 4 and known[2] > 0 and known[3] > 0:
            boxes[shape.get("bpmnElement") or ""] = Box(*known)
    return boxes


def read_lines(root: etree._Element) -> dict[str, Line]:
    """The drawn flows by id, as points; an edge needs two points at least."""
    found: dict[str, Line] = {}
    for edge in root.iter(f"{{{BPMNDI}}}BPMNEdge"):
        points = [
            (_number(point.get("x")), _number(point.get("y"))) for point in edge.iter(f"{{{DI}}}waypoint")
        ]
        known = tuple((x, y) for x, y in points if x is not None and y is not None)
        if len(known) == len(points) >= 2:
            found[edge.get("bpmnElement") or ""] = known
    return found


def _number(text: str | None) -> float | None:
    try:
        value = float(text or "")
    except ValueError:
        return None
    return value if math.isfinite(value) and abs(value) <= FARTHEST else None
