"""The checker and time: paths against the limit, limits of each kind, and its own haste."""

from __future__ import annotations

import dataclasses
import time

import pytest
from domain.process_drawings import FACTS, FORMS, found, model_of

from motcua.domain.check.process_rules import MAX_NODES, check
from motcua.domain.check.process_rules_time import longest_path
from motcua.domain.process.process import CaseLimit, ProcessModel
from motcua.domain.process.process_graph import scopes


@pytest.mark.req("A-11")
def test_path_over_the_limit_is_refused_with_path_and_sum() -> None:
    steps = {"a": {"budget": "24h"}, "b": {"budget": "20h"}}
    (finding,) = [
        item
        for item in check(model_of("S>a a>b b>E", **steps), limit_seconds=40 * 3600)
        if item.code.startswith("path")
    ]
    assert (finding.code, finding.severity, finding.element) == ("path.over_limit", "error", "b")
    assert "cần 44 giờ" in finding.message.vi
    assert "a 24 hours + b 20 hours" in finding.message.en


@pytest.mark.req("A-11")
@pytest.mark.parametrize(
    ("drawing", "budgets", "hours", "fits"),
    [
        ("S>a a>b b>E", ("20h", "20h"), 40, True),
        ("S>a a>b b>E", ("24h", "20h"), 40, False),
        ("S>a a>b b>E", ("2d", "3d"), 40, True),
        ("S>a a>b b>E", ("2d", "3d1m"), 40, False),
        ("S>P1 P1>a P1>b a>P2 b>P2 P2>E", ("24h", "40h"), 40, True),
        ("S>P1 P1>a P1>b a>P2 b>P2 P2>E", ("24h", "41h"), 40, False),
        ("S>X X>a:von>5 X>b* a>E b>E", ("24h", "40h"), 40, True),
        ("S>a a>X X>a:von>5 X>b* b>E", ("20h", "20h"), 40, True),
        ("S>B B>b b>E B.S>a B.a>B.E", ("24h", "20h"), 40, True),
    ],
)
def test_longest_path_is_held_against_the_limit(
    drawing: str, budgets: tuple[str, str], hours: int, fits: bool
) -> None:
    model = model_of(drawing, a={"budget": budgets[0]}, b={"budget": budgets[1]})
    over = [item for item in check(model, limit_seconds=hours * 3600) if item.code == "path.over_limit"]
    assert (not over) is fits


@pytest.mark.req("A-11")
def test_steps_inside_a_sub_process_count() -> None:
    model = model_of("S>B B>b b>E B.S>B.a B.a>B.E", **{"B.a": {"budget": "24h"}, "b": {"budget": "20h"}})
    way = longest_path(model, scopes(model.nodes, model.flows), 8 * 3600)
    assert way == (("B.a", 24 * 3600), ("b", 20 * 3600))


@pytest.mark.parametrize(
    ("limit", "budget", "codes"),
    [
        ("same-day@15:00", "8h", []),
        ("same-day@15:00", "8h1m", ["path.over_limit"]),
        ("10cd", "80h", []),
        ("10cd", "81h", ["path.over_limit"]),
        ("ba ngày", "8h", ["procedure.limit_malformed"]),
        ("", "800h", ["procedure.limit_missing"]),
    ],
)
def test_limit_of_each_kind(limit: str, budget: str, codes: list[str]) -> None:
    model = model_of("S>a a>E", dataclasses.replace(FACTS, limit=limit), a={"budget": budget})
    assert [code for code, _ in found(model)] == codes


def test_absent_limit_is_a_warning_and_a_given_one_takes_its_place() -> None:
    model = model_of("S>a a>E", dataclasses.replace(FACTS, limit=""))
    assert [item.severity for item in check(model) if item.code == "procedure.limit_missing"] == ["warning"]
    assert found(model, limit_seconds=3600) == []


def test_too_large_process_is_refused_at_once() -> None:
    drawing = "S>a0 " + " ".join(f"a{n}>a{n + 1}" for n in range(MAX_NODES)) + f" a{MAX_NODES}>E"
    assert [item.code for item in check(model_of(drawing))] == ["process.too_large"]


def hundred_elements() -> ProcessModel:
    blocks = []
    for n in range(14):
        at = f"S>a{n}" if n == 0 else f"X{n - 1}b>a{n}"
        blocks.append(f"{at} a{n}>P{n} P{n}>b{n} P{n}>c{n} b{n}>P{n}b c{n}>P{n}b")
        blocks.append(f"P{n}b>X{n} X{n}>X{n}b* X{n}>a{n}:von>{n}~and~loai=='a'")
    return model_of(" ".join((*blocks, "X13b>E")).replace("'", '"'), dataclasses.replace(FACTS, limit="99d"))


def test_model_of_a_hundred_elements_is_checked_in_200_ms() -> None:
    model = hundred_elements()
    assert len(model.nodes) == 100
    best = min(_timed(model) for _ in range(3))
    assert found(model, forms=FORMS) == []
    assert best < 0.2


def _timed(model: ProcessModel) -> float:
    started = time.thread_time()
    check(model, FORMS)
    return time.thread_time() - started


@pytest.mark.req("A-11")
def test_every_limit_by_case_can_be_read_and_suffices() -> None:
    cases = (
        CaseLimit("ba ngày", "post"),
        CaseLimit("2h", "direct", "khong_co == 1"),
        CaseLimit("9h", when="von >"),
    )
    model = model_of("S>a a>E", dataclasses.replace(FACTS, limit="99d", limits=cases), a={"budget": "3h"})
    codes = [one.code for one in check(model, FORMS)]
    assert sorted(code for code in codes if "limit" in code) == [
        "limit.name_unknown", "limit.rule_unreadable", "path.over_limit", "procedure.limit_malformed",
    ]  # fmt: skip
