"""The SVG of single parts of the diagram: boxes, gateways, events, arrows, the pointer.

Everything written by people passes through `Markup.format`, which escapes it.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from math import hypot
from typing import Final

from markupsafe import Markup

from motcua.domain.process.process import Box
from motcua.web.diagram_graph import Standing
from motcua.web.diagram_layout import INSET, LINE, SIZE, SMALL, SMALL_LINE, Arrow, Point, Shape, lines_in
from motcua.web.diagram_text import wrap

HEAD: Final = 8.0
RADIUS: Final = 7
_GATEWAY_MARKS: Final = {"exclusiveGateway": "M-6 -6L6 6M6 -6L-6 6", "parallelGateway": "M0 -8V8M-8 0H8"}


def number(value: float) -> str:
    """A coordinate with at most one decimal."""
    return f"{value:.1f}".removesuffix(".0")


def draw_shape(shape: Shape, states: Mapping[str, Standing], here: str) -> Markup:
    """An element with its name, its caption and, where the dossier is, the pointer saying `here`."""
    state = states.get(shape.id, "todo")
    drawing = {"step": _step, "frame": _frame, "gateway": _gateway, "event": _event}[shape.look](shape)
    points_here = state == "now" and shape.look in ("step", "event")
    return Markup('<g class="diagram-{look} is-{state}">{title}{drawing}{tick}</g>{rest}').format(
        look=shape.look,
        state=state,
        title=Markup("<title>{}</title>").format(shape.hint) if shape.hint else "",
        drawing=drawing,
        tick=_tick(shape.box) if state == "done" and shape.look == "step" else "",
        rest=_caption(shape) + (_pointer(shape.box, here) if points_here else Markup("")),
    )


def draw_arrow(arrow: Arrow, states: Mapping[str, Standing]) -> Markup:
    """A flow, darker when the dossier has walked it."""
    walked = states.get(arrow.source) == "done" and states.get(arrow.target) in ("done", "now")
    shaft, head = _shaft(arrow.points)
    return Markup('<g class="diagram-flow{walked}"><path d="{shaft}"/><path d="{head}"/></g>{name}').format(
        walked=" is-walked" if walked else "",
        shaft=shaft,
        head=head,
        name=_flow_name(arrow),
    )


def _step(shape: Shape) -> Markup:
    box = shape.box
    lines = wrap(shape.name, box.width - 2 * INSET, SIZE, lines_in(box.height))
    first = box.y + box.height / 2 - (len(lines) - 1) * LINE / 2 + SIZE * 0.36
    return _rectangle(box) + _text(lines, box.x + box.width / 2, first, LINE)


def _frame(shape: Shape) -> Markup:
    box = shape.box
    lines = wrap(shape.name, box.width - 4 * INSET, SMALL, 1)
    return _rectangle(box) + _text(lines, box.x + box.width / 2, box.y + SMALL_LINE, SMALL_LINE)


def _rectangle(box: Box) -> Markup:
    return Markup('<rect x="{}" y="{}" width="{}" height="{}" rx="{}"/>').format(
        number(box.x), number(box.y), number(box.width), number(box.height), RADIUS
    )


def _gateway(shape: Shape) -> Markup:
    box = shape.box
    x, y = box.x + box.width / 2, box.y + box.height / 2
    return Markup('<path d="{}"/><path class="diagram-mark" transform="translate({} {})" d="{}"/>{}').format(
        f"M{number(x)} {number(box.y)}L{number(box.x + box.width)} {number(y)}"
        f"L{number(x)} {number(box.y + box.height)}L{number(box.x)} {number(y)}Z",
        number(x),
        number(y),
        _GATEWAY_MARKS.get(shape.kind, ""),
        _name_under(shape),
    )


def _event(shape: Shape) -> Markup:
    box = shape.box
    return Markup('<circle class="diagram-{}" cx="{}" cy="{}" r="{}"/>{}').format(
        "end" if shape.kind == "endEvent" else "start",
        number(box.x + box.width / 2),
        number(box.y + box.height / 2),
        number(min(box.width, box.height) / 2),
        _name_under(shape),
    )


def _name_under(shape: Shape) -> Markup:
    lines = wrap(shape.name, 120, SMALL, 2)
    x, y = shape.box.x + shape.box.width / 2, shape.box.y + shape.box.height + SMALL_LINE
    return _text(lines, x, y, SMALL_LINE, "diagram-small")


def _caption(shape: Shape) -> Markup:
    x, y = shape.box.x + shape.box.width / 2, shape.box.y + shape.box.height + SMALL_LINE + 2
    strong, rest = shape.caption[:1], shape.caption[1:]
    return _text(strong, x, y, SMALL_LINE, "diagram-small is-strong") + _text(
        rest, x, y + SMALL_LINE, SMALL_LINE, "diagram-small"
    )


def _text(lines: Sequence[str], x: float, y: float, step: float, look: str = "diagram-name") -> Markup:
    if not lines:
        return Markup("")
    spans = Markup("").join(
        Markup('<tspan x="{}" y="{}">{}</tspan>').format(number(x), number(y + index * step), line)
        for index, line in enumerate(lines)
    )
    return Markup('<text class="{}" text-anchor="middle">{}</text>').format(look, spans)


def _tick(box: Box) -> Markup:
    return Markup(
        '<g class="diagram-tick" transform="translate({} {})"><circle r="8"/><path d="M-3.6 .2L-1.1 2.8L3.8 -2.6"/></g>'
    ).format(number(box.x + box.width - 5), number(box.y + 5))


def _pointer(box: Box, here: str) -> Markup:
    x = box.x + box.width / 2
    return Markup('<path class="diagram-pointer" d="M{} {}h14l-7 8z"/>{}').format(
        number(x - 7),
        number(box.y - 13),
        _text([here], x, box.y - 20, LINE, "diagram-here"),
    )


def _shaft(points: Sequence[Point]) -> tuple[str, str]:
    """The line of an arrow, ending where its head begins, and the head."""
    (x0, y0), (x1, y1) = points[-2], points[-1]
    length = hypot(x1 - x0, y1 - y0) or 1.0
    dx, dy = (x1 - x0) / length, (y1 - y0) / length
    tip = (x1 - 2 * dx, y1 - 2 * dy)
    foot = (tip[0] - HEAD * dx, tip[1] - HEAD * dy)
    wing = HEAD / 2
    line = [*points[:-1], foot]
    shaft = "M" + "L".join(f"{number(x)} {number(y)}" for x, y in line)
    head = (
        f"M{number(tip[0])} {number(tip[1])}"
        f"L{number(foot[0] - wing * dy)} {number(foot[1] + wing * dx)}"
        f"L{number(foot[0] + wing * dy)} {number(foot[1] - wing * dx)}Z"
    )
    return shaft, head


def _flow_name(arrow: Arrow) -> Markup:
    if not arrow.name:
        return Markup("")
    (x0, y0), (x1, y1) = arrow.points[0], arrow.points[1]
    return _text(
        wrap(arrow.name, 110, SMALL, 2), (x0 + x1) / 2, (y0 + y1) / 2 - 5, SMALL_LINE, "diagram-small"
    )
