"""From what `jsonschema` reports to what a person is told: pointer, stable code, sentence, order."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from typing import Any, cast

from jsonschema.exceptions import ValidationError as JsonSchemaError

from motcua.domain import form_messages as say
from motcua.domain.errors import FieldError
from motcua.domain.form_dates import parse_iso_date, resolve_bound
from motcua.domain.form_definition import Field, FormDefinition
from motcua.domain.form_errors import child
from motcua.domain.form_messages import Place
from motcua.domain.text import Text

_RANKS = ("type", "required", "too_many", "too_long", "digits", "choice")
"""Codes that are told before any other of the same field: the rest makes no sense until they are mended."""
_LAST = 1_000_000

Parts = Sequence[str | int]
Said = tuple[str, Text]


@dataclass(frozen=True, slots=True)
class Problem:
    """An error with its rank among those of the field (0 first) and its place in the form."""

    error: FieldError
    rank: int
    order: tuple[int, ...]


def problems_of(definition: FormDefinition, error: JsonSchemaError) -> Iterator[Problem]:
    """The problems one `jsonschema` error stands for (`required` may name several fields)."""
    path = list(error.absolute_path)
    for parts, said in _explain(definition, error, path):
        yield _problem(definition.fields, parts, said)


def date_problems(fields: Sequence[Field], data: object, today: date | None) -> Iterator[Problem]:
    """Days outside `x-min` and `x-max`, which JSON Schema has no word for."""
    for parts, place, value in _dates(fields, data, [], Text("", "")):
        limits = place.field.limits
        for bound, below in ((limits.min_date, True), (limits.max_date, False)):
            edge = resolve_bound(bound, today) if bound else None
            if edge is not None and (value < edge if below else value > edge):
                message = say.date_out_of_bounds(place, edge, below=below, is_today=bound == "today")
                yield _problem(fields, parts, ("date_before" if below else "date_after", message))


def _dates(
    fields: Sequence[Field], data: object, path: list[str | int], where: Text
) -> Iterator[tuple[Parts, Place, date]]:
    if not isinstance(data, Mapping):
        return
    for field in fields:
        value, here, place = data.get(field.key), [*path, field.key], Place(field, where)
        if field.kind == "date" and isinstance(value, str) and (day := parse_iso_date(value)):
            yield here, place, day
        elif field.kind == "group":
            yield from _dates(field.fields, value, here, place.as_group())
        elif field.kind == "rows" and isinstance(value, list):
            for index, row in enumerate(value):
                yield from _dates(field.fields, row, [*here, index], place.with_row(index + 1))


def _explain(
    definition: FormDefinition, error: JsonSchemaError, path: list[str | int]
) -> Iterator[tuple[Parts, Said]]:
    word = str(error.validator)
    if word in ("required", "dependentRequired"):
        for key in _missing(error):
            place = _place(definition.fields, [*path, key])
            if place:
                yield from _unanswered(place, [*path, key])
    elif word == "additionalProperties":
        known = cast(Mapping[str, object], cast(Any, error.schema)["properties"])
        for key in cast(Mapping[str, object], error.instance):
            if key not in known:
                yield [*path, key], ("unknown", say.unknown(key))
    elif word == "anyOf":
        rule = cast(Mapping[str, Any], error.schema)
        yield [str(rule.get("x-field") or rule["anyOf"][0]["required"][0])], ("rule", _rule_text(rule))
    else:
        place = _place(definition.fields, path)
        yield path, _at_field(place, error, word) if place else ("type", say.NOT_AN_OBJECT)


def _unanswered(place: Place, path: Parts) -> Iterator[tuple[Parts, Said]]:
    """What is missing when `place` is: of a group, each question inside that must be answered."""
    inside = [one for one in place.field.fields if one.required] if place.field.kind == "group" else []
    if not inside:
        yield path, ("required", say.required(place))
    for one in inside:
        yield from _unanswered(Place(one, place.as_group()), [*path, one.key])


def _missing(error: JsonSchemaError) -> list[str]:
    given = cast(Mapping[str, object], error.instance)
    if error.validator == "required":
        return [key for key in cast(list[str], error.validator_value) if key not in given]
    needs = cast(Mapping[str, list[str]], error.validator_value)
    return [key for name, keys in needs.items() if name in given for key in keys if key not in given]


def _rule_text(rule: Mapping[str, Any]) -> Text:
    return Text(rule["x-error"], rule.get("x-en", {}).get("error") or rule["x-error"])


def _at_field(place: Place, error: JsonSchemaError, word: str) -> Said:
    code, explain = _SENTENCES.get(word, ("shape", lambda at, _value, _bound: say.wrong_shape(at)))
    return code, explain(place, error.instance, error.validator_value)


Explain = Callable[[Place, Any, Any], Text]


def _format_sentence(place: Place, value: Any, bound: Any) -> Text:
    if bound == "date":
        return say.not_a_date(place, value)
    return say.not_an_email(place) if bound == "email" else say.not_a_file(place)


_SENTENCES: Mapping[str, tuple[str, Explain]] = {
    "type": ("type", lambda at, value, _: say.wrong_type(at, value)),
    "enum": ("choice", lambda at, _, __: say.not_in_list(at)),
    "format": ("format", _format_sentence),
    "x-digits": ("digits", lambda at, value, bound: say.wrong_digits(at, value, bound)),
    "minLength": ("too_short", lambda at, value, bound: say.too_short(at, len(value), bound)),
    "maxLength": ("too_long", lambda at, value, bound: say.too_long(at, len(value), bound)),
    "minimum": ("too_small", lambda at, _, bound: say.out_of_bounds(at, bound, below=True)),
    "maximum": ("too_big", lambda at, _, bound: say.out_of_bounds(at, bound, below=False)),
    "minItems": ("too_few", lambda at, _, bound: say.too_few(at, bound)),
    "maxItems": ("too_many", lambda at, _, bound: say.too_many(at, bound)),
    **dict.fromkeys(
        ("contains", "minContains", "maxContains"), ("rule", lambda at, _, __: say.wrong_shape(at))
    ),
    "uniqueItems": ("duplicate", lambda at, _, __: say.duplicate(at)),
}


def _place(fields: Sequence[Field], path: Parts) -> Place | None:
    """The field a path leads to, with the row or group it stands in; None for the root or an unknown key."""
    place: Place | None = None
    inside, where = fields, Text("", "")
    for part in path:
        if isinstance(part, int):
            if place is not None and place.field.kind == "rows":
                where = place.with_row(part + 1)
            continue
        if place is not None and place.field.kind == "group":
            where = place.as_group()
        field = next((one for one in inside if one.key == part), None)
        if field is None:
            return None
        place, inside = Place(field, where), field.fields
    return place


def _problem(fields: Sequence[Field], parts: Parts, said: Said) -> Problem:
    pointer = ""
    for part in parts:
        pointer = child(pointer, part)
    rank = _RANKS.index(said[0]) if said[0] in _RANKS else len(_RANKS)
    return Problem(FieldError(pointer, said[0], said[1]), rank, _order(fields, parts))


def _order(fields: Sequence[Field], parts: Parts) -> tuple[int, ...]:
    order: list[int] = []
    for part in parts:
        if isinstance(part, int):
            order.append(part)
            continue
        index = next((at for at, one in enumerate(fields) if one.key == part), _LAST)
        order.append(index)
        fields = fields[index].fields if index < _LAST else ()
    return tuple(order)
