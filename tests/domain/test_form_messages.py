"""Each kind of answer and each way to get it wrong: pointer, code and the sentence in both languages."""

from __future__ import annotations

from typing import Any

import pytest
from domain.form_cases import WRONG_ROWS_AND_NUMBERS
from domain.form_cases_text import WRONG_TEXTS_AND_DATES
from domain.form_fields import COLOUR, COLOURS, DAY, MONEY, PHONE, ROWS, TODAY, field, form

from motcua.domain.forms import validate

WRONG = WRONG_ROWS_AND_NUMBERS | WRONG_TEXTS_AND_DATES


@pytest.mark.req("B-05")
@pytest.mark.parametrize(("schema", "value", "pointer", "code", "vi", "en"), WRONG.values(), ids=WRONG.keys())
def test_each_mistake_has_one_sentence_that_says_how_to_mend_it(
    schema: dict[str, Any], value: Any, pointer: str, code: str, vi: str, en: str
) -> None:
    data = {} if value is None else {"a": value}
    errors = validate(form({"a": schema}, required=["a"]), data, today=TODAY)
    assert [(one.pointer, one.code, one.message.vi, one.message.en) for one in errors] == [
        (pointer, code, vi, en)
    ]


RIGHT = {
    "text": (field("string"), "Đông Hà"),
    "leap day": (DAY, "2024-02-29"),
    "today itself": (DAY, "2026-06-15"),
    "number": (field("number"), 12.5),
    "zero": (field("integer"), 0),
    "whole float": (field("integer"), 3.0),
    "no": (field("boolean"), False),
    "money at the bound": (MONEY, 1000),
    "choice": (COLOUR, "xanh"),
    "choices": (COLOURS, ["c", "a"]),
    "rows": (ROWS, [{"ten": "An", "tuoi": 3}, {"ten": "Bình"}]),
    "phone with spaces": (PHONE, "0914 552 187"),
    "phone with country code": (PHONE, "+84 914 552 187"),
    "e-mail": (field("string", format="email"), "bich.hang@example.vn"),
    "file": (field("string", format="motcua-file"), "f_0123-ab"),
}


@pytest.mark.parametrize(("schema", "value"), RIGHT.values(), ids=RIGHT.keys())
def test_good_answers_have_no_errors(schema: dict[str, Any], value: Any) -> None:
    assert validate(form({"a": schema}, required=["a"]), {"a": value}, today=TODAY) == []


def test_relative_date_bounds_wait_until_today_is_known() -> None:
    assert validate(form({"a": DAY}), {"a": "2999-01-01"}) == []


def test_unknown_fields_are_refused_last_and_shortened() -> None:
    errors = validate(form({"a": field("integer")}), {"x" * 500: 1, "a": "ba"})
    assert [one.code for one in errors] == ["type", "unknown"]
    assert len(errors[1].message.vi) < 100


def test_errors_come_in_the_order_of_the_form() -> None:
    definition = form({"c": field("string"), "a": ROWS, "b": field("string")}, required=["b", "c"])
    data = {"b": 1, "a": [{"tuoi": "x", "ten": "An"}, {}]}
    assert [one.pointer for one in validate(definition, data)] == ["/c", "/a/0/tuoi", "/a/1/ten", "/b"]


@pytest.mark.parametrize("data", [None, [], "chữ", 3])
def test_data_that_are_no_object_give_one_error_at_the_root(data: Any) -> None:
    (error,) = validate(form({"a": field("string")}), data)
    assert (error.pointer, error.code) == ("", "type")


@pytest.mark.parametrize(
    ("data", "codes"),
    [
        ({"tra_loi": True}, [("/so_luong", "required")]),
        ({"tra_loi": False}, []),
        ({}, []),
        ({"fax": "1"}, [("/so_luong", "required")]),
    ],
)
def test_rules_between_fields_require_answers_in_their_case_only(
    data: dict[str, Any], codes: list[tuple[str, str]]
) -> None:
    rule = {
        "if": {"properties": {"tra_loi": {"const": True}}, "required": ["tra_loi"]},
        "then": {"required": ["so_luong"]},
    }
    definition = form(
        {"tra_loi": field("boolean"), "so_luong": field("integer"), "fax": field("string")},
        allOf=[rule],
        dependentRequired={"fax": ["so_luong"]},
    )
    assert [(one.pointer, one.code) for one in validate(definition, data)] == codes
    assert definition.field_by_key["so_luong"].is_conditional


def test_a_schema_may_stand_for_its_definition() -> None:
    schema = {"type": "object", "properties": {"a": field("string")}, "required": ["a"]}
    assert [one.pointer for one in validate(schema, {})] == ["/a"]


def test_errors_are_capped_for_hostile_data() -> None:
    errors = validate(form({"a": field("string")}), {f"x{number}": 1 for number in range(5000)})
    assert len(errors) == 200
