"""Which JSON Schema words a form may use where, and the shape each must have."""

from __future__ import annotations

import re
from collections.abc import Callable, Mapping

from motcua.domain.form_dates import is_date_bound
from motcua.domain.form_errors import SchemaError, child
from motcua.domain.text import Text

KEY = re.compile(r"[a-z][a-z0-9_]{0,59}")
"""A field's name: flat, without diacritics, so that conditions and reports can speak of it."""
MAX_TEXT = 5_000

Check = Callable[[object], bool]


def is_text(value: object) -> bool:
    return isinstance(value, str) and len(value) <= MAX_TEXT


def is_count(value: object) -> bool:
    return isinstance(value, int) and not isinstance(value, bool) and 0 <= value <= 1_000_000


def is_number(value: object) -> bool:
    """A number within ±10^18; `math.isfinite` alone fails on longer whole numbers."""
    return isinstance(value, int | float) and not isinstance(value, bool) and -(10**18) <= value <= 10**18


def is_names(value: object) -> bool:
    return isinstance(value, list) and all(isinstance(name, str) for name in value)


def _is_labels(value: object) -> bool:
    return isinstance(value, Mapping) and all(isinstance(k, str) and is_text(v) for k, v in value.items())


def _is_english(value: object) -> bool:
    return isinstance(value, Mapping) and all(
        _is_labels(text) if key == "enumLabels" else is_text(text) for key, text in value.items()
    )


def _is_anything(value: object) -> bool:
    return True


def _is_flag(value: object) -> bool:
    return isinstance(value, bool)


def _is_map(value: object) -> bool:
    return isinstance(value, Mapping)


def _is_list(value: object) -> bool:
    return isinstance(value, list)


SHAPES: Mapping[str, tuple[Check, Text]] = {
    **dict.fromkeys(
        (
            "title",
            "description",
            "$comment",
            "format",
            "pattern",
            "x-prefix",
            "x-suffix",
            "x-error",
            "x-example",
        ),
        (is_text, Text("chuỗi chữ", "a text")),
    ),
    **dict.fromkeys(
        ("minLength", "maxLength", "minItems", "maxItems", "minContains", "maxContains", "x-digits"),
        (is_count, Text("số nguyên không âm", "a whole number not below 0")),
    ),
    **dict.fromkeys(("minimum", "maximum"), (is_number, Text("số", "a number"))),
    **dict.fromkeys(("required", "enum"), (is_names, Text("danh sách chuỗi chữ", "a list of texts"))),
    **dict.fromkeys(
        ("properties", "$defs", "dependentRequired"), (_is_map, Text("đối tượng {}", "an object {}"))
    ),
    **dict.fromkeys(("x-sections", "allOf"), (_is_list, Text("danh sách []", "a list []"))),
    **dict.fromkeys(("x-personal", "uniqueItems"), (_is_flag, Text("true hoặc false", "true or false"))),
    **dict.fromkeys(
        ("x-min", "x-max"),
        (
            is_date_bound,
            Text(
                "ngày như 1900-01-01, today, today-18y, today+30d",
                "a date: 1900-01-01, today, today-18y, today+30d",
            ),
        ),
    ),
    "additionalProperties": (
        lambda value: value is False,
        Text(
            "false, vì dữ liệu ngoài tờ khai luôn bị từ chối",
            "false: data outside the form are always refused",
        ),
    ),
    "x-labels": (_is_labels, Text('đối tượng {"khoa": "Nhãn"}', 'an object {"key": "Label"}')),
    "x-en": (
        _is_english,
        Text(
            "đối tượng gồm title, description, enumLabels…", "an object with title, description, enumLabels…"
        ),
    ),
}

_ALWAYS = frozenset({"type", "title", "description", "$comment", "default", "examples"})
ALLOWED: Mapping[str, frozenset[str]] = {
    "root": _ALWAYS
    | {
        "$schema",
        "$id",
        "$defs",
        "properties",
        "required",
        "additionalProperties",
        "allOf",
        "dependentRequired",
    },
    "object": _ALWAYS | {"properties", "required", "additionalProperties"},
    "array": _ALWAYS
    | {"items", "minItems", "maxItems", "uniqueItems", "contains", "minContains", "maxContains"},
    "string": _ALWAYS | {"enum", "minLength", "maxLength", "pattern", "format"},
    "integer": _ALWAYS | {"minimum", "maximum"},
    "number": _ALWAYS | {"minimum", "maximum"},
    "boolean": _ALWAYS,
}
WIDGETS: Mapping[str, frozenset[str]] = {
    "string": frozenset({"textarea", "radio", "select", "phone", "identifier"}),
    "integer": frozenset({"money"}),
    "boolean": frozenset({"checkbox", "radio"}),
    "array": frozenset({"checkboxes"}),
    "object": frozenset({"address"}),
}
FORMATS = frozenset({"date", "email", "motcua-file"})

_DEFAULTS: Mapping[str, Check] = {
    "string": is_text,
    "integer": lambda value: is_number(value) and isinstance(value, int),
    "number": is_number,
    "boolean": _is_flag,
    "object": lambda value: False,
    "array": lambda value: False,
}


def check_words(node: Mapping[str, object], place: str, kind: str) -> None:
    """Raise `SchemaError` for a word `kind` does not know or whose value has the wrong shape.

    Words that begin with `x-` and are not ours are left alone: a newer release or a plugin may read them.
    """
    for word, value in node.items():
        if word not in ALLOWED[kind] and not word.startswith("x-"):
            raise SchemaError(
                child(place, word),
                Text(
                    f"chưa dùng được từ khóa “{word}” ở đây; hãy bỏ đi hoặc xem docs/forms.md",
                    f"the keyword “{word}” cannot be used here; remove it or see docs/forms.md",
                ),
            )
        shape = SHAPES.get(word)
        if shape is not None and not shape[0](value):
            raise SchemaError(child(place, word), Text(f"phải là {shape[1].vi}", f"must be {shape[1].en}"))
    _check_widget(node, place, kind)


def check_bounds(node: Mapping[str, object], place: str) -> None:
    """Raise `SchemaError` when no answer can lie between the bounds, or the default is of another type."""
    for least, most in (("minLength", "maxLength"), ("minItems", "maxItems"), ("minimum", "maximum")):
        low, high = node.get(least), node.get(most)
        if isinstance(low, int | float) and isinstance(high, int | float) and low > high:
            raise SchemaError(
                child(place, least), Text(f"lớn hơn {most} ({high})", f"is greater than {most} ({high})")
            )
    if "default" in node and not _DEFAULTS[str(node["type"])](node["default"]):
        raise SchemaError(
            child(place, "default"),
            Text(
                "giá trị mặc định phải cùng kiểu với câu trả lời", "the default must have the answer's type"
            ),
        )


def _check_widget(node: Mapping[str, object], place: str, kind: str) -> None:
    widget, known = node.get("x-widget"), sorted(WIDGETS.get(kind, ()))
    if widget is not None and widget not in known:
        names = ", ".join(known) or "–"
        raise SchemaError(
            child(place, "x-widget"),
            Text(
                f"kiểu “{kind}” chỉ có các dạng nhập: {names}",
                f"the type “{kind}” has these widgets: {names}",
            ),
        )
