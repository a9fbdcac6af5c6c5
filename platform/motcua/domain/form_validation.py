"""Validates answers against their form: `jsonschema` decides, our sentences explain."""

from __future__ import annotations

import math
import re
from collections.abc import Iterator, Mapping, Sequence
from datetime import date
from functools import lru_cache
from typing import Any, cast

from jsonschema import Draft202012Validator, FormatChecker
from jsonschema.exceptions import ValidationError as JsonSchemaError
from jsonschema.validators import extend

from motcua.domain.errors import FieldError, ValidationError
from motcua.domain.form_dates import parse_iso_date
from motcua.domain.form_definition import FormDefinition
from motcua.domain.form_findings import Problem, date_problems, problems_of
from motcua.domain.form_normalise import normalise
from motcua.domain.form_pattern import SUBJECT_LIMIT

MAX_ERRORS = 200
_FILE_ID = re.compile(r"[A-Za-z0-9_-]{1,100}")

_FORMATS = FormatChecker(formats=())


@_FORMATS.checks("date")
def _is_date(value: object) -> bool:
    return not isinstance(value, str) or parse_iso_date(value) is not None


@_FORMATS.checks("email")
def _is_email(value: object) -> bool:
    """One @, a dotted host, no spaces: what a clerk would check; delivery is the real test."""
    if not isinstance(value, str):
        return True
    name, _, host = value.rpartition("@")
    parts = host.split(".")
    return bool(name) and "@" not in name and not re.search(r"\s", value) and len(parts) > 1 and all(parts)


@_FORMATS.checks("motcua-file")
def _is_file_id(value: object) -> bool:
    return not isinstance(value, str) or _FILE_ID.fullmatch(value) is not None


@lru_cache(maxsize=1024)
def _compiled(pattern: str) -> re.Pattern[str]:
    # ASCII as in ECMA 262, the dialect of JSON Schema: \d is 0-9 only.
    return re.compile(pattern, re.ASCII)


def _pattern(validator: Any, pattern: str, value: object, schema: object) -> Iterator[JsonSchemaError]:
    """`pattern`, tried only on texts short enough to bound its cost; `maxLength` refuses the others."""
    if isinstance(value, str) and len(value) <= SUBJECT_LIMIT and not _compiled(pattern).search(value):
        yield JsonSchemaError("pattern")


def _digits(validator: Any, needed: int, value: object, schema: object) -> Iterator[JsonSchemaError]:
    if isinstance(value, str) and not (len(value) == needed and value.isascii() and value.isdecimal()):
        yield JsonSchemaError("x-digits")


def _is_finite(checker: object, value: object) -> bool:
    """A number; NaN and infinity, which Python's JSON reader lets through, are none."""
    if isinstance(value, int):
        return not isinstance(value, bool)
    return isinstance(value, float) and math.isfinite(value)


_Validator = extend(  # type: ignore[no-untyped-call]
    Draft202012Validator,
    {"pattern": _pattern, "x-digits": _digits},
    type_checker=Draft202012Validator.TYPE_CHECKER.redefine("number", _is_finite),
)


@lru_cache(maxsize=256)
def _validator(definition: FormDefinition) -> Any:
    return _Validator(definition.schema, format_checker=_FORMATS)


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
    found.extend(date_problems(form.fields, clean, today))
    return [one.error for one in _most_useful(found)[:MAX_ERRORS]]


def validate_section(
    definition: FormDefinition, section_key: str, data: object, *, today: date | None = None
) -> list[FieldError]:
    """The problems of one part; `data` may be the whole draft, so that rules between parts hold.

    Raises KeyError for a section the form does not have.
    """
    keys = {one.key for one in definition.section_by_key[section_key].fields}
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
