"""The process diagram with the dossier's place in it, as SVG in the page and as a list for narrow screens (R-30).

Looks come from CSS classes alone (`assets/scss/_diagram.scss`), so a strict content security policy holds. The
drawing is one picture to a screen reader, described in words; `macros/diagram.html` puts the list beside it.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace

from markupsafe import Markup

from motcua.domain.process.process import ProcessModel, Step
from motcua.domain.text import Text
from motcua.web.diagram_graph import Standing, standings
from motcua.web.diagram_layout import Layout, lay_out
from motcua.web.diagram_shapes import draw_arrow, draw_shape, number

HERE = Text("Hồ sơ đang ở đây", "The dossier is here")
PASSED = Text("Hồ sơ đã qua tất cả các bước.", "The dossier has passed all steps.")
NOWHERE = Text("Hồ sơ không ở bước nào.", "The dossier is at no step.")


@dataclass(frozen=True, slots=True)
class DiagramRow:
    """One step of the list that stands for the drawing: its number, its name, where it stands, its captions."""

    number: int
    name: str
    state: Standing
    captions: tuple[str, ...]


def render(
    model: ProcessModel,
    position: Mapping[str, str],
    captions: Mapping[str, str] | None = None,
    language: str = "vi",
    *,
    id: str = "diagram",
) -> Markup:
    """The drawing. `position` tells "done", "now" or "todo" by node; a step not named is "todo".

    `captions` stand under the steps, the first line in bold. `id` must differ for each drawing of a page.
    """
    states = standings(model, position)
    layout = lay_out(in_language(model, language), captions or {}, has_pointer="now" in states.values())
    parts = [draw_arrow(arrow, states) for arrow in layout.arrows]
    parts += [draw_shape(shape, states, HERE.in_(language)) for shape in layout.shapes]
    return picture(layout, parts, id, _title(model).in_(language), describe(model, position, language))


def picture(layout: Layout, parts: Sequence[Markup], id: str, title: str, words: str) -> Markup:
    """The parts as one picture with a title and a description in words."""
    return Markup(
        '<svg class="diagram-svg" viewBox="0 0 {w} {h}" width="{w}" height="{h}" role="img"'
        ' aria-labelledby="{id}-title {id}-desc" focusable="false">'
        '<title id="{id}-title">{title}</title><desc id="{id}-desc">{words}</desc>{parts}</svg>'
    ).format(
        w=number(layout.width),
        h=number(layout.height),
        id=id,
        title=title,
        words=words,
        parts=Markup("").join(parts),
    )


def _title(model: ProcessModel) -> Text:
    english = (model.facts.name_en if model.facts else "") or model.name
    return Text(f"Sơ đồ quy trình {model.name}", f"Diagram of the process: {english}")


def rows(
    model: ProcessModel,
    position: Mapping[str, str],
    captions: Mapping[str, str] | None = None,
    language: str = "vi",
) -> tuple[DiagramRow, ...]:
    """The steps in order, for the list that takes the drawing's place on a narrow screen."""
    states = standings(model, position)
    return tuple(
        DiagramRow(
            place,
            _name(step, language),
            states[step.id],
            tuple((captions or {}).get(step.id, "").splitlines()),
        )
        for place, step in enumerate(sorted(model.steps, key=lambda step: step.order), 1)
    )


def describe(model: ProcessModel, position: Mapping[str, str], language: str = "vi") -> str:
    """In words where the dossier stands: "Hồ sơ đang ở bước 3 trên 7: Thẩm định."."""
    steps = rows(model, position, None, language)
    here = [row for row in steps if row.state == "now"]
    if not here and (waited := _waited(model, position)):
        return Text(f"Hồ sơ đang chờ: {waited}.", f"The dossier waits: {waited}.").in_(language)
    if not here:
        passed = bool(steps) and any(row.state == "done" for row in steps)
        return (PASSED if passed else NOWHERE).in_(language)
    names = "; ".join(
        Text(
            f"bước {row.number} trên {len(steps)}: {row.name}",
            f"step {row.number} of {len(steps)}: {row.name}",
        ).in_(language)
        for row in here
    )
    return Text(f"Hồ sơ đang ở {names}.", f"The dossier is at {names}.").in_(language)


def _waited(model: ProcessModel, position: Mapping[str, str]) -> str:
    """The names of the events and calls at which the dossier stands."""
    found = [
        node
        for node in model.nodes
        if position.get(node.id) == "now" and node.id not in model.step_by_id and node.kind != "subProcess"
    ]
    return "; ".join(node.name or node.id for node in found)


def in_language(model: ProcessModel, language: str) -> ProcessModel:
    """The model with the names to be drawn; the names of gateways and events exist in one language."""
    names = {step.id: _name(step, language) for step in model.steps}
    return replace(
        model,
        steps=tuple(replace(step, name=names[step.id]) for step in model.steps),
        nodes=tuple(replace(node, name=names.get(node.id, node.name)) for node in model.nodes),
    )


def _name(step: Step, language: str) -> str:
    return (language == "en" and step.name_en) or step.name or step.id
