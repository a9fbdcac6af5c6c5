"""Questions asked in some cases only: shown, required, dropped, worked out; one of several ways."""

from __future__ import annotations

import json
from typing import Any

import pytest
from domain.form_schemas import TEXT, schema
from hypothesis import given, settings
from hypothesis import strategies as st

from motcua.domain.check.process_rules_forms import fields_of
from motcua.domain.forms import is_valid, normalise, validate
from motcua.domain.forms.form_definition import FormDefinition

WHO = {
    "type": "string",
    "title": "Chủ thể",
    "enum": ["ca_nhan", "ho"],
    "x-labels": {"ca_nhan": "Cá nhân", "ho": "Hộ"},
}
NUMBER = {"type": "integer", "title": "Số"}
YES = {"type": "boolean", "title": "Có?"}
MEMBER = {"type": "object", "properties": {"ten": TEXT, "vai": TEXT}, "required": ["ten"]}
ROWS = {"type": "array", "title": "Thành viên", "items": MEMBER}
HOUSEHOLD = {"properties": {"chu_the": {"const": "ho"}}, "required": ["chu_the"]}


def told(form: FormDefinition, data: Any) -> list[tuple[str, str]]:
    return [(one.pointer, one.code) for one in validate(form, data)]


@pytest.mark.req("B-01")
def test_a_question_of_one_case_is_required_there_and_dropped_elsewhere() -> None:
    rule = {"if": HOUSEHOLD, "then": {"required": ["nguoi"]}, "else": {"properties": {"nguoi": False}}}
    form = FormDefinition.from_schema(schema({"chu_the": WHO, "nguoi": ROWS}, **rule))
    field = form.field_by_key["nguoi"]
    assert field.shown_if is not None
    assert field.shown_if == field.required_if
    assert field.shown_if.sentence(form.fields).vi == "Chủ thể là Hộ"
    assert told(form, {"chu_the": "ho"}) == [("/nguoi", "required")]
    hidden = {"chu_the": "ca_nhan", "nguoi": [{"vai": "thừa"}]}
    assert validate(form, hidden) == []
    assert normalise(form, hidden) == {"chu_the": "ca_nhan"}


def test_a_question_declared_in_one_case_stands_after_the_one_that_decides() -> None:
    rule = {"if": HOUSEHOLD, "then": {"properties": {"so_nguoi": NUMBER}, "required": ["so_nguoi"]}}
    form = FormDefinition.from_schema(schema({"chu_the": WHO, "ten": TEXT}, **rule))
    assert [one.key for one in form.fields] == ["chu_the", "so_nguoi", "ten"]
    assert told(form, {"chu_the": "ho"}) == [("/so_nguoi", "required")]
    assert normalise(form, {"so_nguoi": 3}) == {}


def test_a_case_of_the_form_reaches_into_groups_and_rows() -> None:
    inner = {"type": "object", "title": "Nhóm", "properties": {"vai": TEXT}}
    rule = {
        "if": HOUSEHOLD,
        "then": {"properties": {"nguoi": {"items": {"required": ["vai"]}}}},
        "else": {
            "properties": {
                "nguoi": {"items": {"properties": {"vai": False}}},
                "nhom": {"properties": {"vai": False}},
            }
        },
    }
    form = FormDefinition.from_schema(schema({"chu_the": WHO, "nguoi": ROWS, "nhom": inner}, **rule))
    assert told(form, {"chu_the": "ho", "nguoi": [{"ten": "An"}]}) == [("/nguoi/0/vai", "required")]
    data = {"chu_the": "ca_nhan", "nguoi": [{"ten": "An", "vai": "x"}], "nhom": {"vai": "x"}}
    assert normalise(form, data) == {"chu_the": "ca_nhan", "nguoi": [{"ten": "An"}]}
    assert validate(form, data) == []


def test_a_question_hidden_by_a_hidden_question_goes_too() -> None:
    second = {"if": {"required": ["so"]}, "else": {"properties": {"ghi": False}}}
    first = {"if": HOUSEHOLD, "else": {"properties": {"so": False}}}
    form = FormDefinition.from_schema(
        schema({"chu_the": WHO, "so": NUMBER, "ghi": TEXT}, allOf=[second, first])
    )
    assert normalise(form, {"chu_the": "ca_nhan", "so": 3, "ghi": "x"}) == {"chu_the": "ca_nhan"}
    assert normalise(form, {"chu_the": "ho", "so": 3, "ghi": "x"}) == {"chu_the": "ho", "so": 3, "ghi": "x"}


PERSON = {
    "title": "Cá nhân",
    "properties": {"loai": {"const": "nguoi", "title": "Bên mua"}, "ho_ten": TEXT},
    "required": ["loai", "ho_ten"],
}
COMPANY = {
    "title": "Tổ chức",
    "properties": {"loai": {"const": "to_chuc"}, "ma": TEXT},
    "required": ["loai", "ma"],
}


