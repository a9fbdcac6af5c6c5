"""From what `jsonschema` reports to what a person is told: pointer, stable code, sentence, order."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from typing import Any, cast

from jsonschema.exceptions import ValidationError as JsonSchemaError

from motcua.domain.errors import FieldError
from motcua.domain.forms import form_messages as say
from motcua.domain.forms import form_messages_rules as rules
from motcua.domain.forms.form_definition import Field, FormDefinition, in_object
from motcua.domain.forms.form_errors import child
from motcua.domain.forms.form_messages import Place
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
        yield problem_at(definition.fields, parts, said)


def _explain(
    definition: FormDefinition, error: JsonSchemaError, path: list[str | int]
) -> Iterator[tuple[Parts, Said]]:
    word = str(error.validator)
    if word in ("required", "dependentRequired"):
        for key in _missing(error):
            place = _place(definition.fields, [*path, key])
            if place:
                yield from _unanswered(place, [*path, key])
            else:
                yield path, ("rule", rules.BROKEN_RULE)
    elif word == "additionalProperties":
        known = cast(Mapping[str, object], cast(Any, error.schema).get("properties", {}))
        for key in cast(Mapping[str, object], error.instance):
            if key not in known:
                yield [*path, key], ("unknown", say.unknown(key))
    elif word == "type" and not path:
        yield path, ("type", say.NOT_AN_OBJECT)
    elif word in ("anyOf", "oneOf") and (chosen := _chosen_way(definition.fields, path, error)):
        for inner in chosen:
            yield from _explain(definition, inner, list(inner.absolute_path))
    else:
        place = _place(definition.fields, path)
        if place is None or (place.field.kind in ("group", "rows") and word in _OF_OBJECTS):
            yield from _broken_rule(definition.fields, path, error)
        else:
            yield path, _at_field(place, error, word)


def _chosen_way(
    fields: Sequence[Field], path: list[str | int], error: JsonSchemaError
) -> list[JsonSchemaError]:
    """What is wrong with the way that was chosen among several; nothing when none was."""
    place = _place(fields, path)
    inside = fields if place is None else place.field.fields
    for field in inside:
        chosen = field.chosen(error.instance) if field.variants else None
        if chosen is not None:
            number = field.variants.index(chosen)
            return [inner for inner in error.context or () if _way(inner) == number]
    ways: dict[object, list[JsonSchemaError]] = {}
    for inner in error.context or () if isinstance(error.instance, Mapping) else ():
        ways.setdefault(_way(inner), []).append(inner)
    marked = [
        way for way in ways.values() if not any(one.validator in ("const", "enum", "type") for one in way)
    ]
    others = len(ways) - len(marked)
    return marked[0] if len(marked) == 1 and others else []


def _way(error: JsonSchemaError) -> object:
    """The number of the way an error is of; a way that nothing can go has none."""
    return error.schema_path[0] if error.schema_path else None


def _broken_rule(
    fields: Sequence[Field], path: list[str | int], error: JsonSchemaError
) -> Iterator[tuple[Parts, Said]]:
    """A rule between answers: its own sentence, at the field it names, else at the first it speaks of."""
    rule = error.schema if isinstance(error.schema, Mapping) else {}
    place = _place(fields, path)
    inside = fields if place is None else place.field.fields
    known = {one.key: one for one in in_object(inside)}
    named = [key for key in (rule.get("x-field"), *_named(error.validator_value)) if key in known]
    at = [*path, str(named[0])] if named else path
    if isinstance(rule.get("x-error"), str):
        yield at, ("rule", _rule_text(rule))
    elif error.validator == "anyOf" and named:
        yield at, ("rule", rules.one_of_these([known[str(key)].label for key in dict.fromkeys(named)]))
    else:
        yield at, ("rule", say.wrong_shape(place) if place is not None else rules.BROKEN_RULE)


def _named(rule: object) -> Iterator[str]:
    """The answers a rule speaks of, in its order."""
    if isinstance(rule, list):
        for one in rule:
            yield from _named(one)
    elif isinstance(rule, Mapping):
        for word in ("required", "properties"):
            yield from (key for key in cast(Any, rule.get(word, ())) if isinstance(key, str))
        for word in ("allOf", "anyOf", "oneOf", "not"):
            yield from _named(rule.get(word))


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


_OF_OBJECTS = frozenset(
    {"if", "not", "anyOf", "oneOf", "minProperties", "maxProperties", "propertyNames", "None"}
)


def _format_sentence(place: Place, value: Any, bound: Any) -> Text:
    if bound in ("date", "motcua-day"):
        return say.not_a_date(place, value, is_partial=bound == "motcua-day")
    return say.not_a_file(place) if bound == "motcua-file" else rules.not_of_format(place, value, bound)


_SENTENCES: Mapping[str, tuple[str, Explain]] = {
    "type": ("type", lambda at, value, _: say.wrong_type(at, value)),
    "enum": ("choice", lambda at, _, __: say.not_in_list(at)),
    "format": ("format", _format_sentence),
    "x-digits": ("digits", lambda at, value, bound: say.wrong_digits(at, value, bound)),
    "minLength": ("too_short", lambda at, value, bound: say.too_short(at, len(value), bound)),
    "maxLength": ("too_long", lambda at, value, bound: say.too_long(at, len(value), bound)),
    "minimum": ("too_small", lambda at, _, bound: say.out_of_bounds(at, bound, below=True)),
    "maximum": ("too_big", lambda at, _, bound: say.out_of_bounds(at, bound, below=False)),
    "exclusiveMinimum": ("too_small", lambda at, _, bound: rules.beyond(at, bound, above=True)),
    "exclusiveMaximum": ("too_big", lambda at, _, bound: rules.beyond(at, bound, above=False)),
    "multipleOf": ("step", lambda at, value, bound: rules.wrong_step(at, value, bound)),
    "const": ("constant", lambda at, _, bound: rules.not_the_constant(at, bound)),
    "None": ("not_asked", lambda at, _, __: rules.not_asked(at)),
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
        field = next((one for one in in_object(inside) if one.key == part), None)
        if field is None:
            return None
        place, inside = Place(field, where), field.fields
    if place is not None and place.field.is_list and path and isinstance(path[-1], int):
        return Place(place.field.fields[0], where)
    return place


def problem_at(fields: Sequence[Field], parts: Parts, said: Said) -> Problem:
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
        flat = list(in_object(fields))
        index = next((at for at, one in enumerate(flat) if one.key == part), _LAST)
        order.append(index)
        fields = flat[index].fields if index < _LAST else ()
    return tuple(order)
