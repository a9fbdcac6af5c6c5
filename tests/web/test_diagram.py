"""The process diagram: it shows where the dossier is, in a drawing, in words and as a list, and escapes names."""

from __future__ import annotations

import re
from dataclasses import replace
from itertools import pairwise
from pathlib import Path
from xml.etree import ElementTree

import pytest
from hypothesis import given
from hypothesis import strategies as st
from jinja2 import Environment, FileSystemLoader
from markupsafe import Markup

from motcua.domain.process.process import Box, Flow, Node, ProcessModel, Step
from motcua.web.diagram import describe, render, rows
from motcua.web.diagram_graph import standings
from motcua.web.diagram_layout import lay_out
from motcua.web.diagram_text import text_width, wrap

SVG = "{http://www.w3.org/2000/svg}"
MACROS = Path(__file__).parents[2] / "platform/motcua/web/templates"


def sequence(*names: str, boxes: dict[str, Box] | None = None) -> ProcessModel:
    ids = [f"T{number}" for number, _ in enumerate(names, 1)]
    chain = ["s", *ids, "e"]
    return ProcessModel(
        id="P",
        name="Cấp giấy phép",
        facts=None,
        steps=tuple(
            Step(key, name, order=place) for place, (key, name) in enumerate(zip(ids, names, strict=True), 1)
        ),
        nodes=(
            Node("s", "", "startEvent"),
            *(Node(key, name, "userTask") for key, name in zip(ids, names, strict=True)),
            Node("e", "", "endEvent"),
        ),
        flows=tuple(Flow(f"f{place}", "", one, two) for place, (one, two) in enumerate(pairwise(chain))),
        boxes=boxes or {},
    )


def branched() -> ProcessModel:
    """A, then B beside C, then D, drawn; B and C lie between a split p and a join j."""
    places = {"s": (0, 50), "A": (60, 30), "p": (200, 50), "B": (280, 0), "C": (280, 100), "j": (420, 50)}
    places |= {"D": (500, 30), "e": (640, 50)}
    kinds = {"s": "startEvent", "p": "parallelGateway", "j": "parallelGateway", "e": "endEvent"}
    pairs = ["sA", "Ap", "pB", "pC", "Bj", "Cj", "jD", "De"]
    boxes = {
        key: Box(x, y, 100 if key in "ABCD" else 36, 80 if key in "ABCD" else 36)
        for key, (x, y) in places.items()
    }
    return ProcessModel(
        id="P",
        name="Rẽ nhánh",
        facts=None,
        steps=tuple(Step(key, f"Bước {key}", order=place) for place, key in enumerate("ABCD", 1)),
        nodes=tuple(
            Node(key, f"Bước {key}" if key in "ABCD" else "", kinds.get(key, "userTask")) for key in places
        ),
        flows=tuple(Flow(pair, "", pair[0], pair[1]) for pair in pairs),
        boxes=boxes,
        lines={
            pair: ((boxes[pair[0]].x, boxes[pair[0]].y), (boxes[pair[1]].x, boxes[pair[1]].y))
            for pair in pairs
        },
    )


def drawing(svg: str) -> ElementTree.Element:
    return ElementTree.fromstring(str(svg).replace("<svg ", '<svg xmlns="http://www.w3.org/2000/svg" ', 1))


def looks(svg: str, look: str) -> list[str]:
    """The states of all shapes of a look, in the order of drawing."""
    found = (element.get("class", "").split() for element in drawing(svg).iter(f"{SVG}g"))
    return [words[1].removeprefix("is-") for words in found if words[0] == f"diagram-{look}"]


THREE = sequence("Tiếp nhận", "Thẩm định", "Trả kết quả")
AT_TWO = {"T1": "done", "T2": "now"}


def test_drawing_marks_what_is_done_where_it_is_and_what_comes():
    svg = render(THREE, AT_TWO)
    assert looks(svg, "step") == ["done", "now", "todo"]
    assert svg.count("Hồ sơ đang ở đây") == 1
    assert svg.count("diagram-tick") == 1
    assert svg.count("diagram-flow is-walked") == 1


def test_drawing_says_in_words_where_the_dossier_is():
    root = drawing(render(THREE, AT_TWO, id="vi-tri"))
    assert root.get("role") == "img"
    assert root.get("aria-labelledby") == "vi-tri-title vi-tri-desc"
    assert root.findtext(f"{SVG}title") == "Sơ đồ quy trình Cấp giấy phép"
    assert root.findtext(f"{SVG}desc") == "Hồ sơ đang ở bước 2 trên 3: Thẩm định."


