"""The checker and time beyond steps: timers, services, repetitions, interruptions, waits."""

from __future__ import annotations

import dataclasses
from typing import Any

import pytest
from domain.process_drawings import FACTS, found, model_of

from motcua.domain.check.process_rules import check
from motcua.domain.check.process_rules_time import longest_path, time_findings
from motcua.domain.check.process_rules_timers import timer_findings
from motcua.domain.process.process import ProcessModel, Service
from motcua.domain.process.process_graph import scopes
from motcua.domain.process.process_node import Event, Loop, Timer, Wait

HOUR = 3600
FORMS: dict[str, Any] = {
    "so_nha": {
        "required": ["von", "ngay_hen"],
        "properties": {"von": {"type": "integer"}, "ngay_hen": {"type": "string", "format": "date"}},
    }
}


def changed(model: ProcessModel, **nodes: dict[str, Any]) -> ProcessModel:
    """The model with other facts at some nodes; a node with another kind is no step any more."""
    replaced = tuple(dataclasses.replace(node, **nodes.get(node.id, {})) for node in model.nodes)
    steps = tuple(
        step for step in model.steps if nodes.get(step.id, {}).get("kind", "userTask") == "userTask"
    )
    return dataclasses.replace(model, nodes=replaced, steps=steps)


def timed(text: str, kind: Any = "duration", repeats: int | None = None) -> Event:
    return Event("timer", timer=Timer(kind, text, repeats))


def interrupted(timer: Event | None, *, interrupting: bool = True, budget: str = "10h") -> ProcessModel:
    """Step a with a boundary event t that leads to step c; after a comes step b."""
    model = model_of("S>a a>b b>E t>c c>E", a={"budget": budget}, b={"budget": "2h"}, c={"budget": "5h"})
    return changed(
        model,
        t={"kind": "boundaryEvent", "event": timer, "attached_to": "a", "is_interrupting": interrupting},
    )


