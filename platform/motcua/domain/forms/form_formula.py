"""Answers worked out from others: `x-formula`, an expression of the language conditions are written in."""

from __future__ import annotations

from collections import ChainMap
from collections.abc import Mapping, Sequence
from decimal import ROUND_HALF_UP, Decimal
from typing import cast

from motcua.domain.conditions.conditions import ConditionError, parse_condition
from motcua.domain.forms.form_errors import SchemaError


def check_formula(formula: str, place: str) -> frozenset[str]:
    """The fields a formula speaks of. Raises `SchemaError` with the place in the text and how to mend it."""
    try:
        return parse_condition(formula).names
    except ConditionError as problem:
        raise SchemaError(place, problem.message, fault="formula") from problem


def names_in(formula: str) -> frozenset[str]:
    """The fields a formula speaks of; none for one that cannot be read."""
    try:
        return parse_condition(formula).names
    except ConditionError:
        return frozenset()


def computed(formula: str, kind: str, data: Mapping[str, object], enclosing: Sequence[object]) -> object:
    """The answer of a formula over one object and those around it; None when something it needs is missing.

    `kind` is the schema's type: "integer" rounds half up, as sums of money are.
    """
    around = [one for one in (data, *enclosing) if isinstance(one, Mapping)]
    try:
        value = parse_condition(formula).evaluate(
            cast(Mapping[str, object], ChainMap(*cast(list[dict[str, object]], around)))
        )
    except ConditionError:
        return None
    if isinstance(value, bool | str | int):
        return value
    if isinstance(value, Decimal):
        whole = value.quantize(Decimal(1), ROUND_HALF_UP) if kind == "integer" else value
        return int(whole) if whole == whole.to_integral_value() else float(whole)
    return value.isoformat() if hasattr(value, "isoformat") else None
