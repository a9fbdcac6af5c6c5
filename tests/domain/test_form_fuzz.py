"""Any schema is either read or refused, whatever stands in it, and any data is judged."""

from __future__ import annotations

from typing import Any

from domain.form_schemas import TEXT, schema
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from motcua.domain.forms import FormDefinition, SchemaError, validate

_JSON = st.recursive(
    st.none() | st.booleans() | st.integers() | st.floats() | st.text(max_size=12),
    lambda inner: (
        st.lists(inner, max_size=4)
        | st.dictionaries(
            st.sampled_from(
                ["a", "b", "type", "title", "properties", "items", "enum", "$ref", "x-en", "x-sections"]
            )
            | st.text(max_size=5),
            inner,
            max_size=4,
        )
    ),
    max_leaves=12,
)
_WORDS = st.sampled_from(
    [
        "type",
        "title",
        "enum",
        "items",
        "pattern",
        "format",
        "$ref",
        "x-en",
        "x-labels",
        "x-min",
        "default",
        "x-widget",
        "minLength",
        "minimum",
        "minItems",
        "properties",
        "required",
        "contains",
        "x-error",
        "description",
        "x-digits",
    ]
)


@settings(max_examples=300, deadline=None, suppress_health_check=[HealthCheck.too_slow])
@given(
    st.dictionaries(_WORDS, _JSON | st.sampled_from(["string", "array", "object", "integer"]), max_size=6),
    _JSON,
)
def test_any_field_is_either_read_or_refused_and_any_data_judged(words: dict[str, Any], data: Any) -> None:
    try:
        definition = FormDefinition.from_schema(schema({"a": {**TEXT, **words}}))
    except SchemaError:
        return
    for error in validate(definition, {"a": data}):
        assert error.message.vi
        assert error.pointer.startswith("/a")


@settings(max_examples=200, deadline=None, suppress_health_check=[HealthCheck.too_slow])
@given(
    st.dictionaries(
        st.sampled_from(["allOf", "x-sections", "dependentRequired", "$defs", "x-en"]), _JSON, max_size=3
    )
)
def test_any_root_is_either_read_or_refused(words: dict[str, Any]) -> None:
    try:
        definition = FormDefinition.from_schema(schema(**words))
    except SchemaError:
        return
    assert validate(definition, {"a": "x"}) == []
