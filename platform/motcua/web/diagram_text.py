"""Lines of text in a drawing: SVG does not wrap, so widths are reckoned from the measured letters of the font.

The widths are those of Be Vietnam Pro semibold in parts of the type size; a lighter weight is narrower.
"""

from __future__ import annotations

import unicodedata
from typing import Final

ELLIPSIS: Final = "…"
_WIDTHS: Final = (
    (0.30, " '`lIij·.:!,;"),
    (0.45, 'f1r“”|t(){}[]J"~'),
    (0.56, "*z\\s/<>kuv"),
    (0.88, "mwMOQ%#…"),
    (1.05, "W@"),
)
_WIDTH_OF: Final = {letter: width for width, letters in _WIDTHS for letter in letters}
_CAPITAL: Final = 0.76
_OTHER: Final = 0.66


def text_width(text: str, size: float) -> float:
    """The width of a line in the units of `size`; diacritics take no room of their own."""
    return size * sum(_letter_width(letter) for letter in unicodedata.normalize("NFD", text))


def _letter_width(letter: str) -> float:
    if unicodedata.combining(letter):
        return 0.0
    if unicodedata.east_asian_width(letter) in "WF":
        return 1.05
    return _WIDTH_OF.get(letter, _CAPITAL if letter.isupper() else _OTHER)


def wrap(text: str, width: float, size: float, most: int = 99) -> list[str]:
    """The text in lines no wider than `width`, at most `most` of them; what does not fit ends in an ellipsis.

    The lines are made about equally long, so that no single short word stands alone below.
    """
    lines = _filled(text, width, size)
    if len(lines) > most:
        return [*lines[: most - 1], _shortened(lines[most - 1], width, size)]
    narrower = width
    while len(lines) > 1:
        narrower -= size / 4
        tried = _filled(text, narrower, size)
        if len(tried) > len(lines) or any(" " not in line and line not in text.split() for line in tried):
            break
        lines = tried
    return lines


def _filled(text: str, width: float, size: float) -> list[str]:
    lines: list[str] = []
    for word in text.split():
        pieces = _pieces(word, width, size)
        if lines and text_width(f"{lines[-1]} {pieces[0]}", size) <= width:
            lines[-1] += f" {pieces.pop(0)}"
        lines.extend(pieces)
    return lines


def _pieces(word: str, width: float, size: float) -> list[str]:
    """A word cut where it is wider than a line on its own."""
    pieces = [""]
    for letter in word:
        if pieces[-1] and text_width(pieces[-1] + letter, size) > width:
            pieces.append("")
        pieces[-1] += letter
    return pieces


def _shortened(line: str, width: float, size: float) -> str:
    while line and text_width(line + ELLIPSIS, size) > width:
        line = line[:-1]
    return line.rstrip() + ELLIPSIS
