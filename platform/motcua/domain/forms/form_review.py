"""What is wrong with a form before it is published: all of it at once, in words."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from typing import Any, Literal

from motcua.domain.forms.form_definition import FormDefinition
from motcua.domain.forms.form_errors import SchemaError
from motcua.domain.forms.form_review_conditions import condition_doubts
from motcua.domain.forms.form_review_words import word_doubts
from motcua.domain.schema.form_faults import Faults
from motcua.domain.schema.form_reader import read_definition
from motcua.domain.text import Text


@dataclass(frozen=True, slots=True)
class FormFinding:
    """Something to put right; an error keeps the form from being published. `pointer` is the place in the schema."""

    code: str
    severity: Literal["error", "warning"]
    pointer: str
    message: Text


def review(schema: Mapping[str, Any]) -> tuple[FormFinding, ...]:
    """Everything that is wrong with the form of this schema, errors first; never an exception.

    What cannot be drawn is named and passed over, so that the rest is looked at too.
    """
    faults = Faults("review")
    form = _read(schema, faults)
    found = [FormFinding(one.fault, "error", one.pointer, one.problem) for one in faults.found]
    if form is not None:
        found.extend(_doubts(form, schema))
    unique = {(one.code, one.pointer, one.message.vi): one for one in found}
    return tuple(sorted(unique.values(), key=lambda one: one.severity))


def _read(schema: object, faults: Faults) -> FormDefinition | None:
    try:
        return read_definition(schema, faults)
    except SchemaError as problem:
        faults.found.append(problem)
        return None


def _doubts(form: FormDefinition, schema: Mapping[str, Any]) -> Iterator[FormFinding]:
    for doubt in (*word_doubts(form, schema), *condition_doubts(form)):
        yield FormFinding(doubt.code, "error" if doubt.is_error else "warning", doubt.pointer, doubt.message)
