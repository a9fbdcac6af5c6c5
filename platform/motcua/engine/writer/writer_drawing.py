"""The drawing of a draft: steps stand from left to right, each in its position's lane; flows turn at right angles."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Final, NamedTuple

from lxml import etree

from motcua.engine.writer.writer_shape import BPMNDI, DC, DI, Draft

LEFT: Final = 160
TOP: Final = 80
POOL_HEAD: Final = 30
LANE: Final = 120
STEP_WIDTH: Final = 150
STEP_HEIGHT: Final = 80
COLUMN: Final = 200
EVENT: Final = 36
FIRST: Final = 60
LABEL_WIDTH: Final = 90
LABEL_HEIGHT: Final = 27


class Bounds(NamedTuple):
    """A rectangle in the diagram's units; the origin is above and left."""

    x: int
    y: int
    width: int
    height: int

    @property
    def middle(self) -> int:
        return self.y + self.height // 2

    @property
    def right(self) -> int:
        return self.x + self.width


def drawing(draft: Draft) -> etree._Element:
    """The `BPMNDiagram` of a draft."""
    diagram = etree.Element(f"{{{BPMNDI}}}BPMNDiagram", attrib={"id": "Diagram_1"})
    plane = etree.SubElement(
        diagram, f"{{{BPMNDI}}}BPMNPlane", attrib={"id": "Plane_1", "bpmnElement": "Collaboration_1"}
    )
    bounds = _bounds(draft)
    width = bounds["End_1"].right + FIRST - LEFT
    _shape(plane, "Pool_1", Bounds(LEFT, TOP, width, LANE * len(draft.lanes)), horizontal=True)
    for place, lane in enumerate(draft.lanes):
        box = Bounds(LEFT + POOL_HEAD, TOP + place * LANE, width - POOL_HEAD, LANE)
        _shape(plane, lane.id, box, horizontal=True)
    for element, box in bounds.items():
        _shape(plane, element, box, labelled=element in ("Start_1", "End_1"))
    for number, (source, target) in enumerate(draft.flows(), start=1):
        _edge(plane, f"Flow_{number}", _turns(bounds[source], bounds[target]))
    return diagram


def _bounds(draft: Draft) -> dict[str, Bounds]:
    x = LEFT + POOL_HEAD + FIRST
    bounds = {"Start_1": _event(x, draft.placed[0].lane)}
    x += EVENT + FIRST
    for placed in draft.placed:
        y = TOP + placed.lane * LANE + (LANE - STEP_HEIGHT) // 2
        bounds[placed.id] = Bounds(x, y, STEP_WIDTH, STEP_HEIGHT)
        x += COLUMN
    bounds["End_1"] = _event(x + COLUMN - STEP_WIDTH - EVENT, draft.placed[-1].lane)
    return bounds


def _event(x: int, lane: int) -> Bounds:
    return Bounds(x, TOP + lane * LANE + (LANE - EVENT) // 2, EVENT, EVENT)


def _turns(source: Bounds, target: Bounds) -> Sequence[tuple[int, int]]:
    """Straight in one lane, else half-way down or up between the two."""
    if source.middle == target.middle:
        return [(source.right, source.middle), (target.x, target.middle)]
    half = (source.right + target.x) // 2
    return [
        (source.right, source.middle),
        (half, source.middle),
        (half, target.middle),
        (target.x, target.middle),
    ]


def _shape(
    plane: etree._Element, element: str, box: Bounds, *, horizontal: bool = False, labelled: bool = False
) -> None:
    words = {"id": f"{element}_di", "bpmnElement": element} | ({"isHorizontal": "true"} if horizontal else {})
    shape = etree.SubElement(plane, f"{{{BPMNDI}}}BPMNShape", attrib=words)
    _box(shape, box)
    if labelled:
        label = etree.SubElement(shape, f"{{{BPMNDI}}}BPMNLabel")
        centre = box.x + box.width // 2 - LABEL_WIDTH // 2
        _box(label, Bounds(centre, box.y + box.height + 5, LABEL_WIDTH, LABEL_HEIGHT))


def _edge(plane: etree._Element, flow: str, points: Sequence[tuple[int, int]]) -> None:
    edge = etree.SubElement(plane, f"{{{BPMNDI}}}BPMNEdge", attrib={"id": f"{flow}_di", "bpmnElement": flow})
    for x, y in points:
        etree.SubElement(edge, f"{{{DI}}}waypoint", attrib={"x": str(x), "y": str(y)})


def _box(parent: etree._Element, box: Bounds) -> None:
    words = zip(("x", "y", "width", "height"), map(str, box), strict=True)
    etree.SubElement(parent, f"{{{DC}}}Bounds", attrib=dict(words))
