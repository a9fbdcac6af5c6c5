"""Decision tables: what a cell means, and which rules hit."""

from __future__ import annotations

import pytest

from motcua.domain.conditions.condition_nodes import ConditionError
from motcua.domain.conditions.conditions import parse_condition
from motcua.domain.conditions.decision_cells import CellError, condition_of, value_of
from motcua.domain.conditions.decisions import DecisionError, decide
from motcua.domain.process.process_node import Decision, HitPolicy, Rule

CELLS = {
    "": "",
    "-": "",
    " - ": "",
    '"dat"': 'x == "dat"',
    '"a", "b"': 'x in ["a", "b"]',
    "5": "x == 5",
    "-5": "x == -5",
    "0.5": "x == 0.5",
    "1, 2 ,3": "x in [1, 2, 3]",
    "true": "x == true",
    "< 30": "x < 30",
    "<=30": "x <= 30",
    "> -1": "x > -1",
    '>= date("2026-06-30")': 'x >= date("2026-06-30")',
    'date("2026-06-30")': 'x == date("2026-06-30")',
    "[1..5]": "x >= 1 and x <= 5",
    "(1..5]": "x > 1 and x <= 5",
    "]1..5[": "x > 1 and x < 5",
    "[1.5 .. 2)": "x >= 1.5 and x < 2",
    '[date("2026-01-01")..date("2026-12-31")]': 'x >= date("2026-01-01") and x <= date("2026-12-31")',
    "not(5)": "not (x == 5)",
    'not("a","b")': 'not (x in ["a", "b"])',
    "< 5, > 10, 7": "(x == 7) or (x < 5) or (x > 10)",
    '"nói \\"có\\""': 'x == "nói \\"có\\""',
}


@pytest.mark.parametrize("cell", CELLS)
def test_cell_means_a_condition(cell: str) -> None:
    assert condition_of(cell, "x") == CELLS[cell]


@pytest.mark.parametrize(
    ("cell", "hits", "misses"),
    [
        ("]1..5[", (2, 4), (1, 5)),
        ("[1..5]", (1, 5), (0, 6)),
        ("not([1..5])", (0, 6), (1, 5)),
        ("< 2, [8..9], 5", (1, 5, 8, 9), (2, 4, 6, 10)),
        ("not(< 2, 5)", (2, 6), (1, 5)),
    ],
)
def test_translated_cell_holds_for_the_same_numbers(
    cell: str, hits: tuple[int, ...], misses: tuple[int, ...]
) -> None:
    condition = parse_condition(condition_of(cell, "x"))
    assert all(condition.holds({"x": value}) for value in hits)
    assert not any(condition.holds({"x": value}) for value in misses)


@pytest.mark.parametrize(
    "cell",
    [
        "dat", "x > 5", "5 5", "[1..5", "1..5", '["a".."b"]', "< ", '< "a"', "not 5", "not()", "not(5", "5,", ",5",
        "1.000.000", "1e9", "null",
        'date("2026")', "date(today)", '< date("2026-02-31")', "now()", "? > 5", "${x}", "= 5", "!= 5",
        '"chưa đóng', "“dat”", "[1;5]", "5 or 6", '"a\\nb"', "9" * 301, '__import__("os")',
    ],
)  # fmt: skip
def test_cell_outside_the_language_is_refused(cell: str) -> None:
    with pytest.raises((CellError, ConditionError)):
        condition_of(cell, "x")


@pytest.mark.parametrize(
    ("cell", "value"),
    [('"mien"', "mien"), ("0", 0), ("-2", -2), ("0.5", 0.5), ("true", True), ("false", False),
     ('date("2026-06-30")', "2026-06-30"), ('""', "")],
)  # fmt: skip
def test_output_cell_is_one_value(cell: str, value: object) -> None:
    assert value_of(cell) == value
    assert type(value_of(cell)) is type(value)


@pytest.mark.parametrize(
    "cell",
    ["", "-", "mien", "1, 2", "null", "dien_tich * 2", "> 5", "9" * 30, "{a: 1}", 'date("2026-13-01")'],
)
def test_output_cell_that_is_no_value_is_refused(cell: str) -> None:
    with pytest.raises(CellError):
        value_of(cell)


def table(policy: HitPolicy, *rules: tuple[str, object]) -> Decision:
    rows = tuple(Rule(condition, (value,), line) for line, (condition, value) in enumerate(rules, start=1))
    return Decision("d", "Thuế", policy, ("x",), ("thue",), rows)


OVERLAP = (("x > 5", "cao"), ("x > 3", "vua"), ("x > 100", "rat_cao"))


@pytest.mark.parametrize(
    ("policy", "x", "expected"),
    [
        ("FIRST", 9, {"thue": "cao"}),
        ("FIRST", 4, {"thue": "vua"}),
        ("FIRST", 1, {}),
        ("UNIQUE", 4, {"thue": "vua"}),
        ("UNIQUE", 1, {}),
        ("ANY", 4, {"thue": "vua"}),
        ("COLLECT", 9, {"thue": ["cao", "vua"]}),
        ("COLLECT", 1, {"thue": []}),
    ],
)
def test_hit_policy_chooses_among_the_rules_that_hold(
    policy: HitPolicy, x: int, expected: dict[str, object]
) -> None:
    assert decide(table(policy, *OVERLAP), {"x": x}) == expected


def test_rows_that_hold_at_once_are_named_where_only_one_may() -> None:
    with pytest.raises(DecisionError) as caught:
        decide(table("UNIQUE", *OVERLAP), {"x": 9})
    assert caught.value.code == "decision.not_unique"
    assert "1, 2" in caught.value.message.vi
    with pytest.raises(DecisionError):
        decide(table("ANY", *OVERLAP), {"x": 9})
    assert decide(table("ANY", ("x > 5", "a"), ("x > 3", "a")), {"x": 9}) == {"thue": "a"}


def test_blank_field_meets_no_condition_but_any() -> None:
    rules = (("x > 5", "cao"), ("", "khong_ro"))
    assert decide(table("FIRST", *rules), {"x": None}) == {"thue": "khong_ro"}
    assert decide(table("FIRST", *rules), {}) == {"thue": "khong_ro"}


def test_text_where_the_table_asks_for_a_number_is_an_error() -> None:
    with pytest.raises(ConditionError):
        decide(table("FIRST", *OVERLAP), {"x": "năm"})
