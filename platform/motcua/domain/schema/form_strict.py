"""The schema by which answers are judged: the author's, closed and bounded, so that nothing unasked comes in."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import cast

from motcua.domain.forms.form_definition import Choice, FieldKind
from motcua.domain.schema.form_flat import Flat
from motcua.domain.schema.form_pattern import SUBJECT_LIMIT
from motcua.domain.schema.form_reference import Schema

MAX_ROWS = 200
DEFAULT_ROWS = 50
DEFAULT_LINE = 300
DEFAULT_TEXT = 5_000
MAX_TEXT = 50_000
MAX_NUMBER = 10**15 - 1
"""Whole numbers up to here survive JSON readers that know only 64-bit floats."""

Compiled = dict[str, object]


def strict(
    given: Flat, node: Schema, kind: FieldKind, choices: Sequence[Choice], inner: Mapping[str, Schema]
) -> Compiled:
    """The schema of one answer; `inner` are the schemas of the questions inside it by key."""
    own = dict(node) if isinstance(node, dict) else {}
    match kind:
        case "note":
            return {**own, "type": "null"}
        case "group":
            return closed(own, inner)
        case "rows" | "choices":
            return _list(given, own, kind, inner)
        case "choice":
            return {**own, "enum": [choice.answer for choice in choices]}
        case "text" | "long_text" | "date" | "file":
            return {**own, "type": "string", "maxLength": _longest(given.words, kind)}
        case "yes_no":
            return {**own, "type": "boolean"}
        case "computed":
            return own
    low, high = given.words.get("minimum", -MAX_NUMBER), given.words.get("maximum", MAX_NUMBER)
    return {**own, "type": "number" if kind == "number" else "integer", "minimum": low, "maximum": high}


def closed(node: Mapping[str, object], inner: Mapping[str, Schema]) -> Compiled:
    """An object that holds the answers of its questions and no others."""
    own = {word: value for word, value in node.items() if word != "unevaluatedProperties"}
    return {**own, "type": "object", "properties": dict(inner), "additionalProperties": False}


def _list(given: Flat, own: Compiled, kind: FieldKind, inner: Mapping[str, Schema]) -> Compiled:
    items = given.words.get("items", {})
    row: Compiled = dict(items) if isinstance(items, dict) else {}
    if kind == "choices":
        return {**own, "type": "array", "uniqueItems": True}
    judged = cast(Compiled, inner[""]) if "" in inner else closed(row, inner)
    most = min(cast(int, given.words.get("maxItems", DEFAULT_ROWS)), MAX_ROWS)
    return {**own, "type": "array", "items": judged, "maxItems": most}


def _longest(words: Mapping[str, object], kind: FieldKind) -> int:
    default = DEFAULT_TEXT if kind == "long_text" else DEFAULT_LINE
    longest = min(cast(int, words.get("maxLength", default)), MAX_TEXT)
    return min(longest, SUBJECT_LIMIT) if "pattern" in words else longest
