"""A dossier's place carried over to another version: where tokens may stay, and why they may not (A-12)."""

from __future__ import annotations

from collections.abc import Callable

import pytest
from fixtures_engine import done, fired, ids, task

from motcua.engine import (
    CarryOver,
    CarryOverError,
    ProcessSpec,
    Progress,
    complete,
    load_spec,
    return_to,
    returnable,
    start,
    waiting,
)

Draw = Callable[..., bytes]
LINE = ("start s, user A, user B, end e", "s>A A>B B>e")
LOOP = (
    "<bpmn:multiInstanceLoopCharacteristics><bpmn:loopDataInputRef>{}</bpmn:loopDataInputRef>"
    "</bpmn:multiInstanceLoopCharacteristics>"
)
BRANCHES = (
    "start s, and S, user A, user B, and J, user C, end e",
    "s>S S>A S>B A>J B>J J>C C>e",
)


def refusal(old: ProcessSpec, new: ProcessSpec, progress: Progress, **mapping: str) -> tuple[str, str]:
    with pytest.raises(CarryOverError) as raised:
        CarryOver(old, new, mapping).state(progress.state)
    assert raised.value.message.vi
    return raised.value.reason, raised.value.element


def standing(spec: ProcessSpec, state: str) -> list[str]:
    return sorted(one.step_id for one in waiting(spec, state, {}))


@pytest.mark.req("A-12")
def test_waiting_step_stays_and_goes_on_by_the_new_flows(draw: Draw):
    old = load_spec(draw(*LINE))
    new = load_spec(draw("start s, user A, user M, user B, end e", "s>A A>M M>B B>e"))
    before = start(old, {})
    state = CarryOver(old, new, {}).state(before.state)
    after = complete(new, state, task(before, "A"), {})
    assert ids(after) == ["M"]


def test_task_keeps_its_number_so_that_its_row_stays(draw: Draw):
    old, new = load_spec(draw(*LINE)), load_spec(draw("start s, user A, user M, end e", "s>A A>M M>e"))
    before = start(old, {})
    state = CarryOver(old, new, {}).state(before.state)
    assert [one.task_id for one in waiting(new, state, {})] == [one.task_id for one in before.waiting]


def test_redrawn_step_is_found_by_the_mapping_and_refused_without(draw: Draw):
    old, new = load_spec(draw(*LINE)), load_spec(draw("start s, user A2, user B, end e", "s>A2 A2>B B>e"))
    before = start(old, {})
    assert refusal(old, new, before) == ("missing", "A")
    assert standing(new, CarryOver(old, new, {"A": "A2"}).state(before.state)) == ["A2"]


def test_way_back_leads_through_the_new_version(draw: Draw):
    flows = "s>A A>B B>C C>e"
    old = load_spec(draw("start s, user A, user B, user C, end e", flows))
    new = load_spec(draw("start s, user A, user C, end e", "s>A A>C C>e"))
    at_c = done(old, done(old, start(old, {}), "A"), "B")
    state = CarryOver(old, new, {}).state(at_c.state)
    assert returnable(new, state, task(at_c, "C")) == ("A",)
    assert ids(return_to(new, state, task(at_c, "C"), "A")) == ["A"]


def test_nobody_goes_back_to_where_he_would_be_stuck(draw: Draw):
    old = load_spec(draw("start s, user A, user C, end e", "s>A A>C C>e"))
    new = load_spec(draw(*BRANCHES))
    at_c = done(old, start(old, {}), "A")
    state = CarryOver(old, new, {}).state(at_c.state)
    assert returnable(new, state, task(at_c, "C")) == ()


def test_step_that_is_one_of_several_branches_now_is_refused(draw: Draw):
    old, new = load_spec(draw(*LINE)), load_spec(draw(*BRANCHES))
    assert refusal(old, new, start(old, {})) == ("waits", "J")


def test_branches_that_come_one_after_the_other_now_are_refused(draw: Draw):
    old = load_spec(draw(*BRANCHES))
    new = load_spec(draw("start s, user A, user B, user C, end e", "s>A A>B B>C C>e"))
    assert refusal(old, new, start(old, {})) == ("twice", "B")


def test_branch_that_waits_at_its_join_stays_there(draw: Draw):
    old = load_spec(draw(*BRANCHES))
    nodes = "start s, and S, user A, user M, user B, and J, user C, end e"
    new = load_spec(draw(nodes, "s>S S>A S>B A>M M>J B>J J>C C>e"))
    half = done(old, start(old, {}), "A")
    state = CarryOver(old, new, {}).state(half.state)
    assert ids(complete(new, state, task(half, "B"), {})) == ["C"]


