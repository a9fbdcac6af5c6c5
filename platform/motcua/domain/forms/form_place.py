"""A place in a form's schema, in the words of its author: the titles on the way to it."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from typing import Any

from motcua.domain.text import Text

_BETWEEN = " › "


def place_of(schema: Mapping[str, Any], pointer: str) -> Text:
    """The titles from the form's first level down to `pointer` ("/properties/chu_ho/…"); empty for the form itself."""
    titles = list(_titles(schema, pointer))
    return Text(_BETWEEN.join(one.vi for one in titles), _BETWEEN.join(one.en for one in titles))


def _titles(schema: object, pointer: str) -> Iterator[Text]:
    node, before = schema, ""
    for key in pointer.split("/")[1:]:
        key = key.replace("~1", "/").replace("~0", "~")
        if isinstance(node, list):
            node = node[int(key)] if key.isdigit() and int(key) < len(node) else None
        else:
            node = node.get(key) if isinstance(node, Mapping) else None
        if before == "properties" and isinstance(node, Mapping):
            yield _title(node, key)
        before = "" if before == "properties" else key


def _title(node: Mapping[str, Any], key: str) -> Text:
    title, english = node.get("title"), node.get("x-en")
    vi = title if isinstance(title, str) and title else key
    en = english.get("title") if isinstance(english, Mapping) else None
    return Text(vi, en if isinstance(en, str) and en else vi)
