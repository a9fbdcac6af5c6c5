"""Any schema is either read or refused, whatever stands in it, and any data is judged."""

from __future__ import annotations

from typing import Any

from domain.form_schemas import TEXT, schema
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from motcua.domain.forms import FormDefinition, SchemaError, is_valid, normalise, validate
from motcua.domain.forms.form_review import review
from motcua.domain.schema.form_keywords import SHAPES

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
_WORDS = st.sampled_from(sorted({*SHAPES, "x-widget"} - {"$schema", "$defs"}))
_PARTS = st.sampled_from(
    [
        TEXT,
        {"type": "integer", "title": "Số", "minimum": 2},
        {"required": ["a"]},
        {"properties": {"a": False}},
        True,
        False,
    ]
)
_VALUES = (
    _JSON
    | _PARTS
    | st.lists(_PARTS, min_size=1, max_size=3)
    | st.dictionaries(st.sampled_from(["a", "b", "c"]), _PARTS | st.just(["a"]), max_size=3)
    | st.sampled_from(
        ["string", "array", "object", "integer", "null", "date", "motcua-day", "^a*$", "a + b", "money"]
    )
    | st.integers(0, 5)
    | st.lists(st.sampled_from(["a", "b", "x"]), max_size=2)
)


@settings(max_examples=150, deadline=None, suppress_health_check=[HealthCheck.too_slow])
@given(st.dictionaries(_WORDS, _VALUES, max_size=5), _JSON)
def test_any_field_is_either_read_or_refused_and_any_data_judged(words: dict[str, Any], data: Any) -> None:
    try:
        definition = FormDefinition.from_schema(schema({"a": {**TEXT, **words}}))
    except SchemaError:
        return
    for error in validate(definition, {"a": data}):
        assert error.message.vi
        assert error.pointer.startswith("/a")


@settings(max_examples=150, deadline=None, suppress_health_check=[HealthCheck.too_slow])
@given(
    st.dictionaries(_WORDS, _VALUES, max_size=4),
    st.dictionaries(
        st.sampled_from(["a", "b", "c"]), st.sampled_from(["x", 3, True, [], {"a": "x"}]), max_size=3
    ),
)
def test_any_root_is_read_or_refused_and_what_it_takes_the_standard_takes(
    words: dict[str, Any], data: dict[str, Any]
) -> None:
    given_schema = schema({"a": TEXT, "b": {"type": "integer", "title": "Số"}}) | words
    assert all(one.message.vi for one in review(given_schema))
    try:
        definition = FormDefinition.from_schema(given_schema, is_lenient=True)
    except SchemaError:
        return
    if not validate(definition, data):
        assert is_valid(given_schema, normalise(definition, data))
