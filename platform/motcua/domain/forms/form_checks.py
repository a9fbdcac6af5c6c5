"""What JSON Schema has no word for: days out of bounds, names, identifiers and accounts that cannot be right."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from datetime import date

from motcua.domain.errors import FieldError
from motcua.domain.forms import form_messages as say
from motcua.domain.forms.form_dates import parse_partial_day, resolve_bound
from motcua.domain.forms.form_definition import Field, FormDefinition, in_object
from motcua.domain.forms.form_findings import Parts, Problem, problem_at
from motcua.domain.forms.form_messages import Place
from motcua.domain.forms.form_normalise import normalise
from motcua.domain.forms.form_widget_checks import WIDGET_CHECKS, disagreement
from motcua.domain.text import Text

_NOWHERE = Text("", "")
Answer = tuple[Parts, Place, object, Mapping[str, object], Sequence[Field]]
"""An answer: its path, its question, its value, the object it lies in and the questions of that object."""


def answer_problems(fields: Sequence[Field], data: object, today: date | None) -> Iterator[Problem]:
    """Every such problem of normalised data."""
    for parts, place, value, beside, asked in answers(fields, data):
        if place.field.kind == "date" and isinstance(value, str):
            yield from _day_problems(fields, parts, place, value, today)
        check = WIDGET_CHECKS.get(place.field.widget)
        said = check(place, value, today) if check is not None else None
        if said is None and place.field.is_strict:
            said = disagreement(place, value, beside, asked)
        if said is not None:
            yield problem_at(fields, [*parts, *said.at], ("check", said.text))


def doubts(definition: FormDefinition, data: object) -> list[FieldError]:
    """What may be right but looks wrong, to be asked about and never refused: a number that names another birth year."""
    found = []
    for parts, place, value, beside, asked in answers(definition.fields, normalise(definition, data)):
        said = None if place.field.is_strict else disagreement(place, value, beside, asked)
        if said is not None:
            found.append(problem_at(definition.fields, parts, ("doubt", said.text)).error)
    return found


def answers(
    fields: Sequence[Field], data: object, path: Parts = (), where: Text = _NOWHERE
) -> Iterator[Answer]:
    """Every answer given, those in groups and rows included, outside first."""
    if not isinstance(data, Mapping):
        return
    for field in in_object(fields):
        value, here, place = data.get(field.key), [*path, field.key], Place(field, where)
        if value is None or field.kind in ("note", "computed"):
            continue
        yield here, place, value, data, fields
        if field.kind == "group":
            yield from answers(field.fields, value, here, place.as_group())
        elif field.kind == "rows" and isinstance(value, list):
            for index, row in enumerate(value):
                given = {"": row} if field.is_list else row
                for found in answers(field.fields, given, [*here, index], place.with_row(index + 1)):
                    yield ([*here, index], *found[1:]) if field.is_list else found


def _day_problems(
    fields: Sequence[Field], parts: Parts, place: Place, value: str, today: date | None
) -> Iterator[Problem]:
    """A day, or one known in part, that lies outside `x-min` and `x-max` whatever is not known of it."""
    limits, day = place.field.limits, parse_partial_day(value)
    for bound, below in ((limits.min_date, True), (limits.max_date, False)):
        edge = resolve_bound(bound, today) if bound else None
        if day is not None and edge is not None and (day.latest < edge if below else day.earliest > edge):
            message = say.date_out_of_bounds(place, edge, below=below, is_today=bound == "today")
            yield problem_at(fields, parts, ("date_before" if below else "date_after", message))
