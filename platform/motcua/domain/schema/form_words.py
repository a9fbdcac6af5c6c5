"""What the words of one question say: labels in both languages, choices, bounds."""

from __future__ import annotations

import json
from collections.abc import Mapping, Sequence
from typing import cast

from motcua.domain.forms.form_definition import Choice
from motcua.domain.forms.form_errors import SchemaError, child
from motcua.domain.forms.form_limits import Limits, Number
from motcua.domain.schema.form_flat import Flat, branches, flat, type_of
from motcua.domain.text import Text

Node = Mapping[str, object]


def text_of(node: Node, word: str, english: str = "") -> Text | None:
    """The bilingual text of `word`; a missing English half falls back to Vietnamese."""
    vietnamese = node.get(word)
    if not isinstance(vietnamese, str) or not vietnamese:
        return None
    shared = node.get("x-en", {})
    told = shared.get(english or word) if isinstance(shared, Mapping) else None
    return Text(vietnamese, str(told or vietnamese))


def limits_of(node: Node) -> Limits:
    return Limits(
        min_length=_whole(node.get("minLength")) or 0,
        max_length=_whole(node.get("maxLength")),
        minimum=cast("Number | None", node.get("minimum")),
        maximum=cast("Number | None", node.get("maximum")),
        min_items=_whole(node.get("minItems")) or 0,
        max_items=_whole(node.get("maxItems")),
        min_date=str(node.get("x-min", "")),
        max_date=str(node.get("x-max", "")),
        digits=_whole(node.get("x-digits")),
        above=cast("Number | None", node.get("exclusiveMinimum")),
        below=cast("Number | None", node.get("exclusiveMaximum")),
        step=cast("Number | None", node.get("multipleOf")),
    )


def _whole(value: object) -> int | None:
    return None if value is None else int(cast(float, value))


def choices_of(given: Flat) -> tuple[Choice, ...]:
    """The closed list of an answer: `enum` with labels, or `oneOf`/`anyOf` of titled constants; () for none."""
    if "enum" in given.words:
        values = [value for value in _enum(given) if value is not None and _has_type(value, given.types)]
        return _checked(tuple(_of_enum(value, given.words) for value in values), given.place)
    if isinstance(given.words.get("const"), Mapping | list):
        return (_of_enum(given.words["const"], given.words),)
    for rule in given.rules:
        if rule.word in ("oneOf", "anyOf"):
            several = [flat(branch) for branch in branches(rule)]
            if all("const" in one.words or len(_enum(one)) == 1 for one in several):
                return _checked(tuple(_of_branch(one) for one in several), rule.at)
    return ()


def _enum(given: Flat) -> Sequence[object]:
    return cast(Sequence[object], given.words.get("enum", ()))


def _has_type(value: object, types: frozenset[str] | None) -> bool:
    return types is None or type_of(value) in types or (type_of(value) == "integer" and "number" in types)


def _of_enum(value: object, words: Node) -> Choice:
    key = key_of(value)
    labels = cast(Mapping[str, str], words.get("x-labels", {}))
    english = cast(Mapping[str, Mapping[str, str]], words.get("x-en", {})).get("enumLabels", {})
    label = labels.get(key, key)
    return Choice(key, Text(label, english.get(key, label)), None if isinstance(value, str) else value)


def _of_branch(given: Flat) -> Choice:
    value = given.words["const"] if "const" in given.words else _enum(given)[0]
    key = key_of(value)
    return Choice(
        key, text_of(given.words, "title") or Text(key, key), None if isinstance(value, str) else value
    )


def key_of(value: object) -> str:
    """How a page names an answer of a closed list."""
    return value if isinstance(value, str) else json.dumps(value, ensure_ascii=False, separators=(",", ":"))


def _checked(choices: tuple[Choice, ...], place: str) -> tuple[Choice, ...]:
    keys = [choice.key for choice in choices]
    if len(set(keys)) != len(keys) or not all(0 < len(key) <= 100 for key in keys) or not keys:
        raise SchemaError(
            child(place, "enum") if not place.endswith("Of") else place,
            Text(
                "khóa không được trống, trùng hay dài quá 100 ký tự",
                "keys must be non-empty, distinct, ≤ 100 characters",
            ),
        )
    return choices
