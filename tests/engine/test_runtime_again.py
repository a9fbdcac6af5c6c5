"""A process that has run to its end is taken up again at a step where it can stand alone."""

from __future__ import annotations

import pytest
from fixtures_engine import done, ids

from motcua.engine import ReturnNotPossibleError, load_spec, start, take_up

LINE = "start s, user a, user b, end x"
FORK = "start s, user a, and P, user b, user c, and Q, end x"
FORK_FLOWS = "s>a a>P P>b P>c b>Q c>Q Q>x"


def test_the_last_step_waits_again_and_the_process_ends_anew(draw):
    spec = load_spec(draw(LINE, "s>a a>b b>x"))
    ended = done(spec, done(spec, start(spec, {}), "a"), "b")
    again = take_up(spec, ended.state, {"a", "b"}, {})
    assert (ids(again), again.ended) == (["b"], False)
    assert done(spec, again, "b").ended


def test_between_gateways_it_goes_back_to_before_the_split(draw):
    spec = load_spec(draw(FORK, FORK_FLOWS))
    ended = done(spec, done(spec, done(spec, start(spec, {}), "a"), "b"), "c")
    again = take_up(spec, ended.state, {"a"}, {})
    assert ids(again) == ["a"]
    assert done(spec, done(spec, done(spec, again, "a"), "c"), "b").ended


def test_nothing_is_taken_up_while_something_waits_or_where_nothing_can_stand_alone(draw):
    spec = load_spec(draw(LINE, "s>a a>b b>x"))
    waiting = done(spec, start(spec, {}), "a")
    with pytest.raises(ReturnNotPossibleError):
        take_up(spec, waiting.state, {"a", "b"}, {})
    with pytest.raises(ReturnNotPossibleError):
        take_up(spec, done(spec, waiting, "b").state, set(), {})
