"""A branch's condition while it is being drawn: which fields it may ask, its rows, and the sentence they make."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass

from motcua.domain.check.process_rules_names import Vocabulary, form_keys
from motcua.domain.conditions.condition_builder import Row, Rows, build, rows_of
from motcua.domain.conditions.condition_nodes import ConditionError
from motcua.domain.conditions.conditions import Condition, parse_condition
from motcua.domain.forms import Field, FormDefinition
from motcua.domain.forms.form_errors import SchemaError
from motcua.domain.process.process_graph import scopes
from motcua.domain.text import Text
from motcua.services.process.examination import Examined

ASKED_WHOLE = ("group", "rows", "file")
"""Kinds of fields that a condition cannot compare with one value."""


@dataclass(frozen=True, slots=True)
class Asked:
    """A condition as the studio shows it: `rows` is None when it can only be edited as text."""

    text: str
    rows: Rows | None
    sentence: Text | None = None
    problem: Text | None = None


def fields_at(examined: Examined, forms: Mapping[str, Mapping[str, object]], element: str) -> Sequence[Field]:
    """The fields that are filled in by the time a dossier comes to the element, in the order of their forms.

    What decision tables and loops add stands last, under its own name. An element that is not stored yet knows the
    dossier's form alone.
    """
    model = examined.model
    if model is None:
        return ()
    vocabulary = Vocabulary(model, scopes(model.nodes, model.flows), forms)
    keys = form_keys(model)
    names = (
        dict.fromkeys(vocabulary.at(element).types)
        if element in model.node_by_id
        else {one.key: None for one in _fields(forms.get(keys[0], {}) if keys else {})}
    )
    found = {one.key: one for key in keys for one in _fields(forms.get(key, {}))}
    own = [name for name in names if name not in found]
    known = [one for one in found.values() if one.key in names and one.kind not in ASKED_WHOLE]
    return [*known, *(Field(name, "text", Text(name, name)) for name in own)]


def asked_text(text: str, fields: Sequence[Field]) -> Asked:
    """The condition that stands in the model; none at all has no rows yet."""
    if not text:
        return Asked("", Rows("all", ()))
    try:
        condition = parse_condition(text)
    except ConditionError as error:
        return Asked(text, None, problem=error.message)
    return Asked(text, rows_of(condition), _sentence(condition, fields))


def asked_rows(rows: Rows, fields: Sequence[Field]) -> Asked:
    """The condition that rows make; `problem` says which row is wrong."""
    try:
        text = build(rows)
    except ConditionError as error:
        return Asked("", rows, problem=error.message)
    return Asked(text, rows, _sentence(parse_condition(text), fields))


def row_of(given: Mapping[str, object]) -> Row:
    """A row as the page sends it; lists are choices, and numbers stay exact. Raises ConditionError later, in `build`."""
    value = given.get("value")
    return Row(
        str(given.get("field", "")),
        str(given.get("operator", "")),  # type: ignore[arg-type]
        tuple(value) if isinstance(value, list) else value,  # type: ignore[arg-type]
    )


def _sentence(condition: Condition, fields: Sequence[Field]) -> Text:
    return condition.describe({one.key: one for one in fields})


def _fields(schema: Mapping[str, object]) -> Sequence[Field]:
    try:
        return FormDefinition.from_schema(schema).fields if schema else ()
    except SchemaError:
        return ()
