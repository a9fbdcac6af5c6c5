"""The door to e-forms: read a schema, validate answers, bring them into one shape.

One JSON Schema gives the web form, the read-only view, the API and the report columns; see docs/forms.md.
"""

from __future__ import annotations

from motcua.domain.forms.form_checks import doubts
from motcua.domain.forms.form_condition import FieldCondition
from motcua.domain.forms.form_definition import (
    Choice,
    Field,
    FieldKind,
    FormDefinition,
    Section,
    Variant,
)
from motcua.domain.forms.form_errors import SchemaError
from motcua.domain.forms.form_limits import Limits
from motcua.domain.forms.form_normalise import normalise
from motcua.domain.forms.form_validation import accept, validate, validate_section
from motcua.domain.forms.form_validator import is_valid

__all__ = [
    "Choice",
    "Field",
    "FieldCondition",
    "FieldKind",
    "FormDefinition",
    "Limits",
    "SchemaError",
    "Section",
    "Variant",
    "accept",
    "doubts",
    "is_valid",
    "normalise",
    "validate",
    "validate_section",
]
