"""The process diagram with marks on its steps: what was added, removed, changed; where dossiers are late.

A mark is a colour, a sign in the corner and a word above the box, so that nothing is told by colour alone.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Final, Literal

from markupsafe import Markup

from motcua.domain.diff.process_diff import Difference
from motcua.domain.process.process import ProcessModel
from motcua.domain.text import Text
from motcua.web.diagram import in_language, picture
from motcua.web.diagram_layout import SMALL_LINE, Arrow, Shape, lay_out
from motcua.web.diagram_shapes import draw_arrow, draw_shape, number

Kind = Literal["added", "removed", "changed", "late"]
Ways = Mapping[tuple[str, str], Kind]

WORDS: Final[Mapping[Kind, Text]] = {
    "added": Text("Thêm", "Added"),
    "removed": Text("Bỏ", "Removed"),
    "changed": Text("Đổi", "Changed"),
    "late": Text("Quá hạn", "Overdue"),
}
WIDE: Final = 1300
_SIGNS: Final[Mapping[Kind, str]] = {
    "added": "M-4 0H4M0 -4V4",
    "removed": "M-4 0H4",
    "changed": "M-3.6 3.6L-2.8 .8L2 -4L4 -2L-.8 2.8ZM.6 -2.6L2.6 -.6",
    "late": "M0 -4.2V.8M0 3.6V4.2",
}


@dataclass(frozen=True, slots=True)
class Drawing:
    """What is drawn on a model: marks by element and by flow (source, target), captions under the steps."""

    marks: Mapping[str, Kind]
    captions: Mapping[str, str]
    ways: Ways


def render_marked(
    model: ProcessModel, drawing: Drawing, title: str, words: str, language: str = "vi", *, id: str
) -> Markup:
    """The drawing, described to a screen reader by `title` and `words`; `id` must differ for each on a page."""
    layout = lay_out(in_language(model, language), drawing.captions, has_pointer=bool(drawing.marks))
    parts = [_arrow(arrow, drawing.ways) for arrow in layout.arrows]
    parts += [_shape(shape, drawing.marks.get(shape.id), language) for shape in layout.shapes]
    return picture(layout, parts, id, title, words)


def is_wide(model: ProcessModel) -> bool:
    """Whether the drawing cannot be read when it is made as narrow as a page: it is scrolled instead."""
    return lay_out(model, {}).width > WIDE


def differing_ways(found: Difference) -> tuple[Ways, Ways]:
    """The arrows that only the old drawing has, and those that only the new one has."""
    old, new = (
        {(arrow.source, arrow.target) for arrow in lay_out(side.model, {}).arrows}
        for side in (found.old, found.new)
    )
    new_of, old_of = found.matched.new_of, found.matched.old_of
    return (
        {way: "removed" for way in old if (new_of.get(way[0]), new_of.get(way[1])) not in new},
        {way: "added" for way in new if (old_of.get(way[0]), old_of.get(way[1])) not in old},
    )


def _arrow(arrow: Arrow, ways: Ways) -> Markup:
    kind = ways.get((arrow.source, arrow.target))
    drawn = draw_arrow(arrow, {})
    return Markup('<g class="diagram-marked is-{}">{}</g>').format(kind, drawn) if kind else drawn


def _shape(shape: Shape, kind: Kind | None, language: str) -> Markup:
    drawn = draw_shape(shape, {}, "")
    if kind is None:
        return drawn
    box = shape.box
    return Markup('<g class="diagram-marked is-{kind}">{drawn}{sign}{word}</g>').format(
        kind=kind,
        drawn=drawn,
        sign=Markup(
            '<g class="diagram-sign" transform="translate({} {})"><circle r="8.5"/><path d="{}"/></g>'
        ).format(number(box.x + box.width - 4), number(box.y), _SIGNS[kind]),
        word=Markup('<text class="diagram-word" text-anchor="middle" x="{}" y="{}">{}</text>').format(
            number(box.x + box.width / 2), number(box.y - SMALL_LINE / 3), WORDS[kind].in_(language)
        ),
    )
