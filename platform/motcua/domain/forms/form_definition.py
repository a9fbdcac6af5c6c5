"""What a form asks: its sections and fields, as read once from its JSON Schema."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass, field
from functools import cached_property
from itertools import takewhile
from typing import Literal

from motcua.domain.forms.form_condition import FieldCondition, is_blank, same
from motcua.domain.forms.form_limits import NO_LIMITS, Limits
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
    "note",
    "computed",
    "variant",
]


@dataclass(frozen=True, slots=True)
class Choice:
    """One answer of a closed list. Data hold `answer`: the key itself unless the list is not one of texts."""

    key: str
    label: Text
    value: object = None

    @property
    def answer(self) -> object:
        return self.key if self.value is None else self.value


@dataclass(frozen=True, slots=True)
class Variant:
    """One of several ways to answer (`oneOf`, `anyOf` of objects); its fields lie directly in the data.

    `marks` are the answers that tell this way from the others: choosing it sets them.
    """

    key: str
    title: Text
    fields: tuple[Field, ...]
    description: Text | None = None
    marks: tuple[tuple[str, object], ...] = ()


@dataclass(frozen=True, slots=True)
class Field:
    """One question. `fields` are the questions inside a group or inside each row.

    `is_conditional`: a rule of the form may require the answer although `required` is false; `required_if` says
    when, where it can be told. `shown_if`: asked only then, and its answer dropped otherwise.
    `prefix` and `suffix` are shown beside the answer and are no part of it; `row_name` names one row of rows.
    A note (kind "note") has no answer. A "computed" answer is worked out by `formula`, what is posted is ignored.
    A "variant" is a choice between `variants`: its key is the question that marks them, or begins with "_" when
    nothing but the answers given tells them apart. Rows whose one field has the key "" hold plain values.
    `text` is the declaration that is ticked; `accept` and `max_mb` bound a file; `component` is the dossier
    component it answers; `source` says where once-only prefill comes from; `shared` names the shared field.
    `units` "former": `is_former`, said by the form; `role`: what this answer is to checks beside it, and
    `is_strict` makes such a check an error. `answer_type` is the JSON type of the answer, `place` where in
    the schema the question is declared (JSON pointer).
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
    limits: Limits = NO_LIMITS
    default: object = None
    is_personal: bool = False
    shown_if: FieldCondition | None = None
    required_if: FieldCondition | None = None
    read_only: bool = False
    constant: object = None
    component: str = ""
    source: str = ""
    formula: str = ""
    shared: str = ""
    variants: tuple[Variant, ...] = ()
    text: Text | None = None
    format: str = ""
    accept: tuple[str, ...] = ()
    max_mb: int | None = None
    units: str = ""
    role: str = ""
    is_strict: bool = False
    answer_type: str = ""
    place: str = field(default="", compare=False)

    @property
    def is_partial(self) -> bool:
        """A day of which only the year or the month may be known (`motcua-day`)."""
        return self.format == "motcua-day"

    @property
    def is_money(self) -> bool:
        """A sum in đồng, answered or worked out."""
        return self.kind == "money" or (self.kind == "computed" and self.widget == "money")

    @property
    def is_grouped(self) -> bool:
        """An identifier, which people write with its figures in groups."""
        return self.widget in ("phone", "identifier", "personal_id", "tax_code")

    @property
    def is_former(self) -> bool:
        """An address of before 1 July 2025: it says so, or it asks for the district."""
        return self.widget == "address" and (
            self.units == "former" or any(one.key == "huyen" for one in self.fields)
        )

    @property
    def unit_levels(self) -> tuple[str, ...]:
        """The questions of an address that a catalogue of units answers, from the province down."""
        if self.widget != "address":
            return ()
        keys = {one.key for one in self.fields}
        levels = ("tinh", "huyen", "xa") if self.is_former else ("tinh", "xa")
        return tuple(takewhile(keys.__contains__, levels))

    @property
    def is_list(self) -> bool:
        """Rows that hold plain values; the one field of a row has the key ""."""
        return self.kind == "rows" and len(self.fields) == 1 and not self.fields[0].key

    def chosen(self, data: object) -> Variant | None:
        """The way that `data`, the object the variant stands in, goes: by its marks, else by what is answered."""
        if not isinstance(data, Mapping):
            return None
        for variant in self.variants:
            if variant.marks and all(same(data.get(key), value) for key, value in variant.marks):
                return variant
        counts = {
            at: sum(not is_blank(data.get(one.key)) for one in variant.fields)
            for at, variant in enumerate(self.variants)
            if not variant.marks
        }
        best = max(counts, key=lambda at: (counts[at], -at), default=None)
        return self.variants[best] if best is not None and counts[best] else None

    def choice_label(self, key: object) -> Text:
        """The label of a chosen key; the key itself when the list does not hold it (an old answer)."""
        for choice in self.choices:
            if choice.key == key or same(choice.answer, key):
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
    layout: Literal["pages", "one"] = "pages"

    @classmethod
    def from_schema(cls, schema: object, *, is_lenient: bool = False) -> FormDefinition:
        """Read a JSON Schema 2020-12 with Motcua's `x-` words; the schema may be hostile.

        Raises `SchemaError`, which names the place by JSON pointer and says how to mend it. `is_lenient`: a form
        that can be drawn is read though it may not be published (a label is missing, a field stands in no part…).
        """
        # The reader builds definitions, so it cannot be imported before this module exists.
        from motcua.domain.schema.form_faults import Faults
        from motcua.domain.schema.form_reader import read_definition

        return read_definition(schema, Faults("lenient" if is_lenient else "strict"))

    @cached_property
    def fields(self) -> tuple[Field, ...]:
        """All top-level fields, in the order the reader of the form meets them."""
        return tuple(one for section in self.sections for one in section.fields)

    @cached_property
    def field_by_key(self) -> Mapping[str, Field]:
        """Every field whose answer lies at the top of the data, by key; those of variants included."""
        found: dict[str, Field] = {}
        for one in in_object(self.fields):
            found.setdefault(one.key, one)
        return found

    @cached_property
    def is_plain(self) -> bool:
        """Whether every question is always asked and every answer is the person's: they need no sorting then."""
        return not any(
            one.shown_if is not None
            or one.variants
            or one.kind in ("computed", "note")
            or one.constant is not None
            or one.read_only
            for _, one in self.walk()
        )

    @cached_property
    def section_by_key(self) -> Mapping[str, Section]:
        return {section.key: section for section in self.sections}

    def keys_of(self, section: Section) -> tuple[str, ...]:
        """The keys of the answers that a part asks, those of its variants included."""
        return tuple(one.key for one in in_object(section.fields))

    def section_of(self, key: str) -> Section | None:
        """The section that asks the top-level field `key`."""
        return next((s for s in self.sections if any(one.key == key for one in in_object(s.fields))), None)

    def field_at(self, pointer: str) -> Field | None:
        """The field a JSON pointer into the data leads to; row numbers are passed over."""
        found: Field | None = None
        inside: tuple[Field, ...] = self.fields
        for part in pointer.split("/")[1:]:
            if found is not None and found.kind in ("rows", "choices") and part.isdecimal():
                continue
            found = next((one for one in in_object(inside) if one.key == part), None)
            if found is None:
                return None
            inside = found.fields
        return found

    def levels_of(self, field: Field) -> tuple[tuple[Field, ...], ...]:
        """The questions beside `field` and around it, from inside outwards: what its conditions speak of."""
        return _levels(field, (self.fields,))

    def walk(self) -> Iterator[tuple[str, Field]]:
        """Every field with its path of keys ("/nganh_nghe/ma"), depth first, in reading order."""
        yield from _walk("", self.fields)


def _levels(field: Field, around: tuple[tuple[Field, ...], ...]) -> tuple[tuple[Field, ...], ...]:
    for one in in_object(around[0]):
        if one is field:
            return around
        found = _levels(field, (one.fields, *around)) if one.fields else ()
        if found:
            return found
    return ()


def _walk(prefix: str, fields: tuple[Field, ...]) -> Iterator[tuple[str, Field]]:
    for one in fields:
        path = f"{prefix}/{one.key}"
        yield path, one
        if not one.is_list:
            yield from _walk(path, one.fields)
        for variant in one.variants:
            yield from _walk(prefix, variant.fields)


def in_object(fields: Iterable[Field]) -> Iterator[Field]:
    """The fields whose answers lie in one object: those given and those of their variants."""
    for one in fields:
        yield one
        for variant in one.variants:
            yield from in_object(variant.fields)
