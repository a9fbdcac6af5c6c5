"""Nothing of a process can change without the difference saying so: every property of every part is tried."""

from __future__ import annotations

import dataclasses
from collections.abc import Callable, Iterator, Mapping, Sequence
from typing import Any, get_args, get_type_hints

import pytest
from domain.process_drawings import FACTS
from domain.process_sides import forms_of, side_of

from motcua.domain.diff.process_diff import Side, difference
from motcua.domain.process.process import (
    AgencyPart,
    CaseLimit,
    Fee,
    Node,
    Paper,
    ProcedureFacts,
    ProcessModel,
    ResultPaper,
    Service,
    Step,
)
from motcua.domain.process.process_node import Decision, Event, Rule, Timer
from motcua.domain.process.service_manner import Manner

RICH_FACTS = dataclasses.replace(
    FACTS,
    papers=(Paper("don", "Đơn"),),
    fees=(Fee("Lệ phí", 5000),),
    legal=("Luật Nhà ở",),
    results=(ResultPaper("so", "Quyết định cấp số nhà"),),
    sheet={"manner": "Tại Bộ phận Một cửa"},
    settings={"supplement.max": "2"},
    limits=(CaseLimit("5d", "online"),),
    agencies=(AgencyPart("parent", "2d"),),
    manner=Manner(level=3),
)


def rich() -> Side:
    """A process that has something of everything that is compared."""
    model = side_of(facts=RICH_FACTS, a={"actions": ("forward",), "signer": "leader"}).model
    decision = Decision("t", "Bảng", "UNIQUE", ("von",), ("muc",), (Rule("von>5", ("cao",)),))
    extra = (
        Node("call", "Gọi", "serviceTask"),
        Node("table", "Tra bảng", "businessRuleTask", decision=decision),
        Node(
            "timer", "", "boundaryEvent", event=Event("timer", timer=Timer("duration", "4h")), attached_to="a"
        ),
    )
    return Side(
        dataclasses.replace(model, nodes=(*model.nodes, *extra), services=(Service("call", "thue.hoi"),)),
        forms_of(),
    )


SILENT = {
    (Step, "id"), (Step, "order"), (Service, "id"), (Node, "id"), (Node, "markers"), (Node, "default_flow"),
    (Decision, "id"), (Decision, "name"), (Decision, "inputs"), (Rule, "line"), (Paper, "key"), (ResultPaper, "key"),
}  # fmt: skip
"""Names inside the file, and what other changes tell: a default branch is told where it leads."""


def other(value: Any, kind: Any) -> Any:
    """Another value of the same kind."""
    if get_args(kind) and all(isinstance(one, str) for one in get_args(kind)):
        return next(one for one in get_args(kind) if one != value)
    if isinstance(value, bool):
        return not value
    if isinstance(value, int | float):
        return value + 1
    if isinstance(value, str):
        return "code:H50" if value in ("receiving", "parent") else f"{value}9"
    return None


def mutants(value: Any) -> Iterator[tuple[str, Any]]:
    """Everything that differs from a value in one place, with the place."""
    hints = get_type_hints(type(value))
    for field in dataclasses.fields(value):
        if (type(value), field.name) in SILENT:
            continue
        inner = getattr(value, field.name)
        for place, changed in _inner(inner, hints[field.name]):
            yield (
                f"{type(value).__name__}.{field.name}{place}",
                dataclasses.replace(value, **{field.name: changed}),
            )


def _inner(inner: Any, kind: Any) -> Iterator[tuple[str, Any]]:
    if dataclasses.is_dataclass(inner):
        yield from mutants(inner)
    elif isinstance(inner, tuple):
        for number, one in enumerate(inner):
            for place, changed in _inner(one, type(one)):
                yield place, (*inner[:number], changed, *inner[number + 1 :])
        if inner:
            yield " shorter", inner[:-1]
    elif isinstance(inner, Mapping):
        yield from ((f"[{key}]", {**inner, key: f"{one}9"}) for key, one in inner.items())
    elif (changed := other(inner, kind)) is not None:
        yield "", changed


COMPARED: Sequence[Callable[[ProcessModel], Any]] = (
    lambda model: model.facts,
    lambda model: model.steps[0],
    lambda model: model.services[0],
    lambda model: model.node_by_id["table"],
    lambda model: model.node_by_id["timer"],
)


def changed_models() -> Iterator[tuple[str, ProcessModel]]:
    model = rich().model
    for pick in COMPARED:
        original = pick(model)
        for place, changed in mutants(original):
            if isinstance(original, ProcedureFacts):
                yield place, dataclasses.replace(model, facts=changed)
                continue
            word = {Step: "steps", Service: "services", Node: "nodes"}[type(original)]
            parts = tuple(changed if one == original else one for one in getattr(model, word))
            yield place, dataclasses.replace(model, **{word: parts})


@pytest.mark.req("N-20")
@pytest.mark.req("A-12")
def test_no_property_of_a_process_changes_unsaid() -> None:
    """Whatever is added to steps, services, events, tables and facts later must be compared too, or named as silent."""
    silent = []
    for place, model in changed_models():
        found = difference(rich(), Side(model, forms_of())).changes
        silent += [place] if not found else []
        assert all(one.before != one.after for one in found), place
        assert all(one.kind != "changed" or one.before.vi != one.after.vi for one in found if one.before), (
            place
        )
    assert silent == []
    assert sum(1 for _ in changed_models()) > 60
    assert difference(rich(), rich()).changes == []
