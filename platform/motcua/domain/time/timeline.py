"""The sessions of a calendar laid end to end in epoch seconds, so that counting is a binary search.

Days are compiled year by year on demand. A table is replaced as a whole and never changed, so threads may
share one timeline.
"""

from __future__ import annotations

from bisect import bisect_left, bisect_right
from collections.abc import Callable, Iterable
from dataclasses import dataclass, field
from datetime import UTC, datetime, tzinfo

FIRST_YEAR = 1900
LAST_YEAR = 2199

# Two days inside, so that the local year of any zone is between FIRST_YEAR and LAST_YEAR.
_FIRST = int(datetime(FIRST_YEAR, 1, 3, tzinfo=UTC).timestamp())
_LAST = int(datetime(LAST_YEAR, 12, 30, tzinfo=UTC).timestamp())

Bounds = tuple[int, int]


class EndOfTimelineError(Exception):
    """No answer between FIRST_YEAR and LAST_YEAR; the calendar turns it into a sentence for people."""


@dataclass(frozen=True, slots=True)
class Year:
    """One local year: `begins` and `ends` (epoch seconds, half-open) and its sessions in order."""

    begins: int
    ends: int
    sessions: tuple[Bounds, ...]


@dataclass(frozen=True, slots=True)
class _Table:
    """Whole years from `first` to `last`; `before[i]` counts the working seconds ahead of session i."""

    first: int
    last: int
    begins: int
    ends: int
    opens: list[int]
    closes: list[int]
    before: list[int]
    total: int


@dataclass(slots=True)
class Timeline:
    """Working time as an axis. Every argument and result is in whole epoch seconds."""

    zone: tzinfo
    compile_year: Callable[[int], Year]
    _table: _Table | None = field(default=None, init=False)
    _years: dict[int, Year] = field(default_factory=dict, init=False)

    def start(self, at: int) -> int:
        """`at` when a session is open then, else the next opening."""
        table = self._around(at, at)
        index = bisect_right(table.closes, at)
        while index == len(table.closes):
            table = self._later(table)
            index = bisect_right(table.closes, at)
        return max(at, table.opens[index])

    def next_opening(self, at: int) -> int:
        """The first opening strictly after `at`."""
        table = self._around(at, at)
        index = bisect_right(table.opens, at)
        while index == len(table.opens):
            table = self._later(table)
            index = bisect_right(table.opens, at)
        return table.opens[index]

    def add(self, at: int, seconds: int) -> int:
        """The earliest instant by which `seconds` > 0 have been worked since `at`."""
        table = self._around(at, at)
        target = _worked(table, at) + seconds
        while target > table.total:
            table = self._later(table)
        index = bisect_left(table.before, target) - 1
        return table.opens[index] + target - table.before[index]

    def subtract(self, at: int, seconds: int) -> int:
        """The latest instant from which `seconds` > 0 are still to be worked until `at`."""
        table = self._around(at, at)
        target = _worked(table, at) - seconds
        while target < 0:
            table = self._earlier(table)
            target = _worked(table, at) - seconds
        index = bisect_right(table.before, target) - 1
        return table.opens[index] + target - table.before[index]

    def worked_between(self, begin: int, end: int) -> int:
        """Working seconds in [begin, end); negative when `end` is the earlier."""
        table = self._around(begin, end) if begin <= end else self._around(end, begin)
        return _worked(table, end) - _worked(table, begin)

    def session(self, at: int) -> Bounds | None:
        """The session open at `at`, else None."""
        table = self._around(at, at)
        return _session_at(table, bisect_right(table.closes, at), at)

    def closing_session(self, at: int) -> Bounds | None:
        """The session that holds `at` or closes at it: a due time belongs to the session it ends."""
        table = self._around(at, at)
        return _session_at(table, bisect_left(table.closes, at), at)

    def _around(self, begin: int, end: int) -> _Table:
        table = self._table
        if table is not None and table.begins <= begin and end < table.ends:
            return table
        if begin < _FIRST or end >= _LAST:
            raise EndOfTimelineError
        first = datetime.fromtimestamp(begin, self.zone).year
        last = datetime.fromtimestamp(end, self.zone).year
        if table is None:
            return self._grown(first, last)
        return self._grown(min(table.first, first), max(table.last, last))

    def _later(self, table: _Table) -> _Table:
        if table.last >= LAST_YEAR:
            raise EndOfTimelineError
        # Doubling keeps a search through many empty years linear.
        return self._grown(table.first, min(LAST_YEAR, 2 * table.last - table.first + 1))

    def _earlier(self, table: _Table) -> _Table:
        if table.first <= FIRST_YEAR:
            raise EndOfTimelineError
        return self._grown(max(FIRST_YEAR, 2 * table.first - table.last - 1), table.last)

    def _grown(self, first: int, last: int) -> _Table:
        for year in range(first, last + 1):
            if year not in self._years:
                self._years[year] = self.compile_year(year)
        self._table = table = _compile(first, last, [self._years[year] for year in range(first, last + 1)])
        return table


def _compile(first: int, last: int, years: list[Year]) -> _Table:
    opens: list[int] = []
    closes: list[int] = []
    before: list[int] = []
    total = 0
    for opening, closing in _joined(years):
        opens.append(opening)
        closes.append(closing)
        before.append(total)
        total += closing - opening
    return _Table(first, last, years[0].begins, years[-1].ends, opens, closes, before, total)


def _session_at(table: _Table, index: int, at: int) -> Bounds | None:
    if index == len(table.closes) or at < table.opens[index]:
        return None
    return table.opens[index], table.closes[index]


def _joined(years: Iterable[Year]) -> Iterable[Bounds]:
    for year in years:
        yield from year.sessions


def _worked(table: _Table, at: int) -> int:
    index = bisect_right(table.closes, at)
    if index == len(table.closes):
        return table.total
    return table.before[index] + max(0, at - table.opens[index])
