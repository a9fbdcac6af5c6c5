"""A time limit as a clerk fills it in: a number with a unit, or the same day with a cut-off hour."""

from __future__ import annotations

import re
from collections.abc import Mapping, Sequence
from typing import Final

from flask_babel import gettext as _

from motcua.domain.errors import InputError
from motcua.domain.time.duration import limit_words
from motcua.domain.time.limits import DAY_SECONDS, parse_limit
from motcua.web.context import say

SAME_DAY: Final = "same-day"
KEPT: Final = "kept"
PARTS: Final = ("number", "unit", "cutoff", "kept")
"""The inputs of one limit; `kept` is a limit of several units, which is shown in words and may stay as it is."""

_ONE_UNIT = re.compile(r"([0-9]+(?:\.[0-9]+)?)(m|h|d|cd)")


def limit_entry(text: str) -> dict[str, str]:
    """The limit of a model as the inputs show it."""
    words = re.sub(r"\s+", "", text).lower()
    if not words:
        return dict.fromkeys(PARTS, "")
    if words.startswith(SAME_DAY):
        return {"number": "", "unit": SAME_DAY, "cutoff": words.partition("@")[2] or "15:00", "kept": ""}
    if found := _ONE_UNIT.fullmatch(words):
        return {"number": found[1].replace(".", ","), "unit": found[2], "cutoff": "", "kept": ""}
    return {"number": "", "unit": KEPT, "cutoff": "", "kept": words}


def limit_of(entry: Mapping[str, str]) -> str:
    """The words of the model; empty when nothing was filled in. Raises InputError saying what is missing."""
    unit, number = entry.get("unit", ""), entry.get("number", "").strip().replace(",", ".")
    if unit == KEPT:
        text = entry.get("kept", "")
    elif unit == SAME_DAY:
        text = f"{SAME_DAY}@{entry.get('cutoff', '').strip() or '15:00'}"
    else:
        text = f"{number}{unit or 'd'}" if number else ""
    if text:
        parse_limit(text)
    return text


def units(kept: str = "") -> Sequence[tuple[str, str]]:
    """The units to choose from; a limit of several units stands among them in its words."""
    known = [
        ("d", _("ngày làm việc")),
        ("h", _("giờ làm việc")),
        ("m", _("phút làm việc")),
        ("cd", _("ngày theo lịch")),
        (SAME_DAY, _("trong ngày, nhận trước giờ")),
    ]
    return [*known, (KEPT, _words(kept))] if kept else known


def _words(text: str) -> str:
    try:
        return say(limit_words(parse_limit(text), DAY_SECONDS))
    except InputError:
        return text
