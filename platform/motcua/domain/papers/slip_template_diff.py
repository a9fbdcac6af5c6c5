"""What differs between two slip templates, a sentence each, block by block."""

from __future__ import annotations

import json
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from difflib import SequenceMatcher
from typing import Any, Final, Literal

from motcua.domain.papers.slip_template_words import block_name, item_name, value_words, with_titles
from motcua.domain.text import Text

WHOLE: Final = ("title", "paper", "landscape", "copies")
DEFAULTS: Final[Mapping[str, object]] = {"paper": "a4", "landscape": False, "copies": []}


@dataclass(frozen=True, slots=True)
class Difference:
    """One change: `sentence` says what it is; of a block that was added or removed, which and what it says."""

    kind: Literal["added", "removed", "changed"]
    sentence: Text

    @property
    def place(self) -> Text:
        return self.sentence


def differences(old: Mapping[str, Any], new: Mapping[str, Any], kind: str) -> tuple[Difference, ...]:
    """From the old template of a kind of slip to the new one; either may be half written."""
    found = (*_of_whole(old, new), *_of_blocks(_blocks(old), _blocks(new)))
    return tuple(Difference(one.kind, with_titles(one.sentence, kind)) for one in found)


def _of_whole(old: Mapping[str, Any], new: Mapping[str, Any]) -> Iterator[Difference]:
    for key in WHOLE:
        before, after = old.get(key, DEFAULTS.get(key)), new.get(key, DEFAULTS.get(key))
        if before != after:
            yield _changed(item_name(key), before, after)


def _of_blocks(old: Sequence[Any], new: Sequence[Any]) -> Iterator[Difference]:
    matcher = SequenceMatcher(None, [_key(one) for one in old], [_key(one) for one in new], autojunk=False)
    for word, first, last, start, end in matcher.get_opcodes():
        if word == "equal":
            continue
        yield from _replaced(list(enumerate(old))[first:last], list(enumerate(new))[start:end])


def _replaced(old: Sequence[tuple[int, Any]], new: Sequence[tuple[int, Any]]) -> Iterator[Difference]:
    """Blocks of the same kind that stand in the same order are the same block, changed."""
    kinds = SequenceMatcher(
        None, [_kind(one) for _, one in old], [_kind(one) for _, one in new], autojunk=False
    )
    for word, first, last, start, end in kinds.get_opcodes():
        if word == "equal":
            for (_, before), (place, after) in zip(old[first:last], new[start:end], strict=True):
                yield from _altered(before, after, place)
            continue
        for place, block in old[first:last]:
            yield Difference("removed", _said(block, place))
        for place, block in new[start:end]:
            yield Difference("added", _said(block, place))


def _altered(before: Any, after: Any, place: int) -> Iterator[Difference]:
    if not isinstance(before, Mapping) or not isinstance(after, Mapping):
        yield _changed(block_name(after, place), before, after)
        return
    name = block_name(after, place)
    for key in dict.fromkeys((*before, *after)):
        if before.get(key) != after.get(key):
            item = item_name(str(key))
            where = Text(f"{name.vi}, {item.vi.lower()}", f"{name.en}, {item.en.lower()}")
            yield _changed(where, before.get(key), after.get(key))


def _changed(where: Text, before: object, after: object) -> Difference:
    old, new = value_words(before), value_words(after)
    if old == new:
        # The two differ behind what is shown of a long text.
        old, new = Text("…", "…"), Text("nội dung khác", "another text")
    return Difference("changed", Text(f"{where.vi}: {old.vi} → {new.vi}", f"{where.en}: {old.en} → {new.en}"))


def _said(block: Any, place: int) -> Text:
    name = block_name(block, place)
    rest = {key: value for key, value in block.items() if key != "kind"} if isinstance(block, Mapping) else {}
    if not rest:
        return name
    words = value_words(rest)
    return Text(f"{name.vi}: {words.vi}", f"{name.en}: {words.en}")


def _blocks(template: Mapping[str, Any]) -> list[Any]:
    given = template.get("blocks")
    return given if isinstance(given, list) else []


def _kind(block: Any) -> str:
    return str(block.get("kind")) if isinstance(block, Mapping) else ""


def _key(block: Any) -> str:
    return json.dumps(block, sort_keys=True, ensure_ascii=False)
