"""What a form asks: its sections and fields, as read once from its JSON Schema."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field
from functools import cached_property
from typing import Literal

from motcua.domain.text import Text

FieldKind = Literal[
    "text",
    "long_text",
    "date",
    "number",
    "integer",
    "money",
    "choice",
    "choices",
    "yes_no",
    "group",
    "rows",
    "file",
]
Number = int | float
"""An answer or a bound; money is a whole number of đồng."""


@dataclass(frozen=True, slots=True)
class Choice:
    """One answer of a closed list; `key` is what data and conditions hold."""

    key: str
    label: Text


@dataclass(frozen=True, slots=True)
class Limits:
    """What an answer must keep to; dates are ISO or relative ("today-18y"), lengths in characters."""

    min_length: int = 0
    max_length: int | None = None
    minimum: Number | None = None
    maximum: Number | None = None
    min_items: int = 0
    max_items: int | None = None
    min_date: str = ""
    max_date: str = ""
    digits: int | None = None


@dataclass(frozen=True, slots=True)
class Field:
    """One question. `fields` are the questions inside a group or inside each row.

    `is_conditional`: a rule of the form may require the answer although `required` is false.
    `prefix` and `suffix` are shown beside the answer and are no part of it; `row_name` names one row of rows.
    """

    key: str
    kind: FieldKind
    label: Text
    required: bool = False
    is_conditional: bool = False
    hint: Text | None = None
    error: Text | None = None
    example: str = ""
    prefix: Text | None = None
    suffix: Text | None = None
    widget: str = ""
    row_name: Text | None = None
    choices: tuple[Choice, ...] = ()
    fields: tuple[Field, ...] = ()
    limits: Limits = Limits()
    default: object = None
    is_personal: bool = False

    def choice_label(self, key: object) -> Text:
        """The label of a chosen key; the key itself when the list does not hold it (an old answer)."""
        for choice in self.choices:
            if choice.key == key:
                return choice.label
        return Text(str(key), str(key))


@dataclass(frozen=True, slots=True)
class Section:
    """One part of a form, a page of its own for the citizen ("Phần 2 trên 5")."""

    key: str
    title: Text
    fields: tuple[Field, ...]
    description: Text | None = None


@dataclass(frozen=True, eq=False)
class FormDefinition:
    """A form read from its schema; compared by identity so that views can be cached per definition.

    `schema` is the compiled schema: `#/$defs` put in place, default bounds added; never the author's own.
    """

    title: Text
    sections: tuple[Section, ...]
    schema: Mapping[str, object] = field(repr=False)
    description: Text | None = None

    @classmethod
    def from_schema(cls, schema: object) -> FormDefinition:
        """Read a JSON Schema 2020-12 with Motcua's `x-` words; the schema may be hostile.

        Raises `SchemaError`, which names the place by JSON pointer and says how to mend it.
        """
        # The reader builds definitions, so it cannot be imported before this module exists.
        from motcua.domain.form_reader import read_definition

        return read_definition(schema)

    @cached_property
    def fields(self) -> tuple[Field, ...]:
        """All top-level fields, in the order the reader of the form meets them."""
        return tuple(one for section in self.sections for one in section.fields)

    @cached_property
    def field_by_key(self) -> Mapping[str, Field]:
        return {one.key: one for one in self.fields}

    @cached_property
    def section_by_key(self) -> Mapping[str, Section]:
        return {section.key: section for section in self.sections}

    def section_of(self, key: str) -> Section | None:
        """The section that asks the top-level field `key`."""
        return next((s for s in self.sections if any(one.key == key for one in s.fields)), None)

    def field_at(self, pointer: str) -> Field | None:
        """The field a JSON pointer into the data leads to; row numbers are passed over."""
        found: Field | None = None
        inside: tuple[Field, ...] = self.fields
        for part in pointer.split("/")[1:]:
            if found is not None and found.kind in ("rows", "choices") and part.isdecimal():
                continue
            found = next((one for one in inside if one.key == part), None)
            if found is None:
                return None
            inside = found.fields
        return found

    def walk(self) -> Iterator[tuple[str, Field]]:
        """Every field with its path of keys ("/nganh_nghe/ma"), depth first, in reading order."""
        yield from _walk("", self.fields)


def _walk(prefix: str, fields: tuple[Field, ...]) -> Iterator[tuple[str, Field]]:
    for one in fields:
        path = f"{prefix}/{one.key}"
        yield path, one
        yield from _walk(path, one.fields)