def way(model: ProcessModel, calendar_day: int = 0) -> list[tuple[str, int]]:
    path = longest_path(model, scopes(model.nodes, model.flows), 8 * HOUR, calendar_day)
    return [(key, seconds // HOUR) for key, seconds in path]


@pytest.mark.req("A-11")
@pytest.mark.parametrize(
    ("event", "expected"),
    [
        (timed("8h"), [("t", 8), ("c", 5)]),
        (timed("4h"), [("a", 10), ("b", 2)]),
        (timed("20h"), [("a", 10), ("c", 5)]),
        (timed("P2D"), [("a", 10), ("c", 5)]),
        (Event("message", "rut"), [("a", 10), ("c", 5)]),
    ],
)
def test_branch_of_a_boundary_event_begins_when_it_fires(
    event: Event, expected: list[tuple[str, int]]
) -> None:
    assert way(interrupted(event)) == expected


def test_timer_between_steps_counts_when_it_is_working_time() -> None:
    model = model_of("S>a a>t t>b b>E", a={"budget": "3h"}, b={"budget": "2h"})
    waiting = {"kind": "intermediateCatchEvent"}
    assert way(changed(model, t=waiting | {"event": timed("16h")})) == [("a", 3), ("t", 16), ("b", 2)]
    assert way(changed(model, t=waiting | {"event": timed("P5D")})) == [("a", 3), ("b", 2)]
    assert way(changed(model, t=waiting | {"event": timed("P5D")}), 8 * HOUR) == [
        ("a", 3),
        ("t", 40),
        ("b", 2),
    ]
    assert way(changed(model, t=waiting | {"event": timed("2026-12-31", "date")})) == [("a", 3), ("b", 2)]
    paused = waiting | {"event": timed("16h"), "wait": Wait("pause", "notice")}
    assert way(changed(model, t=paused)) == [("a", 3), ("b", 2)]


def test_step_that_stops_the_clock_does_not_count() -> None:
    model = model_of("S>a a>b b>E", a={"budget": "3h"}, b={"budget": "2h"})
    assert way(changed(model, a={"wait": Wait("pause", "payment")})) == [("a", 0), ("b", 2)]


def test_service_counts_its_time_out() -> None:
    model = changed(model_of("S>a a>v v>E", a={"budget": "3h"}), v={"kind": "serviceTask"})
    model = dataclasses.replace(model, services=(Service("v", "tax.send", 3, "1h"),))
    assert way(model) == [("a", 3), ("v", 1)]


@pytest.mark.parametrize(
    ("loop", "hours"),
    [
        (Loop("parallel", items="ds"), 3),
        (Loop("parallel", cardinality=5), 3),
        (Loop("sequential", cardinality=5), 15),
        (Loop("sequential", items="ds"), 3),
        (Loop("standard", condition="von > 5", maximum=4), 12),
    ],
)
def test_repetition_counts_as_often_as_it_must(loop: Loop, hours: int) -> None:
    step = changed(model_of("S>a a>E", a={"budget": "3h"}), a={"loop": loop})
    assert way(step) == [("a", hours)]
    inside = changed(model_of("S>B B>E B.S>B.a B.a>B.E", **{"B.a": {"budget": "3h"}}), B={"loop": loop})
    assert way(inside) == [("B.a", hours)]


def test_event_sub_process_counts_from_its_timer_on() -> None:
    model = model_of("S>a a>E B> B.S>B.c B.c>B.E", a={"budget": "3h"}, **{"B.c": {"budget": "2h"}})
    model = changed(model, B={"is_event_sub": True}, **{"B.S": {"event": timed("8h")}})
    assert way(model) == [("B.S", 8), ("B.c", 2)]


def codes(model: ProcessModel, limit_hours: int | None = 100) -> list[tuple[str, str]]:
    limit = None if limit_hours is None else limit_hours * HOUR
    return [(item.code, item.element) for item in timer_findings(model, limit, 8 * HOUR)]


@pytest.mark.parametrize(
    ("event", "expected"),
    [
        (timed("4h"), []),
        (timed("PT4H"), []),
        (timed("P15D"), []),
        (timed("P1Y6M"), []),
        (timed("4 giờ"), ["timer.malformed"]),
        (timed("P"), ["timer.malformed"]),
        (timed("P999999999999Y"), ["timer.malformed"]),
        (timed("-4h"), ["timer.malformed"]),
        (timed("P11Y"), ["timer.absurd"]),
        (timed("99999d"), ["timer.absurd"]),
        (timed("2020-01-01", "date"), []),
        (timed("2026-12-31T08:00:00+07:00", "date"), []),
        (timed("ngay_hen", "date"), []),
        (timed("31/12/2026", "date"), ["timer.malformed"]),
        (timed("1026-01-01", "date"), ["timer.absurd"]),
        (timed("9999-01-01", "date"), ["timer.absurd"]),
        (timed("24h", "cycle", 3), ["timer.cycle_misplaced"]),
        (timed("24h", "cycle"), ["timer.repeats", "timer.cycle_misplaced"]),
    ],
)
def test_timer_that_makes_no_sense_is_named(event: Event, expected: list[str]) -> None:
    assert [code for code, _ in codes(interrupted(event), None)] == expected


@pytest.mark.parametrize(
    ("event", "expected"),
    [
        (timed("24h", "cycle", 3), []),
        (timed("PT24H", "cycle", 100), []),
        (timed("24h", "cycle", 101), ["timer.repeats"]),
        (timed("24h", "cycle", 0), ["timer.repeats"]),
        (timed("24h", "cycle"), ["timer.repeats"]),
        (timed("0", "cycle", 3), ["timer.absurd"]),
    ],
)
def test_cycle_has_an_end_and_does_not_interrupt(event: Event, expected: list[str]) -> None:
    assert [code for code, _ in codes(interrupted(event, interrupting=False), None)] == expected


@pytest.mark.parametrize(
    ("text", "is_late"),
    [("39h", False), ("41h", True), ("P19D", False), ("P30D", True), ("PT48H", False)],
)
def test_timer_that_cannot_fire_in_time_is_named(text: str, is_late: bool) -> None:
    found_codes = [("timer.never_in_time", "t")] if is_late else []
    assert codes(interrupted(timed(text)), 40)[:1] == found_codes


def test_timer_of_a_step_longer_than_the_limit_is_not_late() -> None:
    assert codes(interrupted(timed("41h"), budget="50h"), 40) == []


def test_timer_may_wait_for_a_date_field_that_is_filled_in() -> None:
    model = interrupted(timed("ngay_hen", "date"))
    assert ("timer.field_unknown", "t") not in found(model, forms=FORMS)
    for name in ("von", "ngay_tra"):
        assert ("timer.field_unknown", "t") in found(interrupted(timed(name, "date")), forms=FORMS)


def test_sequential_repetition_over_a_list_says_that_its_time_is_not_known() -> None:
    model = changed(model_of("S>a a>E"), a={"loop": Loop("sequential", items="ds")})
    graph = scopes(model.nodes, model.flows)
    assert [item.code for item in time_findings(model, graph, 40 * HOUR, 8 * HOUR)] == ["path.loop_unknown"]


def test_over_the_limit_gives_each_agency_its_share() -> None:
    model = model_of("S>a a>b b>E", a={"budget": "24h"}, b={"budget": "20h", "agency": "parent"})
    (finding,) = [item for item in check(model, limit_seconds=40 * HOUR) if item.code == "path.over_limit"]
    assert "the receiving agency 24 hours, the agency above it 20 hours" in finding.message.en


def test_calendar_timer_counts_in_days_under_a_limit_in_calendar_days() -> None:
    model = model_of("S>a a>t t>E", dataclasses.replace(FACTS, limit="10cd"), a={"budget": "8h"})
    for text, is_over in (("P9D", False), ("P10D", True)):
        waiting = changed(model, t={"kind": "intermediateCatchEvent", "event": timed(text)})
        findings = time_findings(waiting, scopes(waiting.nodes, waiting.flows), None, 8 * HOUR)
        assert [item.code for item in findings] == (["path.over_limit"] if is_over else [])
