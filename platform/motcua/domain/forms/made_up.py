"""Answers of a real dossier with everything personal replaced, so that they may be kept as a test case (B-11, K)."""

from __future__ import annotations

import hashlib
from collections.abc import Mapping
from datetime import date
from typing import Any, Final

from motcua.domain.forms.form_definition import Field, FormDefinition
from motcua.domain.forms.form_sample import FILE_ID
from motcua.domain.time.iso_date import parse_iso_date

NAME: Final = "Nguyễn Văn Thử"
TEXT: Final = "Nội dung thay thế"
EMAIL: Final = "thu@example.vn"


def without_people(form: FormDefinition, data: Mapping[str, Any]) -> dict[str, object]:
    """The same answers, of the same shape, in which nobody can be recognised.

    Choices, sums and yes or no stay unless their question is marked personal; every text that somebody wrote, day and
    number of a person is another one. A file is the made-up one.
    """
    return _object(form.fields, data)


def _object(fields: tuple[Field, ...], data: Mapping[str, Any]) -> dict[str, object]:
    result: dict[str, object] = {}
    for one in _flat(fields):
        if one.key in data:
            result[one.key] = _answer(one, data[one.key])
    return result


def _flat(fields: tuple[Field, ...]) -> list[Field]:
    """The questions that lie directly in an object: those of its variants too."""
    found: list[Field] = []
    for one in fields:
        if one.kind == "variant":
            found += [inner for way in one.variants for inner in _flat(way.fields)]
        found.append(one)
    return found


def _answer(field: Field, value: Any) -> object:
    if field.kind == "group" and isinstance(value, Mapping):
        return _object(field.fields, value)
    if field.kind == "rows" and isinstance(value, list):
        if field.is_list:
            return [_answer(field.fields[0], one) for one in value]
        return [_object(field.fields, one) if isinstance(one, Mapping) else one for one in value]
    if field.kind == "file":
        return FILE_ID
    if field.kind in ("text", "long_text"):
        return _text(field, str(value))
    if field.kind == "date" and isinstance(value, str):
        return _day(value)
    if field.is_personal and isinstance(value, int | float) and not isinstance(value, bool):
        return field.limits.minimum or 1
    return value


def _text(field: Field, value: str) -> str:
    """Digits become other digits, an example stands for a text of a shape, any other text is a usual one."""
    if field.widget == "email":
        return EMAIL
    if field.example:
        return field.example.replace(" ", "") if field.limits.digits else field.example
    if value.replace(" ", "").isdecimal():
        return _digits(value)
    words = NAME if field.widget == "full_name" or field.is_personal else TEXT
    return words[: field.limits.max_length] if field.limits.max_length else words


def _digits(value: str) -> str:
    """As many digits, always the same for the same ones; the first two stay, which say what kind of number it is."""
    seed = hashlib.sha256(value.encode()).hexdigest()
    other = iter(str(int(letter, 16) % 10) for letter in seed * (len(value) // len(seed) + 1))
    return value[:2] + "".join(next(other) if sign.isdecimal() else sign for sign in value[2:])


def _day(value: str) -> str:
    """The first of January of the same year: ages stay as they are, birthdays do not."""
    day = parse_iso_date(value)
    return date(day.year, 1, 1).isoformat() if day is not None else value[:4]
