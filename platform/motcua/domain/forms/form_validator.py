"""Judges data by a schema: `jsonschema` with words of ours, safe patterns and exact arithmetic.

`is_valid` gives the verdict of JSON Schema 2020-12 itself on the author's schema; forms are judged by their closed
schema in form_validation.
"""

from __future__ import annotations

import math
import re
from collections.abc import Iterator, Mapping
from fractions import Fraction
from functools import lru_cache
from typing import Any, cast

from jsonschema import Draft202012Validator, FormatChecker
from jsonschema.exceptions import ValidationError as JsonSchemaError
from jsonschema.validators import extend

from motcua.domain.forms.form_formats import FORMATS
from motcua.domain.schema.form_cost import check_cost
from motcua.domain.schema.form_pattern import SUBJECT_LIMIT
from motcua.domain.schema.form_reference import put_in_place

_CHECKER = FormatChecker(formats=())
for _name, _keeps in FORMATS.items():
    _CHECKER.checks(_name)(lambda value, keeps=_keeps: not isinstance(value, str) or keeps(value))


@lru_cache(maxsize=1024)
def _compiled(pattern: str) -> re.Pattern[str]:
    # ASCII as in ECMA 262, the dialect of JSON Schema: \d is 0-9 only.
    return re.compile(pattern, re.ASCII)


def _pattern(validator: Any, pattern: str, value: object, schema: object) -> Iterator[JsonSchemaError]:
    """`pattern`; a text too long for its cost to be bounded keeps to none."""
    if isinstance(value, str) and not (len(value) <= SUBJECT_LIMIT and _compiled(pattern).search(value)):
        yield JsonSchemaError("pattern")


def _digits(validator: Any, needed: int, value: object, schema: object) -> Iterator[JsonSchemaError]:
    if isinstance(value, str) and not (len(value) == needed and value.isascii() and value.isdecimal()):
        yield JsonSchemaError("x-digits")


def _multiple(validator: Any, step: float, value: object, schema: object) -> Iterator[JsonSchemaError]:
    """`multipleOf` as numbers are written: 0.3 is three times 0.1."""
    if _is_finite(None, value) and _exact(value) % _exact(step):
        yield JsonSchemaError("multipleOf")


def _exact(number: object) -> Fraction:
    return Fraction(number if isinstance(number, int) else repr(number))


def _is_finite(checker: object, value: object) -> bool:
    """A number; NaN and infinity, which Python's JSON reader lets through, are none."""
    if isinstance(value, int):
        return not isinstance(value, bool)
    return isinstance(value, float) and math.isfinite(value)


_Validator = extend(  # type: ignore[no-untyped-call]
    Draft202012Validator,
    {"pattern": _pattern, "multipleOf": _multiple, "x-digits": _digits},
    type_checker=Draft202012Validator.TYPE_CHECKER.redefine("number", _is_finite),
)


def validator_of(schema: Mapping[str, object] | bool, *, with_formats: bool) -> Any:
    """A validator of a schema whose references are in place; formats are judged on forms only."""
    return _Validator(schema, format_checker=_CHECKER if with_formats else None)


def is_valid(schema: object, data: object) -> bool:
    """Whether `data` keep to an author's schema, by JSON Schema 2020-12 and nothing else.

    Nothing is closed, trimmed or bounded that the schema does not close or bound; as the standard says, `format` is
    a remark. Raises `SchemaError` for a schema with words or references that a form cannot use.
    """
    plain = put_in_place(schema)
    check_cost(plain)
    return cast(bool, validator_of(plain, with_formats=False).is_valid(data))
