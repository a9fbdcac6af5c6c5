"""Random models with events, loops and calls go the way the library alone goes, whatever the order.

At each step: the same steps wait, in the same loop instances; the same messages and signals are waited for; both end
together. Left out is what the library does otherwise than BPMN 2.0 (shown in `test_library_differences.py`):

- event sub-processes, which it neither arms inside sub-processes nor lets interrupt;
- a second message to a non-interrupting boundary event, which it hears once;
- messages inside a parallel loop, which it gives to all instances at once;
- messages that come early, which it does not keep: here the test keeps them for it;
- joins inside a loop of gateways, where it counts tokens of earlier rounds;
- the name of a loop's item, which it leaves in the data after a sub-process.

Timers and services are left out because the library's own clock and calls would have to run.
"""

from __future__ import annotations

from collections.abc import Callable

from fixtures_walks import kinds_without
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from motcua.engine import Waiting, broadcast, complete, deliver, load_spec, start
from motcua.engine.library_baseline import LibraryRun
from motcua.engine.linker.linker import link
from motcua.engine.runtime.state import load

KINDS = kinds_without("service", "beside")
AGAIN = 12
TOLD = ("message", "signal")


class BothWalks:
    """One dossier carried by this engine, stored and loaded at each step, and by the library."""

    def __init__(self, drawn, values: dict[str, object]) -> None:
        linked = link(drawn.bpmn, drawn.called, {})
        assert linked.findings == ()
        self.values = dict(values)
        self.turns = 0
        self.spec = load_spec(linked.bpmn)
        self.progress = start(self.spec, values)
        self.library = LibraryRun(drawn.bpmn, values=values, called=list(drawn.called.values()))
        self.early: list[tuple[str, str]] = []
        self.heard_once: set[tuple[str, str]] = set()
        self.keep_early()

    def check(self) -> None:
        steps = [one for one in self.progress.waiting if one.kind == "step"]
        assert sorted((bare(one.step_id), self.numbers(one)) for one in steps) == self.library.instances()
        ours = {self.event(one) for one in self.progress.waiting if one.kind in TOLD}
        assert ours - self.heard_once == set(self.library.waiting_events()) - self.heard_once
        assert self.progress.ended == self.library.workflow.is_completed()

    def go(self, data: st.DataObject) -> None:
        self.turns += 1
        self.values["lai"] = data.draw(st.integers(0, 1)) if self.turns < AGAIN else 0
        self.library.know(self.values)
        known = self.library.waiting_events()
        one = data.draw(
            st.sampled_from(
                [one for one in self.progress.waiting if one.kind == "step" or self.event(one) in known]
            )
        )
        state = self.progress.state
        if one.kind == "step":
            self.library.step(bare(one.step_id), self.numbers(one))
            self.progress = complete(self.spec, state, one.task_id, self.values)
        else:
            kind, name = self.event(one)
            self.library.tell(kind, name)
            if not self.spec.model.node_by_id[one.step_id].is_interrupting:
                self.heard_once.add((kind, name))
            tell = deliver if kind == "message" else broadcast
            self.progress = tell(self.spec, state, name, self.values)
        self.keep_early()

    def keep_early(self) -> None:
        """Give the library the messages again that nobody waited for when they came."""
        self.early += [event for event in self.library.unheard() if event[0] == "message"]
        for event in list(self.early):
            if event in self.library.waiting_events():
                self.early.remove(event)
                self.library.tell(*event)

    def event(self, one: Waiting) -> tuple[str, str]:
        event = self.spec.model.node_by_id[one.step_id].event
        return (event.kind, event.name) if event else ("", "")

    def numbers(self, one: Waiting) -> tuple[int, ...]:
        """The numbers of the loop instances around a task, outermost first."""
        tokens = {token.id: token for token in load(self.progress.state).tokens}
        token, found = tokens.get(int(one.task_id)), []
        while token is not None:
            around = tokens.get(token.scope)
            if around is not None and around.spec == token.spec:
                found.append(token.number)
            token = around
        return tuple(reversed(found))


def bare(step_id: str) -> str:
    """The id of a step in its own process, without the call activities around it."""
    return step_id.rpartition(".")[2]


@settings(max_examples=200, deadline=None, suppress_health_check=[HealthCheck.too_slow])
@given(data=st.data())
def test_random_model_goes_the_way_of_the_library(
    random_model: Callable, random_values: Callable, data: st.DataObject
):
    both = BothWalks(random_model(data, KINDS, waits=TOLD, borders=TOLD), random_values(data))
    both.check()
    while not both.progress.ended:
        both.go(data)
        both.check()
