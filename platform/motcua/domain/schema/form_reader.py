"""Reads an author's schema into a `FormDefinition`: its questions, its parts, the schema answers are judged by."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Literal, cast

from motcua.domain.forms.form_definition import Field, FormDefinition, Section, in_object
from motcua.domain.forms.form_errors import SchemaError, child
from motcua.domain.schema.form_cost import check_cost, check_least_rows
from motcua.domain.schema.form_faults import Faults
from motcua.domain.schema.form_flat import Part, flat
from motcua.domain.schema.form_keywords import is_names
from motcua.domain.schema.form_questions import Questions
from motcua.domain.schema.form_reference import put_in_place
from motcua.domain.schema.form_strict import closed
from motcua.domain.schema.form_words import text_of
from motcua.domain.text import Text

MAX_SECTIONS = 30
Node = Mapping[str, object]


def read_definition(schema: object, faults: Faults | None = None) -> FormDefinition:
    """The form of an author's schema; raises `SchemaError`. The door is `FormDefinition.from_schema`.

    `faults` decides what is raised and what is gathered; by default everything is raised.
    """
    faults = faults or Faults()
    plain = put_in_place(schema, faults)
    here = flat(Part(plain, ""))
    if isinstance(plain, bool) or here.kind != "object" or "x-widget" in here.words:
        raise SchemaError(
            "/type", Text('gốc phải có "type": "object"', 'the root must have "type": "object"')
        )
    if here.types is None:
        faults.fault(
            "/type", "no_type", 'gốc phải có "type": "object"', 'the root must have "type": "object"'
        )
    check_cost(plain)
    fields, judged = Questions(faults).inside(here, 0)
    check_least_rows(fields)
    title = text_of(here.words, "title") or Text("Tờ khai", "Form")
    return FormDefinition(
        title=title,
        sections=_sections(here.words, title, fields, faults),
        schema=closed(plain, judged),
        description=text_of(here.words, "description"),
        layout=cast(Literal["pages", "one"], here.words.get("x-layout", "pages")),
    )


def _sections(root: Node, title: Text, fields: tuple[Field, ...], faults: Faults) -> tuple[Section, ...]:
    """The parts of `x-sections`; without them the whole form is one part."""
    declared = cast(list[object], root.get("x-sections", []))
    if not declared:
        return (Section("form", title, fields, text_of(root, "description")),)
    if len(declared) > MAX_SECTIONS:
        raise SchemaError(
            "/x-sections", Text(f"quá {MAX_SECTIONS} phần", f"more than {MAX_SECTIONS} sections")
        )
    left = {one.key: one for one in fields}
    sections: dict[str, Section] = {}
    for index, node in enumerate(declared):
        place = f"/x-sections/{index}"
        with faults.one():
            section = _section(node, place, left, faults)
            if section.key in sections:
                raise SchemaError(
                    child(place, "key"), Text("trùng khóa với phần khác", "another section has this key")
                )
            sections[section.key] = section
    for key in left:
        faults.fault(
            child("/properties", key) if not key.startswith("_") else "/x-sections",
            "no_section",
            "mục này chưa thuộc phần nào trong x-sections",
            "no section of x-sections holds this field",
        )
    if left or not sections:
        rest = Section("khac", Text("Mục khác", "Other"), tuple(left.values()))
        sections.setdefault(rest.key, rest)
    return tuple(sections.values())


def _section(node: object, place: str, left: dict[str, Field], faults: Faults) -> Section:
    """One part; takes its fields out of `left`, so that no field stands in two parts."""
    if not isinstance(node, Mapping) or not isinstance(node.get("key"), str) or not node["key"]:
        raise SchemaError(
            place, Text("phần phải có key, title và fields", "a section needs key, title and fields")
        )
    if not isinstance(node.get("x-en", {}), Mapping):
        raise SchemaError(child(place, "x-en"), Text("phải là đối tượng {}", "must be an object {}"))
    title = text_of(node, "title")
    if title is None:
        faults.fault(child(place, "title"), "no_label", "thiếu tên phần", "the section's title is missing")
    names = node.get("fields")
    if not is_names(names) or not names:
        raise SchemaError(
            child(place, "fields"), Text("phải là danh sách tên mục", "must be a list of field names")
        )
    fields = _placed(cast(list[str], names), child(place, "fields"), left, faults)
    return Section(node["key"], title or Text(node["key"], node["key"]), fields, text_of(node, "description"))


def _placed(names: list[str], place: str, left: dict[str, Field], faults: Faults) -> tuple[Field, ...]:
    """The fields a part names; a choice of ways comes with the first question of its ways that is named."""
    fields: list[Field] = []
    for name in dict.fromkeys(names):
        ways = [
            key for key, one in left.items() if one.variants and any(i.key == name for i in in_object([one]))
        ]
        if name in left:
            fields.append(left.pop(name))
        elif ways:
            fields.append(left.pop(ways[0]))
        elif not any(name == inner.key for inner in in_object(fields)):
            faults.fault(
                place,
                "section_field",
                f"mục “{name}” không có, hoặc đã nằm trong phần khác",
                f"“{name}” is unknown or already placed",
            )
    return tuple(fields)
