"""The token game: what it plays through, what it leaves out, and where it stops."""

from __future__ import annotations

import time
from itertools import pairwise

import pytest
from domain.event_drawings import (
    AT_ONCE,
    BESIDE,
    at,
    begins,
    catch,
    drawing_codes,
    drawn,
    ends,
    event,
    throw,
    timer,
)
from domain.process_drawings import model_of

from motcua.domain.check import token_game
from motcua.domain.check.process_rules import check
from motcua.domain.check.process_rules_tokens import token_findings
from motcua.domain.check.token_game import play


def branches(number: int, steps: int) -> str:
    """A parallel block with `number` branches of `steps` steps each."""
    ways = []
    for at_branch in range(number):
        keys = [f"a{at_branch}_{step}" for step in range(steps)]
        ways += [
            f"P>{keys[0]}",
            *(f"{one}>{two}" for one, two in pairwise(keys)),
            f"{keys[-1]}>P2",
        ]
    return " ".join(["S>P", *ways, "P2>E"])


def test_parallel_branches_are_not_played_in_every_order() -> None:
    _, (region,) = play(model_of(branches(5, 10)))
    assert region.markings < 60
    assert region.is_sound


def test_five_branches_of_ten_steps_with_events_stay_under_150_ms() -> None:
    model = drawn(branches(5, 10).replace("P2>E", "P2>E t>r r>E2"), t=at("a0_0", timer(), False))
    started = time.thread_time()
    play(model)
    assert time.thread_time() - started < 0.15 * 4


def test_two_hundred_and_fifty_branches_are_played_within_a_second() -> None:
    model = model_of(branches(250, 1))
    started = time.thread_time()
    _, (region,) = play(model)
    assert region.is_sound
    assert time.thread_time() - started < 1


def test_the_work_in_all_regions_is_bounded_together(monkeypatch: pytest.MonkeyPatch) -> None:
    inner = branches(12, 1).replace(">", ">B.").replace(" ", " B.")
    model = model_of(f"S>B B>E B.{inner}")
    monkeypatch.setattr(token_game, "MOST_WORK", 400)
    assert not any(region.is_bounded for region in play(model)[1])
    monkeypatch.setattr(token_game, "MOST_WORK", 60)
    assert [region.is_bounded for region in play(model)[1]] == [True, True]


def test_sub_process_is_played_alone_unless_its_messages_cross_its_border() -> None:
    drawing = "S>P P>B P>n B>P2 n>P2 P2>E B.S>B.a B.a>B.m B.m>B.E"
    apart = drawn(drawing, B__m=throw(event("message", "m")), n=catch(event("message", "k")))
    together = drawn(drawing, B__m=throw(event("message", "m")), n=catch(event("message", "m")))
    assert [region.scope for region in play(apart)[1]] == ["B", ""]
    assert [region.scope for region in play(together)[1]] == [""]
    assert drawing_codes(together) == []


def test_message_to_one_of_several_instances_is_missed_by_the_others() -> None:
    model = drawn(
        "S>P P>m P>B m>P2 B>P2 P2>E B.S>B.n B.n>B.E",
        m=throw(event("message", "m")),
        B={"loop": AT_ONCE},
        B__n=catch(event("message", "m")),
    )
    assert ("event.never_comes", "B.n") in drawing_codes(model)


def test_event_that_takes_the_place_of_the_scope_is_a_way_out() -> None:
    words = {"m": throw(event("message", "m")), "n": catch(event("message", "m"))}
    stuck = "S>X X>m:von>5 X>n* m>E n>E"
    assert ("event.never_comes", "n") in drawing_codes(drawn(stuck, **words))
    rescued = drawn(f"{stuck} B> B.S>B.b B.b>B.E", B=BESIDE, B__S=begins(timer()), **words)
    assert drawing_codes(rescued) == []


def test_error_ends_the_other_branches_of_its_sub_process() -> None:
    model = drawn(
        "S>B B>E t>r r>E2 B.S>B.P B.P>B.a B.P>B.X B.X>B.E:von>5 B.X>B.P2* B.a>B.P2 B.P2>B.E2",
        t=at("B", event("error")),
        B__E=ends(event("error", "e")),
    )
    assert drawing_codes(model) == []


def test_branch_that_only_ends_leaves_the_join_waiting_where_an_error_would_not() -> None:
    model = drawn("S>P P>a P>X X>E:von>5 X>P2* a>P2 P2>E2")
    assert ("gateway.join_waits", "P2") in drawing_codes(model)


def test_what_is_too_entangled_is_said_with_its_widest_branching() -> None:
    (finding,) = token_findings(model_of(branches(3, 4)), most_markings=5)
    assert (finding.code, finding.severity, finding.element) == ("model.too_entangled", "error", "p")
    assert "“P”" in finding.message.vi


@pytest.mark.parametrize("number", [3, 6])
def test_branches_that_signal_each_other_are_played_within_the_bound(number: int) -> None:
    ways = " ".join(f"P>a{at} a{at}>m{at} m{at}>P2" for at in range(number))
    words = {f"m{at}": throw(event("signal", "s")) for at in range(number)}
    model = drawn(f"S>P {ways} P>n n>P2 P2>E", n=catch(event("signal", "s")), **words)
    assert "model.too_entangled" not in {one.code for one in check(model)}


def test_pool_that_is_sent_to_answers_for_certain() -> None:
    model = drawn(
        "S>m m>w w>E B> B.S>B.b B.b>B.m B.m>B.E",
        m=throw(event("message", "m")),
        w=catch(event("message", "n")),
        B=BESIDE,
        B__S=begins(event("message", "m"), False),
        B__m=throw(event("message", "n")),
    )
    assert drawing_codes(model) == []
