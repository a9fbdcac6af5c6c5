"""Shared fields: where a form uses them, and how it follows them without losing what it says otherwise (B-02).

A question made from a shared field carries `x-shared`, its name, and `x-shared-number`, the version it follows.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping, Sequence
from copy import deepcopy
from typing import Any, Final

from motcua.domain.forms.form_errors import child

NAME: Final = "x-shared"
NUMBER: Final = "x-shared-number"
MAX_DEPTH: Final = 12
_KEYED: Final = ("properties", "$defs", "dependentSchemas")
_LISTED: Final = ("allOf", "anyOf", "oneOf", "prefixItems")
_SINGLE: Final = ("items", "contains", "if", "then", "else", "not", "additionalProperties")
_MISSING: Final = object()

Snippet = Mapping[str, object]
History = Mapping[int, Snippet]
"""The versions of one shared field by number."""


def is_name(name: str) -> bool:
    """A letter a–z, then letters, digits and _, at most 60, as of any question."""
    return re.fullmatch(r"[a-z][a-z0-9_]{0,59}", name) is not None


def snippet(name: str, number: int, schema: Snippet) -> dict[str, object]:
    """What a form takes in when it uses the shared field."""
    return {**schema, NAME: name, NUMBER: number}


def plain(node: Snippet) -> dict[str, object]:
    """The same without the words that bind it to the library."""
    return {key: value for key, value in node.items() if key not in (NAME, NUMBER)}


def uses(schema: object) -> Iterator[tuple[str, Mapping[str, Any]]]:
    """Each place of a schema that was made from a shared field: its JSON pointer and what stands there."""
    yield from _places(schema, "", 0)


def names_in(schema: object) -> frozenset[str]:
    """The shared fields that a form uses."""
    return frozenset(str(node[NAME]) for _, node in uses(schema))


def followed(schema: Mapping[str, Any], histories: Mapping[str, History]) -> dict[str, Any]:
    """The form with the newest version of the shared fields in `histories`; what it says otherwise stays.

    A question that refers to a definition of the form gets its words in place: it no longer goes with its sisters.
    """
    changed = deepcopy(dict(schema))
    for _, node in list(uses(changed)):
        history = histories.get(str(node[NAME]))
        if history and isinstance(node, dict):
            _follow(node, _resolved(node, schema), history)
    return changed


def outdated(schema: object, newest: Mapping[str, int]) -> Sequence[tuple[str, str]]:
    """The places that follow an older version of their shared field: pointer and name."""
    return [
        (pointer, str(node[NAME]))
        for pointer, node in uses(schema)
        if number_of(node) < newest.get(str(node[NAME]), 0)
    ]


def number_of(node: Snippet) -> int:
    """The version that a question says it follows; the first where it says none, as in a form from the files."""
    number = node.get(NUMBER)
    return number if isinstance(number, int) else 1


def overrides(node: Snippet, base: Snippet) -> Sequence[str]:
    """The words of a question that differ from the shared field it was made from."""
    own = plain(node)
    return sorted(key for key in {*own, *base} if own.get(key, _MISSING) != base.get(key, _MISSING))


def _follow(node: dict[str, Any], own: Snippet, history: History) -> None:
    newest = max(history)
    merged = _merged(history[_number_of(own, history)], plain(own), history[newest])
    name = str(node[NAME])
    node.clear()
    node.update(snippet(name, newest, merged))


def _number_of(node: Snippet, history: History) -> int:
    """The version that the question follows; of one that does not say it, the version it is nearest to."""
    number = node.get(NUMBER)
    if isinstance(number, int) and number in history:
        return number
    return min(history, key=lambda one: (len(overrides(node, history[one])), -one))


def _resolved(node: Snippet, schema: Mapping[str, Any]) -> Snippet:
    """The question with the words of the definitions that it refers to, as a reader of the form meets them."""
    own: Mapping[str, Any] = node
    for _ in range(MAX_DEPTH):
        place = str(own.get("$ref", ""))
        definitions = schema.get("$defs")
        found = definitions.get(place.removeprefix("#/$defs/")) if isinstance(definitions, Mapping) else None
        if not isinstance(found, Mapping):
            return own
        words = {key: value for key, value in own.items() if key != "$ref"}
        own = {**found, **words}
        if isinstance(found.get("x-en"), Mapping) and isinstance(words.get("x-en"), Mapping):
            own = {**own, "x-en": {**found["x-en"], **words["x-en"]}}
    return own


def _merged(base: Snippet, own: Snippet, newest: Snippet) -> dict[str, object]:
    """The newest words where the form says what the base says, else the form's own; lists count as one word."""
    result: dict[str, object] = {}
    for key in (*own, *(one for one in newest if one not in own)):
        was, mine, now = (side.get(key, _MISSING) for side in (base, own, newest))
        if isinstance(mine, Mapping) and isinstance(now, Mapping):
            kept: object = _merged(was if isinstance(was, Mapping) else {}, mine, now)
        else:
            kept = now if mine == was else mine
        if kept is not _MISSING:
            result[key] = kept
    return result


def _places(node: object, pointer: str, depth: int) -> Iterator[tuple[str, Mapping[str, Any]]]:
    if not isinstance(node, Mapping) or depth > MAX_DEPTH:
        return
    if isinstance(node.get(NAME), str):
        yield pointer, node
    for word in _KEYED:
        inner = node.get(word)
        for key, one in inner.items() if isinstance(inner, Mapping) else ():
            yield from _places(one, child(child(pointer, word), key), depth + 1)
    for word in _LISTED:
        inner = node.get(word)
        for index, one in enumerate(inner if isinstance(inner, list) else ()):
            yield from _places(one, child(child(pointer, word), index), depth + 1)
    for word in _SINGLE:
        yield from _places(node.get(word), child(pointer, word), depth + 1)
