"""Reads the questions of one object: kind, labels, bounds, and the schema their answers are judged by."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from typing import Any, cast

from motcua.domain.forms.form_condition import ALWAYS, NEVER
from motcua.domain.forms.form_definition import Choice, Field, FieldKind, Variant
from motcua.domain.forms.form_errors import SchemaError, child
from motcua.domain.forms.form_formula import check_formula
from motcua.domain.schema.form_declared import Declarations, Declared, Inherited, Ways
from motcua.domain.schema.form_faults import Faults
from motcua.domain.schema.form_flat import Flat, Part, flat
from motcua.domain.schema.form_keywords import KEY
from motcua.domain.schema.form_kinds import check_kind, kind_of
from motcua.domain.schema.form_reference import Schema
from motcua.domain.schema.form_strict import DEFAULT_ROWS, MAX_ROWS, strict
from motcua.domain.schema.form_words import choices_of, limits_of, text_of
from motcua.domain.text import Text

MAX_FIELDS = 400
MAX_DEPTH = 5
MAX_WEIGHT = 100_000
_BOUNDED = ("maxLength", "minimum", "maximum", "maxItems")

Judged = dict[str, Schema]
"""The schemas of the answers of one object, by key."""


@dataclass
class Questions:
    """Walks the whole form once; counts questions so that references cannot multiply them without end."""

    faults: Faults
    fields: int = field(default=0)
    times: int = field(default=1)
    weight: int = field(default=0)

    def inside(self, here: Flat, depth: int, inherited: Inherited = ()) -> tuple[tuple[Field, ...], Judged]:
        """The questions of an object and its closed schema."""
        declared = Declarations(here, self.faults).read(inherited)
        read: dict[str, Field] = {}
        schemas: dict[str, Schema] = {}
        for one in declared.asked.values():
            with self.faults.one():
                read[one.key], schemas[one.key] = self.question(one, here, depth)
        fields = list(read.values())
        for number, ways in enumerate(declared.ways):
            with self.faults.one():
                fields.append(self.choice_of_ways(ways, number, here, depth, schemas))
        if not fields:
            self.faults.fault(
                child(here.place, "properties"),
                "empty",
                "phải có ít nhất một mục",
                "at least one field is needed",
            )
        return tuple(fields), schemas

    def question(self, one: Declared, here: Flat, depth: int) -> tuple[Field, Schema]:
        place = one.parts[0].place
        self.count(one.key, place)
        if one.key not in here.properties and here.closed_at is not None:
            raise SchemaError(
                here.closed_at,
                Text(
                    f"“{one.key}” chỉ được khai trong then hoặc else nên bị false ở đây loại bỏ; "
                    "khai mục này trong properties hoặc dùng unevaluatedProperties",
                    f"“{one.key}” is declared in then or else only, so false refuses it here; declare it in properties "
                    "or use unevaluatedProperties",
                ),
            )
        self.weigh(one, place)
        given = flat(*one.parts)
        if given.is_never:
            raise SchemaError(place, Text("không câu trả lời nào đúng được", "no answer can be right"))
        return self.field_(one, given, place, depth)

    def count(self, key: str, place: str) -> None:
        if not KEY.fullmatch(key):
            raise SchemaError(
                place,
                Text(
                    "tên mục chỉ gồm chữ thường không dấu, chữ số và _, bắt đầu bằng chữ, dài nhất 60 ký tự",
                    "a field name is a letter a-z, then letters, digits and _, at most 60 characters in all",
                ),
            )
        self.fields += 1
        if self.fields > MAX_FIELDS:
            raise SchemaError(
                place, Text(f"quá {MAX_FIELDS} mục", f"more than {MAX_FIELDS} fields"), fault="too_much"
            )

    def weigh(self, one: Declared, place: str) -> None:
        """Conditions are asked anew for each row, and for each question they decide about."""
        self.weight += self.times * sum(1 for case in (one.shown, one.required_if) for _ in case.leaves())
        if self.weight > MAX_WEIGHT:
            raise SchemaError(
                place,
                Text(
                    "quá nhiều điều kiện; bớt điều kiện hoặc hạ maxItems của các dòng",
                    "too many conditions; use fewer, or a lower maxItems of the rows",
                ),
                fault="too_much",
            )

    def field_(self, one: Declared, given: Flat, place: str, depth: int) -> tuple[Field, Schema]:
        words, choices = given.words, choices_of(given)
        kind = kind_of(given, choices, self.faults)
        check_kind(given, kind, choices, self.faults)
        label = text_of(words, "title")
        if label is None and kind != "note":
            self.faults.fault(
                child(place, "title"),
                "no_label",
                "thiếu nhãn (title) của mục",
                "the field's label (title) is missing",
            )
        inner, judged, row_name = self.insides(one, given, kind, place, depth)
        if kind == "choices":
            choices = choices_of(flat(Part(cast(Schema, words["items"]), child(place, "items"))))
        if kind == "computed":
            check_formula(str(words["x-formula"]), child(place, "x-formula"))
        schema = strict(given, one.parts[0].node, kind, choices, judged)
        found = Field(
            key=one.key,
            kind=kind,
            label=label or Text(one.key, one.key),
            required=one.is_required and kind not in ("note", "computed"),
            is_conditional=not one.is_required and (one.is_conditional or one.required_if != NEVER),
            row_name=row_name,
            choices=choices if kind in ("choice", "choices", "computed") else (),
            fields=inner,
            limits=limits_of(words | {word: schema[word] for word in _BOUNDED if word in schema}),
            shown_if=None if one.shown == ALWAYS else one.shown,
            required_if=None if one.is_required or one.required_if == NEVER else one.required_if,
            answer_type=given.kind,
            place=place,
            **_said(words),
        )
        return found, schema

    def insides(
        self, one: Declared, given: Flat, kind: FieldKind, place: str, depth: int
    ) -> tuple[tuple[Field, ...], Judged, Text | None]:
        """The questions inside a group or a row, and the schemas of their answers by key."""
        if kind not in ("group", "rows"):
            return (), {}, None
        if depth >= MAX_DEPTH:
            raise SchemaError(
                place, Text(f"lồng nhau quá {MAX_DEPTH} cấp", f"nested more than {MAX_DEPTH} levels deep")
            )
        if kind == "group":
            fields, judged = self.inside(given, depth + 1, one.inner)
            return fields, judged, None
        items = Part(cast(Schema, given.words.get("items", True)), child(place, "items"))
        row = flat(items)
        if row.kind == "object":
            most = min(cast(int, given.words.get("maxItems", DEFAULT_ROWS)), MAX_ROWS)
            self.times *= max(most, 1)
            fields, judged = self.inside(row, depth + 1, list(_of_items(one.inner)))
            self.times //= max(most, 1)
            return fields, judged, text_of(row.words, "title")
        return (*self.line(row, items), text_of(row.words, "title"))

    def line(self, row: Flat, items: Part) -> tuple[tuple[Field, ...], Judged]:
        """A list of plain values: rows of one line, whose field has no key."""
        if row.is_never:
            raise SchemaError(
                items.place, Text("danh sách này không có dòng nào được", "this list can have no rows")
            )
        if row.kind == "array":
            raise SchemaError(
                items.place,
                Text("danh sách trong danh sách không hỏi được", "a list of lists cannot be asked"),
            )
        self.fields += 1
        choices = choices_of(row)
        kind = kind_of(row, choices, self.faults)
        check_kind(row, kind, choices, self.faults)
        schema = strict(row, items.node, kind, choices, {})
        label = text_of(row.words, "title") or Text("Nội dung", "Entry")
        limits = limits_of(row.words | {word: schema[word] for word in _BOUNDED if word in schema})
        line = Field("", kind, label, required=True, choices=choices, limits=limits, **_said(row.words))
        return (line,), {"": schema}

    def choice_of_ways(
        self, ways: Ways, number: int, here: Flat, depth: int, schemas: dict[str, Schema]
    ) -> Field:
        """Several ways as one question: its choices are the ways, each with the questions it opens."""
        variants = []
        for index, way in enumerate(ways.ways):
            way.properties = {
                key: parts for key, parts in way.properties.items() if key not in here.properties
            }
            variants.append(self.variant(way, index, ways.mark, depth, schemas))
        holder = ways.rule.node if ways.rule.place != here.place else {}
        label = text_of(holder, "title") or Text("Chọn cách khai", "Choose one way")
        if ways.mark:
            first = ways.rule.node[ways.rule.word]
            marking = flat(Part(cast(Sequence[Schema], first)[0], ways.rule.at)).properties[ways.mark]
            label = text_of(flat(*marking).words, "title") or label
            schemas[ways.mark] = {"enum": [dict(variant.marks)[ways.mark] for variant in variants]}
        values = [dict(variant.marks).get(ways.mark) for variant in variants]
        return Field(
            key=ways.mark or f"_way{number}",
            kind="variant",
            label=label,
            required=bool(ways.mark) and ways.mark in here.required,
            choices=tuple(
                Choice(variant.key, variant.title, None if isinstance(value, str) else value)
                for variant, value in zip(variants, values, strict=True)
            ),
            hint=text_of(holder, "description"),
            shown_if=None if ways.shown == ALWAYS else ways.shown,
            variants=tuple(variants),
            place=ways.rule.at,
        )

    def variant(self, way: Flat, index: int, mark: str, depth: int, schemas: dict[str, Schema]) -> Variant:
        marks: tuple[tuple[str, object], ...] = ()
        key, told = f"cach_{index + 1}", text_of(way.words, "title")
        if mark:
            value = flat(*way.properties.pop(mark)).words["const"]
            marks, key = ((mark, value),), value if isinstance(value, str) else key
        if told is None:
            self.faults.fault(
                child(way.place, "title"),
                "no_label",
                "thiếu tên (title) của cách khai này",
                "this way's name (title) is missing",
            )
        way.required = [name for name in way.required if name != mark]
        fields: tuple[Field, ...] = ()
        if way.properties:
            if depth >= MAX_DEPTH:
                raise SchemaError(
                    way.place,
                    Text(f"lồng nhau quá {MAX_DEPTH} cấp", f"nested more than {MAX_DEPTH} levels deep"),
                )
            fields, judged = self.inside(way, depth + 1)
            for name, schema in judged.items():
                schemas[name] = schema if schemas.get(name, schema) == schema else True
        title = told or Text(f"Cách {index + 1}", f"Way {index + 1}")
        return Variant(key, title, fields, text_of(way.words, "description"), marks)


def _of_items(inner: Inherited) -> Inherited:
    """What a case says of each row."""
    return [
        (Part(cast(Schema, part.node["items"]), child(part.place, "items")), when)
        for part, when in inner
        if isinstance(part.node, Mapping) and "items" in part.node
    ]


def _said(words: Mapping[str, object]) -> dict[str, Any]:
    """The attributes of a field that its words say outright."""
    form = str(words.get("format", ""))
    return {
        "hint": text_of(words, "description"),
        "error": text_of(words, "x-error", "error"),
        "example": str(words.get("x-example", "")),
        "prefix": text_of(words, "x-prefix", "prefix"),
        "suffix": text_of(words, "x-suffix", "suffix"),
        "text": text_of(words, "x-text", "text"),
        "widget": str(words.get("x-widget") or ("email" if form == "email" else "")),
        "default": words.get("default"),
        "is_personal": words.get("x-personal") is True,
        "read_only": words.get("readOnly") is True or "x-formula" in words,
        "constant": words.get("const"),
        "format": form,
        "component": str(words.get("x-component", "")),
        "source": str(words.get("x-source", "")),
        "formula": str(words.get("x-formula", "")),
        "shared": str(words.get("x-shared", "")),
        "accept": tuple(cast(list[str], words.get("x-accept", []))),
        "max_mb": cast("int | None", words.get("x-max-mb")),
        "units": str(words.get("x-units", "")),
        "role": str(words.get("x-role", "")),
        "is_strict": words.get("x-strict") is True,
    }
