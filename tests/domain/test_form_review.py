"""Everything that is wrong with a form is named at once, by place, errors first."""

from __future__ import annotations

from typing import Any

import pytest
from domain.form_schemas import TEXT, schema

from motcua.domain.forms.form_review import review

GOOD = {"type": "string", "title": "Tên", "x-en": {"title": "Name"}}
KIND = {
    **GOOD, "title": "Loại", "enum": ["a", "b"],
    "x-labels": {"a": "Mới", "b": "Cũ"}, "x-en": {"title": "Kind", "enumLabels": {"a": "New", "b": "Old"}},
}  # fmt: skip


def found(given: dict[str, Any]) -> list[tuple[str, str, str]]:
    return [(one.severity, one.code, one.pointer) for one in review(given)]


def case(test: Any, **then: Any) -> dict[str, Any]:
    return {"if": {"properties": {"loai": test}, "required": ["loai"]}, **then}


PART = {"key": "p", "title": "P", "x-en": {"title": "P"}, "fields": ["ten"]}
HIDE = {"else": {"properties": {"ten": False}}}
ENGLISH = {"x-en": {"title": "Form"}, "title": "Đơn"}
CASES: dict[str, tuple[dict[str, Any], list[tuple[str, str, str]]]] = {
    "nothing wrong": (schema({"ten": GOOD}, **ENGLISH), []),
    "several at once": (
        schema(
            {"a": {"type": "string"}, "b": {**GOOD, "title": "Màu", "type": "colour"}, "ten": GOOD},
            required=["c"],
            **ENGLISH,
        ),
        [
            ("error", "unusable", "/properties/b/type"),
            ("error", "unknown_field", "/required"),
            ("error", "no_label", "/properties/a/title"),
            ("error", "no_type", "/properties/b/type"),
        ],
    ),
    "no English": (
        schema({"a": {"type": "string", "title": "Địa chỉ"}}, **ENGLISH),
        [("warning", "no_english", "/properties/a/x-en")],
    ),
    "long label": (
        schema({"a": {**GOOD, "title": "Tên " * 40}}, **ENGLISH),
        [("warning", "long_label", "/properties/a/title")],
    ),
    "in no section": (
        schema({"ten": GOOD, "b": {**GOOD, "title": "Khác"}}, **ENGLISH, **{"x-sections": [PART]}),
        [("error", "no_section", "/properties/b")],
    ),
    "required but hidden": (
        schema({"loai": KIND, "ten": GOOD}, required=["ten"], **ENGLISH, **case({"const": "a"}, **HIDE)),
        [("error", "required_hidden", "/properties/ten")],
    ),
    "never asked": (
        schema({"loai": KIND, "ten": GOOD}, **ENGLISH, **case({"const": "x"}, **HIDE)),
        [("error", "condition_never", "/properties/ten")],
    ),
    "always asked": (
        schema({"loai": KIND, "ten": GOOD}, required=["loai"], **ENGLISH, **case({"enum": ["a", "b"]}, **HIDE)),
        [("warning", "condition_always", "/properties/ten")],
    ),
    "asked by a later question": (
        schema({"ten": GOOD, "loai": KIND}, **ENGLISH, **case({"const": "a"}, **HIDE)),
        [("warning", "condition_ahead", "/properties/ten")],
    ),
    "asked by no question": (
        schema({"ten": GOOD}, **ENGLISH, **case({"const": "a"}, **HIDE)),
        [("error", "condition_unknown", "/properties/ten")],
    ),
    "one label twice": (schema({"a": GOOD, "b": GOOD}, **ENGLISH), [("warning", "same_label", "/properties/b/title")]),
    "free text for a number": (
        schema({"a": {**GOOD, "title": "Số điện thoại", "x-en": {"title": "Phone"}}}, **ENGLISH),
        [("warning", "better_kind", "/properties/a")],
    ),
    "personal data not marked": (
        schema({"a": {**GOOD, "x-widget": "full_name"}}, **ENGLISH),
        [("warning", "not_personal", "/properties/a")],
    ),
    "choice without a label": (
        schema({"a": {**GOOD, "enum": ["moi_lap"]}}, **ENGLISH),
        [("warning", "choice_label", "/properties/a")],
    ),
    "formula of nothing": (
        schema({"a": {**GOOD, "type": "number", "x-formula": "b * 2"}}, **ENGLISH),
        [("error", "formula_unknown", "/properties/a/x-formula")],
    ),
    "formulas in a circle": (
        schema({a: {**GOOD, "title": a, "type": "number", "x-formula": b} for a, b in ("ab", "bc", "cb", "dd")}, **ENGLISH),
        [("error", "formula_circle", "/properties/b/x-formula"), ("error", "formula_circle", "/properties/d/x-formula")],
    ),
    "unknown source": (
        schema({"a": {**GOOD, "x-source": "account.shoe"}}, **ENGLISH),
        [("warning", "unknown_source", "/properties/a/x-source")],
    ),
    "declaration without a text": (
        schema({"a": {**GOOD, "type": "boolean", "const": True, "x-widget": "declaration"}}, **ENGLISH),
        [("error", "no_declaration", "/properties/a/x-text")],
    ),
    "no form at all": ({"type": "array"}, [("error", "unusable", "/type")]),
}  # fmt: skip


@pytest.mark.req("B-01")
@pytest.mark.parametrize(("given", "expected"), CASES.values(), ids=CASES.keys())
def test_a_form_is_reviewed(given: dict[str, Any], expected: list[tuple[str, str, str]]) -> None:
    assert found(given) == expected
    assert all(one.message.vi != one.message.en for one in review(given))


def test_a_group_inside_is_reviewed_too() -> None:
    inner = {
        "type": "object",
        "title": "Nhóm",
        "x-en": {"title": "Group"},
        "properties": {"ten": {**TEXT, "title": "Thôn"}},
    }
    assert found(schema({"a": inner}, **ENGLISH)) == [
        ("warning", "no_english", "/properties/a/properties/ten/x-en")
    ]
