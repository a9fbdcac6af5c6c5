"""A condition that is chosen in the studio: what the page asks about it, and the answer with its rows and its sentence."""

from __future__ import annotations

import json
from collections.abc import Sequence
from decimal import Decimal
from typing import Any

from flask import request

from motcua.domain.conditions.condition_builder import OPERATORS, Rows
from motcua.domain.errors import InputError
from motcua.domain.forms import Field
from motcua.domain.text import Text
from motcua.services.process.draft_condition import Asked, asked_rows, asked_text, row_of
from motcua.web.context import say


def question() -> dict[str, Any]:
    """The body of the request: `text`, or `join` and `rows`; numbers keep their digits. Raises InputError."""
    try:
        given = json.loads(request.get_data(), parse_float=Decimal)
    except (ValueError, RecursionError):
        given = None
    if isinstance(given, dict) and isinstance(given.get("rows", []), list):
        return given
    raise InputError(Text("Yêu cầu không đọc được.", "The request cannot be read."))


def answer(given: dict[str, Any], fields: Sequence[Field]) -> dict[str, Any]:
    """The condition as text and as rows, its sentence, and what it may ask about."""
    if "rows" in given:
        rows = [row_of(one) for one in given["rows"] if isinstance(one, dict)]
        asked = asked_rows(Rows("any" if given.get("join") == "any" else "all", tuple(rows)), fields)
    else:
        asked = asked_text(str(given.get("text", "")), fields)
    return {
        **_told(asked),
        "fields": [_field(one) for one in fields],
        "operators": {key: say(words) for key, words in OPERATORS.items()},
    }


def _told(asked: Asked) -> dict[str, Any]:
    rows = (
        None
        if asked.rows is None
        else [
            {"field": one.field, "operator": one.operator, "value": _value(one.value)}
            for one in asked.rows.rows
        ]
    )
    return {
        "text": asked.text,
        "join": asked.rows.join if asked.rows else "all",
        "rows": rows,
        "sentence": say(asked.sentence) if asked.sentence else "",
        "problem": say(asked.problem) if asked.problem else "",
    }


def _value(value: object) -> object:
    """Decimals as numbers of JSON, choices as a list."""
    if isinstance(value, Decimal):
        return float(value)
    return list(value) if isinstance(value, tuple) else value


def _field(one: Field) -> dict[str, Any]:
    return {
        "key": one.key,
        "name": say(one.label),
        "kind": one.kind,
        "choices": [{"key": choice.key, "name": say(choice.label)} for choice in one.choices],
    }
