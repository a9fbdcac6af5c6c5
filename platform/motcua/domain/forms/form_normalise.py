"""Answers in one shape: text trimmed and in NFC, blanks dropped, identifiers without spaces, nothing unasked."""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Mapping, Sequence

from motcua.domain.forms.form_asked import only_asked
from motcua.domain.forms.form_condition import is_blank
from motcua.domain.forms.form_definition import Field, FormDefinition, in_object

_CONTROL = re.compile("[\x00-\x08\x0b-\x1f\x7f\ud800-\udfff\u200b\ufeff]")
"""Characters no answer needs and PostgreSQL or a PDF cannot hold; line breaks are handled before."""
_BREAKS = re.compile(r"[\t\n\u2028\u2029]+")
_SEPARATORS = re.compile(r"[\s.\-()]+")
_SPACES = re.compile(r"\s+")
PACKED = frozenset({"phone", "identifier", "personal_id", "tax_code"})
"""Widgets of numbers that people write in groups; the groups are no part of the answer."""


def normalise(definition: FormDefinition, data: object) -> object:
    """`data` as it is stored: the same shape, nothing invented, wrong types left for validation to name.

    Unknown keys stay (validation refuses them); rows keep their numbers, so pointers of errors hold for both.
    Answers of questions that are not asked are dropped, computed ones worked out whatever was posted.
    """
    clean = _object(definition.fields, data)
    return clean if definition.is_plain else only_asked(definition.fields, clean)


def normalise_text(value: str, *, lines: bool = False) -> str:
    """Trimmed, NFC, without control characters; line breaks are kept only when `lines`."""
    text = value.replace("\r\n", "\n").replace("\r", "\n")
    if not lines:
        text = _BREAKS.sub(" ", text)
    return unicodedata.normalize("NFC", _CONTROL.sub("", text)).strip()


def _object(fields: Sequence[Field], data: object) -> object:
    if not isinstance(data, Mapping):
        return data
    known = {one.key: one for one in in_object(fields)}
    result: dict[str, object] = {}
    for key, value in data.items():
        field = known.get(key)
        clean = value if field is None else _answer(field, value)
        if field is None or not is_blank(clean):
            result[key] = clean
    return result


def _answer(field: Field, value: object) -> object:
    if field.choices and field.kind in ("choice", "variant"):
        return _chosen(field, value)
    if isinstance(value, str):
        return _text(field, value)
    if field.kind == "group":
        return _group(field, value)
    if field.kind == "rows" and isinstance(value, list):
        return [_row(field, row) for row in value[: _rows_read(field)]]
    if field.kind == "choices" and isinstance(value, list):
        return [_chosen(field, one) for one in value[: len(field.choices) + 1]]
    if field.kind in ("integer", "money") and isinstance(value, float) and value.is_integer():
        return int(value)
    return value


def _group(field: Field, value: object) -> object:
    inner = _object(field.fields, value)
    number = inner.get("so_tai_khoan") if isinstance(inner, dict) and field.widget == "bank_account" else None
    if isinstance(inner, dict) and isinstance(number, str):
        inner["so_tai_khoan"] = _SEPARATORS.sub("", number)
    return inner


def _row(field: Field, row: object) -> object:
    """One row; of a list of plain values the value itself, also when a page gives it as an object."""
    if not field.is_list:
        return _object(field.fields, row)
    value = row[""] if isinstance(row, Mapping) and set(row) == {""} else row
    return _answer(field.fields[0], value)


def _chosen(field: Field, value: object) -> object:
    """The answer a page's key stands for, where the list is not one of texts."""
    if not isinstance(value, str):
        return value
    text = normalise_text(value)
    return next((one.answer for one in field.choices if one.key == text and one.value is not None), text)


def _rows_read(field: Field) -> int:
    """One row more than allowed is enough to see that there are too many; the rest is not worked through."""
    return (field.limits.max_items or 0) + 1


def _text(field: Field, value: str) -> str:
    text = normalise_text(value, lines=field.kind == "long_text")
    if field.widget == "full_name":
        return _SPACES.sub(" ", text)
    if field.widget not in PACKED:
        return text
    packed = _SEPARATORS.sub("", text)
    if field.widget == "phone" and packed.startswith("+84"):
        packed = "0" + packed.removeprefix("+84").removeprefix("0")
    if field.widget == "tax_code" and len(packed) == 13 and packed.isdecimal():
        packed = f"{packed[:10]}-{packed[10:]}"
    return packed
