"""Answers are stored in one shape, whoever sent them."""

from __future__ import annotations

import unicodedata
from typing import Any

import pytest

from motcua.domain.errors import ValidationError
from motcua.domain.forms import FormDefinition, accept, normalise

FORM = FormDefinition.from_schema(
    {
        "type": "object",
        "required": ["ten"],
        "properties": {
            "ten": {"type": "string", "title": "Tên"},
            "ghi_chu": {"type": "string", "title": "Ghi chú", "x-widget": "textarea"},
            "dien_thoai": {"type": "string", "title": "Điện thoại", "x-widget": "phone", "x-digits": 10},
            "so": {"type": "integer", "title": "Số"},
            "dong_y": {"type": "boolean", "title": "Đồng ý"},
            "nhom": {
                "type": "object",
                "title": "Nhóm",
                "properties": {"a": {"type": "string", "title": "A"}},
            },
            "dong": {
                "type": "array",
                "title": "Dòng",
                "maxItems": 3,
                "items": {"type": "object", "properties": {"a": {"type": "string", "title": "A"}}},
            },
        },
    }
)


@pytest.mark.parametrize(
    ("given", "stored"),
    [
        ({"ten": "  An  "}, {"ten": "An"}),
        ({"ten": unicodedata.normalize("NFD", "Nguyễn Thị Bích Hằng")}, {"ten": "Nguyễn Thị Bích Hằng"}),
        ({"ten": "A\r\nB\tC"}, {"ten": "A B C"}),
        ({"ten": "A\x00\ud800\u200bB"}, {"ten": "AB"}),
        ({"ghi_chu": " a\r\nb\r "}, {"ghi_chu": "a\nb"}),
        ({"ten": "   ", "ghi_chu": "", "so": None}, {}),
        ({"so": 3.0, "dong_y": False}, {"so": 3, "dong_y": False}),
        ({"so": 0}, {"so": 0}),
        ({"dien_thoai": "+84 (914) 552-187"}, {"dien_thoai": "0914552187"}),
        ({"nhom": {"a": " "}, "dong": []}, {}),
        ({"dong": [{"a": " x "}, {"a": ""}]}, {"dong": [{"a": "x"}, {}]}),
        ({"la": " x "}, {"la": " x "}),
        ({"nhom": 3, "dong": "x"}, {"nhom": 3, "dong": "x"}),
    ],
)
def test_answers_are_trimmed_composed_and_blanks_dropped(given: Any, stored: Any) -> None:
    once = normalise(FORM, given)
    assert once == stored
    assert normalise(FORM, once) == once


def test_no_more_rows_are_worked_through_than_show_there_are_too_many() -> None:
    clean = normalise(FORM, {"dong": [{"a": "x"}] * 100_000})
    assert isinstance(clean, dict)
    assert len(clean["dong"]) == 4


def test_accept_gives_the_stored_answers() -> None:
    assert accept(FORM, {"ten": " An ", "ghi_chu": ""}) == {"ten": "An"}


def test_accept_refuses_with_every_error() -> None:
    with pytest.raises(ValidationError) as caught:
        accept(FORM, {"so": "ba"})
    assert [one.pointer for one in caught.value.errors] == ["/ten", "/so"]
