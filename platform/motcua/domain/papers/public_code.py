"""The code by which any holder has a paper checked: nobody guesses it, and it is typed without mistakes (F-16)."""

from __future__ import annotations

import secrets
import unicodedata
from typing import Final

LETTERS: Final = "34679ACDEFGHJKMNPQRTVWXY"
"""No two of them are taken for each other, in print or by hand: neither 0 and O nor 1, I and L, 2 and Z, 5 and S, 8 and B."""
GROUPS: Final = 3
GROUP: Final = 4
LENGTH: Final = GROUPS * GROUP


def new_code() -> str:
    """A code as it is printed: "K7MA-4QXD-9TRH", one of 24¹²."""
    return _grouped("".join(secrets.choice(LETTERS) for _ in range(LENGTH)))


def read_public_code(text: str) -> str:
    """The code somebody typed, as it is printed; empty when it cannot be one."""
    typed = unicodedata.normalize("NFKC", text).upper()
    letters = "".join(one for one in typed if one.isalnum())
    is_one = len(letters) == LENGTH and all(one in LETTERS for one in letters)
    return _grouped(letters) if is_one else ""


def _grouped(letters: str) -> str:
    return "-".join(letters[start : start + GROUP] for start in range(0, LENGTH, GROUP))
