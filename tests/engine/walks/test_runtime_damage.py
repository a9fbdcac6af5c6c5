"""A damaged stored text is refused in words: no other error, and no walk without end."""

from __future__ import annotations

import json
from collections.abc import Callable

from fixtures_walks import kinds_without
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from motcua.domain.errors import ConflictError, InputError, MotcuaError
from motcua.engine import (
    ProcessSpec,
    StateError,
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

KINDS = kinds_without("again", "call", "signalled", "receive")
EVENTS = ("message", "timer")
ANYTHING = st.one_of(
    st.integers(-3, 40),
    st.just(10**30),
    st.booleans(),
    st.none(),
    st.text("rewms/ 1T", max_size=4),
    st.just([]),
)
TOLD = (StateError, ConflictError, InputError)


def damaged(data: st.DataObject, text: str) -> str:
    """The text with bytes changed, or with one or two of its fields changed, tokens lost, doubled or moved."""
    if data.draw(st.integers(0, 4)) == 0:
        place = data.draw(st.integers(0, len(text) - 1))
        return text[:place] + data.draw(st.text(max_size=2)) + text[place + data.draw(st.integers(0, 3)) :]
    state = json.loads(text)
    for _ in range(data.draw(st.integers(1, 3))):
        live = state["live"]
        change = data.draw(
            st.sampled_from(["n", "past", "mail", "lose", "double", "field", "swap", "field", "field"])
        )
        if change == "n":
            state["n"] = data.draw(ANYTHING)
        elif change == "past":
            visit = st.tuples(*[st.integers(-1, 20)] * 3, st.sampled_from(["T1", "T2", "T3", "S1", "?"]))
            words = data.draw(
                st.lists(visit.map(lambda one: "/".join(map(str, one))) | st.text("012-/T "), max_size=3)
            )
            state["past"] = " ".join([*words, state["past"]])
        elif change == "mail":
            state["mail"] = data.draw(st.lists(st.sampled_from(["m1", "m2", "m5"]), max_size=60))
        elif live:
            index = data.draw(st.integers(0, len(live) - 1))
            change_token(data, live, index, change)
    return json.dumps(state)


def change_token(data: st.DataObject, live: list, index: int, change: str) -> None:
    if change == "lose":
        del live[index]
    elif change == "double":
        live.append(list(live[index]))
    elif change == "swap":
        live.insert(0, live.pop(index))
    else:
        row = live[index]
        row.extend([""] * (6 - len(row)))
        row.extend([0] * (8 - len(row)))
        field = data.draw(st.integers(0, 7))
        others = [one[field] for one in live if len(one) > field]
        row[field] = data.draw(st.one_of(st.sampled_from(others), st.sampled_from(list("rewms")), ANYTHING))


def refusals(spec: ProcessSpec, text: str, values: dict[str, object], tasks: list[str]) -> list[MotcuaError]:
    """Do with a stored text all that can be done: what is refused, and no other error."""
    found: list[MotcuaError] = []

    def attempt(walk: Callable[[], object]) -> None:
        try:
            walk()
        except TOLD as refusal:
            found.append(refusal)

    for task in tasks:
        for walk in (
            lambda task=task: complete(spec, text, task, values),
            lambda task=task: fire(spec, text, task, values),
            lambda task=task: fail(spec, text, task, "hong", values),
            lambda task=task: [
                return_to(spec, text, task, step, values) for step in returnable(spec, text, task)
            ],
        ):
            attempt(walk)
    for name in ("m1", "m2", "m5"):
        attempt(lambda name=name: deliver(spec, text, name, values))
        attempt(lambda name=name: broadcast(spec, text, name, values))
    return found


@settings(max_examples=250, deadline=None, suppress_health_check=[HealthCheck.too_slow])
@given(data=st.data())
def test_damaged_state_is_refused_in_words(
    random_model: Callable, random_values: Callable, data: st.DataObject
):
    drawn = random_model(data, KINDS, waits=EVENTS, borders=(*EVENTS, "cycle"))
    spec = load_spec(link(drawn.bpmn, drawn.called, {}).bpmn)
    values = random_values(data)
    progress = start(spec, values)
    for _ in range(data.draw(st.integers(0, 4))):
        steps = [one for one in progress.waiting if one.kind in ("step", "service")]
        if steps:
            progress = complete(spec, progress.state, data.draw(st.sampled_from(steps)).task_id, values)
    text = damaged(data, progress.state)
    refused = refusals(spec, text, values, [one.task_id for one in progress.waiting])
    assert all(refusal.message.vi and refusal.message.en for refusal in refused)
