"""The short form of `make soundness`: what the checker passes runs to its end, whatever people do."""

from __future__ import annotations

import random

import pytest
from tools.soundness.drawing import Drawing
from tools.soundness.form import FORM
from tools.soundness.generator import Generator
from tools.soundness.mutations import CHANGES
from tools.soundness.proof import prove
from tools.soundness.walks import Walker, values

from motcua.domain.check.process_rules import check
from motcua.engine.reader.reader import read


def test_what_is_passed_ends_on_every_walk_and_what_is_sound_is_passed() -> None:
    figures = prove(models=30, mutants=3, walks=600, seed=3)
    assert figures.missed == []
    assert figures.wrong_part < 0.02, figures.wrong
    assert figures.walks >= 600
    assert figures.refused > 30


def test_models_are_made_of_every_element_that_runs() -> None:
    made = [Generator(random.Random(seed), 26).model() for seed in range(40)]
    kinds = {one.kind for drawing in made for one in drawing.elements}
    events = {(one.kind, one.event[0]) for drawing in made for one in drawing.elements if one.event}
    assert kinds >= {
        "userTask", "manualTask", "serviceTask", "sendTask", "receiveTask", "exclusiveGateway", "parallelGateway",
        "inclusiveGateway", "eventBasedGateway", "subProcess", "boundaryEvent", "intermediateCatchEvent",
        "intermediateThrowEvent",
    }  # fmt: skip
    assert {kind for where, kind in events if where == "boundaryEvent"} == {
        "timer", "message", "signal", "error", "escalation",
    }  # fmt: skip
    assert {one.loop for drawing in made for one in drawing.elements} == {
        "",
        "list",
        "in turn",
        "twice",
        "standard",
    }


@pytest.mark.parametrize("change", CHANGES, ids=lambda change: change.__name__.strip("_"))
def test_every_change_leaves_a_file_that_can_be_read(change) -> None:
    chance = random.Random(5)
    drawings = (Generator(random.Random(seed), 20).model() for seed in range(20))
    changed = next(drawing for drawing in drawings if change(chance, drawing))
    assert read(changed.bpmn()).model is not None


def test_walk_that_cannot_go_on_is_told_from_one_that_ends() -> None:
    """The proof would be worth nothing if its walks did not notice a dossier that stands still."""
    drawing = Drawing()
    maker = Generator(random.Random(1), 5)
    maker.drawing = drawing
    start, split = maker.add("startEvent", ""), maker.add("exclusiveGateway", "")
    join, end = maker.add("parallelGateway", ""), maker.add("endEvent", "")
    maker.arrow(start.id, split.id)
    for condition in ("k0 == true", ""):
        step, _ = maker.step("")
        arrow = maker.arrow(split.id, step, condition)
        maker.arrow(step, join.id)
    split.default = arrow
    maker.arrow(join.id, end.id)
    model = read(drawing.bpmn()).model
    assert model is not None
    assert "gateway.join_waits" in {one.code for one in check(model, {"thu": FORM})}
    walk = Walker(model, drawing.bpmn()).walk(random.Random(1))
    assert walk.outcome.startswith("stands still")


def test_values_of_a_walk_fit_the_form() -> None:
    assert set(values(random.Random(1), 0)) == set(FORM["properties"])
