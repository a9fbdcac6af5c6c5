"""The words of JSON Schema 2020-12 that a form may use, and the shape each must have."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator, Mapping

from motcua.domain.forms.form_dates import is_date_bound
from motcua.domain.forms.form_errors import SchemaError, child
from motcua.domain.schema.form_pattern import PatternError, check_pattern
from motcua.domain.text import Text

KEY = re.compile(r"[a-z][a-z0-9_]{0,59}")
"""A field's name: flat, without diacritics, so that conditions and reports can speak of it."""
MAX_TEXT = 5_000
MAX_CHOICES = 1_000
MAX_VALUE_PARTS = 200
DIALECT = "https://json-schema.org/draft/2020-12/schema"
TYPES = ("string", "integer", "number", "boolean", "object", "array", "null")

Check = Callable[[object], bool]


def is_text(value: object) -> bool:
    return isinstance(value, str) and len(value) <= MAX_TEXT


def is_count(value: object) -> bool:
    """A whole number not below 0; 2.0 is one, as in JSON."""
    if isinstance(value, float) and value.is_integer():
        value = int(value)
    return isinstance(value, int) and not isinstance(value, bool) and 0 <= value <= 1_000_000


def is_number(value: object) -> bool:
    """A number within ±10^18; `math.isfinite` alone fails on longer whole numbers."""
    return isinstance(value, int | float) and not isinstance(value, bool) and -(10**18) <= value <= 10**18


def is_names(value: object) -> bool:
    return isinstance(value, list) and all(isinstance(name, str) for name in value)


def is_value(value: object) -> bool:
    """A constant of bounded size and depth."""
    return _parts(value, 0) <= MAX_VALUE_PARTS


def _parts(value: object, depth: int) -> int:
    if depth > 8:
        return MAX_VALUE_PARTS + 1
    if isinstance(value, list | Mapping):
        inner = value.values() if isinstance(value, Mapping) else value
        return 1 + sum(_parts(one, depth + 1) for one in inner)
    return 1 if not isinstance(value, str) or len(value) <= MAX_TEXT else MAX_VALUE_PARTS + 1


def _is_labels(value: object) -> bool:
    return isinstance(value, Mapping) and all(isinstance(k, str) and is_text(v) for k, v in value.items())


def _is_english(value: object) -> bool:
    return isinstance(value, Mapping) and all(
        _is_labels(text) if key == "enumLabels" else is_text(text) for key, text in value.items()
    )


def _is_flag(value: object) -> bool:
    return isinstance(value, bool)


def _is_map(value: object) -> bool:
    return isinstance(value, Mapping) and all(isinstance(key, str) for key in value)


def _is_list(value: object) -> bool:
    return isinstance(value, list)


def _is_several(value: object) -> bool:
    return isinstance(value, list) and 1 <= len(value) <= MAX_CHOICES


def _is_type(value: object) -> bool:
    named = [value] if isinstance(value, str) else value
    return isinstance(named, list) and len(named) >= 1 and all(one in TYPES for one in named)


def _is_closed_list(value: object) -> bool:
    return _is_several(value) and isinstance(value, list) and all(is_value(one) for one in value)


def _is_dependent(value: object) -> bool:
    return _is_map(value) and isinstance(value, Mapping) and all(is_names(names) for names in value.values())


def _is_accept(value: object) -> bool:
    return isinstance(value, list) and all(one in ("pdf", "image", "docx", "xlsx") for one in value)


def _is_schema(value: object) -> bool:
    return isinstance(value, Mapping | bool)


def _is_anything(value: object) -> bool:
    return True


_TEXT, _COUNT = Text("chuỗi chữ", "a text"), Text("số nguyên không âm", "a whole number not below 0")
_NUMBER, _LIST = Text("số", "a number"), Text("danh sách []", "a list []")
_OBJECT, _FLAG = Text("đối tượng {}", "an object {}"), Text("true hoặc false", "true or false")
_ABOVE = Text("số lớn hơn 0", "a number above 0")
_VALUES = Text(f"danh sách từ 1 đến {MAX_CHOICES} giá trị", f"a list of 1 to {MAX_CHOICES} values")
_SCHEMAS = Text(f"danh sách từ 1 đến {MAX_CHOICES} lược đồ", f"a list of 1 to {MAX_CHOICES} schemas")
_ENGLISH = Text(
    "đối tượng gồm title, description, enumLabels…", "an object with title, description, enumLabels…"
)
_FILES = Text('danh sách gồm "pdf", "image", "docx", "xlsx"', 'a list of "pdf", "image", "docx", "xlsx"')
_SCHEMA = Text("một lược đồ {}", "a schema {}")
_BOUND = Text(
    "ngày như 1900-01-01, today, today-18y, today+30d", "a date: 1900-01-01, today, today-18y, today+30d"
)


def _each(words: str, check: Check, shape: Text) -> dict[str, tuple[Check, Text]]:
    return dict.fromkeys(words.split(), (check, shape))


