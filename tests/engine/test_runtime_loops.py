"""Loops over a list and with a limit, inclusive gateways and decisions."""

from __future__ import annotations

import pytest
from fixtures_engine import done, ids

from motcua.engine import (
    LoopItemsError,
    LoopsTooManyError,
    NoBranchError,
    fail,
    fire,
    load_spec,
    start,
)


def over(items: str, *, in_turn: bool = False, enough: str = "") -> str:
    ends = f"<bpmn:completionCondition>{enough}</bpmn:completionCondition>" if enough else ""
    turn = ' isSequential="true"' if in_turn else ""
    return (
        f"<bpmn:multiInstanceLoopCharacteristics{turn}><bpmn:loopDataInputRef>{items}</bpmn:loopDataInputRef>"
        f'<bpmn:inputDataItem name="mot"/>{ends}</bpmn:multiInstanceLoopCharacteristics>'
    )


def again(condition: str, maximum: int, before: bool = False) -> str:
    first = ' testBefore="true"' if before else ""
    return (
        f'<bpmn:standardLoopCharacteristics loopMaximum="{maximum}"{first}>'
        f"<bpmn:loopCondition>{condition}</bpmn:loopCondition></bpmn:standardLoopCharacteristics>"
    )


LIST = {"ds": ["x", "y", "z"]}


def test_all_instances_wait_at_once_each_about_its_item(draw):
    spec = load_spec(draw("start s, user A, user Z, end e", "s>A A>Z Z>e", loops={"A": over("ds")}))
    progress = start(spec, LIST)
    assert [one.item for one in progress.opened] == ["x", "y", "z"]
    for _ in range(3):
        assert ids(progress) == ["A"] * len(progress.waiting)
        progress = done(spec, progress, "A", LIST)
    assert ids(progress) == ["Z"]


def test_first_answer_is_enough_where_the_model_says_so(draw):
    loop = over("ds", enough="nrOfCompletedInstances >= 1")
    spec = load_spec(draw("start s, user A, user Z, end e", "s>A A>Z Z>e", loops={"A": loop}))
    progress = start(spec, LIST)
    after = done(spec, progress, "A", LIST)
    assert ids(after) == ["Z"]
    assert len(after.closed) == 3


def test_in_turn_one_waits_after_the_other(draw):
    spec = load_spec(draw("start s, user A, end e", "s>A A>e", loops={"A": over("ds", in_turn=True)}))
    progress, items = start(spec, LIST), []
    while not progress.ended:
        assert len(progress.waiting) == 1
        items.append(progress.waiting[0].item)
        progress = done(spec, progress, "A", LIST)
    assert items == ["x", "y", "z"]


@pytest.mark.parametrize("data", [{}, {"ds": []}])
def test_empty_list_is_passed_at_once(draw, data):
    spec = load_spec(draw("start s, user A, user Z, end e", "s>A A>Z Z>e", loops={"A": over("ds")}))
    assert ids(start(spec, data)) == ["Z"]


@pytest.mark.parametrize("items", ["xyz", 7, ["x"] * 201])
def test_what_is_no_list_or_too_long_is_told_by_name(draw, items):
    spec = load_spec(draw("start s, user A, end e", "s>A A>e", loops={"A": over("ds")}))
    with pytest.raises(LoopItemsError, match="ds"):
        start(spec, {"ds": items})


def test_item_is_known_to_the_conditions_inside(draw):
    spec = load_spec(
        draw(
            "start s, sub S, end e",
            "s>S S>e",
            loops={"S": over("ds")},
            inside={"S": ("start t, xor X, user A, user B, end u, end v", 't>X X>A:mot=="x" X>B* A>u B>v')},
        )
    )
    progress = start(spec, LIST)
    assert ids(progress) == ["A", "B", "B"]
    assert [(one.step_id, one.item) for one in progress.waiting] == [("A", "x"), ("B", "y"), ("B", "z")]


def test_boundary_event_of_a_loop_ends_all_of_it(draw):
    spec = load_spec(
        draw(
            "start s, user A, boundary B A timer 12d, user Z, end e, end f",
            "s>A A>e B>Z Z>f",
            loops={"A": over("ds")},
        )
    )
    progress = done(spec, start(spec, LIST), "A", LIST)
    timer = next(one for one in progress.waiting if one.kind == "timer")
    assert ids(fire(spec, progress.state, timer.task_id, LIST)) == ["Z"]


def test_failing_instance_of_a_service_is_caught_at_the_border_of_the_loop(draw):
    spec = load_spec(
        draw(
            "start s, sub S, boundary B S error, user Z, end e, end f",
            "s>S S>e B>Z Z>f",
            loops={"S": over("ds")},
            inside={"S": ("start t, service V, end u", "t>V V>u")},
        )
    )
    progress = start(spec, LIST)
    assert len(progress.waiting) == 3
    assert ids(fail(spec, progress.state, progress.waiting[1].task_id, "hong", LIST)) == ["Z"]


