"""Test cases of a form: answers with what the form must say of them, tried before every publication."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from typing import Any

from motcua.domain.errors import FieldError, InputError
from motcua.domain.forms import FormDefinition, validate
from motcua.domain.text import Text


@dataclass(frozen=True, slots=True)
class Tried:
    """A case and how it went; `problems` say what was otherwise than expected, none where it passed."""

    name: str
    expected: Sequence[Mapping[str, str]]
    problems: Sequence[Text]

    @property
    def passed(self) -> bool:
        return not self.problems


def run(schema: Mapping[str, Any], cases: Sequence[Mapping[str, Any]], today: date) -> Sequence[Tried]:
    """Try every case; a form that cannot be read fails them all. A case is tried as on the day it was made."""
    try:
        form = FormDefinition.from_schema(schema)
    except InputError as problem:
        return [Tried(str(one["name"]), one["expected"], [problem.message]) for one in cases]
    return [_tried(form, one, today) for one in cases]


def _tried(form: FormDefinition, case: Mapping[str, Any], today: date) -> Tried:
    day = date.fromisoformat(case["today"]) if case.get("today") else today
    found = {error.pointer: error for error in validate(form, case["data"], today=day)}
    wanted = {one["pointer"]: one.get("code", "") for one in case["expected"]}
    problems = [
        _unexpected(form, error, is_valid_wanted=not wanted)
        for pointer, error in found.items()
        if pointer not in wanted
    ]
    problems += [_lacking(form, pointer) for pointer in wanted if pointer not in found]
    problems += [
        _other(form, found[pointer], code)
        for pointer, code in wanted.items()
        if pointer in found and code and found[pointer].code != code
    ]
    return Tried(str(case["name"]), case["expected"], problems)


def _unexpected(form: FormDefinition, error: FieldError, *, is_valid_wanted: bool) -> Text:
    label = label_at(form, error.pointer)
    if is_valid_wanted:
        return Text(
            f"Cần hợp lệ, nhưng mục “{label.vi}” bị báo: {error.message.vi}",
            f"It should be valid, but “{label.en}” is refused: {error.message.en}",
        )
    return Text(
        f"Mục “{label.vi}” bị báo lỗi ngoài dự kiến: {error.message.vi}",
        f"“{label.en}” is refused, which was not expected: {error.message.en}",
    )


def _lacking(form: FormDefinition, pointer: str) -> Text:
    label = label_at(form, pointer)
    return Text(
        f"Mục “{label.vi}” cần bị báo lỗi, nhưng biểu mẫu lại nhận.",
        f"“{label.en}” should be refused, but the form takes it.",
    )


def _other(form: FormDefinition, error: FieldError, code: str) -> Text:
    label = label_at(form, error.pointer)
    return Text(
        f"Mục “{label.vi}” cần báo lỗi loại “{code}”, nhưng báo “{error.code}”: {error.message.vi}",
        f"“{label.en}” should be refused as “{code}”, but is as “{error.code}”: {error.message.en}",
    )


def label_at(form: FormDefinition, pointer: str) -> Text:
    """What the question at a place of the answers is called; the pointer itself where there is none."""
    field = form.field_at(pointer)
    return field.label if field is not None else Text(pointer or "/", pointer or "/")
