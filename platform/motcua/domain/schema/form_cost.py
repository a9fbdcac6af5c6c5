"""How much work judging answers can be at most; a schema that would take too long is refused before it is used."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import cast

from motcua.domain.forms.form_definition import Field
from motcua.domain.forms.form_errors import SchemaError, child
from motcua.domain.schema.form_reference import NAMED, ONE, SEVERAL, Schema
from motcua.domain.schema.form_strict import DEFAULT_ROWS, MAX_ROWS
from motcua.domain.text import Text

MAX_COST = 250_000
MAX_OPEN = 3
"""`unevaluatedProperties` looks through all rules of its object again, those inside them too."""

MAX_LEAST_ROWS = 2_000
Node = Mapping[str, object]


def check_cost(schema: Schema) -> None:
    """Raise `SchemaError` when rules, counted once for each row they are judged in, are too many."""
    if _open(schema) > MAX_OPEN:
        raise SchemaError(
            "",
            Text(
                f"quá {MAX_OPEN} lần unevaluatedProperties",
                f"unevaluatedProperties more than {MAX_OPEN} times",
            ),
        )
    _cost(schema, "", 1, 0, is_rule=False)


def check_least_rows(fields: Sequence[Field], times: int = 1, counted: int = 0) -> int:
    """Raise `SchemaError` when `minItems` of rows within rows ask for too many; the rows that are asked at least."""
    for field in fields:
        inside = times
        if field.kind == "rows":
            inside = times * max(field.limits.min_items, 1)
            counted += times * field.limits.min_items
        if counted > MAX_LEAST_ROWS:
            raise SchemaError(
                child(field.place, "minItems"),
                Text(
                    f"biểu mẫu bắt buộc điền hơn {MAX_LEAST_ROWS} dòng, tính cả dòng trong dòng; hạ minItems",
                    f"the form wants more than {MAX_LEAST_ROWS} rows, those within rows counted; lower minItems",
                ),
                fault="too_much",
            )
        for inner in (field.fields, *(one.fields for one in field.variants)):
            counted = check_least_rows(inner, inside, counted)
    return counted


def _cost(schema: object, place: str, times: int, spent: int, *, is_rule: bool) -> int:
    if not isinstance(schema, Mapping):
        return spent
    spent += times if is_rule else 0
    if spent > MAX_COST:
        raise SchemaError(
            place,
            Text(
                "quá nhiều quy tắc trong các dòng; bớt quy tắc hoặc hạ maxItems",
                "too many rules within rows; use fewer rules or a lower maxItems",
            ),
        )
    for word in (*ONE, *SEVERAL, *NAMED):
        if word not in schema:
            continue
        inner, rule = schema[word], is_rule or word not in ("properties", "items")
        rows = times * min(cast(int, schema.get("maxItems", DEFAULT_ROWS)), MAX_ROWS)
        parts: list[tuple[object, object]] = [("", inner)]
        if word in SEVERAL:
            parts = list(enumerate(cast(list[object], inner)))
        elif word in NAMED:
            parts = list(cast(Node, inner).items())
        for key, one in parts:
            at = child(place, word) if word in ONE else child(child(place, word), key)
            spent = _cost(one, at, rows if word in ("items", "contains") else times, spent, is_rule=rule)
    return spent


def _open(schema: object) -> int:
    if isinstance(schema, Mapping):
        return ("unevaluatedProperties" in schema) + sum(_open(one) for one in schema.values())
    return sum(_open(one) for one in schema) if isinstance(schema, list) else 0