def test_loop_goes_on_while_its_condition_holds_and_no_longer_than_its_limit(draw):
    spec = load_spec(draw("start s, user A, user Z, end e", "s>A A>Z Z>e", loops={"A": again("sai", 3)}))
    progress = start(spec, {"sai": True})
    assert ids(done(spec, progress, "A", {"sai": False})) == ["Z"]
    for _ in range(3):
        assert ids(progress) == ["A"]
        progress = done(spec, progress, "A", {"sai": True})
    assert ids(progress) == ["Z"]


def test_loop_that_asks_first_may_pass_at_once(draw):
    loop = again("sai", 3, before=True)
    spec = load_spec(draw("start s, user A, user Z, end e", "s>A A>Z Z>e", loops={"A": loop}))
    assert ids(start(spec, {"sai": False})) == ["Z"]
    assert ids(start(spec, {"sai": True})) == ["A"]


OR = "start s, or O, user A, user B, user C, or J, user Z, end e"
OR_FLOWS = "s>O O>A:a O>B:b O>C* A>J B>J C>J J>Z Z>e"


@pytest.mark.parametrize(
    ("a", "b", "taken"),
    [(True, True, ["A", "B"]), (True, False, ["A"]), (False, True, ["B"]), (False, False, ["C"])],
)
def test_inclusive_join_waits_for_just_the_branches_taken(draw, a, b, taken):
    spec = load_spec(draw(OR, OR_FLOWS))
    data = {"a": a, "b": b}
    progress = start(spec, data)
    assert ids(progress) == taken
    for number, step in enumerate(taken, start=1):
        progress = done(spec, progress, step, data)
        assert ids(progress) == (["Z"] if number == len(taken) else taken[number:])


def test_inclusive_gateway_without_a_fitting_branch_names_itself(draw):
    spec = load_spec(draw("start s, or O, user A, user B, end e, end f", "s>O O>A:a O>B:b A>e B>f"))
    with pytest.raises(NoBranchError, match="O"):
        start(spec, {"a": False, "b": False})


def test_inclusive_join_does_not_wait_for_an_event_that_did_not_come(draw):
    spec = load_spec(
        draw(
            "start s, or O, user A, user B, boundary W B timer 4h, or J, user Z, end e, user L",
            "s>O O>A:a O>B:b A>J B>J W>L L>J J>Z Z>e",
        )
    )
    data = {"a": True, "b": True}
    both = start(spec, data)
    after = done(spec, both, "A", data)
    assert ids(after) == ["B", "W"], "by way of the timer something may still come"
    assert ids(done(spec, after, "B", data)) == ["Z"]


def test_two_inclusive_joins_behind_each_other(draw):
    spec = load_spec(
        draw(
            "start s, or O, user A, user B, user C, or J, user M, or K, user Z, end e",
            "s>O O>A:a O>B:b O>C:c A>J B>J J>M M>K C>K K>Z Z>e",
        )
    )
    data = {"a": True, "b": False, "c": True}
    progress = done(spec, start(spec, data), "C", data)
    assert ids(progress) == ["A"]
    progress = done(spec, progress, "A", data)
    assert ids(progress) == ["M"]
    assert ids(done(spec, progress, "M", data)) == ["Z"]


AUTOMATIC = (
    "start s2, throw T signal a, throw U signal a, throw V signal a, throw W signal a, end x",
    ("s2>T T>U U>V V>W W>x"),
)


@pytest.mark.parametrize("in_turn", [True, False])
def test_long_list_of_automatic_work_is_no_endless_circle(draw, in_turn):
    loop = {"S": over("ds", in_turn=in_turn)}
    spec = load_spec(
        draw("start s, sub S, user Z, end e", "s>S S>Z Z>e", loops=loop, inside={"S": AUTOMATIC})
    )
    assert ids(start(spec, {"ds": [str(number) for number in range(200)]})) == ["Z"]


def test_loops_in_loops_are_bounded_together(draw):
    loops = {"S": over("ds"), "R": over("ds")}
    inside = {"R": ("start s3, user A, end y", "s3>A A>y"), "S": ("start s2, sub R, end x", "s2>R R>x")}
    spec = load_spec(draw("start s, sub S, end e", "s>S S>e", loops=loops, inside=inside))
    assert len(start(spec, {"ds": [str(number) for number in range(40)]}).waiting) == 1_600
    with pytest.raises(LoopsTooManyError, match="R"):
        start(spec, {"ds": [str(number) for number in range(60)]})
