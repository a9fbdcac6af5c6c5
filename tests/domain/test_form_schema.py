"""Schemas are not trusted: what cannot be used is refused by place, and nothing hostile is ever carried out."""

from __future__ import annotations

import copy
import time
from typing import Any

import pytest
from domain.form_schemas import TEXT, one, schema

from motcua.domain.forms import FormDefinition, SchemaError, validate
from motcua.domain.forms.form_review import review

ROWS = {"type": "array", "title": "Dòng", "items": {"type": "object", "properties": {"ten": TEXT}}}


def nested(depth: int) -> dict[str, Any]:
    node: dict[str, Any] = TEXT
    for _ in range(depth):
        node = {"type": "object", "title": "Nhóm", "properties": {"a": node}}
    return schema({"a": node})


def bomb() -> dict[str, Any]:
    """Ten definitions, each holding the next ten times over: 10^10 fields when put in place."""
    keys = "abcdefghij"
    definitions: dict[str, Any] = {"d9": TEXT}
    for level in range(9):
        inner = {key: {"$ref": f"#/$defs/d{level + 1}", "title": "x"} for key in keys}
        definitions[f"d{level}"] = {"type": "object", "title": "x", "properties": inner}
    return schema({"a": {"$ref": "#/$defs/d0"}}, **{"$defs": definitions})