@pytest.mark.parametrize(
    ("position", "vi", "en"),
    [
        ({}, "Hồ sơ không ở bước nào.", "The dossier is at no step."),
        (
            {"T1": "done", "T2": "done", "T3": "done"},
            "Hồ sơ đã qua tất cả các bước.",
            "The dossier has passed all steps.",
        ),
        (
            {"T1": "now", "T3": "now"},
            "Hồ sơ đang ở bước 1 trên 3: Tiếp nhận; bước 3 trên 3: Trả kết quả.",
            "The dossier is at step 1 of 3: Tiếp nhận; step 3 of 3: Trả kết quả.",
        ),
    ],
)
def test_words_for_every_place(position, vi, en):
    assert describe(THREE, position) == vi
    assert describe(THREE, position, "en") == en


def test_english_takes_the_english_names():
    model = replace(THREE, steps=tuple(replace(step, name_en=f"Step {step.order}") for step in THREE.steps))
    svg = render(model, AT_TWO, language="en")
    assert "Step 2" in svg
    assert "Thẩm định" not in svg
    assert "The dossier is here" in svg


def test_captions_stand_under_their_step_first_line_in_bold():
    svg = render(THREE, AT_TWO, {"T2": "32 giờ\nPhòng chuyên môn"})
    assert re.search(r'is-strong"[^>]*><tspan[^>]*>32 giờ<', svg)
    assert "Phòng chuyên môn" in svg


@pytest.mark.parametrize(
    "name", ["<script>alert(1)</script>", '"><img src=x onerror=y>', "&lt;b&gt;", "]]>", "{0}{x}"]
)
def test_hostile_names_are_only_text(name):
    model = replace(sequence(name, "Trả"), name=name)
    svg = render(model, {"T1": "now"}, {"T1": name})
    root = drawing(svg)
    assert root.findtext(f"{SVG}title") == f"Sơ đồ quy trình {name}"
    assert {element.tag.removeprefix(SVG) for element in root.iter()} <= {
        "svg", "title", "desc", "g", "rect", "path", "circle", "text", "tspan",
    }  # fmt: skip
    assert not any(key.startswith("on") for element in root.iter() for key in element.attrib)


def test_drawing_needs_no_inline_style_or_script():
    svg = render(branched(), {"A": "done", "B": "now"})
    assert isinstance(svg, Markup)
    assert "style" not in svg
    assert "<script" not in svg
    assert "url(" not in svg


def test_plain_process_is_one_row_of_steps_whatever_lanes_it_was_drawn_in():
    lanes = {
        key: Box(200 * place, 120 * place, 100, 80) for place, key in enumerate(["s", "T1", "T2", "T3", "e"])
    }
    layout = lay_out(replace(THREE, boxes=lanes), {})
    assert [shape.id for shape in layout.shapes] == ["T1", "T2", "T3"]
    assert len({shape.box.y for shape in layout.shapes}) == 1


def test_many_steps_run_in_rows_of_six_back_and_forth():
    layout = lay_out(sequence(*(f"Bước {number}" for number in range(1, 15))), {})
    across = [shape.box.x for shape in layout.shapes]
    down = [shape.box.y for shape in layout.shapes]
    assert across[:6] == sorted(across[:6])
    assert across[6:12] == across[:6][::-1]
    assert len(set(down)) == 3
    assert len(layout.arrows) == 13


def test_seven_steps_stay_in_one_row():
    layout = lay_out(sequence(*"ABCDEFG"), {})
    assert len({shape.box.y for shape in layout.shapes}) == 1


def test_branched_process_stands_as_it_was_drawn():
    layout = lay_out(branched(), {})
    box = {shape.id: shape.box for shape in layout.shapes}
    assert box["A"].x < box["B"].x == box["C"].x < box["D"].x
    assert box["B"].y < box["A"].y < box["C"].y
    assert len(layout.arrows) == 8


def test_branched_process_without_drawing_shows_its_steps_and_only_true_arrows():
    layout = lay_out(replace(branched(), boxes={}, lines={}), {})
    assert [shape.id for shape in layout.shapes] == list("ABCD")
    assert [(arrow.source, arrow.target) for arrow in layout.arrows] == [("A", "B"), ("C", "D")]


