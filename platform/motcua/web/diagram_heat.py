"""The process diagram as a heat map: how hard every step is pressed, as a colour with its word and number under it."""

from __future__ import annotations

from collections.abc import Mapping

from markupsafe import Markup

from motcua.domain.process.process import ProcessModel
from motcua.web.diagram import in_language, picture
from motcua.web.diagram_layout import lay_out
from motcua.web.diagram_shapes import draw_arrow, draw_shape


def render_heat(
    model: ProcessModel,
    levels: Mapping[str, str],
    captions: Mapping[str, str],
    language: str,
    title: str,
    words: str,
) -> Markup:
    """The drawing with the class `heat-<level>` around each step of `levels`; `words` describe it without the colours."""
    layout = lay_out(in_language(model, language), captions, has_pointer=False)
    parts = [draw_arrow(arrow, {}) for arrow in layout.arrows]
    for shape in layout.shapes:
        drawn = draw_shape(shape, {}, "")
        level = levels.get(shape.id)
        parts.append(Markup('<g class="heat-{}">{}</g>').format(level, drawn) if level else drawn)
    return picture(layout, parts, "heat", title, words)
