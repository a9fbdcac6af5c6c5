"""The rules about events, loops and elements: each code has a drawing that is wrong, and one that is right."""

from __future__ import annotations

import pytest
from domain.event_drawings import (
    AT_ONCE,
    BESIDE,
    CHOICE,
    INCLUSIVE,
    SERVICE,
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

from motcua.domain.check.process_rules import check
from motcua.domain.process.process import ProcessModel
from motcua.domain.process.process_node import Decision, Loop

TABLE = Decision("d", "Lệ phí", "FIRST", (), ("le_phi",), ())
LINE = "S>a a>b b>E"
BORDER = "S>a a>E t>r r>E2"
SUB = "S>B B>E B.S>B.a B.a>B.E"
BESIDE_SUB = "S>a a>E B> B.S>B.b B.b>B.E"
THROWN = "S>B B>E B.S>B.X B.X>B.E:von>5 B.X>B.F* B.F>B.E2 t>r r>E2"

RIGHT: dict[str, ProcessModel] = {
    "manual step": drawn(LINE, a={"kind": "manualTask"}),
    "service": drawn(LINE, a=SERVICE),
    "business rule": drawn(LINE, a={"kind": "businessRuleTask", "decision": TABLE}),
    "send and receive": drawn(
        LINE,
        a={"kind": "sendTask", "event": event("message", "m")},
        b={"kind": "receiveTask", "event": event("message", "n")},
    ),
    "throw and catch": drawn(LINE, a=throw(event("signal", "s")), b=catch(event("signal", "t"))),
    "timer between steps": drawn(LINE, a=catch(timer())),
    "inclusive branches": drawn("S>X X>a:von>5 X>b:gap==true X>c* a>Y b>Y c>Y Y>E", X=INCLUSIVE, Y=INCLUSIVE),
    "event gateway": drawn("S>g g>a g>b a>E b>E", g=CHOICE, a=catch(timer()), b=catch(event("message", "m"))),
    "timer at a border": drawn(BORDER, t=at("a", timer())),
    "timer beside a step": drawn(BORDER, t=at("a", timer(), False)),
    "message at a border": drawn(BORDER, t=at("a", event("message", "m"))),
    "failing service": drawn(BORDER, a=SERVICE, t=at("a", event("error"))),
    "error caught at the border": drawn(
        "S>B B>E B.S>B.X B.X>B.E:von>5 B.X>B.E2* t>r r>E2",
        t=at("B", event("error", "e")),
        B__E=ends(event("error", "e")),
    ),
    "event sub-process": drawn(BESIDE_SUB, B=BESIDE, B__S=begins(timer())),
    "event sub-process for errors": drawn(
        "S>X X>E:von>5 X>E2* B> B.S>B.b B.b>B.E",
        B=BESIDE,
        B__S=begins(event("error")),
        E=ends(event("error", "e")),
    ),
    "step for each of a list": drawn(LINE, a={"loop": AT_ONCE}),
    "sub-process repeated": drawn(SUB, B={"loop": Loop("standard", condition="von > 5", maximum=3)}),
    "message to a parallel branch": drawn(
        "S>P P>a a>m m>Q P>n n>b b>Q Q>E".replace("Q", "P2"),
        m=throw(event("message", "m")),
        n=catch(event("message", "m")),
    ),
    "message in a loop": drawn(
        "S>X X>P P>a a>m m>P2 P>n n>P2 P2>Y Y>X:von>5 Y>E*".replace("Y", "X2"),
        m=throw(event("message", "m")),
        n=catch(event("message", "m")),
    ),
    "terminate": drawn("S>P P>a P>b a>E b>E2", E=ends(event("terminate"))),
    "escalation": drawn(
        "S>B B>E B.S>B.m B.m>B.a B.a>B.E t>r r>E2",
        B__m=throw(event("escalation", "e")),
        t=at("B", event("escalation", "e"), False),
    ),
}


@pytest.mark.parametrize("name", RIGHT)
def test_sound_drawing_with_events_has_no_finding(name: str) -> None:
    assert drawing_codes(RIGHT[name]) == []


WRONG: dict[str, tuple[ProcessModel, str, str]] = {
    "event not chosen": (drawn(LINE, a=catch(None)), "event.missing", "a"),
    "receive without message": (drawn(LINE, a={"kind": "receiveTask"}), "event.missing", "a"),
    "error between steps": (drawn(LINE, a=catch(event("error"))), "event.misplaced", "a"),
    "timer at the end": (drawn(LINE, E=ends(timer())), "event.misplaced", "E"),
    "message without a name": (drawn(LINE, a=catch(event("message"))), "event.name_missing", "a"),
    "rule without a table": (drawn(LINE, a={"kind": "businessRuleTask"}), "decision.missing", "a"),
    "start on a timer": (drawn(LINE, S=begins(timer())), "start.event", "S"),
    "event sub-process without event": (drawn(BESIDE_SUB, B=BESIDE), "event_sub.start", "B.S"),
    "event sub-process on the way": (drawn(SUB, B=BESIDE, B__S=begins(timer())), "event_sub.connected", "B"),
    "error that does not interrupt": (
        drawn(BORDER, a=SERVICE, t=at("a", event("error"), False)),
        "event.error_beside",
        "t",
    ),
    "border of a gateway": (drawn("S>X X>E t>r r>E2", t=at("X", timer())), "boundary.host", "t"),
    "border of nothing": (drawn(BORDER, t=at("", timer())), "boundary.host", "t"),
    "way into a border": (drawn("S>a a>t t>E a>E", t=at("a", timer())), "boundary.entered", "t"),
    "border without a way": (drawn("S>a a>E t>", t=at("a", timer())), "boundary.way", "t"),
    "border with two ways": (drawn("S>a a>E t>E t>r r>E", t=at("a", timer())), "boundary.way", "t"),
    "event gateway before a step": (
        drawn("S>g g>a g>b a>E b>E", g=CHOICE, a=catch(timer())),
        "event_gateway.branches",
        "g",
    ),
    "event gateway with one branch": (drawn("S>g g>a a>E", g=CHOICE, a=catch(timer())), "event_gateway.branches", "g"),
    "repeated gateway": (drawn("S>X X>E", X={"loop": AT_ONCE}), "loop.misplaced", "X"),
    "loop without limit": (drawn(LINE, a={"loop": Loop("standard", condition="von > 5")}), "loop.without_limit", "a"),
    "loop over nothing": (drawn(LINE, a={"loop": Loop("parallel")}), "loop.items_missing", "a"),
    "inclusive without default": (
        drawn("S>X X>a:von>5 X>b:gap==true a>Y b>Y Y>E", X=INCLUSIVE, Y=INCLUSIVE),
        "gateway.default_missing",
        "X",
    ),
    "uncaught error": (drawn(LINE, E=ends(event("error", "e"))), "error.uncaught", "E"),
    "error of another name": (
        drawn(
            "S>B B>E B.S>B.a B.a>B.E t>r r>E2", t=at("B", event("error", "f")), B__E=ends(event("error", "e"))
        ),
        "error.uncaught",
        "B.E",
    ),
    "message nobody sends any more": (
        drawn("S>X X>m:von>5 X>n* m>E n>E", m=throw(event("message", "m")), n=catch(event("message", "m"))),
        "event.never_comes",
        "n",
    ),
    "signal before anybody waits": (
        drawn("S>m m>a a>n n>E", m=throw(event("signal", "s")), n=catch(event("signal", "s"))),
        "event.never_comes",
        "n",
    ),
    "two wait for one message": (
        drawn(
            "S>P P>m P>n P>o m>P2 n>P2 o>P2 P2>E",
            m=throw(event("message", "m")),
            n=catch(event("message", "m")),
            o=catch(event("message", "m")),
        ),
        "event.never_comes",
        "n",
    ),
    "inclusive branches into a parallel join": (
        drawn("S>X X>a:von>5 X>b* a>P b>P P>E", X=INCLUSIVE),
        "gateway.join_waits",
        "P",
    ),
    "inclusive branches into a step": (
        drawn("S>X X>a:von>5 X>b:gap==true X>c* a>d b>d c>d d>E", X=INCLUSIVE),
        "gateway.parallel_not_joined",
        "X",
    ),
    "interrupted branch and a join": (
        drawn("S>P P>a P>b a>P2 b>P2 P2>E t>r r>E2", t=at("a", timer())),
        "gateway.join_waits",
        "P2",
    ),
    "circle without a step": (drawn("S>X X>X2:von>5 X>E* X2>X"), "gateway.endless_circle", "X"),
    "circle through an automatic sub-process": (
        drawn("S>X X>B B>X2 X2>X:von>5 X2>E* B.S>B.E"),
        "gateway.endless_circle",
        "X",
    ),
    "event that sets itself off": (
        drawn(
            "S>m m>a a>E B> B.S>B.X B.X>B.m:von>5 B.X>B.E* B.m>B.E2", m=throw(event("signal", "m")), B=BESIDE,
            B__S=begins(event("signal", "m"), False), B__m=throw(event("signal", "m")),
        ),
        "gateway.endless_circle",
        "B.X",
    ),
    "event that sets itself off from a sub-process": (
        drawn(
            "S>m m>a a>E B> B.S>B.BB B.BB>B.E B.BB.S>B.BB.X B.BB.X>B.BB.m:von>5 B.BB.X>B.BB.E* B.BB.m>B.BB.E2",
            m=throw(event("signal", "m")), B=BESIDE, B__S=begins(event("signal", "m"), False),
            B__BB__m=throw(event("signal", "m")),
        ),
        "gateway.endless_circle",
        "B.BB.X",
    ),
    "event that always comes again": (
        drawn(
            "S>m m>a a>E B> B.S>B.b B.b>B.m B.m>B.E", m=throw(event("signal", "m")), B=BESIDE,
            B__S=begins(event("signal", "m"), False), B__m=throw(event("signal", "m")),
        ),
        "node.never_ends",
        "B",
    ),
    "circle through a list": (
        drawn("S>X X>a a>X2 X2>X:von>5 X2>E*", a={"loop": AT_ONCE}),
        "gateway.circle_of_lists",
        "X",
    ),
    "event nothing sets off": (drawn(BORDER, t=at("a", event("error", "e"))), "node.never_reached", "t"),
    "sending without end": (
        drawn(
            "S>X X>a a>m m>X2 X2>X:von>5 X2>n* n>E", m=throw(event("message", "m")), n=catch(event("message", "m"))
        ),
        "message.piles_up",
        "m",
    ),
}  # fmt: skip


@pytest.mark.parametrize("name", WRONG)
def test_unsound_drawing_with_events_is_named(name: str) -> None:
    model, code, element = WRONG[name]
    assert (code, element) in drawing_codes(model)


def test_every_sentence_about_events_is_in_both_languages() -> None:
    found = [one for model, _, _ in WRONG.values() for one in check(model)]
    assert len(found) > len(WRONG)
    for one in found:
        assert one.element
        assert one.message.vi != one.message.en
        assert one.message.vi.endswith((".", "?"))