def test_gateways_are_walked_with_the_steps_around_them():
    states = standings(branched(), {"A": "done", "B": "now", "C": "done"})
    assert (states["s"], states["p"], states["j"], states["e"]) == ("done", "done", "todo", "todo")
    assert looks(render(branched(), {"A": "done", "B": "now", "C": "done"}), "gateway") == ["done", "todo"]


def test_end_is_reached_when_nothing_is_open():
    model = branched()
    assert standings(model, dict.fromkeys("ABCD", "done"))["e"] == "done"
    assert standings(model, {"A": "done", "B": "done", "C": "done", "D": "now"})["e"] == "todo"


def test_sub_process_is_where_its_steps_are():
    model = ProcessModel(
        id="P",
        name="",
        facts=None,
        steps=(Step("A", "A", order=1), Step("B", "B", order=2)),
        nodes=(
            Node("s", "", "startEvent"),
            Node("S", "Con", "subProcess"),
            Node("s2", "", "startEvent", "S"),
            Node("A", "A", "userTask", "S"),
            Node("e2", "", "endEvent", "S"),
            Node("B", "B", "userTask"),
            Node("e", "", "endEvent"),
        ),
        flows=tuple(
            Flow(one + two, "", one, two)
            for one, two in [("s", "S"), ("s2", "A"), ("A", "e2"), ("S", "B"), ("B", "e")]
        ),
    )
    assert standings(model, {"A": "now"})["S"] == "now"
    assert standings(model, {"A": "done", "B": "now"})["S"] == "done"
    arrows = lay_out(model, {}).arrows
    assert [(arrow.source, arrow.target) for arrow in arrows] == [("A", "B")]


def test_unknown_words_of_position_count_as_to_come():
    assert set(standings(THREE, {"T1": "later", "nobody": "now"}).values()) == {"todo"}


def test_process_without_steps_still_draws():
    empty = ProcessModel("P", "Trống", None, (), (), ())
    assert drawing(render(empty, {})).get("role") == "img"
    assert rows(empty, {}) == ()


def test_list_gives_the_same_steps_in_order():
    found = rows(THREE, AT_TWO, {"T2": "32 giờ\nPhòng chuyên môn"})
    assert [(row.number, row.name, row.state) for row in found] == [
        (1, "Tiếp nhận", "done"),
        (2, "Thẩm định", "now"),
        (3, "Trả kết quả", "todo"),
    ]
    assert found[1].captions == ("32 giờ", "Phòng chuyên môn")


def test_macro_puts_the_list_beside_the_drawing():
    environment = Environment(loader=FileSystemLoader(MACROS), autoescape=True)
    environment.globals.update(_=lambda text, **_values: text, icon_url=lambda name: f"#{name}")
    hostile = sequence("<b>Tiếp nhận</b>", "Trả")
    html = environment.get_template("macros/diagram.html").module.diagram(
        render(hostile, {"T1": "now"}), rows(hostile, {"T1": "now"})
    )
    assert '<div class="diagram"><svg' in html
    assert html.count("<li") == 2
    assert html.count('aria-current="step"') == 1
    assert "<b>" not in html


@given(st.text(st.characters(exclude_categories=("C",)), max_size=80), st.floats(30, 300), st.integers(1, 4))
def test_wrapped_lines_fit_and_lose_nothing_but_the_cut_end(text, width, most):
    lines = wrap(text, width, 14)
    assert all(text_width(line, 14) <= width or len(line) == 1 for line in lines)
    assert "".join("".join(lines).split()) == "".join(text.split())
    assert len(wrap(text, width, 14, most)) <= most


def test_diacritics_take_no_room_of_their_own():
    assert text_width("ế", 14) == text_width("e", 14)
    assert text_width("e\u0302\u0301", 14) == text_width("ế", 14)


def test_no_short_word_is_left_alone_on_the_last_line():
    assert wrap("Chuyên viên Phòng Kinh tế", 150, 13) == ["Chuyên viên", "Phòng Kinh tế"]


def test_cut_name_stands_whole_in_the_hint():
    name = "Ủy ban nhân dân " * 30
    model = branched()
    model = replace(
        model,
        steps=tuple(replace(step, name=name) for step in model.steps),
        nodes=tuple(replace(node, name=name) for node in model.nodes),
    )
    svg = render(model, {})
    assert "…" in svg
    assert f"<title>{name}</title>" in svg
