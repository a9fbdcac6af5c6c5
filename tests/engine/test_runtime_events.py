"""Events: timers, messages, signals, errors and escalations, at borders, between steps and beside the process."""

from __future__ import annotations

import pytest
from fixtures_engine import done, fired, ids, task

from motcua.engine import (
    MailboxFullError,
    MessageUnknownError,
    StepNotWaitingError,
    broadcast,
    deliver,
    load_spec,
    return_to,
    returnable,
    start,
)


def test_interrupting_boundary_timer_ends_the_step(draw):
    spec = load_spec(
        draw(
            "start s, user A, boundary B A timer 4h, user L, end e, end f",
            "s>A A>e B>L L>f",
        )
    )
    progress = start(spec, {})
    assert [(one.step_id, one.kind) for one in progress.waiting] == [("A", "step"), ("B", "timer")]
    late = fired(spec, progress, "B")
    assert ids(late) == ["L"]
    assert set(late.closed) == {task(progress, "A"), task(progress, "B")}
    assert done(spec, late, "L").ended
    assert done(spec, progress, "A").ended, "a step done in time disarms its timer"


def test_boundary_timer_that_does_not_interrupt_runs_beside(draw):
    spec = load_spec(
        draw(
            "start s, user A, boundary B A timer 4h free, user R, end e, end f",
            "s>A A>e B>R R>f",
        )
    )
    both = fired(spec, start(spec, {}), "B")
    assert ids(both) == ["A", "R"]
    assert ids(done(spec, both, "A")) == ["R"]


def test_cycle_fires_as_often_as_it_says(draw):
    spec = load_spec(
        draw(
            "start s, user A, boundary B A timer R3/PT1H free, throw n, end e, end f",
            "s>A A>e B>n n>f",
        )
    )
    progress = start(spec, {})
    lefts = []
    while "B" in ids(progress):
        lefts.append(next(one.left for one in progress.waiting if one.step_id == "B"))
        progress = fired(spec, progress, "B")
    assert lefts == [3, 2, 1]
    assert ids(progress) == ["A"]


def test_intermediate_timer_waits_and_only_a_timer_fires(draw):
    spec = load_spec(draw("start s, catch C timer P15D, user A, end e", "s>C C>A A>e"))
    progress = start(spec, {})
    assert [one.kind for one in progress.waiting] == ["timer"]
    with pytest.raises(StepNotWaitingError):
        done(spec, progress, "C")
    after = fired(spec, progress, "C")
    assert ids(after) == ["A"]
    with pytest.raises(StepNotWaitingError):
        fired(spec, after, "A")


def test_message_goes_to_the_oldest_who_waits(draw):
    spec = load_spec(
        draw(
            "start s, and P, receive R a, catch C message a, user A, user B, end e, end f",
            "s>P P>R P>C R>A C>B A>e B>f",
        )
    )
    once = deliver(spec, start(spec, {}).state, "a", {})
    assert ids(once) == ["A", "C"]
    assert ids(deliver(spec, once.state, "a", {})) == ["A", "B"]


def test_message_that_comes_early_is_kept(draw):
    spec = load_spec(draw("start s, user A, catch C message a, end e", "s>A A>C C>e"))
    progress = start(spec, {})
    early = deliver(spec, progress.state, "a", {})
    assert ids(early) == ["A"]
    assert done(spec, early, "A").ended
    with pytest.raises(MessageUnknownError):
        deliver(spec, progress.state, "b", {})


def test_mailbox_is_bounded(draw):
    spec = load_spec(draw("start s, user A, catch C message a, end e", "s>A A>C C>e"))
    progress = start(spec, {})
    for _ in range(50):
        progress = deliver(spec, progress.state, "a", {})
    with pytest.raises(MailboxFullError):
        deliver(spec, progress.state, "a", {})


def test_message_thrown_in_one_branch_is_caught_in_another(draw):
    spec = load_spec(
        draw(
            "start s, and P, user A, send M a, catch C message a, user B, and J, end e",
            "s>P P>A A>M M>J P>C C>B B>J J>e",
        )
    )
    sent = done(spec, start(spec, {}), "A")
    assert ids(sent) == ["B"]
    assert [(one.kind, one.name, one.element) for one in sent.sent] == [("message", "a", "M")]
    assert done(spec, sent, "B").ended


