"""Reads a compiled schema into a `FormDefinition`: kinds, labels in both languages, sections."""

from __future__ import annotations

from collections.abc import Mapping
from typing import cast

from motcua.domain.form_compiler import compile_schema
from motcua.domain.form_definition import Choice, Field, FieldKind, FormDefinition, Limits, Number, Section
from motcua.domain.form_errors import SchemaError, child
from motcua.domain.form_keywords import is_names
from motcua.domain.form_rules import conditional_keys
from motcua.domain.text import Text

MAX_SECTIONS = 30
Node = Mapping[str, object]

_SCALAR_KINDS: Mapping[str, FieldKind] = {"integer": "integer", "number": "number", "boolean": "yes_no"}
_FORMAT_KINDS: Mapping[object, FieldKind] = {"date": "date", "motcua-file": "file"}


def read_definition(schema: object) -> FormDefinition:
    """The form of an author's schema; raises `SchemaError`. The door is `FormDefinition.from_schema`."""
    compiled = compile_schema(schema)
    fields = _fields(compiled, conditional_keys(compiled))
    title = _text(compiled, "title") or Text("Tờ khai", "Form")
    return FormDefinition(
        title=title,
        sections=_sections(compiled, title, fields),
        schema=compiled,
        description=_text(compiled, "description"),
    )


def _fields(node: Node, conditional: frozenset[str] = frozenset()) -> tuple[Field, ...]:
    required = cast(list[str], node.get("required", []))
    properties = cast(Mapping[str, Node], node["properties"])
    return tuple(_field(key, one, key in required, key in conditional) for key, one in properties.items())


def _field(key: str, node: Node, required: bool, conditional: bool) -> Field:
    kind = _kind(node)
    items = cast(Node, node.get("items", {}))
    inner = node if kind == "group" else items if kind == "rows" else None
    return Field(
        key=key,
        kind=kind,
        label=cast(Text, _text(node, "title")),
        required=required,
        is_conditional=conditional and not required,
        hint=_text(node, "description"),
        error=_text(node, "x-error", "error"),
        example=str(node.get("x-example", "")),
        prefix=_text(node, "x-prefix", "prefix"),
        suffix=_text(node, "x-suffix", "suffix"),
        widget=_widget(node),
        row_name=_text(items, "title") if kind == "rows" else None,
        choices=_choices(node if kind == "choice" else items if kind == "choices" else {}),
        fields=_fields(inner) if inner is not None else (),
        limits=_limits(node),
        default=node.get("default"),
        is_personal=node.get("x-personal") is True,
    )


def _kind(node: Node) -> FieldKind:
    kind, widget = node["type"], node.get("x-widget")
    if kind == "object":
        return "group"
    if kind == "array":
        return "choices" if cast(Node, node["items"])["type"] == "string" else "rows"
    if kind == "string":
        if "enum" in node:
            return "choice"
        return _FORMAT_KINDS.get(node.get("format"), "long_text" if widget == "textarea" else "text")
    return "money" if widget == "money" else _SCALAR_KINDS[str(kind)]


def _widget(node: Node) -> str:
    return str(node.get("x-widget") or ("email" if node.get("format") == "email" else ""))


def _text(node: Node, word: str, english: str = "") -> Text | None:
    """The bilingual text of `word`; a missing English half falls back to Vietnamese."""
    vietnamese = node.get(word)
    if not isinstance(vietnamese, str) or not vietnamese:
        return None
    return Text(vietnamese, str(_english(node).get(english or word) or vietnamese))


def _english(node: Node) -> Node:
    return cast(Node, node.get("x-en", {}))


def _choices(node: Node) -> tuple[Choice, ...]:
    labels = cast(Mapping[str, str], node.get("x-labels", {}))
    english = cast(Mapping[str, str], _english(node).get("enumLabels", {}))
    return tuple(
        Choice(key, Text(labels.get(key, key), english.get(key, labels.get(key, key))))
        for key in cast(list[str], node.get("enum", []))
    )


def _limits(node: Node) -> Limits:
    return Limits(
        min_length=cast(int, node.get("minLength", 0)),
        max_length=cast("int | None", node.get("maxLength")),
        minimum=cast("Number | None", node.get("minimum")),
        maximum=cast("Number | None", node.get("maximum")),
        min_items=cast(int, node.get("minItems", 0)),
        max_items=cast("int | None", node.get("maxItems")),
        min_date=str(node.get("x-min", "")),
        max_date=str(node.get("x-max", "")),
        digits=cast("int | None", node.get("x-digits")),
    )


def _sections(root: Node, title: Text, fields: tuple[Field, ...]) -> tuple[Section, ...]:
    """The parts of `x-sections`; without them the whole form is one part."""
    declared = cast(list[object], root.get("x-sections", []))
    if not declared:
        return (Section("form", title, fields, _text(root, "description")),)
    if len(declared) > MAX_SECTIONS:
        raise SchemaError(
            "/x-sections", Text(f"quá {MAX_SECTIONS} phần", f"more than {MAX_SECTIONS} sections")
        )
    left = {one.key: one for one in fields}
    keys: set[str] = set()
    sections = []
    for index, node in enumerate(declared):
        section = _section(node, f"/x-sections/{index}", left)
        if section.key in keys:
            raise SchemaError(
                f"/x-sections/{index}/key", Text("trùng khóa với phần khác", "another section has this key")
            )
        keys.add(section.key)
        sections.append(section)
    if left:
        raise SchemaError(
            child("/properties", next(iter(left))),
            Text("mục này chưa thuộc phần nào trong x-sections", "no section of x-sections holds this field"),
        )
    return tuple(sections)


def _section(node: object, place: str, left: dict[str, Field]) -> Section:
    """One part; takes its fields out of `left`, so that no field stands in two parts."""
    if not isinstance(node, Mapping) or not isinstance(node.get("key"), str) or not node["key"]:
        raise SchemaError(
            place, Text("phần phải có key, title và fields", "a section needs key, title and fields")
        )
    if not isinstance(node.get("x-en", {}), Mapping):
        raise SchemaError(child(place, "x-en"), Text("phải là đối tượng {}", "must be an object {}"))
    title = _text(node, "title")
    if title is None:
        raise SchemaError(child(place, "title"), Text("thiếu tên phần", "the section's title is missing"))
    names = node.get("fields")
    if not is_names(names) or not names:
        raise SchemaError(
            child(place, "fields"), Text("phải là danh sách tên mục", "must be a list of field names")
        )
    for name in cast(list[str], names):
        if name not in left:
            raise SchemaError(
                child(place, "fields"),
                Text(
                    f"mục “{name}” không có, hoặc đã nằm trong phần khác",
                    f"“{name}” is unknown or already placed",
                ),
            )
    fields = tuple(left.pop(name) for name in dict.fromkeys(cast(list[str], names)))
    return Section(node["key"], title, fields, _text(node, "description"))
