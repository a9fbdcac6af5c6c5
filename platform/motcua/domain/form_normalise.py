"""Answers in one shape: text trimmed and in NFC, blanks dropped, identifiers without spaces."""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Mapping, Sequence

from motcua.domain.form_definition import Field, FormDefinition

_CONTROL = re.compile("[\x00-\x08\x0b-\x1f\x7f\ud800-\udfff\u200b\ufeff]")
"""Characters no answer needs and PostgreSQL or a PDF cannot hold; line breaks are handled before."""
_BREAKS = re.compile(r"[\t\n\u2028\u2029]+")
_SEPARATORS = re.compile(r"[\s.\-()]+")


def normalise(definition: FormDefinition, data: object) -> object:
    """`data` as it is stored: the same shape, nothing invented, wrong types left for validation to name.

    Unknown keys stay (validation refuses them); rows keep their numbers, so pointers of errors hold for both.
    """
    return _object(definition.fields, data)


def normalise_text(value: str, *, lines: bool = False) -> str:
    """Trimmed, NFC, without control characters; line breaks are kept only when `lines`."""
    text = value.replace("\r\n", "\n").replace("\r", "\n")
    if not lines:
        text = _BREAKS.sub(" ", text)
    return unicodedata.normalize("NFC", _CONTROL.sub("", text)).strip()


def _object(fields: Sequence[Field], data: object) -> object:
    if not isinstance(data, Mapping):
        return data
    known = {one.key: one for one in fields}
    result: dict[str, object] = {}
    for key, value in data.items():
        field = known.get(key)
        clean = value if field is None else _answer(field, value)
        if field is None or not _is_blank(clean):
            result[key] = clean
    return result


def _answer(field: Field, value: object) -> object:
    if isinstance(value, str):
        return _text(field, value)
    if field.kind == "group":
        return _object(field.fields, value)
    if field.kind == "rows" and isinstance(value, list):
        return [_object(field.fields, row) for row in value[: _rows_read(field)]]
    if field.kind == "choices" and isinstance(value, list):
        return value[: len(field.choices) + 1]
    if field.kind in ("integer", "money") and isinstance(value, float) and value.is_integer():
        return int(value)
    return value


def _rows_read(field: Field) -> int:
    """One row more than allowed is enough to see that there are too many; the rest is not worked through."""
    return (field.limits.max_items or 0) + 1


def _text(field: Field, value: str) -> str:
    text = normalise_text(value, lines=field.kind == "long_text")
    if field.widget not in ("phone", "identifier"):
        return text
    packed = _SEPARATORS.sub("", text)
    if field.widget == "phone" and packed.startswith("+84"):
        packed = "0" + packed.removeprefix("+84").removeprefix("0")
    return packed


def _is_blank(value: object) -> bool:
    return value is None or value in ("", [], {})
