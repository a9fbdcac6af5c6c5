"""What kind of value each field of a form holds, and whether a condition fits these kinds before anybody runs it."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from decimal import Decimal
from types import MappingProxyType
from typing import Any
from typing import Literal as Word

from motcua.domain.time.iso_date import parse_iso_date

Kind = Word["text", "number", "truth", "date", "list", "group", "any"]
Schema = Mapping[str, Any]
Number = int | Decimal


@dataclass(frozen=True, slots=True)
class FieldType:
    """The values a field may hold.

    `keys` closes a choice, empty when the text is free. `minimum` and `maximum` bound numbers; of dates they
    are ordinals (`date.toordinal`). `items` is the type of a list's members. "any" is unknown, so never wrong.
    """

    kind: Kind
    keys: tuple[str, ...] = ()
    minimum: Number | None = None
    maximum: Number | None = None
    is_whole: bool = False
    items: FieldType | None = None


ANY = FieldType("any")
TEXT = FieldType("text")
TRUTH = FieldType("truth")
NUMBER = FieldType("number")
DATE = FieldType("date")
COUNT = FieldType("number", minimum=0, is_whole=True)


def types_of(schema: Schema) -> Mapping[str, FieldType]:
    """The types of a form's top fields by name; references into the form's own `$defs` are followed."""
    properties = schema.get("properties")
    if not isinstance(properties, Mapping):
        return {}
    defs = schema.get("$defs")
    known = defs if isinstance(defs, Mapping) else {}
    return {
        name: type_of(_resolved(part, known), known)
        for name, part in properties.items()
        if isinstance(part, Mapping)
    }


def type_of_value(value: object) -> FieldType:
    """The type of a value that a decision table writes."""
    match value:
        case bool():
            return TRUTH
        case int() | Decimal() | float():
            return NUMBER
        case str():
            return FieldType("text", keys=(value,))
    return ANY


def merged(first: FieldType, second: FieldType) -> FieldType:
    """The type of a value that comes from either: the keys of both, no bound they do not share."""
    if first == second:
        return first
    if first.kind != second.kind:
        return ANY
    keys = (*first.keys, *second.keys) if first.keys and second.keys else ()
    return FieldType(first.kind, keys=tuple(dict.fromkeys(keys)))


def _resolved(part: Schema, defs: Mapping[str, Any]) -> Schema:
    reference = part.get("$ref")
    if isinstance(reference, str):
        target = defs.get(reference.removeprefix("#/$defs/"))
        # Words beside a reference override those of the definition (docs/forms.md).
        return {**target, **part} if isinstance(target, Mapping) else part
    return part


def type_of(part: Schema, defs: Mapping[str, Any] = MappingProxyType({})) -> FieldType:
    """The type of one field from its schema; `defs` are the form's `$defs`, for the items of a list."""
    match part.get("type"):
        case "boolean":
            return TRUTH
        case "integer" | "number" as kind:
            return FieldType(
                "number",
                minimum=_number(part.get("minimum")),
                maximum=_number(part.get("maximum")),
                is_whole=kind == "integer",
            )
        case "string":
            return _text_type(part)
        case "array":
            items = part.get("items")
            inner = _resolved(items, defs) if isinstance(items, Mapping) else {}
            # A row has no value of its own: only how many there are counts.
            return FieldType("list", items=ANY if inner.get("type") != "string" else _text_type(inner))
        case "object":
            return FieldType("group")
    return ANY


def _text_type(part: Schema) -> FieldType:
    if part.get("format") == "date":
        return FieldType("date", minimum=_ordinal(part.get("x-min")), maximum=_ordinal(part.get("x-max")))
    keys = part.get("enum")
    if isinstance(keys, Sequence) and not isinstance(keys, str):
        return FieldType("text", keys=tuple(key for key in keys if isinstance(key, str)))
    return TEXT


def _number(value: object) -> Number | None:
    if isinstance(value, bool) or not isinstance(value, int | float):
        return None
    return value if isinstance(value, int) else Decimal(repr(value))


def _ordinal(value: object) -> int | None:
    """A bound relative to today says nothing here: the checker has no today."""
    day = parse_iso_date(value) if isinstance(value, str) else None
    return None if day is None else day.toordinal()
