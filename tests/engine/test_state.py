"""The stored text of a dossier's place: small, the same for the same state, and read with suspicion."""

from __future__ import annotations

import json
from itertools import pairwise

import pytest
from hypothesis import given
from hypothesis import strategies as st

from motcua.cli.bench_models import sequential_bpmn
from motcua.engine import StateError, complete, load_spec, start
from motcua.engine.runtime.state import (
    STANDING,
    EngineState,
    Token,
    Visit,
    ancestors,
    descendants,
    dump,
    format_visits,
    load,
    parted,
    read_visits,
)

IDS = st.integers(1, 10**6)
NAMES = st.text(st.characters(exclude_categories=("Z", "C")), min_size=1, max_size=12)
TOKENS = st.builds(
    Token,
    IDS,
    st.integers(0, 9),
    NAMES,
    st.sampled_from(sorted(STANDING)),
    IDS,
    st.just("") | NAMES,
    st.integers(0, 9),
    st.integers(0, 9),
)
TREE = {
    visit.id: visit
    for visit in (Visit(2, 0, 0, "A"), Visit(5, 2, 0, "B"), Visit(6, 2, 0, "C"), Visit(9, 5, 0, "D"))
}


@given(
    st.builds(
        EngineState,
        IDS,
        st.lists(TOKENS, max_size=5).map(tuple),
        st.just(""),
        st.lists(NAMES, max_size=3).map(tuple),
    )
)
def test_stored_state_reads_back_as_it_was(state):
    assert load(dump(state)) == state
    assert dump(load(dump(state))) == dump(state)


@given(st.lists(st.builds(Visit, IDS, st.integers(0, 9), st.integers(0, 9), NAMES), unique_by=lambda v: v.id))
def test_visits_read_back_as_they_were(visits):
    assert list(read_visits(format_visits(visits)).values()) == visits


def test_text_of_version_1_still_loads():
    text = '{"v":1,"n":13,"live":[[11,0,"J","w",3,"A"],[12,0,"B","r",3]],"past":"2/0/0/X 3/2/0/A"}'
    state = load(text)
    assert state == EngineState(
        13,
        (Token(11, 0, "J", "w", 3, "A"), Token(12, 0, "B", "r", 3)),
        "2/0/0/X 3/2/0/A",
        version=1,
    )


def test_dossier_stored_by_version_1_goes_on(bpmn_of):
    """In version 1 a token at a join named the element it came from, and the library's own end waited, too."""
    spec = load_spec(
        bpmn_of(("seq", [("step", "X"), ("par", [("step", "A"), ("step", "B")]), ("step", "Z")]))
    )
    join = next(node.id for node in spec.model.nodes if node.id.startswith("J"))
    text = (
        '{"v":1,"n":13,"live":[[9,0,"P.EndJoin","w",3],[11,0,"JOIN","w",3,"A"],[12,0,"B","r",2]],'
        '"past":"2/0/0/X 3/2/0/A"}'
    ).replace("JOIN", join)
    progress = complete(spec, text, "12", {})
    assert [one.step_id for one in progress.waiting] == ["Z"]
    assert complete(spec, progress.state, progress.waiting[0].task_id, {}).ended


@pytest.mark.parametrize(
    "text",
    [
        "",
        "null",
        "[]",
        "{}",
        "x",
        "[" * 100_000,
        '{"v":"1"}',
        '{"v":1}',
        '{"v":1,"n":"2","live":[],"past":""}',
        '{"v":1,"n":2,"live":{},"past":""}',
        '{"v":1,"n":2,"live":[],"past":[]}',
        '{"v":1,"n":2,"live":[[]],"past":""}',
        '{"v":1,"n":2,"live":[[1,0,"A","?",0]],"past":""}',
        '{"v":1,"n":2,"live":[[1,0,"A","r",0,7]],"past":""}',
        '{"v":2,"n":2,"live":[[1,0,"A","r",0,"B","7"]],"past":""}',
        '{"v":2,"n":2,"live":[[1,0,"A","r",0,"B",7,8,9]],"past":""}',
        '{"v":2,"n":2,"live":[[1,0,"A","r",0,"B",true]],"past":""}',
        '{"v":2,"n":2,"live":[],"past":"","mail":"x"}',
        '{"v":2,"n":2,"live":[],"past":"","mail":[1]}',
    ],
)
def test_damaged_text_is_told_in_words(text):
    with pytest.raises(StateError) as caught:
        load(text)
    assert "quản trị" in caught.value.message.vi


def test_text_of_a_newer_program_is_not_guessed_at():
    with pytest.raises(StateError, match="mới hơn"):
        load('{"v":3,"n":1,"live":[],"past":""}')


@pytest.mark.parametrize("past", ["1", "1/2", "a/0/0/A", "1/0/0/A x"])
def test_damaged_visits_are_told_in_words(past):
    with pytest.raises(StateError):
        read_visits(past)


def test_way_back_through_visits_that_do_not_exist_is_told_in_words():
    with pytest.raises(StateError):
        ancestors({2: Visit(2, 1, 0, "A")}, 2)
    with pytest.raises(StateError):
        ancestors({2: Visit(2, 2, 0, "A")}, 2)


@pytest.mark.parametrize(
    "state",
    [
        '[9,0,"other","r",0]',
        '[9,7,"T_1","r",0]',
        '[9,0,"T_1","s",0]',
        '[9,0,"T_1","w",0]',
        '[9,0,"T_1","m",0]',
        '[9,0,"T_1","e",0]',
        '[9,0,"E_end","r",0]',
    ],
)
def test_state_of_another_process_is_told_in_words(state):
    spec = load_spec(sequential_bpmn(2))
    text = f'{{"v":1,"n":20,"live":[[3,0,"T_1","r",0],{state}],"past":""}}'
    with pytest.raises(StateError):
        complete(spec, text, "3", {})


def test_ancestors_are_the_latest_first():
    assert [visit.step for visit in ancestors(TREE, 9)] == ["D", "B", "A"]


def test_descendants_are_a_visit_and_all_that_followed_it():
    assert descendants(TREE, TREE[5]) == {5, 9}
    assert descendants(TREE, TREE[2]) == {2, 5, 6, 9}


def test_last_common_visit_of_two_branches():
    assert parted(TREE, [9, 6])[0] == 2
    assert parted(TREE, [9, 5])[0] == 5
    assert parted(TREE, [0, 5])[0] == 0


def test_same_steps_give_the_same_text():
    spec = load_spec(sequential_bpmn(3))
    first = start(spec, {})
    task = first.waiting[0].task_id
    assert start(spec, {}).state == first.state
    assert complete(spec, first.state, task, {}).state == complete(spec, first.state, task, {}).state


def test_ten_step_dossier_stores_less_than_4_kb_and_grows_by_a_few_bytes_a_step():
    sizes = []
    spec = load_spec(sequential_bpmn(10))
    progress = start(spec, {"don": "x" * 10_000})
    while not progress.ended:
        sizes.append(len(progress.state.encode()))
        progress = complete(spec, progress.state, progress.waiting[0].task_id, {"don": "x" * 10_000})
    assert max(sizes) < 4096
    assert max(b - a for a, b in pairwise(sizes)) < 40


def test_state_holds_neither_form_data_nor_specification():
    spec = load_spec(sequential_bpmn(10))
    text = start(spec, {"so_dinh_danh": "045079003158"}).state
    assert "045079003158" not in text
    assert "T_2" not in text
    assert json.loads(text)["v"] == 2
