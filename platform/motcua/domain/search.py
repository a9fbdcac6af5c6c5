"""Text as people type it in a hurry: folded to lower case without diacritics, so both spellings meet."""

from __future__ import annotations

import re
import unicodedata

MAX_WORDS = 8


def fold(text: str) -> str:
    """`text` in lower case without diacritics, single spaces between words ("Đăng ký" → "dang ky")."""
    plain = text.replace("đ", "d").replace("Đ", "D")
    decomposed = unicodedata.normalize("NFD", plain)
    bare = "".join(letter for letter in decomposed if not unicodedata.combining(letter))
    return " ".join(bare.casefold().split())


def words(query: str) -> list[str]:
    """The folded words of a query, at most eight, punctuation dropped but for the dots of codes."""
    return re.findall(r"[0-9a-z]+(?:\.[0-9a-z]+)*", fold(query))[:MAX_WORDS]
