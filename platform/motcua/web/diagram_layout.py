"""Where the parts of a process diagram stand, in units of a pixel.

A process without branches is drawn as one row of its steps, whatever lanes its file spreads it over: the reader
asks how far a dossier has come, and a row answers that. A process with branches stands as it was drawn and
approved. A file without a drawing gives rows as well.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from itertools import pairwise
from typing import Final, Literal

from motcua.domain.process.process import Box, Node, ProcessModel
from motcua.web.diagram_graph import edges, nearest_steps
from motcua.web.diagram_text import wrap

Look = Literal["step", "gateway", "event", "frame"]
Point = tuple[float, float]

SIZE: Final = 14.0
LINE: Final = 21.0
SMALL: Final = 13.0
SMALL_LINE: Final = 19.0
INSET: Final = 8.0
ROW_WIDTH: Final = 1000.0
MOST_IN_A_ROW: Final = 7
SNAKE: Final = 6
GAP: Final = 24.0
WIDEST: Final = 168.0
MARGIN: Final = 24.0
TURN: Final = 15.0
ABOVE: Final = 36.0
AROUND: Final = 56.0
LARGEST_SCALE: Final = 1.8


@dataclass(frozen=True, slots=True)
class Shape:
    """One element: what it looks like, its BPMN kind, its box, its name.

    `caption` are the lines that fit under it, `hint` the whole text, shown when the mouse rests on it.
    """

    id: str
    look: Look
    kind: str
    box: Box
    name: str
    hint: str
    caption: Sequence[str] = ()


@dataclass(frozen=True, slots=True)
class Arrow:
    """A flow between two elements; `name` is written beside it."""

    source: str
    target: str
    points: Sequence[Point]
    name: str = ""


@dataclass(frozen=True, slots=True)
class Layout:
    """Everything to be drawn, in a field that begins at 0, 0."""

    shapes: Sequence[Shape]
    arrows: Sequence[Arrow]
    width: float
    height: float


def lay_out(model: ProcessModel, captions: Mapping[str, str], has_pointer: bool = True) -> Layout:
    """The layout of a model with its captions, wrapped; `has_pointer` leaves room for one above the steps."""
    above = ABOVE if has_pointer else TURN
    if _is_drawn(model) and not _is_plain(model):
        return _as_drawn(model, captions, above)
    return _in_rows(model, captions, above)


def lines_in(height: float) -> int:
    """How many lines of a name a box holds, at least one."""
    return max(1, int((height - 6) // LINE))


def _is_drawn(model: ProcessModel) -> bool:
    return all(_is_seen(model, node) for node in model.nodes)


def _is_seen(model: ProcessModel, node: Node) -> bool:
    """Whether the node or a sub-process around it has a box (a collapsed sub-process hides its inside)."""
    seen: set[str] = set()
    while node.id not in model.boxes:
        parent = model.node_by_id.get(node.parent)
        if parent is None or parent.id in seen:
            return False
        seen.add(parent.id)
        node = parent
    return True


def _is_plain(model: ProcessModel) -> bool:
    sources = [flow.source for flow in model.flows]
    kinds = {node.kind for node in model.nodes}
    return len(set(sources)) == len(sources) and kinds <= {"startEvent", "userTask", "endEvent"}


def _in_rows(model: ProcessModel, captions: Mapping[str, str], above: float) -> Layout:
    steps = sorted(model.steps, key=lambda step: step.order)
    count = max(1, len(steps) if len(steps) <= MOST_IN_A_ROW else SNAKE)
    wide = min(WIDEST, (ROW_WIDTH - GAP * (count - 1)) / count)
    notes = {step.id: _caption(captions.get(step.id, ""), wide + GAP - 6) for step in steps}
    lines = max((len(wrap(step.name, wide - 2 * INSET, SIZE)) for step in steps), default=1)
    high = max(70.0, LINE * lines + 22)
    under = SMALL_LINE * max(map(len, notes.values()), default=0)
    pitch = above + high + under + GAP
    shapes = []
    for index, step in enumerate(steps):
        row, column = divmod(index, count)
        # Every second row runs back, so that the way never jumps from one end to the other.
        place = count - 1 - column if row % 2 else column
        box = Box(MARGIN + place * (wide + GAP), above + row * pitch, wide, high)
        hint = _hint(step.name, captions.get(step.id, ""))
        shapes.append(Shape(step.id, "step", "userTask", box, step.name, hint, notes[step.id]))
    rows = max(1, -(-len(steps) // count))
    width = 2 * MARGIN + count * (wide + GAP) - GAP
    return Layout(shapes, list(_row_arrows(model, shapes)), width, rows * pitch - GAP + 10)


def _hint(name: str, note: str) -> str:
    return " · ".join([name, *note.splitlines()]) if name else ""


def _caption(text: str, width: float) -> list[str]:
    return [line for part in text.splitlines() for line in wrap(part, width, SMALL)]


def _row_arrows(model: ProcessModel, shapes: Sequence[Shape]) -> Iterator[Arrow]:
    forward = edges(model)
    for one, two in pairwise(shapes):
        if two.id in nearest_steps(model, forward, one.id):
            yield Arrow(one.id, two.id, _between(one.box, two.box))


def _between(one: Box, two: Box) -> Sequence[Point]:
    middle, under = one.y + one.height / 2, two.y + two.height / 2
    if one.y == two.y:
        return (
            ((one.x + one.width, middle), (two.x, middle))
            if one.x < two.x
            else ((one.x, middle), (two.x + two.width, middle))
        )
    if one.x > MARGIN:
        edge, side = one.x + one.width, one.x + one.width + TURN
    else:
        edge, side = one.x, one.x - TURN
    return ((edge, middle), (side, middle), (side, under), (edge, under))


def _as_drawn(model: ProcessModel, captions: Mapping[str, str], above: float) -> Layout:
    scale = _scale(model)
    boxes = {node.id: model.boxes[node.id] for node in model.nodes if node.id in model.boxes}
    drawn = {flow.id: model.lines[flow.id] for flow in model.flows if flow.id in model.lines}
    points = [point for line in drawn.values() for point in line]
    left = min([box.x for box in boxes.values()] + [x for x, _ in points])
    top = min([box.y for box in boxes.values()] + [y for _, y in points])

    def moved(point: Point) -> Point:
        return (AROUND + (point[0] - left) * scale, above + 8 + (point[1] - top) * scale)

    placed = {
        key: Box(*moved((box.x, box.y)), box.width * scale, box.height * scale) for key, box in boxes.items()
    }
    shapes = []
    for node in model.nodes:
        if node.id in placed:
            box = placed[node.id]
            note = captions.get(node.id, "")
            lines = _caption(note, box.width + 2 * GAP)[: _room_under(box, placed.values())]
            hint = _hint(node.name, note)
            shapes.append(Shape(node.id, _look(model, node), node.kind, box, node.name, hint, lines))
    arrows = [
        Arrow(flow.source, flow.target, [moved(point) for point in drawn[flow.id]], flow.name)
        for flow in model.flows
        if flow.id in drawn
    ]
    return Layout(_frames_first(shapes), arrows, *_extent(shapes, [moved(point) for point in points]))


def _room_under(box: Box, others: Iterable[Box]) -> int:
    """How many lines of caption fit between a box and what is drawn below it."""
    gaps = [
        other.y - box.y - box.height
        for other in others
        if other.y >= box.y + box.height and other.x < box.x + box.width and box.x < other.x + other.width
    ]
    return int(min(gaps, default=1000.0) // SMALL_LINE)


def _frames_first(shapes: Sequence[Shape]) -> list[Shape]:
    """Sub-processes lie under what is inside them, the larger under the smaller."""
    return sorted(shapes, key=lambda shape: -shape.box.width if shape.look == "frame" else 0.0)


def _extent(shapes: Sequence[Shape], points: Sequence[Point]) -> Point:
    right = max([shape.box.x + shape.box.width for shape in shapes] + [x for x, _ in points])
    bottom = max(
        [shape.box.y + shape.box.height + SMALL_LINE * max(2, len(shape.caption)) for shape in shapes]
        + [y for _, y in points]
    )
    return (right + AROUND, bottom + 12)


def _scale(model: ProcessModel) -> float:
    """How much larger than drawn, so that the names of the steps fit their boxes."""
    scale = 1.0
    for step in model.steps:
        box = model.boxes.get(step.id)
        while box and scale < LARGEST_SCALE and not _fits(step.name, box, scale):
            scale += 0.1
    return scale


def _fits(name: str, box: Box, scale: float) -> bool:
    return len(wrap(name, box.width * scale - 2 * INSET, SIZE)) <= lines_in(box.height * scale)


def _look(model: ProcessModel, node: Node) -> Look:
    if node.kind.endswith("Gateway"):
        return "gateway"
    if node.kind.endswith("Event"):
        return "event"
    has_inside = any(inner.parent == node.id and inner.id in model.boxes for inner in model.nodes)
    return "frame" if has_inside else "step"
