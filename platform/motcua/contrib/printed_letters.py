"""What the printing font can show: a box for what it lacks, and places where a very long word may be broken."""

from __future__ import annotations

import re
from typing import Final

from motcua.domain.text import Text

UNPRINTABLE: Final = Text(
    "□: chữ không có trong phông chữ in; xem nguyên văn trên bản điện tử.",
    "□: a character that the printing font does not have; see the electronic version.",
)
# What Tinos has in every weight, without marks that are not seen. PDF/A refuses a character without a shape.
_STRANGE: Final = re.compile(
    "[^\n\x20-\x7e\u00a0-\u0377\u0384-\u0386\u0388-\u038a\u038e-\u03a1\u03a3-\u052f\u1e00-\u1eff\u2010-\u2027"
    "\u2030-\u205e\u2074-\u208e\u20a0-\u20be\u2100-\u214f\u2190-\u2195\u2212\u2248\u2260\u2264\u2265\u25a0\u25a1"
    "\u2610-\u2612]"
)
_LONGEST_WORD: Final = 45
_LONG_WORD: Final = re.compile(rf"(\S{{{_LONGEST_WORD}}})(?=\S)")
_LONG_CODE: Final = re.compile(r"[^\s\u200b]{12,}")
_SIGN: Final = re.compile(r"([-./@_])(?=\S)")
_CELL_WORD: Final = re.compile(r"([^\s\u200b]{14})(?=[^\s\u200b])")


def printed(text: str) -> str:
    """`text` with a box for what the font lacks, and places where a very long word may be broken."""
    return _LONG_WORD.sub("\\1\u200b", _STRANGE.sub("\u25a1", text))


def printed_in_cell(text: str) -> str:
    """The same for a narrow column: codes and addresses may be broken after their signs, and earlier."""
    return _CELL_WORD.sub("\\1\u200b", _LONG_CODE.sub(_broken, printed(text)))


def _broken(word: re.Match[str]) -> str:
    return _SIGN.sub("\\1\u200b", word[0])


def has_unprintable(value: object) -> bool:
    """Whether a box stands anywhere in these values of a template."""
    if isinstance(value, str):
        return "\u25a1" in value
    if isinstance(value, dict):
        return any(map(has_unprintable, value.values()))
    return isinstance(value, list) and any(map(has_unprintable, value))