def test_one_of_several_ways_is_a_choice_that_opens_its_questions() -> None:
    group = {"type": "object", "title": "Bên mua", "oneOf": [PERSON, COMPANY]}
    form = FormDefinition.from_schema(schema({"mua": group}))
    way = form.field_by_key["mua"].fields[0]
    assert (way.kind, way.key, [one.label.vi for one in way.choices]) == (
        "variant",
        "loai",
        ["Cá nhân", "Tổ chức"],
    )
    data = {"mua": {"loai": "to_chuc", "ho_ten": "An", "ma": "01"}}
    assert normalise(form, data) == {"mua": {"loai": "to_chuc", "ma": "01"}}
    assert validate(form, data) == []
    assert told(form, {"mua": {"loai": "to_chuc"}}) == [("/mua/ma", "required")]
    assert told(form, {"mua": {"loai": "khac", "ma": "01"}}) == [("/mua/loai", "choice")]


def test_ways_without_a_mark_are_told_by_what_is_answered() -> None:
    card = {"title": "Thẻ", "properties": {"so_the": TEXT}, "required": ["so_the"]}
    book = {"title": "Sổ", "properties": {"so_so": TEXT, "noi_cap": TEXT}, "required": ["so_so"]}
    form = FormDefinition.from_schema(schema({"ten": TEXT}, anyOf=[card, book]))
    assert normalise(form, {"ten": "a", "noi_cap": "x"}) == {"ten": "a", "noi_cap": "x"}
    assert told(form, {"ten": "a", "noi_cap": "x"}) == [("/so_so", "required")]
    assert normalise(form, {"so_the": "1"}) == {"so_the": "1"}


def test_ways_told_by_a_question_of_the_form_are_questions_of_that_answer() -> None:
    one = {"properties": {"chu_the": {"const": "ca_nhan"}, "cccd": TEXT}, "required": ["cccd"]}
    other = {"properties": {"chu_the": {"const": "ho"}, "so_nguoi": NUMBER}}
    form = FormDefinition.from_schema(schema({"chu_the": WHO}, required=["chu_the"], oneOf=[one, other]))
    assert [field.key for field in form.fields] == ["chu_the", "cccd", "so_nguoi"]
    assert normalise(form, {"chu_the": "ho", "cccd": "1", "so_nguoi": 2}) == {"chu_the": "ho", "so_nguoi": 2}
    assert told(form, {"chu_the": "ca_nhan"}) == [("/cccd", "required")]


def test_computed_answers_are_worked_out_whatever_is_posted() -> None:
    area = {"type": "number", "title": "Diện tích", "x-formula": "dai * rong", "readOnly": True}
    fee = {"type": "integer", "title": "Phí", "x-widget": "money", "x-formula": "don_gia * 3 / 2"}
    width = {"type": "number", "title": "Rộng"}
    row = {"type": "object", "properties": {"dai": NUMBER, "rong": width, "dien_tich": area, "phi": fee}}
    lots = {"type": "array", "title": "Thửa", "items": row}
    form = FormDefinition.from_schema(schema({"don_gia": NUMBER, "thua": lots}))
    data = {"don_gia": 5, "thua": [{"dai": 3, "rong": 1.5, "dien_tich": 999}, {"dai": 2}]}
    expected = {
        "don_gia": 5,
        "thua": [{"dai": 3, "rong": 1.5, "dien_tich": 4.5, "phi": 8}, {"dai": 2, "phi": 8}],
    }
    assert normalise(form, data) == expected
    assert validate(form, data) == []


def test_computed_answers_may_stand_before_what_they_are_worked_out_from() -> None:
    chain: dict[str, Any] = {
        f"c{at}": {"type": "integer", "title": "Cộng", "x-formula": f"c{at + 1} + n"} for at in range(99)
    }
    chain["c99"] = {"type": "integer", "title": "Cộng", "x-formula": "n"}
    text = {"type": "string", "title": "Chữ"}
    large = {
        "if": {"properties": {"c0": {"minimum": 150}}, "required": ["c0"]},
        "else": {"properties": {"ly_do": False}},
    }
    form = FormDefinition.from_schema(schema({"ly_do": text, **chain, "n": NUMBER}, allOf=[large]))
    assert normalise(form, {"ly_do": "x", "n": 1}) == {"n": 1, **{f"c{at}": 100 - at for at in range(100)}}
    assert normalise(form, {"ly_do": "x", "n": 2})["ly_do"] == "x"


