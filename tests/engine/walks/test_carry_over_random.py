"""Dossiers of random models carried over to a changed version: they go on as before, or come to the end of the new one."""

from __future__ import annotations

import re
from collections.abc import Callable
from dataclasses import replace

from engine.walks.test_runtime_restart import EVENTS, act, action
from fixtures_walks import KINDS, kinds_without
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from motcua.domain.process.process import ModelError
from motcua.engine import (
    CarryOver,
    CarryOverError,
    EndlessLoopError,
    ProcessSpec,
    Progress,
    load_spec,
    start,
    waiting,
)
from motcua.engine.linker.linker import link

LIMIT = 400
FLOW = re.compile(r'<bpmn:sequenceFlow id="(\w+)" sourceRef="(\w+)" targetRef="(\w+)">')


def with_step(bpmn: bytes, flow: str) -> bytes:
    """The process with one more step on a flow."""
    text = bpmn.decode()
    found = next(one for one in FLOW.finditer(text) if one[1] == flow)
    onto = found[0].replace(f'targetRef="{found[3]}"', 'targetRef="T_new"')
    more = (
        f'<bpmn:userTask id="T_new"/><bpmn:sequenceFlow id="F_new" sourceRef="T_new" targetRef="{found[3]}"/>'
    )
    return text.replace(found[0], more + onto).encode()


def without_step(bpmn: bytes, step: str) -> bytes:
    """The process without one of its steps: the flow into it leads to what came behind it."""
    text = bpmn.decode()
    flows = list(FLOW.finditer(text))
    into = next(one for one in flows if one[3] == step)
    behind = next(one for one in flows if one[2] == step)
    text = text.replace(f"{behind[0]}</bpmn:sequenceFlow>", "")
    text = text.replace(into[0], into[0].replace(f'targetRef="{step}"', f'targetRef="{behind[3]}"'))
    return re.sub(rf'<bpmn:userTask id="{step}"[^>]*>.*?</bpmn:userTask>', "", text, count=1).encode()


def moved(over: CarryOver, state: str) -> tuple[str, str]:
    """The state as it stands in the new version, or why it cannot."""
    try:
        return over.state(state), ""
    except CarryOverError as error:
        return "", error.reason


def walked(
    data: st.DataObject, spec: ProcessSpec, progress: Progress, values: dict, turns: range
) -> Progress:
    for turn in turns:
        if progress.ended:
            break
        assert progress.waiting, "a dossier stands still"
        after = act(spec, progress.state, action(data, spec, progress, turn), values)
        if isinstance(after, Progress):
            progress = after
    return progress


@settings(max_examples=60, deadline=None, suppress_health_check=[HealthCheck.too_slow])
@given(data=st.data())
def test_to_the_same_drawing_nothing_changes(
    random_model: Callable, random_values: Callable, data: st.DataObject
):
    drawn = random_model(data, KINDS, waits=EVENTS, borders=(*EVENTS, "cycle"))
    spec, again = (load_spec(link(drawn.bpmn, drawn.called, {}).bpmn) for _ in "12")
    values = random_values(data)
    try:
        progress = start(spec, values)
    except EndlessLoopError:
        return
    progress = walked(data, spec, progress, values, range(8))
    assert CarryOver(spec, again, {}).state(progress.state) == progress.state


def test_one_more_step_anywhere_keeps_nobody_from_the_end(random_model: Callable, random_values: Callable):
    carried_over: list[str] = []

    @settings(max_examples=100, deadline=None, suppress_health_check=[HealthCheck.too_slow])
    @given(data=st.data())
    def carried(data: st.DataObject) -> None:
        bpmn = random_model(
            data, kinds_without("call", "signalled"), waits=EVENTS, borders=(*EVENTS, "cycle")
        ).bpmn
        old = load_spec(bpmn)
        flow = data.draw(st.sampled_from([one[1] for one in FLOW.finditer(bpmn.decode())]))
        try:
            new = load_spec(with_step(bpmn, flow))
        except ModelError:
            return  # a step cannot stand there: behind a gateway that waits for events
        values = random_values(data)
        try:
            progress = start(old, values)
        except EndlessLoopError:
            return
        progress = walked(data, old, progress, values, range(data.draw(st.integers(0, 8))))
        if progress.ended:
            return
        state, refused = moved(CarryOver(old, new, {}), progress.state)
        assert refused in ("", "crossing")
        if not refused:
            carried_over.append(state)
            values["lai"] = 0
            moved_on = replace(progress, state=state, waiting=waiting(new, state, values))
            assert walked(data, new, moved_on, values, range(LIMIT)).ended

    carried()
    # Of models that are drawn at random some end at once or take no step there; the rest must be many.
    assert len(carried_over) > 20


def test_one_step_less_keeps_only_those_who_stand_at_it_from_the_end(
    random_model: Callable, random_values: Callable
):
    carried_over: list[str] = []

    @settings(max_examples=100, deadline=None, suppress_health_check=[HealthCheck.too_slow])
    @given(data=st.data())
    def carried(data: st.DataObject) -> None:
        bpmn = random_model(
            data, kinds_without("call", "signalled"), waits=EVENTS, borders=(*EVENTS, "cycle")
        ).bpmn
        old = load_spec(bpmn)
        if not old.steps:
            return
        gone = data.draw(st.sampled_from(sorted(old.steps)))
        try:
            new = load_spec(without_step(bpmn, gone))
        except ModelError:
            return  # something hangs at the step
        values = random_values(data)
        try:
            progress = start(old, values)
        except EndlessLoopError:
            return
        progress = walked(data, old, progress, values, range(data.draw(st.integers(0, 8))))
        if progress.ended:
            return
        state, refused = moved(CarryOver(old, new, {}), progress.state)
        stands_there = gone in {one.step_id for one in progress.waiting}
        assert refused in (("missing",) if stands_there else ("", "crossing"))
        if not refused:
            carried_over.append(state)
            values["lai"] = 0
            moved_on = replace(progress, state=state, waiting=waiting(new, state, values))
            assert walked(data, new, moved_on, values, range(LIMIT)).ended

    carried()
    # Of models that are drawn at random some end at once or take no step there; the rest must be many.
    assert len(carried_over) > 20