def test_signal_reaches_all_who_wait_now_and_is_not_kept(draw):
    spec = load_spec(
        draw(
            "start s, and P, catch C signal a, catch D signal a, user A, throw T signal a, user Z, "
            "catch L signal a, end e, end f, end g",
            "s>P P>C P>D P>A C>e D>f A>T T>Z Z>L L>g",
        )
    )
    after = done(spec, start(spec, {}), "A")
    assert ids(after) == ["Z"]
    late = done(spec, after, "Z")
    assert ids(late) == ["L"]
    assert broadcast(spec, late.state, "a", {}).ended
    with pytest.raises(MessageUnknownError):
        broadcast(spec, after.state, "a", {})


def test_first_event_behind_an_event_gateway_ends_the_others(draw):
    spec = load_spec(
        draw(
            "start s, event G, catch C message a, catch D timer 4h, user A, user B, end e, end f",
            "s>G G>C G>D C>A D>B A>e B>f",
        )
    )
    progress = start(spec, {})
    assert ids(progress) == ["C", "D"]
    assert ids(deliver(spec, progress.state, "a", {})) == ["A"]
    assert ids(fired(spec, progress, "D")) == ["B"]


def test_event_gateway_takes_a_message_that_is_already_there(draw):
    spec = load_spec(
        draw(
            "start s, user Q, event G, catch C message a, catch D timer 4h, user A, user B, end e, end f",
            "s>Q Q>G G>C G>D C>A D>B A>e B>f",
        )
    )
    early = deliver(spec, start(spec, {}).state, "a", {})
    assert ids(done(spec, early, "Q")) == ["A"]


def test_sub_process_interrupted_at_its_border_ends_with_all_inside(draw):
    spec = load_spec(
        draw(
            "start s, sub S, boundary B S timer 1d, user L, end e, end f",
            "s>S S>e B>L L>f",
            inside={
                "S": (
                    "start s2, and P, user A, service V, boundary W A timer 4h, end x, end y, end z",
                    "s2>P P>A P>V A>x V>y W>z",
                )
            },
        )
    )
    progress = start(spec, {})
    assert ids(progress) == ["A", "B", "V", "W"]
    assert ids(fired(spec, progress, "B")) == ["L"]


def test_going_back_arms_the_events_of_the_step_again(draw):
    spec = load_spec(
        draw(
            "start s, user A, boundary B A timer 4h, user C, user L, end e, end f",
            "s>A A>C C>e B>L L>f",
        )
    )
    after = done(spec, start(spec, {}), "A")
    again = return_to(spec, after.state, task(after, "C"), "A")
    assert ids(again) == ["A", "B"]
    assert ids(fired(spec, again, "B")) == ["L"]


def test_going_back_ends_what_an_event_began_meanwhile(draw):
    spec = load_spec(
        draw(
            "start s, user A, user C, boundary B C timer 4h free, user R, end e, end f",
            "s>A A>C C>e B>R R>f",
        )
    )
    beside = fired(spec, done(spec, start(spec, {}), "A"), "B")
    assert ids(beside) == ["C", "R"]
    assert ids(return_to(spec, beside.state, task(beside, "C"), "A")) == ["A"]


def test_way_of_an_event_goes_back_to_before_the_split_once_the_join_has_fired(draw):
    """The branch it hangs on would wait at the join for ever if one of its steps were done again."""
    spec = load_spec(
        draw(
            "start s, user A, and P, user B, user C, boundary T C timer R3/1h free, user H, user K, user D, and Q, "
            "user F, end e, end f",
            "s>A A>P P>B B>C C>Q P>D D>Q Q>F F>e T>H H>K K>f",
        )
    )
    beside = fired(spec, done(spec, done(spec, start(spec, {}), "A"), "B"), "T")
    before = done(spec, beside, "H")
    assert returnable(spec, before.state, task(before, "K")) == ("H", "B", "A")
    joined = done(spec, done(spec, before, "C"), "D")
    assert returnable(spec, joined.state, task(joined, "K")) == ("H", "A")
    assert ids(return_to(spec, joined.state, task(joined, "K"), "A")) == ["A"]


def test_a_process_may_throw_more_messages_than_come_from_outside(draw):
    number = "<bpmn:multiInstanceLoopCharacteristics><bpmn:loopCardinality>60</bpmn:loopCardinality>"
    spec = load_spec(
        draw(
            "start s, sub S, sub R, end e",
            "s>S S>R R>e",
            loops=dict.fromkeys("SR", f"{number}</bpmn:multiInstanceLoopCharacteristics>"),
            inside={
                "S": ("start s2, send M a, end x", "s2>M M>x"),
                "R": ("start s3, receive W a, end y", "s3>W W>y"),
            },
        )
    )
    assert start(spec, {}).ended
