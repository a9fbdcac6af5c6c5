"""From a form's definition to unbound WTForms fields, made once per definition, part and language."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from functools import lru_cache
from types import MappingProxyType
from typing import Any

from motcua.domain.forms.form_definition import Field, FieldKind, FormDefinition
from motcua.web.forms import catalogues
from motcua.web.forms.fields import (
    ChoiceAnswer,
    ChoicesAnswer,
    DateAnswer,
    FileAnswer,
    GroupAnswer,
    LongTextAnswer,
    NumberAnswer,
    PartialDayAnswer,
    RowsAnswer,
    SilentAnswer,
    TextAnswer,
    YesNoAnswer,
    is_fixed,
)
from motcua.web.forms.variants import VariantAnswer

_FIELDS: Mapping[FieldKind, Callable[..., Any]] = {
    "text": TextAnswer,
    "long_text": LongTextAnswer,
    "date": DateAnswer,
    "number": NumberAnswer,
    "integer": NumberAnswer,
    "money": NumberAnswer,
    "choice": ChoiceAnswer,
    "choices": ChoicesAnswer,
    "yes_no": YesNoAnswer,
    "file": FileAnswer,
    "note": SilentAnswer,
    "computed": SilentAnswer,
}


@lru_cache(maxsize=512)
def unbound_fields(definition: FormDefinition, section_key: str | None, language: str) -> Mapping[str, Any]:
    """The fields of one part, or of the whole form when `section_key` is None, by key, in order.

    Raises KeyError for a part the form does not have.
    """
    fields = definition.fields if section_key is None else definition.section_by_key[section_key].fields
    return MappingProxyType({one.key: _unbound(one, language, with_default=True) for one in fields})


def _unbound(field: Field, language: str, *, with_default: bool) -> Any:
    if field.kind == "group":
        # A default inside an optional group would turn a group left alone into a half-filled one.
        inner = _inner(field, language, with_default=with_default and field.required)
        return GroupAnswer(field, language, inner)
    if field.kind == "rows":
        row = GroupAnswer(field, language, _inner(field, language, with_default=False))
        return RowsAnswer(field, language, row)
    if field.kind == "variant":
        ways = {
            one.key: {inner.key: _unbound(inner, language, with_default=with_default) for inner in one.fields}
            for one in field.variants
        }
        return VariantAnswer(field, language, ways)
    default = field.default if with_default else None
    if is_fixed(field) and field.constant is not None:
        default = field.constant
    kind = PartialDayAnswer if field.is_partial else _FIELDS[field.kind]
    return kind(field, language, default=default)


def _inner(field: Field, language: str, *, with_default: bool) -> Mapping[str, Any]:
    return {one.key: _within(field, one, language, with_default=with_default) for one in field.fields}


def _within(group: Field, field: Field, language: str, *, with_default: bool) -> Any:
    """A question of a group; some are answered from a catalogue."""
    kind = catalogues.kind_of(group, field)
    if kind is not None:
        return kind(field, language, default=field.default if with_default else None)
    return _unbound(field, language, with_default=with_default)
