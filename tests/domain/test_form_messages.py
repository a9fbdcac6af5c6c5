"""Each kind of answer and each way to get it wrong: pointer, code and the sentence in both languages."""

from __future__ import annotations

from datetime import date
from typing import Any

import pytest

from motcua.domain.forms import FormDefinition, validate

TODAY = date(2026, 6, 15)


def form(properties: dict[str, Any], **root: Any) -> FormDefinition:
    return FormDefinition.from_schema({"type": "object", "properties": properties, **root})


def field(kind: str, **words: Any) -> dict[str, Any]:
    return {"type": kind, "title": "Mục khai", "x-en": {"title": "Answer"}, **words}


PHONE = field(
    "string", **{"x-widget": "phone", "x-digits": 10, "pattern": "^0[0-9]{9}$", "x-error": "Bắt đầu bằng 0."}
)
MONEY = field("integer", **{"x-widget": "money", "minimum": 1000, "maximum": 5_000_000})
COLOUR = field("string", enum=["do", "xanh"], **{"x-labels": {"do": "Đỏ", "xanh": "Xanh"}})
COLOURS = {**field("array", minItems=2), "items": {"type": "string", "enum": ["a", "b", "c"]}}
MEMBER = {
    "type": "object",
    "required": ["ten"],
    "properties": {"ten": field("string"), "tuoi": field("integer")},
}
ROWS = {**field("array", maxItems=2), "items": MEMBER}
DAY = field("string", format="date", **{"x-min": "1900-01-01", "x-max": "today"})

