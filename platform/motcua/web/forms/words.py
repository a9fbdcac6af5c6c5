"""What stands beside an answer to be read: its sum in words, the day it is, a value that nobody can change."""

from __future__ import annotations

from typing import Any

from motcua.domain.form_definition import Field
from motcua.domain.money_words import in_words
from motcua.web.forms.answers import answer_words

LARGEST = 999_999_999_999_999


def sum_in_words(value: object, language: str) -> str:
    """The words of a sum of money; empty for anything else."""
    is_sum = isinstance(value, int) and not isinstance(value, bool) and 0 <= value <= LARGEST
    return in_words(value, language) if is_sum else ""  # type: ignore[arg-type]


def fixed_words(field: Any, language: str) -> str:
    """A value that stands there to be read."""
    spec: Field = field.spec
    return answer_words(spec, field.answer, language)
