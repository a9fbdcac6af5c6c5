"""What is wrong with a form before it is published: all of it at once, in words."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any, Literal

from motcua.domain.form_definition import FormDefinition
from motcua.domain.form_errors import SchemaError
from motcua.domain.text import Text


@dataclass(frozen=True, slots=True)
class FormFinding:
    """Something to put right; an error keeps the form from being published. `pointer` is the place in the schema."""

    code: str
    severity: Literal["error", "warning"]
    pointer: str
    message: Text


def review(schema: Mapping[str, Any]) -> tuple[FormFinding, ...]:
    """Everything that is wrong with the form of this schema; never an error."""
    try:
        FormDefinition.from_schema(schema)
    except SchemaError as problem:
        return (FormFinding(problem.code, "error", problem.pointer, problem.message),)
    return ()
