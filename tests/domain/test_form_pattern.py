"""Patterns of a form: ordinary ones are tried quickly, costly and unknown ones are refused."""

from __future__ import annotations

import time

import pytest
from domain.form_schemas import one

from motcua.domain.forms import FormDefinition, validate
from motcua.domain.schema.form_pattern import SUBJECT_LIMIT, PatternError, check_pattern

CHEAP = [
    "^[0-9]{4}$",
    r"^\d{1,3}(\.\d{1,3}){0,3}$",
    "^(nam|nữ|khác)$",
    r"^[A-Z]{2}-\d+$",
    r"^(?:a|b)?[^)\]]*$",
    "^[]x]+$",
]
COSTLY = [
    "^(a+)+$",
    "^(a*)*$",
    "^(a|a)*$",
    "^(a|aa)+$",
    "^(a?){60}a{60}$",
    "^.*.*.*$",
    r"^(\d+,?)+$",
    "^([a-z]{1,20}){1,20}$",
]
OUTSIDE = [
    "[0-9]+",
    "^a",
    "a$",
    r"^a\$",
    "^(?=a)a$",
    r"^(a)\1$",
    "^(?P<n>a)$",
    "^(?i)a$",
    "^a**$",
    "^a++$",
    "^*a$",
    "^(a$",
    "^a)$",
    "^[a$",
    "^a{5,2}$",
    "^" + "(" * 40 + "a" + ")" * 40 + "$",
    "^" + "a" * 300 + "$",
]


@pytest.mark.parametrize("pattern", CHEAP)
def test_ordinary_patterns_are_allowed(pattern: str) -> None:
    check_pattern(pattern)


@pytest.mark.parametrize("pattern", COSTLY + OUTSIDE)
def test_costly_or_unknown_patterns_are_refused(pattern: str) -> None:
    with pytest.raises(PatternError):
        check_pattern(pattern)


@pytest.mark.parametrize("pattern", CHEAP)
def test_an_allowed_pattern_is_quick_on_the_worst_text(pattern: str) -> None:
    definition = FormDefinition.from_schema(one(pattern=pattern, maxLength=SUBJECT_LIMIT))
    started = time.thread_time()
    for subject in ("a" * SUBJECT_LIMIT + "!", "1" * (SUBJECT_LIMIT - 1) + "!", "A" * 100_000):
        validate(definition, {"a": subject})
    assert time.thread_time() - started < 1


def test_a_long_answer_is_told_to_be_too_long_without_trying_its_pattern() -> None:
    (error,) = validate(FormDefinition.from_schema(one(pattern="^a+$")), {"a": "b" * 100_000})
    assert error.code == "too_long"