SHAPES: Mapping[str, tuple[Check, Text]] = {
    "$schema": (lambda value: isinstance(value, str) and value.rstrip("#") == DIALECT, Text(DIALECT, DIALECT)),
    **_each("$id $comment $ref title description format pattern", is_text, _TEXT),
    **_each("x-prefix x-suffix x-error x-example x-component x-source x-formula x-shared x-text", is_text, _TEXT),
    **_each("x-units x-role x-field", is_text, _TEXT),
    **_each("minLength maxLength minItems maxItems minContains maxContains", is_count, _COUNT),
    **_each("minProperties maxProperties x-digits x-max-mb", is_count, _COUNT),
    **_each("minimum maximum exclusiveMinimum exclusiveMaximum", is_number, _NUMBER),
    "multipleOf": (lambda value: is_number(value) and isinstance(value, int | float) and value > 0, _ABOVE),
    "type": (_is_type, Text("một trong " + ", ".join(TYPES), "one of " + ", ".join(TYPES))),
    "enum": (_is_closed_list, _VALUES),
    **_each("const default", is_value, Text("một giá trị ngắn", "a value of bounded size")),
    "examples": (_is_anything, _LIST),
    "required": (is_names, Text("danh sách chuỗi chữ", "a list of texts")),
    **_each("properties $defs dependentSchemas", _is_map, _OBJECT),
    "dependentRequired": (_is_dependent, Text('đối tượng {"muc": ["muc_khac"]}', 'an object {"field": ["other"]}')),
    **_each("allOf anyOf oneOf", _is_several, _SCHEMAS),
    **_each("not if then else items contains propertyNames", _is_schema, _SCHEMA),
    **_each("additionalProperties unevaluatedProperties", _is_schema, _FLAG),
    "x-sections": (_is_list, _LIST),
    **_each("uniqueItems readOnly writeOnly deprecated x-personal x-strict", _is_flag, _FLAG),
    **_each("x-min x-max", is_date_bound, _BOUND),
    "x-labels": (_is_labels, Text('đối tượng {"khoa": "Nhãn"}', 'an object {"key": "Label"}')),
    "x-en": (_is_english, _ENGLISH),
    "x-layout": (lambda value: value in ("pages", "one"), Text('"pages" hoặc "one"', '"pages" or "one"')),
    "x-accept": (_is_accept, _FILES),
}  # fmt: skip
"""What each word must look like; a word of JSON Schema that is not here cannot be used."""

REASONS: Mapping[str, Text] = {
    **dict.fromkeys(
        ("prefixItems", "unevaluatedItems"),
        Text(
            "danh sách mà mỗi chỗ một kiểu không hỏi được; hãy dùng nhóm mục (object)",
            "a list whose places differ cannot be asked; use a group of fields (object)",
        ),
    ),
    "patternProperties": Text(
        "tờ khai chỉ hỏi các mục có tên; hãy khai từng mục trong properties",
        "a form asks fields by name; declare each in properties",
    ),
    **dict.fromkeys(
        ("$anchor", "$dynamicRef", "$dynamicAnchor", "$vocabulary"),
        Text("chỉ dẫn chiếu được bằng $ref tới #/$defs/…", "refer with $ref to #/$defs/… only"),
    ),
    **dict.fromkeys(
        ("contentEncoding", "contentMediaType", "contentSchema"),
        Text(
            'tệp được hỏi bằng "format": "motcua-file"', 'a file is asked with "format": "motcua-file"'
        ),
    ),
}  # fmt: skip
_ROOT_ONLY = frozenset({"$schema", "$id", "x-sections", "x-layout"})


def shape_problems(
    node: Mapping[str, object], place: str, *, is_root: bool
) -> Iterator[tuple[str, SchemaError]]:
    """The words of one schema that a form cannot use or whose value has the wrong shape.

    Words that begin with `x-` and are not ours are left alone: a newer release or a plugin may read them.
    """
    for word, value in node.items():
        at, shape = child(place, word), SHAPES.get(word)
        if (shape is None and not word.startswith("x-")) or (word in _ROOT_ONLY and not is_root):
            yield word, SchemaError(at, _reason(word))
        elif shape is not None and not shape[0](value):
            yield word, SchemaError(at, Text(f"phải là {shape[1].vi}", f"must be {shape[1].en}"))
        elif (
            word in ("additionalProperties", "unevaluatedProperties") and isinstance(value, Mapping) and value
        ):
            yield word, SchemaError(at, REASONS["patternProperties"])
        elif word == "pattern":
            try:
                check_pattern(str(value))
            except PatternError as problem:
                yield word, SchemaError(at, problem.reason)


def _reason(word: str) -> Text:
    return REASONS.get(word) or Text(
        f"chưa dùng được từ khóa “{word}” ở đây; hãy bỏ đi hoặc xem docs/forms.md",
        f"the keyword “{word}” cannot be used here; remove it or see docs/forms.md",
    )
