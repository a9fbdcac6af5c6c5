"""Going back: what another branch has told stays heard, for it would not be told again."""

from __future__ import annotations

import pytest
from fixtures_engine import done, task

from motcua.engine import (
    ReturnNotPossibleError,
    deliver,
    lists_in_use,
    load_spec,
    return_to,
    returnable,
    start,
)

TOLD = "start s, user a, and P, user b, throw t message a, and Q, user d, catch r message a, user e, user f, end x"
FLOWS = "s>a a>P P>b b>t t>Q P>d d>r r>e e>f f>Q Q>x"


def test_nothing_goes_back_behind_a_message_of_another_branch(draw):
    spec = load_spec(draw(TOLD, FLOWS))
    progress = start(spec, {})
    for step in ("a", "b", "d"):
        progress = done(spec, progress, step)
    assert returnable(spec, progress.state, task(progress, "e")) == ()
    with pytest.raises(ReturnNotPossibleError):
        return_to(spec, progress.state, task(progress, "e"), "d")
    later = done(spec, progress, "e")
    assert returnable(spec, later.state, task(later, "f")) == ("e",)
    again = return_to(spec, later.state, task(later, "f"), "e")
    assert done(spec, done(spec, again, "e"), "f").ended


def test_before_the_message_was_taken_one_may_go_back(draw):
    spec = load_spec(draw(TOLD, FLOWS))
    progress = done(spec, start(spec, {}), "a")
    assert returnable(spec, progress.state, task(progress, "d")) == ("a",)


def test_message_from_outside_bars_no_way(draw):
    spec = load_spec(draw("start s, user d, catch r message a, user e, end x", "s>d d>r r>e e>x"))
    progress = deliver(spec, done(spec, start(spec, {}), "d").state, "a", {})
    assert returnable(spec, progress.state, task(progress, "e")) == ("d",)


def test_lists_of_running_loops_are_told(draw):
    loop = (
        "<bpmn:multiInstanceLoopCharacteristics><bpmn:loopDataInputRef>ds</bpmn:loopDataInputRef>"
        "</bpmn:multiInstanceLoopCharacteristics>"
    )
    spec = load_spec(draw("start s, user A, user Z, end e", "s>A A>Z Z>e", loops={"A": loop}))
    progress = start(spec, {"ds": ["x"]})
    assert lists_in_use(spec, progress.state) == {"ds"}
    assert lists_in_use(spec, done(spec, progress, "A", {"ds": ["x"]}).state) == frozenset()
