"""Where on a page the visible mark of a signature stands: wholly inside what is seen of it, and not on another mark.

A place is one of six: "bottom right" stands in the last of three columns, in the row at the foot of the page.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from typing import Final

WIDTH: Final = 175.0
HEIGHT: Final = 48.0
MARGIN: Final = 28.0
MARGIN_PART: Final = 1 / 20
"""Of a small page's width and height the margin is no larger part than this."""
MOST_ROWS: Final = 8
"""Further from its place no mark is looked for."""
COLUMNS: Final[Mapping[str, int]] = {"left": 0, "middle": 1, "right": 2}
USUAL: Final[Mapping[str, str]] = {
    "person": "last bottom left",
    "agency": "last bottom middle",
    "leader": "last bottom right",
}
"""Where whoever signs has the mark when the step does not say: side by side at the foot of the last page."""

Box = tuple[float, float, float, float]
"""Left, low, right, high, in points."""


@dataclass(frozen=True, slots=True)
class Sheet:
    """What is seen of a page: its box as the file counts, and by how many degrees (0, 90, 180, 270) it is shown turned
    clockwise."""

    box: Box
    turn: int = 0

    @property
    def size(self) -> tuple[float, float]:
        """Width and height as the reader sees them."""
        left, low, right, high = self.box
        return (right - left, high - low) if self.turn % 180 == 0 else (high - low, right - left)


@dataclass(frozen=True, slots=True)
class MarkPlace:
    """Where a mark goes: the page from 0 (from the end: -1) and one of the six places of it."""

    page: int
    place: str


def place_of(mark: str, signer: str) -> MarkPlace | None:
    """The place that a step's word `mark` names, or the usual one of its signer; None where nothing is to be seen."""
    if mark == "none":
        return None
    page, place = (mark or USUAL[signer]).split(" ", 1)
    return MarkPlace(0 if page == "first" else -1, place)


def mark_box(sheet: Sheet, place: str, taken: Sequence[Box] = ()) -> Box:
    """The box of the mark as the file counts: at its place or, where that is taken, beside it, then a row further in.

    A mark is 175 × 48 points, less where three do not fit beside each other. On a page full of marks it stands at its
    place all the same.
    """
    boxes = (_in_file(sheet, one) for one in _cells(*sheet.size, *place.split()))
    first = next(boxes)
    if not _overlaps(first, taken):
        return first
    return next((one for one in boxes if not _overlaps(one, taken)), first)


def _cells(width: float, height: float, edge: str, side: str) -> Iterator[Box]:
    """The boxes as the reader sees them, from the lower left corner of the page: the wanted one, then the nearest."""
    margin = min(MARGIN, width * MARGIN_PART, height * MARGIN_PART)
    gap = margin / 4
    wide = min(WIDTH, (width - 2 * margin - 2 * gap) / 3)
    high = min(HEIGHT, height - 2 * margin)
    lefts = (margin, (width - wide) / 2, width - margin - wide)
    wanted = COLUMNS[side]
    columns = sorted(COLUMNS.values(), key=lambda one: abs(one - wanted))
    rows = int((height - 2 * margin + gap) // (high + gap)) or 1
    for row in range(min(rows, MOST_ROWS)):
        away = margin + row * (high + gap)
        low = away if edge == "bottom" else height - away - high
        for column in columns:
            yield lefts[column], low, lefts[column] + wide, low + high


def _in_file(sheet: Sheet, seen: Box) -> Box:
    """A box as the reader sees it, as the file counts it."""
    left, low, right, high = seen
    x0, y0, x1, y1 = sheet.box
    if sheet.turn == 90:
        return x1 - high, y0 + left, x1 - low, y0 + right
    if sheet.turn == 180:
        return x1 - right, y1 - high, x1 - left, y1 - low
    if sheet.turn == 270:
        return x0 + low, y1 - right, x0 + high, y1 - left
    return x0 + left, y0 + low, x0 + right, y0 + high


def _overlaps(box: Box, taken: Sequence[Box]) -> bool:
    left, low, right, high = box
    return any(left < x1 and x0 < right and low < y1 and y0 < high for x0, y0, x1, y1 in taken)
