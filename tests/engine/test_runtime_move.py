"""Off the drawn flows: one token at the chosen step, everything else ended, what listens goes on listening (D-20)."""

from __future__ import annotations

import pytest

from motcua.engine import StepNotWaitingError, complete, load_spec, move_to, returnable, start
from motcua.engine.runtime.runtime import Progress

HEAD = '<b:definitions xmlns:b="http://www.omg.org/spec/BPMN/20100524/MODEL" targetNamespace="t">'
LINE = (
    '<b:process id="P" isExecutable="true"><b:startEvent id="S"/><b:userTask id="A"/>'
    '<b:subProcess id="Sub"><b:startEvent id="S2"/><b:userTask id="I"/><b:endEvent id="E2"/>'
    '<b:sequenceFlow id="I1" sourceRef="S2" targetRef="I"/><b:sequenceFlow id="I2" sourceRef="I" targetRef="E2"/>'
    "</b:subProcess>"
    '<b:boundaryEvent id="B" attachedToRef="Sub"><b:timerEventDefinition><b:timeDuration>4h</b:timeDuration>'
    "</b:timerEventDefinition></b:boundaryEvent>"
    '<b:userTask id="C"/><b:endEvent id="E"/><b:endEvent id="E3"/>'
    '<b:sequenceFlow id="F1" sourceRef="S" targetRef="A"/><b:sequenceFlow id="F2" sourceRef="A" targetRef="Sub"/>'
    '<b:sequenceFlow id="F3" sourceRef="Sub" targetRef="C"/><b:sequenceFlow id="F4" sourceRef="C" targetRef="E"/>'
    '<b:sequenceFlow id="F5" sourceRef="B" targetRef="E3"/></b:process></b:definitions>'
)


def ids(progress: Progress) -> list[str]:
    return [one.step_id for one in progress.waiting]


def task(progress: Progress, step: str) -> str:
    return next(one.task_id for one in progress.waiting if one.step_id == step)


@pytest.fixture
def inside() -> tuple[object, Progress]:
    spec = load_spec((HEAD + LINE).encode())
    first = start(spec, {})
    return spec, complete(spec, first.state, task(first, "A"), {})


def test_out_of_a_sub_process_its_inside_and_its_timer_end(inside) -> None:
    spec, before = inside
    assert sorted(ids(before)) == ["B", "I"]
    after = move_to(spec, before.state, task(before, "I"), "C", {})
    assert ids(after) == ["C"]
    assert set(after.closed) == {one.task_id for one in before.waiting}
    # The way back leads to what lies outside the sub-process, which has ended.
    assert returnable(spec, after.state, task(after, "C")) == ("A",)
    assert complete(spec, after.state, task(after, "C"), {}).ended


def test_what_waits_no_longer_is_not_moved(inside) -> None:
    spec, before = inside
    after = move_to(spec, before.state, task(before, "I"), "C", {})
    with pytest.raises(StepNotWaitingError):
        move_to(spec, after.state, task(before, "I"), "A", {})


def test_back_to_an_earlier_step_it_is_a_new_visit(inside) -> None:
    spec, before = inside
    after = move_to(spec, before.state, task(before, "I"), "A", {})
    assert ids(after) == ["A"]
    again = complete(spec, after.state, task(after, "A"), {})
    assert sorted(ids(again)) == ["B", "I"]
