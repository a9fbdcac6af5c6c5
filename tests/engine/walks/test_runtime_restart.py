"""The program may stop after every action: a stored dossier reads back as it was and goes on the same way."""

from __future__ import annotations

from collections.abc import Callable

from fixtures_walks import KINDS
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from motcua.domain.errors import InputError
from motcua.engine import (
    EndlessLoopError,
    ProcessSpec,
    Progress,
    broadcast,
    complete,
    deliver,
    fail,
    fire,
    load_spec,
    return_to,
    returnable,
    start,
)
from motcua.engine.linker.linker import link
from motcua.engine.runtime.state import dump, load

EVENTS = ("message", "signal", "timer")
PLAYING = 15
LIMIT = 400

Action = tuple[str, str, str]


def action(data: st.DataObject, spec: ProcessSpec, progress: Progress, turn: int) -> Action:
    """What happens next, as (action, task or name, more). After a while the work is only finished."""
    steady = [one for one in progress.waiting if one.kind in ("step", "service")]
    playing = turn < PLAYING
    one = data.draw(st.sampled_from(progress.waiting if playing or not steady else steady))
    event = spec.model.node_by_id[one.step_id].event
    if one.kind == "timer":
        return ("fire", one.task_id, "")
    if one.kind in ("message", "signal") and event is not None:
        return ("deliver" if one.kind == "message" else "broadcast", event.name, "")
    if playing and one.kind == "service" and data.draw(st.booleans()):
        return ("fail", one.task_id, "hong")
    if playing and one.kind == "step" and data.draw(st.booleans()):
        behind = returnable(spec, progress.state, one.task_id)
        if behind:
            return ("return_to", one.task_id, data.draw(st.sampled_from(behind)))
    return ("complete", one.task_id, "")


def act(spec: ProcessSpec, state: str, chosen: Action, values: dict[str, object]) -> Progress | str:
    """What the action leads to, or the code of the error it is refused with."""
    kind, about, more = chosen
    try:
        match kind:
            case "fire":
                return fire(spec, state, about, values)
            case "deliver":
                return deliver(spec, state, about, values)
            case "broadcast":
                return broadcast(spec, state, about, values)
            case "fail":
                return fail(spec, state, about, more, values)
            case "return_to":
                return return_to(spec, state, about, more, values)
        return complete(spec, state, about, values)
    except InputError as error:
        return error.code


@settings(max_examples=150, deadline=None, suppress_health_check=[HealthCheck.too_slow])
@given(data=st.data())
def test_every_walk_ends_and_is_the_same_after_a_restart_at_each_point(
    random_model: Callable, random_values: Callable, data: st.DataObject
):
    drawn = random_model(data, KINDS, waits=EVENTS, borders=(*EVENTS, "cycle"))
    bpmn = link(drawn.bpmn, drawn.called, {}).bpmn
    spec, fresh = load_spec(bpmn), load_spec(bpmn)
    values = random_values(data)
    try:
        progress = start(spec, values)
    except EndlessLoopError:
        return  # an empty list in a loop drawn with gateways, which the checker refuses
    assert start(fresh, values) == progress
    for turn in range(LIMIT):
        assert dump(load(progress.state)) == progress.state
        if progress.ended:
            break
        assert progress.waiting, "a dossier stands still"
        values["lai"] = data.draw(st.integers(0, 1)) if turn < PLAYING else 0
        chosen = action(data, spec, progress, turn)
        after = act(spec, progress.state, chosen, values)
        assert act(fresh, dump(load(progress.state)), chosen, values) == after
        if isinstance(after, Progress):
            accounted(progress, after)
            progress = after
    assert progress.ended


def accounted(before: Progress, after: Progress) -> None:
    """What waits now is what waited before, without what was closed and with what was opened."""
    was, now = ({one.task_id for one in one_of.waiting} for one_of in (before, after))
    opened, closed = {one.task_id for one in after.opened}, set(after.closed)
    assert closed <= was
    assert not opened & was
    assert (was - closed) | opened == now
