"""Random models walked in random order: they end, and they go the way the library alone goes."""

from __future__ import annotations

from collections.abc import Callable
from itertools import count

from hypothesis import given, settings
from hypothesis import strategies as st

from motcua.engine import complete, load_spec, return_to, returnable, start
from motcua.engine.library_baseline import LibraryRun

HUONG = ("a", "b", "c")
LIMIT = 300


def blocks(loops: bool) -> st.SearchStrategy[tuple]:
    """Nested blocks whose steps still have no names."""

    def extend(inner: st.SearchStrategy[tuple]) -> st.SearchStrategy[tuple]:
        several = st.lists(inner, min_size=2, max_size=3)
        kinds = [
            st.tuples(st.just("seq"), several),
            st.tuples(st.just("par"), several),
            st.tuples(st.just("sub"), inner),
            st.tuples(st.just("xor"), several),
        ]
        return st.one_of(*kinds, *([st.tuples(st.just("loop"), inner)] if loops else []))

    return st.recursive(st.just(("step",)), extend, max_leaves=9)


def named(block: tuple, numbers: count) -> tuple:
    """The block with step names and conditions."""
    kind, *inner = block
    if kind == "step":
        return ("step", f"T{next(numbers)}")
    if kind == "sub":
        return ("sub", named(inner[0], numbers))
    if kind == "loop":
        return ("loop", named(inner[0], numbers), "lai == 1")
    parts = [named(part, numbers) for part in inner[0]]
    if kind == "xor":
        conditions = [f'huong == "{HUONG[index]}"' for index in range(len(parts) - 1)]
        return ("xor", list(zip([*conditions, None], parts, strict=True)))
    return (kind, parts)


@settings(max_examples=120, deadline=None)
@given(shape=blocks(loops=True), data=st.data())
def test_every_walk_ends_whatever_the_order_loops_and_returns(
    bpmn_of: Callable[[tuple], bytes], shape: tuple, data: st.DataObject
):
    spec = load_spec(bpmn_of(named(shape, count(1))))
    huong = data.draw(st.sampled_from(HUONG))
    progress = start(spec, {"huong": huong, "lai": 0})
    for turn in range(LIMIT):
        if progress.ended:
            break
        task = data.draw(st.sampled_from(progress.waiting)).task_id
        behind = returnable(spec, progress.state, task)
        playing = turn < 12
        if playing and behind and data.draw(st.booleans()):
            progress = return_to(spec, progress.state, task, data.draw(st.sampled_from(behind)))
        else:
            lai = data.draw(st.sampled_from((0, 1))) if playing else 0
            progress = complete(spec, progress.state, task, {"huong": huong, "lai": lai})
        assert progress.waiting or progress.ended, "a dossier stands still"
    assert progress.ended


@settings(max_examples=120, deadline=None)
@given(shape=blocks(loops=False), data=st.data())
def test_reloading_at_every_step_goes_the_way_of_the_library(
    bpmn_of: Callable[[tuple], bytes], shape: tuple, data: st.DataObject
):
    bpmn = bpmn_of(named(shape, count(1)))
    values = {"huong": data.draw(st.sampled_from(HUONG))}
    spec, library = load_spec(bpmn), LibraryRun(bpmn, values=values)
    progress = start(spec, values)
    while not progress.ended:
        assert sorted(one.step_id for one in progress.waiting) == library.waiting()
        chosen = data.draw(st.sampled_from(progress.waiting))
        library.step(chosen.step_id)
        progress = complete(spec, progress.state, chosen.task_id, values)
    assert library.waiting() == []
    assert library.workflow.is_completed()


@settings(max_examples=60, deadline=None)
@given(shape=blocks(loops=True), data=st.data())
def test_opened_and_closed_account_for_every_change(
    bpmn_of: Callable[[tuple], bytes], shape: tuple, data: st.DataObject
):
    spec = load_spec(bpmn_of(named(shape, count(1))))
    values = {"huong": "a", "lai": 0}
    progress = start(spec, values)
    while not progress.ended:
        before = {one.task_id for one in progress.waiting}
        task = data.draw(st.sampled_from(progress.waiting)).task_id
        progress = complete(spec, progress.state, task, values)
        opened, closed = {one.task_id for one in progress.opened}, set(progress.closed)
        assert task in closed
        assert (before - closed) | opened == {one.task_id for one in progress.waiting}
        assert not opened & before
