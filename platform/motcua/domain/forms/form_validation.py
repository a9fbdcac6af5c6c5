"""Validates answers against their form: `jsonschema` decides, our sentences explain."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from datetime import date
from functools import lru_cache
from typing import Any, cast

from jsonschema.exceptions import ValidationError as JsonSchemaError

from motcua.domain.errors import FieldError, ValidationError
from motcua.domain.forms.form_checks import answer_problems
from motcua.domain.forms.form_definition import FormDefinition
from motcua.domain.forms.form_findings import Problem, problems_of
from motcua.domain.forms.form_normalise import normalise
from motcua.domain.forms.form_validator import validator_of

MAX_ERRORS = 200


@lru_cache(maxsize=256)
def _validator(definition: FormDefinition) -> Any:
    return validator_of(definition.schema, with_formats=True)


def validate(
    definition: FormDefinition | Mapping[str, object], data: object, *, today: date | None = None
) -> list[FieldError]:
    """Every problem of `data`, one per field, in the order of the form; empty when all is well.

    Judges `normalise(definition, data)`. Relative date bounds need `today`. A schema may stand for its
    definition, at the cost of reading it anew; then `SchemaError` may be raised. At most 200 are returned.
    """
    form = definition if isinstance(definition, FormDefinition) else FormDefinition.from_schema(definition)
    clean = normalise(form, data)
    found = [
        problem
        for error in _validator(form).iter_errors(clean)
        for problem in problems_of(form, cast(JsonSchemaError, error))
    ]
    found.extend(answer_problems(form.fields, clean, today))
    return [one.error for one in _most_useful(found)[:MAX_ERRORS]]


def validate_section(
    definition: FormDefinition, section_key: str, data: object, *, today: date | None = None
) -> list[FieldError]:
    """The problems of one part; `data` may be the whole draft, so that rules between parts hold.

    Raises KeyError for a section the form does not have.
    """
    section = definition.section_by_key[section_key]
    keys = set(definition.keys_of(section))
    known = set(definition.field_by_key)
    return [
        error
        for error in validate(definition, data, today=today)
        if (top := error.pointer.split("/", 2)[1:2]) == [] or top[0] in keys or top[0] not in known
    ]


def accept(definition: FormDefinition, data: object, *, today: date | None = None) -> dict[str, object]:
    """The answers as they are to be stored; raises `ValidationError` with every problem."""
    errors = validate(definition, data, today=today)
    if errors:
        raise ValidationError(errors)
    return cast(dict[str, object], normalise(definition, data))


def _most_useful(found: Sequence[Problem]) -> list[Problem]:
    """One problem per field, the first that must be put right; in the order of the form."""
    best: dict[str, Problem] = {}
    for problem in found:
        known = best.get(problem.error.pointer)
        if known is None or problem.rank < known.rank:
            best[problem.error.pointer] = problem
    return sorted(best.values(), key=lambda problem: problem.order)
