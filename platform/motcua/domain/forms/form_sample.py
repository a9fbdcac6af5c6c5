"""Answers made up for a form: to try a process without typing them (A-18), for previews and for tests.

Nothing is known of a form but its questions: an answer is tried, and where the form refuses it the next one is.
What no made-up answer fits is left blank, for the person who tries the process to fill in.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from datetime import date
from random import Random
from typing import Any, Final

from motcua.domain.errors import FieldError
from motcua.domain.forms.form_definition import Field, FormDefinition, Variant
from motcua.domain.forms.form_sample_values import FILE_ID, FILE_NAME, days, numbers, of_catalogue, texts
from motcua.domain.forms.form_validation import validate
from motcua.domain.schema.form_reference import schemas_in

__all__ = ["FILE_ID", "FILE_NAME", "sample_answers"]

_ROUNDS: Final = 12
_PASSES: Final = 4
_OFTEN: Final = 0.7
_MANY_ROWS: Final = 500
"""Rows made for one sample; from there on only as many as the form wants at least."""


def sample_answers(form: FormDefinition, today: date, seed: int = 0) -> dict[str, object]:
    """Answers that the form accepts; the same for the same seed.

    With seed 0 every question that must be answered, in the likeliest way. Other seeds answer most of the others too,
    choose among the choices and ways, and fill in several rows.
    """
    made = _Made(form, today, Random(seed) if seed else None)  # noqa: S311 - varied, not secret
    data = made.answers(form.fields, ())
    tried: dict[str, int] = {}
    for _ in range(_ROUNDS):
        errors = validate(form, data, today=today)
        if not errors:
            break
        for error in errors:
            made.mend(data, error, tried)
    return _without_refused(form, data, today)


class _Made:
    """Makes answers for one form; `draw` is None for the likeliest ones."""

    def __init__(self, form: FormDefinition, today: date, draw: Random | None) -> None:
        self.form = form
        self.today = today
        self.draw = draw
        self.patterns = dict(_patterns(form.schema))
        self.rows_left = _MANY_ROWS

    def answers(self, fields: Sequence[Field], around: tuple[object, ...], row: int = 0) -> dict[str, object]:
        """Answers to the questions of one object; those that others open are met in a later pass."""
        data: dict[str, object] = {}
        passed: set[str] = set()
        for _ in range(_PASSES):
            before = len(data)
            for one in fields:
                if one.key in data or one.key in passed or not _is_asked(one, data, around):
                    continue
                if one.kind == "variant":
                    passed.add(one.key)
                    data |= self.way(one, (data, *around))
                elif _is_needed(one, data, around):
                    data[one.key] = self.answer(one, (data, *around), row)
                elif not self.is_chosen(one):
                    passed.add(one.key)
                else:
                    data[one.key] = self.answer(one, (data, *around), row)
            if len(data) == before:
                break
        return data

    def way(self, field: Field, around: tuple[object, ...]) -> dict[str, object]:
        variant: Variant = self.draw.choice(field.variants) if self.draw else field.variants[0]
        return {**dict(variant.marks), **self.answers(variant.fields, around[1:])}

    def is_chosen(self, field: Field) -> bool:
        """Whether a question that need not be answered is."""
        return self.draw is not None and not field.read_only and self.draw.random() < _OFTEN

    def answer(self, field: Field, around: tuple[object, ...], row: int = 0) -> object:
        return next(iter(self.candidates(field, around, row)), "")

    def candidates(self, field: Field, around: tuple[object, ...], row: int = 0) -> Sequence[object]:
        """Answers to try: the likeliest first, or in an order drawn by lot."""
        found = list(self._candidates(field, around, row))
        if self.draw is not None and field.kind == "choice":
            self.draw.shuffle(found)
        return found

    def _candidates(self, field: Field, around: tuple[object, ...], row: int) -> Iterator[object]:
        if field.constant is not None:
            yield field.constant
            return
        match field.kind:
            case "text" | "long_text":
                yield from texts(field, self.patterns.get(field.key, ""))
            case "date":
                yield from days(field, self.today)
            case "number" | "integer" | "money":
                yield from numbers(field)
            case "choice":
                yield from (one.answer for one in field.choices)
            case "choices":
                yield [one.answer for one in field.choices[: max(field.limits.min_items, 1)]]
            case "yes_no":
                # "The main one" is often asked of one row exactly.
                yield from (True, False) if not row else (False, True)
            case "file":
                yield FILE_ID
            case "group":
                yield from of_catalogue(field)
                yield self.inner(field, around)
            case "rows":
                yield self.rows(field, around)

    def rows(self, field: Field, around: tuple[object, ...]) -> list[object]:
        limits = field.limits
        is_one_more = self.draw is not None and self.rows_left > 0 and self.draw.random() < _OFTEN
        count = max(limits.min_items, 1) + is_one_more
        count = min(count, limits.max_items or count)
        self.rows_left -= count
        ready = of_catalogue(field)[:count]
        if ready:
            return [dict(one) for one in ready]
        if field.is_list:
            found = self.candidates(field.fields[0], around)
            return [found[at % len(found)] for at in range(count)]
        return [self.inner(field, around, at) for at in range(count)]

    def inner(self, field: Field, around: tuple[object, ...], row: int = 0) -> dict[str, object]:
        made = self.answers(field.fields, around, row)
        ticks = [one for one in field.fields if one.kind == "yes_no" and one.key not in made]
        asked = ticks or ([] if made else field.fields[:1])
        for one in asked:
            if _is_asked(one, made, around):
                made[one.key] = self.answer(one, (made, *around), row)
        return made

    def mend(self, data: dict[str, object], error: FieldError, tried: dict[str, int]) -> None:
        """Put the next answer at the place that was refused."""
        field = self.form.field_at(error.pointer)
        if field is None:
            return
        place = tried.get(error.pointer, 0 if _is_missing(data, error.pointer) else 1)
        tried[error.pointer] = place + 1
        candidates = self.candidates(field, (data,))
        if place < len(candidates):
            _put(data, error.pointer, candidates[place])


def _is_asked(field: Field, data: Mapping[str, object], around: tuple[object, ...]) -> bool:
    if field.kind in ("note", "computed"):
        return False
    return field.shown_if is None or field.shown_if.holds(data, around)


def _is_needed(field: Field, data: Mapping[str, object], around: tuple[object, ...]) -> bool:
    return field.required or (field.required_if is not None and field.required_if.holds(data, around))


def _patterns(node: object) -> Iterator[tuple[str, str]]:
    """The pattern of each question by key, wherever a schema declares it; what stands in other words is none."""
    if not isinstance(node, Mapping):
        return
    asked = node.get("properties")
    for key, one in asked.items() if isinstance(asked, Mapping) else ():
        if isinstance(one, Mapping) and isinstance(one.get("pattern"), str):
            yield key, str(one["pattern"])
    for inner in schemas_in(node):
        yield from _patterns(inner)


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
