"""The working calendar of a province or an agency: when work counts (Quảng Trị 29/2020, Điều 17.2).

Instants are timezone-aware datetimes; they are cut to the whole second (E-02), and results are in the
calendar's timezone. Days off, make-up days and seasons are data, in the form of `calendar_file`.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from datetime import date, datetime, time, timedelta
from functools import cached_property
from math import floor
from zoneinfo import ZoneInfo

from motcua.domain.text import Text
from motcua.domain.time.calendar_errors import InstantError, NoWorkingTimeError
from motcua.domain.time.limits import DAY_SECONDS
from motcua.domain.time.timeline import FIRST_YEAR, LAST_YEAR, Bounds, EndOfTimelineError, Timeline, Year
from motcua.domain.time.workday import DayOff, MakeUpDay, Season, Weekly, WorkDay

_TICK = timedelta(seconds=1)
_BEGINNING = -(2**62)


@dataclass(frozen=True)
class WorkCalendar:
    """One version of a calendar. `weekly` has seven days, Monday first; "1 day" lasts `day_seconds`.

    A date in `days_off` is closed, one in `working_days` has the hours given there, any other date has the
    hours of its season or of the week. `version` and validity tell versions apart (`CalendarHistory`).
    """

    code: str
    weekly: Weekly
    timezone: str = "Asia/Ho_Chi_Minh"
    day_seconds: int = DAY_SECONDS
    seasons: tuple[Season, ...] = ()
    days_off: tuple[DayOff, ...] = ()
    working_days: tuple[MakeUpDay, ...] = ()
    name: str = ""
    version: int = 1
    valid_from: date | None = None
    valid_to: date | None = None

    @classmethod
    def from_dict(cls, data: object, bases: Mapping[str, WorkCalendar] | None = None) -> WorkCalendar:
        """The calendar of a file; see `calendar_file`. Raises CalendarError naming the key that is wrong."""
        from motcua.domain.time import calendar_file  # it builds this class, so it cannot be imported above

        return calendar_file.calendar_from_dict(data, bases)

    def to_dict(self) -> dict[str, object]:
        """The file form, complete and without a base."""
        from motcua.domain.time import calendar_file

        return calendar_file.calendar_to_dict(self)

    @cached_property
    def zone(self) -> ZoneInfo:
        return ZoneInfo(self.timezone)

    def day(self, day: date) -> WorkDay:
        """What the calendar says about one date."""
        if make_up := self._working_days.get(day):
            return WorkDay(day, "make_up", make_up.sessions, make_up.name, make_up.document)
        if off := self._days_off.get(day):
            return WorkDay(day, "day_off", (), off.name, off.document)
        season = next((season for season in self.seasons if season.holds(day)), None)
        sessions = (season.weekly if season else self.weekly)[day.weekday()]
        return WorkDay(day, "working" if sessions else "weekly_rest", sessions)

    def sessions_on(self, day: date) -> tuple[tuple[datetime, datetime], ...]:
        """Opening and closing instants of the sessions of one date, in order."""
        return tuple((self._instant(opens), self._instant(closes)) for opens, closes in self._bounds(day))

    def closing_from(self, day: date) -> datetime:
        """The end of office hours of `day`, or of the next working date when nobody works on it."""
        sessions = self.sessions_on(day) or self.sessions_on(self.next_working_date(day))
        return sessions[-1][1]

    def session_of(self, at: datetime) -> tuple[datetime, datetime] | None:
        """The session open at `at`; its closing second is outside (half-open)."""
        return self._span(self._timeline.session, at)

    def session_of_due(self, due: datetime) -> tuple[datetime, datetime] | None:
        """The session a due time belongs to: like `session_of`, but a closing second still belongs."""
        return self._span(self._timeline.closing_session, due)

    def is_working(self, at: datetime) -> bool:
        return self.session_of(at) is not None

    def start(self, at: datetime) -> datetime:
        """`at` inside a session, else the next opening: outside hours counts from there (Điều 17.2, E-03)."""
        return self._answer(self._timeline.start, at)

    def next_opening_after(self, at: datetime) -> datetime:
        """The opening of the first session that opens strictly after `at` (Điều 17.3)."""
        return self._answer(self._timeline.next_opening, at)

    def add(self, at: datetime, seconds: int) -> datetime:
        """The earliest instant at which `seconds` ≥ 0 of working time have passed since `start(at)`.

        Work that fills a session ends at its closing second, not at the next opening. Raises
        NoWorkingTimeError when the calendar ends before.
        """
        if seconds < 0:
            raise ValueError("seconds must not be negative; see subtract")
        if seconds == 0:
            return self.start(at)
        return self._answer(self._timeline.add, at, seconds)

    def course(self, at: datetime, seconds: int) -> tuple[datetime, datetime, datetime, datetime]:
        """`local(at)`, `start(at)`, `add(at, seconds)` and the next opening after that, in one pass."""
        timeline = self._timeline
        actual = _seconds(at)
        try:
            starts = timeline.start(actual)
            due = timeline.add(starts, seconds) if seconds else starts
            opening = timeline.next_opening(due)
        except EndOfTimelineError:
            raise _exhausted(self.code) from None
        local = self._instant(actual)
        begins = local if starts == actual else self._instant(starts)
        return local, begins, self._instant(due), self._instant(opening)

    def subtract(self, at: datetime, seconds: int) -> datetime:
        """The latest instant from which `seconds` > 0 of working time remain until `at` (for warnings)."""
        if seconds <= 0:
            raise ValueError("seconds must be positive")
        return self._answer(self._timeline.subtract, at, seconds)

    def elapsed(self, begin: datetime, end: datetime) -> int:
        """Working seconds from `begin` to `end` (E-02); negative when `end` is the earlier instant."""
        try:
            return self._timeline.worked_between(_seconds(begin), _seconds(end))
        except EndOfTimelineError:
            raise _exhausted(self.code) from None

    def next_working_date(self, day: date) -> date:
        """The first date after `day` on which anybody works."""
        midnight = datetime.combine(day + timedelta(days=1), time(), self.zone)
        return self.next_opening_after(midnight - _TICK).date()

    def local(self, at: datetime) -> datetime:
        """`at` cut to the whole second, in the calendar's timezone."""
        return self._instant(_seconds(at))

    @cached_property
    def _timeline(self) -> Timeline:
        return Timeline(self.zone, self._year)

    @cached_property
    def _days_off(self) -> dict[date, DayOff]:
        return {off.date: off for off in self.days_off}

    @cached_property
    def _working_days(self) -> dict[date, MakeUpDay]:
        return {day.date: day for day in self.working_days}

    def _answer(self, operation: Callable[..., int], at: datetime, *rest: int) -> datetime:
        try:
            return self._instant(operation(_seconds(at), *rest))
        except EndOfTimelineError:
            raise _exhausted(self.code) from None

    def _span(
        self, operation: Callable[[int], Bounds | None], at: datetime
    ) -> tuple[datetime, datetime] | None:
        try:
            bounds = operation(_seconds(at))
        except EndOfTimelineError:
            raise _exhausted(self.code) from None
        return bounds and (self._instant(bounds[0]), self._instant(bounds[1]))

    def _instant(self, seconds: int) -> datetime:
        return datetime.fromtimestamp(seconds, self.zone)

    def _year(self, year: int) -> Year:
        first, after = date(year, 1, 1), date(year + 1, 1, 1)
        days = (first + timedelta(days=offset) for offset in range((after - first).days))
        sessions = tuple(bounds for day in days for bounds in self._bounds(day))
        return Year(self._epoch(first, 0), self._epoch(after, 0), sessions)

    def _bounds(self, day: date) -> tuple[Bounds, ...]:
        found: list[Bounds] = []
        for session in self.day(day).sessions:
            # Where clocks jump forward, a time that does not exist maps past one that does: never go back.
            opens = max(self._epoch(day, session.opens), found[-1][1] if found else _BEGINNING)
            closes = self._epoch(day, session.closes)
            if closes > opens:
                found.append((opens, closes))
        return tuple(found)

    def _epoch(self, day: date, seconds: int) -> int:
        return int((datetime.combine(day, time(), self.zone) + timedelta(seconds=seconds)).timestamp())


def _seconds(at: datetime) -> int:
    if at.tzinfo is None:
        raise InstantError(
            Text(
                f"Thời điểm {at} thiếu múi giờ. Ghi kèm múi giờ, ví dụ +07:00.",
                f"The instant {at} has no timezone. Give it one, for example +07:00.",
            )
        )
    return floor(at.timestamp())


def _exhausted(code: str) -> NoWorkingTimeError:
    return NoWorkingTimeError(
        Text(
            f"Lịch “{code}” không có đủ giờ làm việc từ năm {FIRST_YEAR} đến {LAST_YEAR} để tính. "
            "Thêm buổi làm việc vào lịch, hoặc chọn thời điểm và thời hạn gần hơn.",
            f"The calendar “{code}” has not enough working time between {FIRST_YEAR} and {LAST_YEAR} to "
            "answer. Add working sessions to the calendar, or choose a nearer instant and a shorter time.",
        )
    )