RULE_IF = {"properties": {"a": {"const": "x"}}, "required": ["a"]}
REFUSED: dict[str, tuple[Any, str]] = {
    "no object": ([], ""),
    "text": ("{}", ""),
    "other root type": ({"type": "array"}, "/type"),
    "no properties": ({"type": "object"}, "/properties"),
    "empty properties": (schema({}), "/properties"),
    "properties as list": ({"type": "object", "properties": []}, "/properties"),
    "key with capital": (schema({"Ten": TEXT}), "/properties/Ten"),
    "key with diacritics": (schema({"tên": TEXT}), "/properties/tên"),
    "key with slash": (schema({"a/b": TEXT}), "/properties/a~1b"),
    "field without label": (schema({"a": {"type": "string"}}), "/properties/a/title"),
    "field that is no object": (schema({"a": "string"}), "/properties/a"),
    "no type": (schema({"a": {"title": "x"}}), "/properties/a/type"),
    "several types": (schema({"a": {"title": "x", "type": ["string", "object"]}}), "/properties/a/type"),
    "label is a number": (schema({"a": {"title": 3, "type": "string"}}), "/properties/a/title"),
    "unsupported word": (one(oneOf=[]), "/properties/a/oneOf"),
    "dynamic reference": (one(**{"$dynamicRef": "#x"}), "/properties/a/$dynamicRef"),
    "nested id": (one(**{"$id": "https://example.vn/"}), "/properties/a/$id"),
    "remote reference": (schema({"a": {"$ref": "https://example.vn/x.json"}}), "/properties/a/$ref"),
    "file reference": (schema({"a": {"$ref": "file:///etc/passwd"}}), "/properties/a/$ref"),
    "reference elsewhere": (schema({"a": {"$ref": "#/properties/a"}}), "/properties/a/$ref"),
    "reference to nothing": (schema({"a": {"$ref": "#/$defs/x"}}, **{"$defs": {}}), "/properties/a/$ref"),
    "reference that is no text": (schema({"a": {"$ref": 3}}), "/properties/a/$ref"),
    "reference to itself": (
        schema({"a": {"$ref": "#/$defs/x"}}, **{"$defs": {"x": {"$ref": "#/$defs/x"}}}),
        "/properties/a/$ref",
    ),
    "reference in a circle": (
        schema(
            {"a": {"$ref": "#/$defs/x"}},
            **{"$defs": {"x": {"type": "object", "title": "x", "properties": {"b": {"$ref": "#/$defs/x"}}}}},
        ),
        "/properties/a/properties/b/$ref",
    ),
    "definitions as text": (schema(**{"$defs": "x"}), "/$defs"),
    "too deep": (nested(6), "/properties/a" + "/properties/a" * 5),
    "too many fields": (schema({f"a{n}": TEXT for n in range(401)}), "/properties/a400"),
    "data by any name": (schema(additionalProperties={"type": "string"}), "/additionalProperties"),
    "required unknown": (schema(required=["b"]), "/required"),
    "required as text": (schema(required="a"), "/required"),
    "unknown format": (one(format="hostname"), "/properties/a/format"),
    "unknown widget": (one(**{"x-widget": "colour"}), "/properties/a/x-widget"),
    "widget of another type": (one(**{"x-widget": "money"}), "/properties/a/x-widget"),
    "catastrophic pattern": (one(pattern="^(a+)+$"), "/properties/a/pattern"),
    "negative length": (one(minLength=-1), "/properties/a/minLength"),
    "lengths crossed": (one(minLength=5, maxLength=2), "/properties/a/minLength"),
    "bound that is no number": (
        schema({"a": {"type": "number", "title": "x", "minimum": "1"}}),
        "/properties/a/minimum",
    ),
    "infinite bound": (
        schema({"a": {"type": "number", "title": "x", "maximum": float("inf")}}),
        "/properties/a/maximum",
    ),
    "bound of 400 figures": (
        schema({"a": {"type": "integer", "title": "x", "maximum": 10**400}}),
        "/properties/a/maximum",
    ),
    "format that is a list": (one(format=[]), "/properties/a/format"),
    "empty list of choices": (one(enum=[]), "/properties/a/enum"),
    "choices of numbers": (one(enum=[1, 2]), "/properties/a/enum"),
    "choice given twice": (one(enum=["x", "x"]), "/properties/a/enum"),
    "too many choices": (one(enum=[str(n) for n in range(1001)]), "/properties/a/enum"),
    "labels as list": (one(enum=["x"], **{"x-labels": ["X"]}), "/properties/a/x-labels"),
    "English as text": (one(**{"x-en": "Name"}), "/properties/a/x-en"),
    "default of another type": (one(default=3), "/properties/a/default"),
    "date bound in words": (one(format="date", **{"x-max": "tomorrow"}), "/properties/a/x-max"),
    "list of lists": (
        schema({"a": {"type": "array", "title": "x", "items": {"type": "array", "items": TEXT}}}),
        "/properties/a/items",
    ),
    "list of nothing": (schema({"a": {"type": "array", "title": "x"}}), "/properties/a/items"),
    "count of rows without what": (schema({"a": {**ROWS, "minContains": 1}}), "/properties/a"),
    "rule of no known word": (schema(allOf=[{"patternProperties": {}}]), "/allOf/0/patternProperties"),
    "rule that is no object": (schema(allOf=["x"]), "/allOf/0"),
    "rule about an unknown field": (
        schema(allOf=[{"if": RULE_IF, "then": {"required": ["b"]}}]),
        "/allOf/0/then/required",
    ),
    "shown by a pattern": (
        schema(**{"if": {"properties": {"a": {"pattern": "^x$"}}}, "else": {"properties": {"a": False}}}),
        "/else/properties/a",
    ),
    "asked in two ways": (
        schema(**{"if": RULE_IF, "then": {"properties": {"b": TEXT}}, "else": {"properties": {"b": ROWS}}}),
        "/else/properties/b",
    ),
    "asked in one case, refused in all": (
        schema(**{"if": RULE_IF, "then": {"properties": {"b": TEXT}}, "additionalProperties": False}),
        "/additionalProperties",
    ),
    "no answer can be right": (
        schema({"a": {"allOf": [{"type": "string"}, {"type": "integer"}], "title": "x"}}),
        "/properties/a/type",
    ),
    "formula that cannot be read": (one(**{"x-formula": "von *"}), "/properties/a/x-formula"),
    "dependent on an unknown field": (schema(dependentRequired={"b": ["a"]}), "/dependentRequired/b"),
    "sections as object": (schema(**{"x-sections": {}}), "/x-sections"),
    "section without title": (
        schema(**{"x-sections": [{"key": "p", "fields": ["a"]}]}),
        "/x-sections/0/title",
    ),
    "section with an unknown field": (
        schema(**{"x-sections": [{"key": "p", "title": "P", "fields": ["b"]}]}),
        "/x-sections/0/fields",
    ),
    "field in no section": (
        schema({"a": TEXT, "b": TEXT}, **{"x-sections": [{"key": "p", "title": "P", "fields": ["a"]}]}),
        "/properties/b",
    ),
    "field in two sections": (
        schema(
            **{
                "x-sections": [
                    {"key": "p", "title": "P", "fields": ["a"]},
                    {"key": "q", "title": "Q", "fields": ["a"]},
                ]
            }
        ),
        "/x-sections/1/fields",
    ),
}


@pytest.mark.parametrize(("given_schema", "pointer"), REFUSED.values(), ids=REFUSED.keys())
def test_a_schema_that_cannot_be_used_is_refused_by_its_place(given_schema: Any, pointer: str) -> None:
    with pytest.raises(SchemaError) as caught:
        FormDefinition.from_schema(given_schema)
    assert caught.value.pointer == pointer
    assert caught.value.message.vi != caught.value.message.en


