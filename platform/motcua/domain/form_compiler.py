"""Turns an author's schema into the one that is validated: checked, bounded, `#/$defs` put in place.

The author is not trusted: no reference leaves the document, nothing is looked up over a network, and depth,
number of fields, lists and texts are bounded before anything is built.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import cast

from motcua.domain.form_errors import SchemaError, child
from motcua.domain.form_keywords import FORMATS, KEY, check_bounds, check_words, is_names
from motcua.domain.form_pattern import SUBJECT_LIMIT, PatternError, check_pattern
from motcua.domain.form_rules import check_contains, check_rules
from motcua.domain.text import Text

MAX_FIELDS = 400
MAX_DEPTH = 5
MAX_CHOICES = 1_000
MAX_ROWS = 200
DEFAULT_ROWS = 50
DEFAULT_LINE = 300
DEFAULT_TEXT = 5_000
MAX_TEXT = 50_000
MAX_NUMBER = 10**15 - 1
"""Whole numbers up to here survive JSON readers that know only 64-bit floats."""

# The validator never meets an identifier or a reference, so it has nothing to look up.
_LEFT_OUT = frozenset({"$schema", "$id", "$defs", "examples"})

Node = Mapping[str, object]
Compiled = dict[str, object]


def compile_schema(schema: object) -> Compiled:
    """The schema to validate by. Raises `SchemaError`; `schema` itself is left untouched."""
    root = _object(schema, "")
    if root.get("type") != "object":
        raise SchemaError(
            "/type", Text('gốc phải có "type": "object"', 'the root must have "type": "object"')
        )
    check_words(root, "", "root")
    definitions = root.get("$defs", {})
    compiler = _Compiler(cast(Node, definitions))
    compiled = compiler.object_(root, "", 0, ())
    check_rules(root, frozenset(cast(Node, compiled["properties"])))
    return {word: value for word, value in compiled.items() if word not in _LEFT_OUT}


@dataclass
class _Compiler:
    """Walks the schema once; counts fields so that nested references cannot multiply without end."""

    definitions: Node
    fields: int = field(default=0)

    def object_(self, node: Node, place: str, depth: int, seen: tuple[str, ...]) -> Compiled:
        properties = _object(node.get("properties"), child(place, "properties"))
        if not properties:
            raise SchemaError(
                child(place, "properties"), Text("phải có ít nhất một mục", "at least one field is needed")
            )
        compiled = {
            key: self.field_(key, value, child(child(place, "properties"), key), depth, seen)
            for key, value in properties.items()
        }
        _check_required(node, place, frozenset(compiled))
        return {**node, "properties": compiled, "additionalProperties": False}

    def field_(self, key: object, value: object, place: str, depth: int, seen: tuple[str, ...]) -> Compiled:
        if not isinstance(key, str) or not KEY.fullmatch(key):
            raise SchemaError(
                place,
                Text(
                    "tên mục chỉ gồm chữ thường không dấu, chữ số và _, bắt đầu bằng chữ, dài nhất 60 ký tự",
                    "a field name is a letter a-z, then letters, digits and _, at most 60 characters in all",
                ),
            )
        self.fields += 1
        if self.fields > MAX_FIELDS:
            raise SchemaError(place, Text(f"quá {MAX_FIELDS} mục", f"more than {MAX_FIELDS} fields"))
        compiled = self.answer(value, place, depth, seen)
        if not compiled.get("title"):
            raise SchemaError(
                child(place, "title"),
                Text("thiếu nhãn (title) của mục", "the field's label (title) is missing"),
            )
        return compiled

    def answer(self, value: object, place: str, depth: int, seen: tuple[str, ...]) -> Compiled:
        node, seen = self._resolved(_object(value, place), place, seen)
        kind = node.get("type")
        if kind not in ("string", "integer", "number", "boolean", "object", "array"):
            raise SchemaError(
                child(place, "type"),
                Text(
                    "phải là một trong string, integer, number, boolean, object, array",
                    "must be one of string, integer, number, boolean, object, array",
                ),
            )
        check_words(node, place, str(kind))
        check_bounds(node, place)
        if kind == "object":
            _check_depth(depth, place)
            return self.object_(node, place, depth + 1, seen)
        if kind == "array":
            return self._array(node, place, depth, seen)
        return _string(node, place) if kind == "string" else _scalar(node)

    def _array(self, node: Node, place: str, depth: int, seen: tuple[str, ...]) -> Compiled:
        _check_depth(depth, place)
        items = self.answer(node.get("items"), child(place, "items"), depth + 1, seen)
        compiled: Compiled = {**node, "items": items}
        if items["type"] == "string" and "enum" in items:
            return {**compiled, "uniqueItems": True}
        if items["type"] != "object":
            raise SchemaError(
                child(place, "items"),
                Text(
                    "danh sách phải gồm các dòng (object) hoặc các lựa chọn (string có enum)",
                    "a list holds rows (object) or choices (string with enum)",
                ),
            )
        compiled["maxItems"] = min(cast(int, node.get("maxItems", DEFAULT_ROWS)), MAX_ROWS)
        check_contains(node, place, items)
        return compiled

    def _resolved(self, node: Node, place: str, seen: tuple[str, ...]) -> tuple[Node, tuple[str, ...]]:
        while "$ref" in node:
            reference = node["$ref"]
            name = reference.removeprefix("#/$defs/") if isinstance(reference, str) else ""
            if reference != f"#/$defs/{name}" or name not in self.definitions:
                raise SchemaError(
                    child(place, "$ref"),
                    Text(
                        "chỉ dẫn chiếu được tới một mục có trong #/$defs của chính biểu mẫu này",
                        "only an entry of this form's own #/$defs can be referred to",
                    ),
                )
            if name in seen:
                raise SchemaError(
                    child(place, "$ref"),
                    Text(f"“{name}” dẫn chiếu vòng về chính nó", f"“{name}” refers back to itself"),
                )
            seen = (*seen, name)
            target = _object(self.definitions[name], child("/$defs", name))
            node = _laid_over(target, {word: value for word, value in node.items() if word != "$ref"})
        return node, seen


def _laid_over(target: Node, node: Node) -> Node:
    """`node` over the shared `target`; English texts one by one, as the Vietnamese ones are."""
    shared, own = target.get("x-en"), node.get("x-en")
    both = {**shared, **own} if isinstance(shared, Mapping) and isinstance(own, Mapping) else own or shared
    return {**target, **node, **({"x-en": both} if both is not None else {})}


def _object(value: object, place: str) -> Node:
    if not isinstance(value, Mapping) or not all(isinstance(key, str) for key in value):
        raise SchemaError(place, Text("phải là một đối tượng {}", "must be an object {}"))
    return value


def _check_depth(depth: int, place: str) -> None:
    if depth >= MAX_DEPTH:
        raise SchemaError(
            place, Text(f"lồng nhau quá {MAX_DEPTH} cấp", f"nested more than {MAX_DEPTH} levels deep")
        )


def _check_required(node: Node, place: str, keys: frozenset[str]) -> None:
    for name in cast(list[str], node.get("required", [])):
        if name not in keys:
            raise SchemaError(
                child(place, "required"),
                Text(f"“{name}” không có trong properties", f"“{name}” is not among the properties"),
            )


def _string(node: Node, place: str) -> Compiled:
    if "enum" in node:
        return _closed_list(node, place)
    form = node.get("format")
    if form is not None and form not in FORMATS:
        known = ", ".join(sorted(FORMATS))
        raise SchemaError(
            child(place, "format"), Text(f"chỉ dùng được: {known}", f"only these can be used: {known}")
        )
    default = DEFAULT_TEXT if node.get("x-widget") == "textarea" else DEFAULT_LINE
    longest = min(cast(int, node.get("maxLength", default)), MAX_TEXT)
    if "pattern" in node:
        longest = min(longest, SUBJECT_LIMIT)
        try:
            check_pattern(cast(str, node["pattern"]))
        except PatternError as problem:
            raise SchemaError(child(place, "pattern"), problem.reason) from problem
    return {**node, "maxLength": longest}


def _closed_list(node: Node, place: str) -> Compiled:
    keys = node["enum"]
    if not is_names(keys) or not 1 <= len(cast(list[str], keys)) <= MAX_CHOICES:
        raise SchemaError(
            child(place, "enum"),
            Text(f"phải có từ 1 đến {MAX_CHOICES} lựa chọn", f"must have from 1 to {MAX_CHOICES} choices"),
        )
    names = cast(list[str], keys)
    if len(set(names)) != len(names) or not all(0 < len(name) <= 100 for name in names):
        raise SchemaError(
            child(place, "enum"),
            Text(
                "khóa không được trống, trùng hay dài quá 100 ký tự",
                "keys must be non-empty, distinct, ≤ 100 characters",
            ),
        )
    return dict(node)


def _scalar(node: Node) -> Compiled:
    if node["type"] == "boolean":
        return dict(node)
    return {"minimum": -MAX_NUMBER, "maximum": MAX_NUMBER, **node}
