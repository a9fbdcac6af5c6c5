"""Texts stored by every version of the program so far are read by this one, and their dossiers run to the end.

`tests/data/engine_states.json` holds texts as the engines of their time wrote them: never write them anew, only add.
"""

from __future__ import annotations

import json
from pathlib import Path

import pytest

from motcua.engine import ProcessSpec, Progress, complete, deliver, load_spec, returnable
from motcua.engine.runtime.runtime_tree import collect, restore
from motcua.engine.runtime.state import VERSION, EngineState, dump, load

STATES = json.loads((Path(__file__).parents[1] / "data" / "engine_states.json").read_text("utf-8"))


def waiting(spec: ProcessSpec, state: str, values: dict[str, object]) -> list[tuple[str, str]]:
    """The (element, task id) of all that waits in a stored text."""
    tree = restore(spec, load(state), values)
    return sorted((token.spec, str(token.id)) for token in collect(tree) if token.standing in "re")


def go_on(spec: ProcessSpec, state: str, word: str, values: dict[str, object]) -> Progress:
    """ "A" completes a step or service, "tell a" delivers a message."""
    kind, _, name = word.rpartition(" ")
    if kind == "tell":
        return deliver(spec, state, name, values)
    return complete(spec, state, dict(waiting(spec, state, values))[name], values)


@pytest.mark.parametrize("stored", STATES, ids=[f"v{one['version']} {one['name']}" for one in STATES])
def test_stored_dossier_runs_to_its_end(stored):
    spec, values = load_spec(stored["bpmn"].encode()), stored["values"]
    state = stored["state"]
    assert json.loads(state)["v"] == stored["version"]
    assert [step for step, _ in waiting(spec, state, values)] == stored["waiting"]
    for step, task in waiting(spec, state, values):
        if step in spec.steps:
            assert spec.steps.issuperset(returnable(spec, state, task))
    *way, last = stored["rest"]
    for word in way:
        progress = go_on(spec, state, word, values)
        assert json.loads(progress.state)["v"] == VERSION
        state = progress.state
        values = {**values, "lai": 0}
    assert go_on(spec, state, last, values).ended


def test_every_version_has_its_texts():
    assert {one["version"] for one in STATES} == set(range(1, VERSION + 1))


@pytest.mark.parametrize("stored", STATES, ids=[f"v{one['version']} {one['name']}" for one in STATES])
def test_text_of_an_earlier_version_says_the_same_in_this_one(stored):
    spec = load_spec(stored["bpmn"].encode())
    before = load(stored["state"])
    tokens = collect(restore(spec, before, stored["values"]))
    now = dump(EngineState(before.next_id, tokens, before.past, before.mail))
    assert waiting(spec, now, stored["values"]) == waiting(spec, stored["state"], stored["values"])
    assert stored["version"] < VERSION or now == stored["state"]