WRONG = {
    "blank text": (field("string"), "  ", "/a", "required", "Nhập mục khai.", "Enter the answer."),
    "no choice": (COLOUR, None, "/a", "required", "Chọn mục khai.", "Select the answer."),
    "no file": (
        field("string", format="motcua-file"),
        "",
        "/a",
        "required",
        "Đính kèm mục khai.",
        "Attach the answer.",
    ),
    "no yes or no": (
        field("boolean"),
        None,
        "/a",
        "required",
        "Chọn Có hoặc Không cho “Mục khai”.",
        "Select Yes or No for “Answer”.",
    ),
    "no rows": (
        ROWS,
        [],
        "/a",
        "required",
        "Thêm ít nhất một dòng vào “Mục khai”.",
        "Add at least one row to “Answer”.",
    ),
    "row lacks a cell": (
        ROWS,
        [{"ten": "An"}, {"tuoi": 3}],
        "/a/1/ten",
        "required",
        "Nhập mục khai ở dòng 2.",
        "Enter the answer in row 2.",
    ),
    "group lacks a part": (
        MEMBER | field("object"),
        {"tuoi": 3},
        "/a/ten",
        "required",
        "Nhập mục khai (Mục khai).",
        "Enter the answer (Answer).",
    ),
    "whole group missing names its parts": (
        MEMBER | field("object"),
        None,
        "/a/ten",
        "required",
        "Nhập mục khai (Mục khai).",
        "Enter the answer (Answer).",
    ),
    "too many rows": (
        ROWS,
        [{"ten": "x"}] * 9,
        "/a",
        "too_many",
        "Mục khai có nhiều nhất 2 dòng. Hãy bớt đi.",
        "The answer has at most 2 rows. Remove some.",
    ),
    "rows of another type": (
        ROWS,
        "không",
        "/a",
        "type",
        "Mục khai phải là danh sách các dòng.",
        "The answer must be a list of rows.",
    ),
    "word for a number": (
        field("number"),
        "ba",
        "/a",
        "type",
        "Mục khai phải là số, ví dụ 12,5. Bạn đã nhập “ba”.",
        "The answer must be a number, such as 12.5. You entered “ba”.",
    ),
    "fraction of a whole number": (
        field("integer"),
        2.5,
        "/a",
        "type",
        "Mục khai phải là số nguyên, ví dụ 3. Bạn đã nhập “2.5”.",
        "The answer must be a whole number, such as 3. You entered “2.5”.",
    ),
    "not a number at all": (
        field("number"),
        float("nan"),
        "/a",
        "type",
        "Mục khai phải là số, ví dụ 12,5. Bạn đã nhập “nan”.",
        "The answer must be a number, such as 12.5. You entered “nan”.",
    ),
    "number of 400 figures": (
        field("number"),
        10**400,
        "/a",
        "too_big",
        "Mục khai không được quá 999.999.999.999.999.",
        "The answer must be 999,999,999,999,999 or less.",
    ),
    "yes for a number": (
        field("integer"),
        True,
        "/a",
        "type",
        "Mục khai phải là số nguyên, ví dụ 3.",
        "The answer must be a whole number, such as 3.",
    ),
    "word for money": (
        MONEY,
        "tám triệu",
        "/a",
        "type",
        "Mục khai phải là số tiền bằng đồng, ví dụ 80.000.000. Bạn đã nhập “tám triệu”.",
        "The answer must be an amount in đồng, such as 80,000,000. You entered “tám triệu”.",
    ),
    "too little money": (
        MONEY,
        5,
        "/a",
        "too_small",
        "Mục khai phải từ 1.000\xa0đ trở lên.",
        "The answer must be 1,000\xa0VND or more.",
    ),
    "too much money": (
        MONEY,
        6_000_000,
        "/a",
        "too_big",
        "Mục khai không được quá 5.000.000\xa0đ.",
        "The answer must be 5,000,000\xa0VND or less.",
    ),
    "number for a text": (
        field("string"),
        7,
        "/a",
        "type",
        "Mục khai phải là chữ. Bạn đã nhập “7”.",
        "The answer must be text. You entered “7”.",
    ),
    "text too long": (
        field("string", maxLength=3),
        "abcde",
        "/a",
        "too_long",
        "Mục khai dài quá 3 ký tự. Hãy bớt 2 ký tự.",
        "The answer is longer than 3 characters. Remove 2.",
    ),
    "text too short": (
        field("string", minLength=4),
        "ab",
        "/a",
        "too_short",
        "Mục khai quá ngắn: cần ít nhất 4 ký tự, bạn đã nhập 2.",
        "The answer is too short: it needs at least 4 characters, you entered 2.",
    ),
    "digits missing": (
        PHONE,
        "0914 55 21",
        "/a",
        "digits",
        "Mục khai còn thiếu 2 chữ số. Bạn đã nhập 8 trên 10.",
        "The answer lacks 2 digits. You entered 8 of 10.",
    ),
    "one digit too many": (
        PHONE,
        "09145521879",
        "/a",
        "digits",
        "Mục khai thừa 1 chữ số. Bạn đã nhập 11, cần 10.",
        "The answer has 1 digit too many. You entered 11, not 10.",
    ),
    "letters among digits": (
        PHONE,
        "0914abc187",
        "/a",
        "digits",
        "Mục khai chỉ gồm 10 chữ số. Bạn đã nhập “0914abc187”.",
        "The answer has 10 digits and nothing else. You entered “0914abc187”.",
    ),
    "Arabic digits": (
        PHONE,
        "٠٩١٤٥٥٢١٨٧",
        "/a",
        "digits",
        "Mục khai chỉ gồm 10 chữ số. Bạn đã nhập “٠٩١٤٥٥٢١٨٧”.",
        "The answer has 10 digits and nothing else. You entered “٠٩١٤٥٥٢١٨٧”.",
    ),
    "pattern with the author's sentence": (
        PHONE,
        "9914552187",
        "/a",
        "shape",
        "Bắt đầu bằng 0.",
        "Bắt đầu bằng 0.",
    ),
    "pattern with an example": (
        field("string", pattern="^[A-Z]{2}$", **{"x-example": "A{B"}),
        "ab",
        "/a",
        "shape",
        "Mục khai chưa đúng mẫu. Ví dụ: A{B.",
        "The answer does not have the expected form. Example: A{B.",
    ),
    "e-mail without host": (
        field("string", format="email"),
        "an@nha",
        "/a",
        "format",
        "Mục khai chưa phải là địa chỉ thư điện tử, ví dụ ten@example.vn.",
        "The answer is not an e-mail address, such as name@example.vn.",
    ),
    "file id with a path": (
        field("string", format="motcua-file"),
        "../../etc/passwd",
        "/a",
        "format",
        "Không nhận ra tệp của “Mục khai”. Hãy đính kèm lại.",
        "The file of “Answer” is not known. Attach it again.",
    ),
    "choice not offered": (
        COLOUR,
        "tim",
        "/a",
        "choice",
        "Mục khai không có trong danh sách. Chọn một trong các mục đã cho.",
        "The answer is not in the list. Select one of the given choices.",
    ),
    "too few choices": (
        COLOURS,
        ["a"],
        "/a",
        "too_few",
        "Chọn ít nhất 2 mục ở “Mục khai”.",
        "The answer needs at least 2 choices.",
    ),
    "choice given twice": (
        COLOURS,
        ["a", "a"],
        "/a",
        "duplicate",
        "Mục khai có mục bị lặp lại. Bỏ mục trùng đi.",
        "The answer has a repeated entry. Remove it.",
    ),
    "date in words": (
        DAY,
        "hôm qua",
        "/a",
        "format",
        "Mục khai chưa phải là một ngày. Ghi ngày/tháng/năm, ví dụ 27/03/1990.",
        "The answer is not a date. Write day/month/year, such as 27/03/1990.",
    ),
    "30 February": (
        DAY,
        "30/2/2026",
        "/a",
        "format",
        "Mục khai: không có ngày 30/2/2026. Xem lại ngày và tháng.",
        "The answer: there is no day 30/2/2026. Check day and month.",
    ),
    "year in two figures": (
        DAY,
        "27/3/90",
        "/a",
        "format",
        "Ghi đủ bốn chữ số của năm ở “Mục khai”, ví dụ 27/03/1990.",
        "Write the year in four figures in “Answer”, such as 27/03/1990.",
    ),
    "29 February of a common year": (
        DAY,
        "2026-02-29",
        "/a",
        "format",
        "Mục khai chưa phải là một ngày. Ghi ngày/tháng/năm, ví dụ 27/03/1990.",
        "The answer is not a date. Write day/month/year, such as 27/03/1990.",
    ),
    "day after today": (
        DAY,
        "2026-06-16",
        "/a",
        "date_after",
        "Mục khai không được sau hôm nay (15/06/2026).",
        "The answer must not be after today (15/06/2026).",
    ),
    "day before the bound": (
        DAY,
        "1899-12-31",
        "/a",
        "date_before",
        "Mục khai không được trước ngày 01/01/1900.",
        "The answer must not be before 01/01/1900.",
    ),
}


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
