"""Conditions built from rows and read back as the same rows."""

from __future__ import annotations

import unicodedata
from decimal import Decimal

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from motcua.domain.conditions.condition_builder import MAX_ROWS, OPERATORS, Row, Rows, build, rows_of
from motcua.domain.conditions.conditions import ConditionError, parse_condition

BUILT = [
    (Rows("all", (Row("von", ">=", 500000000),)), "von >= 500000000"),
    (Rows("all", (Row("von", ">", -1), Row("gap", "==", True))), "von > -1 and gap == true"),
    (Rows("any", (Row("x", "==", 'a"b\\'), Row("y", "!=", Decimal("0.5")))), 'x == "a\\"b\\\\" or y != 0.5'),
    (Rows("all", (Row("loai", "in", ("a", "b")), Row("von", "not in", (1,)))), 'loai in ["a", "b"] and von not in [1]'),
    (Rows("any", (Row("kenh", "has", "online"), Row("kenh", "has not", "post"))), '"online" in kenh or "post" not in kenh'),
    (Rows("all", (Row("x", "filled"), Row("y", "not filled"))), "filled(x) and not filled(y)"),
]  # fmt: skip


@pytest.mark.parametrize(("rows", "text"), BUILT)
def test_rows_become_a_condition_and_come_back(rows: Rows, text: str) -> None:
    assert build(rows) == text
    assert rows_of(parse_condition(text)) == rows


NAMES = st.from_regex(r"[a-z][a-z0-9_]{0,12}", fullmatch=True).filter(
    lambda name: name not in ("and", "or", "not", "in", "true", "false")
)
TEXTS = st.text(st.characters(exclude_categories=("C",)), max_size=12).map(
    lambda text: unicodedata.normalize("NFC", text)
)
NUMBERS = st.one_of(st.integers(-(10**15) + 1, 10**15 - 1), st.decimals(-1000, 1000, places=3))
SCALARS = st.one_of(TEXTS, st.booleans(), NUMBERS)
ROW = st.one_of(
    st.builds(Row, NAMES, st.sampled_from(["==", "!=", "<", "<=", ">", ">=", "has", "has not"]), SCALARS),
    st.builds(Row, NAMES, st.sampled_from(["in", "not in"]), st.lists(SCALARS, max_size=4).map(tuple)),
    st.builds(Row, NAMES, st.sampled_from(["filled", "not filled"])),
)


@settings(max_examples=60)
@given(
    st.lists(ROW, min_size=1, max_size=6).flatmap(
        lambda rows: st.builds(Rows, st.sampled_from(["all", "any"]) if len(rows) > 1 else st.just("all"), st.just(tuple(rows)))
    )
)  # fmt: skip
def test_any_rows_come_back_the_same(rows: Rows) -> None:
    try:
        text = build(rows)
    except ConditionError as error:
        assert error.code == "condition.too_large"  # noqa: PT017
    else:
        assert rows_of(parse_condition(text)) == rows


@pytest.mark.parametrize(
    ("text", "row"),
    [
        ("gap", Row("gap", "==", True)),
        ("not gap", Row("gap", "==", False)),
        ("5 < von", Row("von", ">", 5)),
        ('ngay >= date("2026-06-30")', Row("ngay", ">=", "2026-06-30")),
    ],
)
def test_other_ways_of_writing_become_rows_that_mean_the_same(text: str, row: Row) -> None:
    assert rows_of(parse_condition(text)) == Rows("all", (row,))


@pytest.mark.parametrize(
    "text",
    ["von > 5 and (gap or x == 1)", "von > a", "von * 2 > 5", "len(x) > 5", "not (von > 5)", "true", "1 == 1",
     "[1] == x", "x in y", "a in [b]", "von > 5 and not (gap and x)"],
)  # fmt: skip
def test_condition_of_another_shape_has_no_rows(text: str) -> None:
    assert rows_of(parse_condition(text)) is None


@pytest.mark.parametrize(
    ("rows", "code"),
    [
        ((), "condition.too_large"),
        ((Row("x", "==", 1),) * (MAX_ROWS + 1), "condition.too_large"),
        ((Row("x", "==", None),), "condition.type"),
        ((Row("x", "in", 5),), "condition.type"),
        ((Row("x", "filled", 5),), "condition.type"),
        ((Row("x", "==", (1, 2)),), "condition.type"),
        ((Row("x or true", "==", 1),), "condition.syntax"),
        ((Row("filled(y) or x", "filled"),), "condition.syntax"),
        ((Row("", "filled"),), "condition.syntax"),
        ((Row("x", "==", "a\nb"),), "condition.syntax"),
        ((Row("x", "==", "a\u202eb"),), "condition.syntax"),
        ((Row("x", "==", 10**15),), "condition.too_large"),
        ((Row("x", "==", Decimal("NaN")),), "condition.syntax"),
        ((Row("x", "==", Decimal("Infinity")),), "condition.syntax"),
        ((Row("not", "filled"),), "condition.syntax"),
    ],
)
def test_rows_no_condition_can_hold_are_refused(rows: tuple[Row, ...], code: str) -> None:
    with pytest.raises(ConditionError) as caught:
        build(Rows("all", rows))
    assert caught.value.code == code


def test_the_most_rows_can_be_built() -> None:
    rows = Rows("any", (Row("x", "==", 1),) * MAX_ROWS)
    assert rows_of(parse_condition(build(rows))) == rows


def test_every_operator_has_words() -> None:
    assert all(words.vi and words.en for words in OPERATORS.values())
