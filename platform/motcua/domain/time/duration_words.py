"""Working time as people write it ("2 ngày 4 giờ", "2 days 4 hours"), turned into the words of `limits.parse_budget`."""

from __future__ import annotations

import re
from typing import Final

LONGEST: Final = 40
_UNITS: Final = (
    ("ngày làm việc", "d"),
    ("ngày", "d"),
    ("days", "d"),
    ("day", "d"),
    ("giờ", "h"),
    ("hours", "h"),
    ("hour", "h"),
    ("phút", "m"),
)


def budget_words(words: str) -> str:
    """ "2 ngày 4 giờ" becomes "2d4h"; what is not understood stays as it is, for the rules to refuse."""
    text = words.strip().lower()[:LONGEST]
    for word, unit in _UNITS:
        text = text.replace(word, unit)
    return re.sub(r"\s+", "", text)
