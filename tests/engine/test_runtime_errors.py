"""Errors, escalations and event sub-processes: who catches what is thrown, and what ends by it."""

from __future__ import annotations

import pytest
from fixtures_engine import done, ids, task

from motcua.engine import UncaughtError, complete, deliver, fail, load_spec, start


def test_error_end_is_caught_at_the_border_of_the_sub_process(draw):
    spec = load_spec(
        draw(
            "start s, sub S, boundary B S error a, boundary C S error, user X, user Y, end e, end f, end g",
            "s>S S>e B>X X>f C>Y Y>g",
            inside={"S": ("start s2, and P, user A, user K, end x error a, end y", "s2>P P>A P>K A>x K>y")},
        )
    )
    progress = start(spec, {})
    after = done(spec, progress, "A")
    assert ids(after) == ["X"], "the exact code wins, and the other branch inside has ended"


def test_error_of_a_service_is_caught_at_its_own_border_first(draw):
    spec = load_spec(
        draw(
            "start s, sub S, boundary B S error, user X, end e, end f",
            "s>S S>e B>X X>f",
            inside={
                "S": ("start s2, service V, boundary W V error a, user A, end x, end y", "s2>V V>x W>A A>y")
            },
        )
    )
    progress = start(spec, {})
    assert [one.kind for one in progress.waiting] == ["service"]
    call = task(progress, "V")
    assert ids(fail(spec, progress.state, call, "a", {})) == ["A"]
    assert ids(fail(spec, progress.state, call, "b", {})) == ["X"]
    assert complete(spec, progress.state, call, {}).ended


def test_error_that_nothing_catches_changes_nothing(draw):
    spec = load_spec(draw("start s, service V, end e", "s>V V>e"))
    progress = start(spec, {})
    with pytest.raises(UncaughtError):
        fail(spec, progress.state, task(progress, "V"), "a", {})


def test_escalation_is_told_and_the_work_goes_on(draw):
    spec = load_spec(
        draw(
            "start s, sub S, boundary B S escalation a free, user L, end e, end f",
            "s>S S>e B>L L>f",
            inside={"S": ("start s2, throw T escalation a, user A, end x", "s2>T T>A A>x")},
        )
    )
    assert ids(start(spec, {})) == ["A", "L"]


def test_interrupting_escalation_ends_the_sub_process_behind_the_throw(draw):
    spec = load_spec(
        draw(
            "start s, sub S, boundary B S escalation a, user L, end e, end f",
            "s>S S>e B>L L>f",
            inside={"S": ("start s2, throw T escalation a, user A, end x", "s2>T T>A A>x")},
        )
    )
    assert ids(start(spec, {})) == ["L"]


def test_escalation_nobody_hears_is_passed_over(draw):
    spec = load_spec(draw("start s, throw T escalation a, user A, end e", "s>T T>A A>e"))
    assert ids(start(spec, {})) == ["A"]


def test_interrupting_event_sub_process_takes_the_place_of_its_scope(draw):
    spec = load_spec(
        draw(
            "start s, user A, user B, end e, esub V",
            "s>A A>B B>e",
            inside={"V": ("start q message a, user R, end z", "q>R R>z")},
        )
    )
    progress = start(spec, {})
    assert ids(progress) == ["A", "q"]
    stopped = deliver(spec, progress.state, "a", {})
    assert ids(stopped) == ["R"]
    assert done(spec, stopped, "R").ended


def test_event_sub_process_that_does_not_interrupt_may_come_again(draw):
    spec = load_spec(
        draw(
            "start s, user A, end e, esub V",
            "s>A A>e",
            inside={"V": ("start q message a free, user R, end z", "q>R R>z")},
        )
    )
    twice = deliver(spec, deliver(spec, start(spec, {}).state, "a", {}).state, "a", {})
    assert ids(twice) == ["A", "R", "R", "q"]
    rest = done(spec, twice, "A")
    assert "A" not in ids(rest)
    assert done(spec, done(spec, rest, "R"), "R").ended


def test_error_event_sub_process_catches_inside_its_scope(draw):
    spec = load_spec(
        draw(
            "start s, sub S, user Z, end e",
            "s>S S>Z Z>e",
            inside={
                "V": ("start q error, user R, end z", "q>R R>z"),
                "S": ("start s2, user A, end x error a, esub V", "s2>A A>x"),
            },
        )
    )
    caught = done(spec, start(spec, {}), "A")
    assert ids(caught) == ["R"]
    assert ids(done(spec, caught, "R")) == ["Z"]


def test_terminate_inside_a_sub_process_ends_only_it(draw):
    spec = load_spec(
        draw(
            "start s, sub S, user Z, end e",
            "s>S S>Z Z>e",
            inside={"S": ("start s2, and P, user A, user B, end x terminate, end y", "s2>P P>A P>B A>x B>y")},
        )
    )
    assert ids(done(spec, start(spec, {}), "A")) == ["Z"]


def test_error_thrown_by_its_own_handler_goes_further_out(draw):
    spec = load_spec(
        draw(
            "start s, sub S, boundary B S error, user Z, end e, end f",
            "s>S S>e B>Z Z>f",
            inside={
                "V": ("start q error, user R, end z error a", "q>R R>z"),
                "S": ("start s2, user A, end x error a, esub V", "s2>A A>x"),
            },
        )
    )
    handled = done(spec, start(spec, {}), "A")
    assert ids(handled) == ["R"]
    assert ids(done(spec, handled, "R")) == ["Z"]


def test_error_thrown_beside_the_way_is_handled_by_the_scope(draw):
    spec = load_spec(
        draw(
            "start s, user A, end e, esub V, esub W",
            "s>A A>e",
            inside={
                "V": ("start q message a free, user R, end z error a", "q>R R>z"),
                "W": ("start r error a, user H, end y", "r>H H>y"),
            },
        )
    )
    beside = deliver(spec, start(spec, {}).state, "a", {})
    assert ids(done(spec, beside, "R")) == ["H"]