def test_references_that_multiply_are_stopped_at_once() -> None:
    started = time.thread_time()
    with pytest.raises(SchemaError):
        FormDefinition.from_schema(bomb())
    assert time.thread_time() - started < 1


def test_the_author_schema_is_left_untouched_and_defs_are_put_in_place() -> None:
    authored = schema(
        {"a": {"$ref": "#/$defs/t", "title": "Mục", "x-en": {"title": "Item"}}},
        **{"$defs": {"t": {**TEXT, "description": "Giúp", "x-en": {"description": "Help"}}}},
    )
    before = copy.deepcopy(authored)
    definition = FormDefinition.from_schema(authored)
    assert authored == before
    assert "$defs" not in definition.schema
    hint = definition.field_by_key["a"].hint
    assert hint is not None
    assert (definition.field_by_key["a"].label.en, hint.en) == ("Item", "Help")


def test_words_of_others_that_begin_with_x_are_left_alone() -> None:
    definition = FormDefinition.from_schema(one(**{"x-province-note": {"any": ["thing"]}}))
    assert validate(definition, {"a": "x"}) == []


def test_a_field_is_found_by_the_pointer_of_an_error() -> None:
    definition = FormDefinition.from_schema(schema({"a": ROWS}))
    found = definition.field_at("/a/3/ten")
    assert found is not None
    assert found.label.vi == "Tên"
    assert definition.field_at("/a/3/khac") is None
    assert definition.field_at("") is None


def _if(number: int) -> dict[str, Any]:
    return {"properties": {"a0": {"const": str(number)}}, "required": ["a0"]}


def _many() -> dict[str, Any]:
    return {f"a{number}": TEXT for number in range(300)}


def _doubled(times: int) -> dict[str, Any]:
    node: dict[str, Any] = {"properties": {"a": {"minLength": 1}}}
    for _ in range(times):
        node = {"allOf": [node, node]}
    return schema(allOf=[node])


_HIDES = {
    "if": {"anyOf": [_if(number) for number in range(900)]},
    "else": {"properties": dict.fromkeys(_many(), False)},
}
_LIST = {"type": "array", "title": "Dòng", "maxItems": 200}
_FILLED = {**_LIST, "minItems": 45}
_JUDGED = {**TEXT, "anyOf": [{"minLength": least} for least in range(1, 50)]}
HOSTILE = {
    "rules without end": schema(_many(), allOf=[{"if": _if(n), "then": {"required": ["a1"]}} for n in range(301)]),
    "one rule about every field": schema(_many(), **_HIDES),
    "the same in every row": schema({"r": {**_LIST, "items": schema(_many(), **_HIDES)}}),
    "rules in rows of rows": schema({"r": {**_LIST, "items": schema({"s": {**_LIST, "items": schema({"a": _JUDGED})}})}}),
    "so many rows at least": schema({"r": {**_FILLED, "items": schema({"s": {**_FILLED, "items": schema({"a": TEXT})}})}}),
    "parts that double": _doubled(20),
    "a schema deep down": schema(**{"not": {"allOf": [_doubled(38)]}}),
    "looking again and again": schema({"a": {**ROWS, "items": {"allOf": [{"unevaluatedProperties": False}] * 4}}}),
    "pattern without end": one(pattern="^(a+)+$"),
    "constant without end": one(const=[[[[[[[[[[1]]]]]]]]]]),
}  # fmt: skip


@pytest.mark.parametrize("given_schema", HOSTILE.values(), ids=HOSTILE.keys())
def test_a_schema_that_would_take_too_long_is_refused_soon(given_schema: dict[str, Any]) -> None:
    started = time.thread_time()
    with pytest.raises(SchemaError):
        FormDefinition.from_schema(given_schema, is_lenient=True)
    assert review(given_schema)
    assert time.thread_time() - started < 8


def test_a_form_of_two_hundred_questions_is_read_and_judged_quickly() -> None:
    asked = {f"a{number}": TEXT | {"minLength": 2} for number in range(200)}
    rules = [
        {"if": {"required": [f"a{n}"]}, "else": {"properties": {f"a{n + 1}": False}}}
        for n in range(0, 200, 10)
    ]
    started = time.thread_time()
    form = FormDefinition.from_schema(schema(asked, allOf=rules))
    read = time.thread_time()
    assert validate(form, dict.fromkeys(asked, "đủ")) == []
    assert (read - started, time.thread_time() - read) < (2, 2)
