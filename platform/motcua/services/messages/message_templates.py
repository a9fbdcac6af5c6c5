"""What applicants are told, by event and language: sentences kept as data, with names in braces for the facts (G-01, G-02)."""

from __future__ import annotations

import json
import re
from collections.abc import Mapping
from functools import cache
from pathlib import Path
from typing import Final

from motcua.domain.errors import InputError
from motcua.domain.text import Text

FACTS: Final = frozenset({"code", "agency", "sent", "appointment", "papers", "reason", "amount"})
"""The names a sentence may use. Nothing else is put in: a template reads no attribute and calls nothing."""

_PATH: Final = Path(__file__).parents[2] / "data" / "messages.json"
_NAME: Final = re.compile(r"\{([^{}]*)\}")
Facts = Mapping[str, Text]


@cache
def templates() -> Mapping[str, Text]:
    """The sentence of every event in both languages."""
    return read(json.loads(_PATH.read_text(encoding="utf-8")))


def read(data: Mapping[str, Mapping[str, str]]) -> dict[str, Text]:
    """Templates from data; raises InputError naming the event whose sentence is missing or uses an unknown fact."""
    found = {}
    for event, words in data.items():
        text = Text(words.get("vi", ""), words.get("en", ""))
        unknown = {name for one in (text.vi, text.en) for name in _NAME.findall(one)} - FACTS
        if not text.vi or not text.en or unknown:
            raise InputError(
                Text(
                    f"Mẫu tin “{event}” thiếu câu hoặc dùng tên lạ: {', '.join(sorted(unknown)) or 'câu trống'}.",
                    f"The message “{event}” lacks a sentence or uses unknown names: {', '.join(sorted(unknown)) or 'empty'}.",
                )
            )
        found[event] = text
    return found


def filled(event: str, facts: Facts) -> Text:
    """The sentence of the event with its facts; what a fact says is never read as a template itself."""
    template = templates()[event]
    return Text(
        _NAME.sub(lambda name: _one_line(facts[name[1]].vi), template.vi),
        _NAME.sub(lambda name: _one_line(facts[name[1]].en), template.en),
    )


def _one_line(value: str) -> str:
    return " ".join(value.split()).rstrip(".;") or "–"
