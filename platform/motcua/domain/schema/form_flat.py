"""One schema with everything that holds of it at once: its own words and those of its `allOf`, laid flat."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import cast

from motcua.domain.forms.form_errors import child
from motcua.domain.schema.form_reference import Schema

Node = Mapping[str, object]
_RULES = ("if", "anyOf", "oneOf", "not", "dependentRequired", "dependentSchemas")
_OURS = frozenset({"then", "else", "properties", "required", "allOf", "type", *_RULES})
_GREATEST = ("minLength", "minItems", "minimum", "exclusiveMinimum", "minProperties")
_LEAST = ("maxLength", "maxItems", "maximum", "exclusiveMaximum", "maxProperties")
_SCALARS: Mapping[str, tuple[str, ...]] = {
    "string": ("minLength", "maxLength", "pattern", "format", "x-digits"),
    "number": ("minimum", "maximum", "exclusiveMinimum", "exclusiveMaximum", "multipleOf"),
    "array": ("items", "minItems", "maxItems", "uniqueItems", "contains", "minContains", "maxContains"),
    "object": (
        "properties", "required", "additionalProperties", "unevaluatedProperties", "propertyNames", "minProperties",
        "maxProperties", "dependentRequired", "dependentSchemas",
    ),
}  # fmt: skip
WORDS_OF: Mapping[str, frozenset[str]] = {
    "integer": frozenset(_SCALARS["number"]),
    "boolean": frozenset(),
    "null": frozenset(),
    **{kind: frozenset(words) for kind, words in _SCALARS.items()},
}
"""Words that say something of answers of one type only."""


@dataclass(frozen=True, slots=True)
class Part:
    """A schema with its place in the author's document."""

    node: Schema
    place: str


@dataclass(frozen=True, slots=True)
class Rule:
    """One rule of an object: the `word` it is said by, and the schema that says it (with its own sentence)."""

    word: str
    node: Node
    place: str

    @property
    def at(self) -> str:
        return child(self.place, self.word)


@dataclass(slots=True)
class Flat:
    """`words` hold what is said once (the strictest of bounds); a name may be declared by several parts."""

    place: str
    words: dict[str, object] = field(default_factory=dict)
    types: frozenset[str] | None = None
    properties: dict[str, list[Part]] = field(default_factory=dict)
    required: list[str] = field(default_factory=list)
    rules: list[Rule] = field(default_factory=list)
    closed_at: str | None = None
    is_never: bool = False

    @property
    def kind(self) -> str:
        """The type an answer has when a person gives it, "" when nothing tells; null is an answer left blank."""
        types = _types_of(self)
        for kind in ("object", "array", "string", "number", "integer", "boolean", "null"):
            if kind in types:
                return kind
        return ""


def flat(*parts: Part) -> Flat:
    """All `parts` at once; the first one's place and labels stand first."""
    result = Flat(parts[0].place)
    for part in parts:
        _lay(result, part)
    return result


def _lay(result: Flat, part: Part) -> None:
    node, place = part.node, part.place
    if isinstance(node, bool):
        result.is_never = result.is_never or not node
        return
    is_rule = any(word in node for word in _RULES) and not {"type", "properties"} & set(node)
    for word, value in node.items():
        if word not in _OURS and not (is_rule and place != result.place and not _judges(word)):
            _word(result.words, word, value)
    if "type" in node:
        named = [node["type"]] if isinstance(node["type"], str) else cast(list[object], node["type"])
        types = frozenset(str(one) for one in named)
        types |= {"integer"} if "number" in types else frozenset()
        result.types = types if result.types is None else result.types & types
    for key, inner in cast(Mapping[str, Schema], node.get("properties", {})).items():
        result.properties.setdefault(key, []).append(Part(inner, child(child(place, "properties"), key)))
    result.required.extend(
        key for key in cast(list[str], node.get("required", [])) if key not in result.required
    )
    if node.get("additionalProperties") is False:
        result.closed_at = child(place, "additionalProperties")
    result.rules.extend(Rule(word, node, place) for word in _RULES if word in node)
    for index, inner in enumerate(cast(list[Schema], node.get("allOf", []))):
        _lay(result, Part(inner, f"{place}/allOf/{index}"))


def _judges(word: str) -> bool:
    return not word.startswith("x-") and word not in ("title", "description", "default")


def _word(words: dict[str, object], word: str, value: object) -> None:
    known = words.get(word)
    if known is None:
        words[word] = value
    elif word in _GREATEST:
        words[word] = max(cast(float, known), cast(float, value))
    elif word in _LEAST:
        words[word] = min(cast(float, known), cast(float, value))
    elif word == "x-en" and isinstance(known, Mapping) and isinstance(value, Mapping):
        words[word] = {**value, **known}


def _types_of(given: Flat) -> frozenset[str]:
    """The types said outright, else those that the other words speak of."""
    if given.types is not None:
        types = given.types
        return types - {"integer"} if "number" in types else types
    if "const" in given.words:
        return frozenset({type_of(given.words["const"])})
    if "enum" in given.words:
        return frozenset(type_of(one) for one in cast(list[object], given.words["enum"]))
    if given.properties or given.required:
        return frozenset({"object"})
    found = {kind for kind, words in _SCALARS.items() if any(word in given.words for word in words)}
    found |= {"object" for rule in given.rules if rule.word.startswith("dependent")}
    if not found:
        for rule in given.rules:
            for branch in branches(rule):
                found |= _types_of(flat(branch))
    return frozenset(found)


def branches(rule: Rule) -> list[Part]:
    """The schemas of an `anyOf` or `oneOf`; those of an `if` are its two ways."""
    if rule.word in ("anyOf", "oneOf"):
        several = cast(list[Schema], rule.node[rule.word])
        return [Part(one, child(rule.at, index)) for index, one in enumerate(several)]
    ways = ("then", "else") if rule.word == "if" else ()
    return [Part(cast(Schema, rule.node[way]), child(rule.place, way)) for way in ways if way in rule.node]


def type_of(value: object) -> str:
    """The JSON type of a value."""
    if isinstance(value, bool):
        return "boolean"
    if isinstance(value, int | float):
        return "integer" if isinstance(value, int) else "number"
    if isinstance(value, str):
        return "string"
    if isinstance(value, list):
        return "array"
    return "object" if isinstance(value, Mapping) else "null"
