"""Where the mark of a signature stands: inside the page that is seen, whatever its size and turn, never on another."""

from __future__ import annotations

from itertools import combinations

import pytest

from motcua.domain.process.process_words import MARK_PLACES, MARKS, SIGNERS
from motcua.domain.signing.signature_mark import USUAL, Box, MarkPlace, Sheet, mark_box, place_of

A4, A5 = (595.0, 842.0), (420.0, 595.0)


def sheet(width: float, height: float, turn: int = 0, at: tuple[float, float] = (0, 0)) -> Sheet:
    """A page that is seen `width` wide and `height` high; `at` is its corner as the file counts."""
    across, up = (width, height) if turn % 180 == 0 else (height, width)
    return Sheet((at[0], at[1], at[0] + across, at[1] + up), turn)


def seen(sheet: Sheet, box: Box) -> Box:
    """The box as the reader sees it, found by turning both corners clockwise a quarter at a time."""
    left, low, right, high = sheet.box
    wide, tall = right - left, high - low
    corners = [(box[0] - left, box[1] - low), (box[2] - left, box[3] - low)]
    for _ in range(sheet.turn // 90):
        corners, wide, tall = [(y, wide - x) for x, y in corners], tall, wide
    (x0, y0), (x1, y1) = corners
    return min(x0, x1), min(y0, y1), max(x0, x1), max(y0, y1)


def overlap(a: Box, b: Box) -> bool:
    return a[0] < b[2] and b[0] < a[2] and a[1] < b[3] and b[1] < a[3]


@pytest.mark.req("A-14", "F-13")
@pytest.mark.parametrize("place", MARK_PLACES)
@pytest.mark.parametrize("size", [A4, A5, A4[::-1], A5[::-1], (200.0, 90.0), (20.0, 12.0)])
@pytest.mark.parametrize(("turn", "at"), [(0, (0, 0)), (90, (-30, 50)), (180, (10, 10)), (270, (0, 0))])
def test_marks_stand_at_their_place_inside_the_page_and_beside_each_other(
    place: str, size: tuple[float, float], turn: int, at: tuple[float, float]
) -> None:
    page, taken = sheet(*size, turn, at), list[Box]()
    for _ in range(3):
        taken.append(mark_box(page, place, taken))
    boxes = [seen(page, one) for one in taken]
    for left, low, right, high in boxes:
        assert 0 < left < right < size[0]
        assert 0 < low < high < size[1]
    assert not any(overlap(a, b) for a, b in combinations(boxes, 2))
    left, low, right, high = boxes[0]
    edge, side = place.split()
    middle = {
        "left": left < size[0] / 3,
        "middle": abs(left + right - size[0]) < 0.01,
        "right": right > size[0] * 2 / 3,
    }
    assert middle[side]
    assert low <= size[1] - high + 0.01 if edge == "bottom" else low >= size[1] - high - 0.01
    # Beside it in the same row, as far as there is one: the text above it is left alone.
    assert {round(one[1], 3) for one in boxes} == {round(low, 3)}


@pytest.mark.req("F-13")
def test_the_fourth_goes_a_row_in_and_a_full_page_still_takes_one() -> None:
    page, taken = sheet(*A4), list[Box]()
    for _ in range(4):
        taken.append(mark_box(page, "bottom right", taken))
    assert taken[0] == (392, 28, 567, 76)
    assert taken[3][0] == taken[0][0]
    assert taken[3][1] == taken[0][3] + 7
    assert mark_box(page, "top left", [(0, 0, *A4)]) == mark_box(page, "top left")
    vast = sheet(595, 1e9)
    assert mark_box(vast, "bottom left", [vast.box]) == mark_box(vast, "bottom left")
    # A field at the place counts like a mark.
    assert mark_box(page, "bottom right", [(500, 60, 510, 200)])[2] < 392


@pytest.mark.req("A-14")
def test_a_step_says_the_place_or_who_signs_does() -> None:
    assert place_of("first top middle", "leader") == MarkPlace(0, "top middle")
    assert place_of("", "leader") == MarkPlace(-1, "bottom right")
    assert place_of("none", "person") is None
    assert set(USUAL) == set(SIGNERS)
    assert set(USUAL.values()) <= set(MARKS)
    assert all(place_of(mark, "person") for mark in MARKS if mark != "none")
