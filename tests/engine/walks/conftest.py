"""Random models of nested shapes, drawn for this engine and the library alone."""

from __future__ import annotations

from collections.abc import Callable

import pytest
from fixtures_walks import HUONG, TIMES, Drawn, Shape, Writer
from hypothesis import strategies as st


def shapes(kinds: tuple[str, ...], waits: tuple[str, ...], borders: tuple[str, ...]) -> st.SearchStrategy:
    """Shapes made of `kinds`; `waits` are events that tokens wait for, `borders` those of borders.

    Inside a loop whose instances run side by side nothing waits for messages: which of them takes one is up to
    the program. Inside a loop drawn with gateways stand no joins: the library counts tokens of
    earlier rounds.
    """
    return _shape(kinds, waits, borders, 3)


@st.composite
def _shape(
    draw, kinds: tuple[str, ...], waits: tuple[str, ...], borders: tuple[str, ...], depth: int
) -> Shape:
    if depth == 0:
        simple = [("step",)]
        if "service" in kinds:
            simple.append(("service",))
        return draw(st.sampled_from(simple))

    def inner(by: int = 1, without: frozenset[str] = frozenset()) -> Shape:
        left = tuple(kind for kind in kinds if kind not in without)
        return draw(_shape(left, waits, borders, depth - by))

    def host() -> Shape:
        step = draw(st.sampled_from([("step",), ("sub",), *([("service",)] if "service" in kinds else [])]))
        return ("sub", inner()) if step == ("sub",) else step

    compound = [kind for kind in kinds if kind not in SINGLE] if depth > 1 else kinds
    kind = draw(st.sampled_from(compound or kinds))
    match kind:
        case "seq" | "par" | "xor" | "or":
            return (kind, [inner() for _ in range(draw(st.integers(2, 3)))])
        case "events":
            return (kind, [inner(by=depth), inner(by=depth)], *(draw(st.sampled_from(waits)) for _ in "12"))
        case "sub" | "call":
            return (kind, inner())
        case "again":
            return (kind, inner(without=JOINS))
        case "times":
            how = draw(st.sampled_from(sorted(TIMES)))
            body = ("step",) if draw(st.booleans()) else ("sub", inner(without=TOLD))
            return (kind, body, how, draw(st.integers(2, 3)))
        case "bound":
            event = draw(st.sampled_from(borders))
            free = event == "cycle" or draw(st.booleans())
            return (kind, host(), event, free, inner(by=depth))
        case "beside":
            event = draw(st.sampled_from(borders))
            free = event == "cycle" or draw(st.booleans())
            return (kind, inner(), event, free, inner(by=depth))
        case "error" | "escalation":
            free = kind == "escalation" and draw(st.booleans())
            return ("raised", kind, inner(), free, inner(by=depth))
        case "stop":
            return (kind, inner(by=depth), inner())
        case "told":
            return (kind, "message", inner(by=depth), inner(by=depth))
        case "signalled":
            return ("told", "signal", inner(by=depth), inner(by=depth))
        case "catch":
            return (kind, draw(st.sampled_from(waits)))
    return (kind,)


SINGLE = frozenset({"step", "service", "catch", "receive"})
TOLD = frozenset({"catch", "receive", "events", "bound", "beside", "told", "signalled"})
JOINS = frozenset({"par", "or", "told", "signalled"})


@pytest.fixture(scope="session")
def random_model() -> Callable[..., Drawn]:
    """Draws a model: `random_model(data, kinds, waits=…, borders=…)`."""

    def model(
        data: st.DataObject,
        kinds: tuple[str, ...],
        waits: tuple[str, ...] = ("message",),
        borders: tuple[str, ...] = ("message",),
    ) -> Drawn:
        writer = Writer()
        bpmn = writer.file(data.draw(shapes(kinds, waits, borders)))
        return Drawn(bpmn, writer.called)

    return model


@pytest.fixture(scope="session")
def random_values() -> Callable[[st.DataObject], dict[str, object]]:
    """Draws what the conditions of `random_model` ask."""

    def values(data: st.DataObject) -> dict[str, object]:
        return {
            "huong": data.draw(st.sampled_from(HUONG)),
            "lai": data.draw(st.integers(0, 1)),
            "co0": data.draw(st.integers(0, 1)),
            "co1": data.draw(st.integers(0, 1)),
            "ds": data.draw(st.sampled_from([[], ["x"], ["x", "y", "z"]])),
        }

    return values