def test_join_with_another_branch_to_wait_for_is_refused(draw: Draw):
    old = load_spec(draw(*BRANCHES))
    nodes = "start s, and S, user A, user B, user D, and J, user C, end e"
    new = load_spec(draw(nodes, "s>S S>A S>B S>D A>J B>J D>J J>C C>e"))
    assert refusal(old, new, done(old, start(old, {}), "A")) == ("waits", "J")


def test_step_moved_into_a_sub_process_is_refused(draw: Draw):
    old = load_spec(draw(*LINE))
    inside = {"P": ("start ps, user A, end pe", "ps>A A>pe")}
    new = load_spec(draw("start s, sub P, user B, end e", "s>P P>B B>e", inside=inside))
    assert refusal(old, new, start(old, {})) == ("scope", "A")


def test_inside_a_sub_process_a_dossier_goes_on(draw: Draw):
    old_inside = {"P": ("start ps, user A, end pe", "ps>A A>pe")}
    new_inside = {"P": ("start ps, user A, user A1, end pe", "ps>A A>A1 A1>pe")}
    nodes, flows = "start s, sub P, user B, end e", "s>P P>B B>e"
    old, new = (load_spec(draw(nodes, flows, inside=one)) for one in (old_inside, new_inside))
    before = start(old, {})
    state = CarryOver(old, new, {}).state(before.state)
    again = complete(new, state, task(before, "A"), {})
    assert ids(done(new, again, "A1")) == ["B"]


def test_element_of_another_kind_is_refused(draw: Draw):
    old = load_spec(draw(*LINE))
    new = load_spec(draw("start s, service A, user B, end e", "s>A A>B B>e"))
    assert refusal(old, new, start(old, {})) == ("kind", "A")


def test_message_under_another_name_is_refused(draw: Draw):
    old, new = (load_spec(draw(f"start s, catch C message {name}, end e", "s>C C>e")) for name in "ab")
    assert refusal(old, new, start(old, {})) == ("event", "C")


def test_running_list_may_not_become_another(draw: Draw):
    drawn = "start s, user A, end e", "s>A A>e"
    old, new = (load_spec(draw(*drawn, loops={"A": LOOP.format(name)})) for name in ("ds", "khac"))
    before = start(old, {"ds": ["x", "y"], "khac": []})
    assert refusal(old, new, before) == ("loop", "A")


def test_timer_that_is_gone_listens_no_more_and_a_new_one_does(draw: Draw):
    old = load_spec(draw("start s, user A, boundary T A timer 4h, end e, end f", "s>A A>e T>f"))
    new = load_spec(draw("start s, user A, boundary U A timer 8h, end e, end f", "s>A A>e U>f"))
    state = CarryOver(old, new, {}).state(start(old, {}).state)
    assert standing(new, state) == ["A", "U"]


def test_reminder_that_has_come_does_not_come_again(draw: Draw):
    drawn = "start s, user A, boundary T A timer 4h free, user R, end e, end f"
    old = load_spec(draw(drawn, "s>A A>e T>R R>f"))
    new = load_spec(draw(drawn.replace("user R", "user R, user M"), "s>A A>M M>e T>R R>f"))
    reminded = fired(old, start(old, {}), "T")
    assert standing(new, CarryOver(old, new, {}).state(reminded.state)) == ["A", "R"]


def test_cycle_goes_on_with_what_is_left_of_it(draw: Draw):
    drawn = "start s, user A, boundary T A timer R3/PT1H free, end e, end f"
    old = load_spec(draw(drawn, "s>A A>e T>f"))
    new = load_spec(draw(drawn.replace("user A", "user A, user M"), "s>A A>M M>e T>f"))
    once = fired(old, start(old, {}), "T")
    state = CarryOver(old, new, {}).state(once.state)
    assert [one.left for one in waiting(new, state, {}) if one.kind == "timer"] == [2]


def test_events_side_by_side_must_be_the_same(draw: Draw):
    nodes = "start s, event G, catch C message a, catch D message b, end e"
    flows = "s>G G>C G>D C>e D>e"
    old = load_spec(draw(nodes, flows))
    new = load_spec(draw(nodes + ", catch H message c", flows + " G>H H>e"))
    more = load_spec(draw(nodes.replace("end e", "user M, end e"), "s>G G>C G>D C>M D>M M>e"))
    before = start(old, {})
    assert refusal(old, new, before) == ("choice", "C")
    assert standing(more, CarryOver(old, more, {}).state(before.state)) == ["C", "D"]
