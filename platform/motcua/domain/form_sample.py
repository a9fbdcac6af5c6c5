"""Answers made up for a form, so that a process can be tried without typing them (A-18).

Nothing is known of a form but its questions: an answer is tried, and where the form refuses it the next one is.
What no made-up answer fits is left blank, for the person who tries the process to fill in.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from datetime import date, timedelta
from typing import Any, Final

from motcua.domain.errors import FieldError
from motcua.domain.form_dates import resolve_bound
from motcua.domain.form_definition import Field, FormDefinition
from motcua.domain.form_validation import validate

FILE_ID: Final = "tep-mau"
"""Stands for a file in made-up answers; nothing is stored under it."""
FILE_NAME: Final = "Tệp mẫu.pdf"

_ROUNDS: Final = 12
_TEXTS: Final = (
    "Nội dung chạy thử", "Nguyễn Văn Thử", "045188002417", "0914552187", "thu@example.vn", "2026", "1990", "5630", "GD45188002",
    "Thử", "1", "A1",
)  # fmt: skip


def sample_answers(form: FormDefinition, today: date) -> dict[str, object]:
    """Answers to every question that must be answered, those that a rule of the form asks for included."""
    tried: dict[str, int] = {}
    data: dict[str, object] = {one.key: _answer(one, today) for one in form.fields if one.required}
    for _ in range(_ROUNDS):
        errors = validate(form, data, today=today)
        if not errors:
            break
        for error in errors:
            _mend(form, data, error, tried, today)
    return _without_refused(form, data, today)


def _mend(
    form: FormDefinition, data: dict[str, object], error: FieldError, tried: dict[str, int], today: date
) -> None:
    field = form.field_at(error.pointer)
    if field is None:
        return
    place = tried.get(error.pointer, 0 if _is_missing(data, error.pointer) else 1)
    tried[error.pointer] = place + 1
    candidates = list(_candidates(field, today))
    if place < len(candidates):
        _put(data, error.pointer, candidates[place])


def _answer(field: Field, today: date) -> object:
    return next(_candidates(field, today), "")


def _candidates(field: Field, today: date) -> Iterator[object]:
    """Answers to try, the likeliest first."""
    match field.kind:
        case "text" | "long_text":
            yield from _texts(field)
        case "date":
            yield from _dates(field, today)
        case "number" | "integer" | "money":
            yield from _numbers(field)
        case "choice":
            yield from (one.key for one in field.choices)
        case "choices":
            least = max(field.limits.min_items, 1)
            yield [one.key for one in field.choices[:least]]
        case "yes_no":
            yield from (True, False)
        case "file":
            yield FILE_ID
        case "group":
            yield _inner(field, today)
        case "rows":
            yield [_inner(field, today) for _ in range(max(field.limits.min_items, 1))]


def _inner(field: Field, today: date) -> dict[str, object]:
    # "The main one" is often asked of one row at least.
    asked = [one for one in field.fields if one.required or one.kind == "yes_no"] or field.fields[:1]
    return {one.key: _answer(one, today) for one in asked}


def _texts(field: Field) -> Iterator[str]:
    if field.example:
        yield field.example
    if field.limits.digits:
        yield ("0451880024170914552187" * 5)[: field.limits.digits]
    if field.is_personal:
        yield "Nguyễn Văn Thử"
    most = field.limits.max_length or 200
    for text in _TEXTS:
        yield text.ljust(field.limits.min_length, "a")[:most].strip()


def _dates(field: Field, today: date) -> Iterator[str]:
    low, high = (
        resolve_bound(field.limits.min_date, today),
        resolve_bound(field.limits.max_date, today),
    )
    years = [today - timedelta(days=365 * back) for back in (30, 1)]
    for day in (*years, high, low, today, today + timedelta(days=30)):
        if day is not None and (low is None or day >= low) and (high is None or day <= high):
            yield day.isoformat()
    yield today.isoformat()


def _numbers(field: Field) -> Iterator[object]:
    low, high = field.limits.minimum, field.limits.maximum
    if field.example.isdecimal():
        yield int(field.example)
    for number in (100, 1, low, high, 0):
        if number is not None and (low is None or number >= low) and (high is None or number <= high):
            yield number


def _is_missing(data: Mapping[str, object], pointer: str) -> bool:
    at: Any = data
    for part in pointer.split("/")[1:]:
        try:
            at = at[int(part)] if isinstance(at, list) else at[part]
        except (KeyError, IndexError, ValueError, TypeError):
            return True
    return False


def _put(data: dict[str, object], pointer: str, value: object) -> None:
    *way, last = pointer.split("/")[1:]
    at: Any = data
    for part in way:
        at = at[int(part)] if isinstance(at, list) else at.setdefault(part, {})
    if isinstance(at, list):
        at[int(last)] = value
    else:
        at[last] = value


def _without_refused(form: FormDefinition, data: dict[str, object], today: date) -> dict[str, object]:
    refused = {error.pointer.split("/")[1] for error in validate(form, data, today=today) if error.pointer}
    return {key: value for key, value in data.items() if key not in refused}
