"""Queues over time as a picture in the page: lines that differ in colour and dashes, with names and numbers beside them."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from math import ceil
from typing import Final

from markupsafe import Markup

WIDTH: Final = 640
HEIGHT: Final = 220
LEFT: Final = 40
BOTTOM: Final = 24
TOP: Final = 10
MOST: Final = 4


@dataclass(frozen=True, slots=True)
class Series:
    """The queue of one step in equal parts of the time looked at."""

    name: str
    values: Sequence[float]

    @property
    def peak(self) -> float:
        return max(self.values, default=0.0)


def chart(series: Sequence[Series], days: float, title: str, axis: str) -> Markup:
    """The picture; `title` says in words what it shows. Looks come from classes alone."""
    most = max(1, ceil(max((one.peak for one in series), default=0.0)))
    parts = [_grid(most), _days(days, axis)]
    parts += [_line(one, number, most) for number, one in enumerate(series[:MOST])]
    return Markup(
        '<svg class="chart" viewBox="0 0 {} {}" width="{}" height="{}" role="img" aria-label="{}" focusable="false">{}</svg>'
    ).format(WIDTH, HEIGHT, WIDTH, HEIGHT, title, Markup("").join(parts))


def _grid(most: int) -> Markup:
    rows = Markup("")
    for value in sorted({0, most // 2, most}):
        y = _y(value, most)
        rows += Markup(
            '<path class="chart-grid" d="M{} {}H{}"/><text x="{}" y="{}" text-anchor="end">{}</text>'
        ).format(LEFT, y, WIDTH, LEFT - 6, y + 4, value)
    return rows


def _days(days: float, axis: str) -> Markup:
    y = HEIGHT - 6
    return Markup('<text x="{}" y="{}">0</text><text x="{}" y="{}" text-anchor="end">{} {}</text>').format(
        LEFT, y, WIDTH, y, round(days), axis
    )


def _line(series: Series, number: int, most: int) -> Markup:
    step = (WIDTH - LEFT) / max(len(series.values) - 1, 1)
    points = " ".join(
        f"{LEFT + place * step:.1f},{_y(value, most)}" for place, value in enumerate(series.values)
    )
    return Markup('<polyline class="chart-line is-{}" points="{}"/>').format(number + 1, points)


def _y(value: float, most: int) -> float:
    return round(TOP + (HEIGHT - BOTTOM - TOP) * (1 - value / most), 1)