def test_lists_of_values_numbers_of_a_list_and_notes() -> None:
    floors = {"type": "integer", "title": "Tầng", "enum": [1, 2, 3]}
    names = {"type": "array", "title": "Tên khác", "items": {"type": "string", "minLength": 2}}
    note = {"type": "null", "x-widget": "note", "title": "Lưu ý"}
    levels = {
        "title": "Cấp",
        "oneOf": [{"const": "a", "title": "Nhà cấp IV"}, {"const": "b", "title": "Biệt thự"}],
    }
    form = FormDefinition.from_schema(
        schema({"tang": floors, "ten_khac": names, "luu_y": note, "cap": levels})
    )
    data = {"tang": "2", "ten_khac": [{"": "Hoa "}, "b"], "luu_y": "x", "cap": "a"}
    assert normalise(form, data) == {"tang": 2, "ten_khac": ["Hoa", "b"], "cap": "a"}
    assert told(form, data) == [("/ten_khac/1", "too_short")]
    assert form.field_by_key["cap"].choice_label("a").vi == "Nhà cấp IV"
    assert told(form, {"cap": "c"}) == [("/cap", "choice")]


def test_constants_and_read_only_defaults_stand_whatever_is_posted() -> None:
    country = {**TEXT, "const": "VN"}
    rate = {"type": "integer", "title": "Mức", "default": 50, "readOnly": True}
    tick = {**YES, "const": True, "title": "Cam đoan"}
    asked = {"nuoc": country, "muc": rate, "cam_doan": tick}
    form = FormDefinition.from_schema(schema(asked, required=list(asked)))
    assert told(form, {"muc": 1}) == [("/cam_doan", "required")]
    assert told(form, {"nuoc": "US", "cam_doan": False}) == [("/nuoc", "constant"), ("/cam_doan", "constant")]
    assert normalise(form, {"muc": 1, "cam_doan": True}) == {"muc": 50, "cam_doan": True, "nuoc": "VN"}


_TESTS = (
    {"const": "a"}, {"enum": ["a", "b"]}, {"not": {"const": "a"}}, {"minimum": 2}, {"exclusiveMaximum": 3},
    {"const": True}, True,
)  # fmt: skip
_KEYS = st.sampled_from(["chon", "so", "co", "ghi"])


def _simple(key: str, test: Any, is_needed: bool) -> Any:
    return {"properties": {key: test}, **({"required": [key]} if is_needed else {})}


_IF = st.recursive(
    st.builds(_simple, _KEYS, st.sampled_from(_TESTS), st.booleans())
    | _KEYS.map(lambda key: {"required": [key]}),
    lambda inner: (
        inner.map(lambda one: {"not": one})
        | st.lists(inner, min_size=1, max_size=2).map(lambda parts: {"allOf": parts})
        | st.lists(inner, min_size=1, max_size=2).map(lambda parts: {"anyOf": parts})
    ),
    max_leaves=4,
)
_THENS = (
    {"required": ["ghi"]}, {"properties": {"ghi": False}}, {"properties": {"moi": TEXT}, "required": ["moi"]},
    {"required": ["so"]}, {"properties": {"so": {"maximum": 5}}}, True,
)  # fmt: skip
_ANSWERS: dict[str, Any] = {
    "chon": st.sampled_from(["a", "b", "c"]),
    "so": st.integers(0, 6),
    "co": st.booleans(),
    "ghi": st.just("x"),
    "moi": st.just("y"),
}


@settings(max_examples=60, deadline=None)
@given(
    _IF,
    st.sampled_from(_THENS),
    st.sampled_from(_THENS),
    st.lists(st.fixed_dictionaries({}, optional=_ANSWERS), min_size=3, max_size=6),
)
def test_any_validator_gives_the_verdict_of_the_form(
    case: Any, then: Any, other: Any, answers: list[Any]
) -> None:
    asked = {"chon": {**TEXT, "enum": ["a", "b", "c"]}, "so": NUMBER, "co": YES, "ghi": TEXT}
    authored = schema(asked, **{"if": case, "then": then, "else": other})
    form = FormDefinition.from_schema(authored)
    for data in answers:
        given_ones = {key: value for key, value in data.items() if key in form.field_by_key}
        clean: Any = normalise(form, given_ones)
        assert normalise(form, clean) == clean
        assert (validate(form, given_ones) == []) is is_valid(authored, clean), json.dumps([authored, data])


def test_processes_know_the_questions_of_single_cases() -> None:
    then = {"properties": {"so_nguoi": NUMBER, "chu_the": {"const": "ho"}}}
    authored = schema(
        {"chu_the": WHO}, **{"if": HOUSEHOLD, "then": then}, allOf=[{"oneOf": [PERSON, COMPANY]}]
    )
    assert list(fields_of({"don": authored}, "don")) == ["chu_the", "so_nguoi", "loai", "ho_ten", "ma"]
    assert fields_of({"don": authored}, "don")["chu_the"]["type"] == "string"
