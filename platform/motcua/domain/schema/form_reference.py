"""Puts what `$ref` points to in its place: afterwards a schema is one tree, with nothing left to look up.

Only the document itself can be referred to, never in a circle. The author is not trusted: the number of schemas and
their nesting are bounded, so that references which multiply come to an end.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field
from typing import cast
from urllib.parse import unquote

from motcua.domain.forms.form_condition import same
from motcua.domain.forms.form_errors import SchemaError, child
from motcua.domain.schema.form_faults import Faults
from motcua.domain.schema.form_keywords import shape_problems
from motcua.domain.text import Text

MAX_SCHEMAS = 10_000
MAX_NESTING = 40
ONE = (
    "not", "if", "then", "else", "items", "contains", "additionalProperties", "propertyNames", "unevaluatedProperties",
)  # fmt: skip
"""Words whose value is a schema; then those that hold a list of schemas, and a schema by name."""
SEVERAL = ("allOf", "anyOf", "oneOf")
NAMED = ("properties", "dependentSchemas")
_LEFT_OUT = frozenset({"$schema", "$id", "$defs", "examples", "$comment", "deprecated"})
_NOTES = frozenset({"title", "description", "default", "readOnly", "writeOnly"})
_TOGETHER = (
    frozenset({"properties", "additionalProperties"}),
    frozenset({"contains", "minContains", "maxContains"}),
    frozenset({"if", "then", "else"}),
)
"""Words that speak of each other: those of one group are never mixed from two schemas."""

Node = Mapping[str, object]
Schema = dict[str, object] | bool
Plain = dict[str, object]


def put_in_place(schema: object, faults: Faults | None = None) -> Schema:
    """The schema without references, definitions and remarks; `schema` itself is left untouched.

    It gives the same verdict as the author's by JSON Schema 2020-12. Raises `SchemaError` for a word or a value that
    cannot be used, with its place; in a review `faults` gathers it and the word is passed over.
    """
    return _Resolver(schema, faults or Faults()).schema(schema, "", 0, ("#",))


@dataclass
class _Resolver:
    root: object
    faults: Faults
    schemas: int = field(default=0)

    def schema(self, value: object, place: str, depth: int, seen: tuple[str, ...]) -> Schema:
        self.schemas += 1
        if self.schemas > MAX_SCHEMAS:
            raise SchemaError(
                place,
                Text(
                    "biểu mẫu quá lớn khi thay hết các dẫn chiếu",
                    "too large once every reference is in place",
                ),
            )
        if depth > MAX_NESTING:
            raise SchemaError(
                place,
                Text(f"lồng nhau quá {MAX_NESTING} cấp", f"nested more than {MAX_NESTING} levels deep"),
                fault="too_much",
            )
        if isinstance(value, bool):
            return value
        if not isinstance(value, Mapping) or not all(isinstance(key, str) for key in value):
            raise SchemaError(place, Text("phải là một đối tượng {}", "must be an object {}"))
        node = self.usable(value, place, is_root=depth == 0)
        own = self.inner(node, place, depth, seen)
        if "$ref" not in node:
            return own
        target: Schema = True
        with self.faults.one():
            target = self.target(node["$ref"], place, depth, seen)
        return merged(target, own) if isinstance(target, dict) else _beside(target, own)

    def usable(self, node: Node, place: str, *, is_root: bool) -> Node:
        """The words of `node` without those that cannot be used, which are refused or, in a review, noted."""
        wrong: set[str] = set()
        for word, problem in shape_problems(node, place, is_root=is_root):
            with self.faults.one():
                raise problem
            wrong.add(word)
        return {word: value for word, value in node.items() if word not in wrong} if wrong else node

    def inner(self, node: Node, place: str, depth: int, seen: tuple[str, ...]) -> Plain:
        result: Plain = {}
        for word, value in node.items():
            at = child(place, word)
            if word in _LEFT_OUT or word == "$ref":
                continue
            if word in ONE:
                result[word] = self.schema(value, at, depth + 1, seen)
            elif word in SEVERAL:
                several = enumerate(cast(list[object], value))
                result[word] = [self.schema(one, child(at, index), depth + 1, seen) for index, one in several]
            elif word in NAMED:
                named = cast(Node, value).items()
                result[word] = {key: self.schema(one, child(at, key), depth + 1, seen) for key, one in named}
            else:
                result[word] = value
        return result

    def target(self, reference: object, place: str, depth: int, seen: tuple[str, ...]) -> Schema:
        at = child(place, "$ref")
        if not isinstance(reference, str) or not (reference == "#" or reference.startswith("#/")):
            raise SchemaError(
                at,
                Text(
                    "chỉ dẫn chiếu được tới một chỗ trong chính biểu mẫu này, như #/$defs/ho_ten",
                    "only a place in this form itself can be referred to, such as #/$defs/name",
                ),
            )
        if reference in seen:
            name = reference.rpartition("/")[2]
            raise SchemaError(
                at, Text(f"“{name}” dẫn chiếu vòng về chính nó", f"“{name}” refers back to itself")
            )
        found: object = self.root
        for part in unquote(reference).split("/")[1:]:
            found = _step(found, part.replace("~1", "/").replace("~0", "~"))
            if found is None:
                raise SchemaError(
                    at, Text("không có chỗ này trong biểu mẫu", "there is no such place in this form")
                )
        return self.schema(found, place, depth + 1, (*seen, reference))


def merged(target: Plain, own: Plain) -> Plain:
    """Both schemas at once. Labels and words of ours beside a reference stand before those of its target.

    Where both say something of the same answer that cannot simply be joined, the target stays a part of its own.
    """
    english = _english(target, own)
    if _clash(target, own):
        notes = {word: value for word, value in target.items() if _is_note(word)}
        rest = {word: value for word, value in target.items() if not _is_note(word)}
        return {**notes, **own, **english, "allOf": [*cast(list[object], own.get("allOf", [])), rest]}
    return {**target, **own, **english}


def _english(target: Plain, own: Plain) -> Plain:
    """English texts one by one, as the Vietnamese ones are."""
    shared, ours = target.get("x-en"), own.get("x-en")
    both = {**shared, **ours} if isinstance(shared, Mapping) and isinstance(ours, Mapping) else ours or shared
    return {} if both is None else {"x-en": both}


def _beside(target: bool, own: Plain) -> Schema:
    return own if target else {**own, "allOf": [*cast(list[object], own.get("allOf", [])), False]}


def _clash(target: Plain, own: Plain) -> bool:
    theirs, ours = ({word for word in node if not _is_note(word)} for node in (target, own))
    return (
        any(not same(target[word], own[word]) for word in theirs & ours)
        or any(group & theirs and group & ours for group in _TOGETHER)
        or "unevaluatedProperties" in theirs
    )


def _is_note(word: str) -> bool:
    return word in _NOTES or word.startswith("x-")


def _step(node: object, key: str) -> object:
    if isinstance(node, Mapping):
        return node.get(key)
    if isinstance(node, list) and key.isdecimal() and key.isascii() and len(key) < 6 and int(key) < len(node):
        return cast(object, node[int(key)])
    return None


def schemas_in(node: Mapping[str, object]) -> Iterator[object]:
    """The schemas directly inside one; what other words hold, notes of any shape among them, is none."""
    for word in ONE:
        yield node.get(word)
    for word in SEVERAL:
        inner = node.get(word)
        yield from inner if isinstance(inner, list) else ()
    for word in NAMED:
        named = node.get(word)
        yield from named.values() if isinstance(named, Mapping) else ()
