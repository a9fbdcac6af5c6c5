"""When a timer of the model comes due, and why then: working time, the clock on the wall, or a date."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import date, datetime, time

from motcua.domain.errors import InputError
from motcua.domain.process.process_node import Timer
from motcua.domain.text import Text
from motcua.domain.time.calendar import WorkCalendar
from motcua.domain.time.duration import duration_words
from motcua.domain.time.duration_iso import is_iso, parse_iso_duration
from motcua.domain.time.explanation import instant_words
from motcua.domain.time.limits import parse_budget


class TimerDateError(InputError):
    """A timer that waits for a date the dossier does not have."""

    code = "timer_date"

    def __init__(self, field: str) -> None:
        super().__init__(
            Text(
                f"Quy trình chờ đến ngày ghi ở “{field}”, nhưng hồ sơ chưa có ngày đó. Hãy điền “{field}”.",
                f"The process waits for the date in “{field}”, which the dossier does not have. Fill it in.",
            )
        )
        self.field = field


def due_at(timer: Timer, calendar: WorkCalendar, at: datetime, values: Mapping[str, object]) -> datetime:
    """When a timer armed at `at` fires, in the calendar's timezone.

    Budget words are working time by `calendar`, the dossier's desk's (R-25); ISO 8601 is the clock on the wall.
    A date fires at the beginning of that day, an instant then, a field's name by the value it has in
    `values`. Raises TimerDateError, DurationError, BudgetError or NoWorkingTimeError.
    """
    if timer.kind == "date":
        return _date_of(timer.text, calendar, values)
    if is_iso(timer.text):
        return parse_iso_duration(timer.text).after(calendar.local(at))
    return calendar.add(at, parse_budget(timer.text).in_seconds(calendar.day_seconds))


def is_working_time(timer: Timer) -> bool:
    """Whether the timer counts working time only, so that a change of the calendar moves it."""
    return timer.kind != "date" and not is_iso(timer.text)


def timer_words(timer: Timer, calendar: WorkCalendar, at: datetime, due: datetime) -> Text:
    """Why the timer is due at `due`: "4 giờ làm việc kể từ 09:00 ngày 23/11/2026"."""
    begun = instant_words(calendar.local(at))
    if timer.kind == "date":
        return Text("Ngày do quy trình hoặc hồ sơ ấn định.", "A date set by the process or by the dossier.")
    if is_working_time(timer):
        seconds = parse_budget(timer.text).in_seconds(calendar.day_seconds)
        words = duration_words(seconds, exact=True)
        counted = Text(f"{words.vi} làm việc", f"{words.en} of working time")
    else:
        iso = parse_iso_duration(timer.text).words
        counted = Text(f"{iso.vi} theo lịch, kể cả ngày nghỉ", f"{iso.en} by the calendar, days off included")
    end = instant_words(calendar.local(due))
    return Text(
        f"{counted.vi}, tính từ {begun.vi}: đến {end.vi}.", f"{counted.en}, from {begun.en}: until {end.en}."
    )


def _date_of(text: str, calendar: WorkCalendar, values: Mapping[str, object]) -> datetime:
    found = _read(text, calendar)
    if found is None:
        found = _read(str(values.get(text) or ""), calendar)
    if found is None:
        raise TimerDateError(text)
    return found


def _read(text: str, calendar: WorkCalendar) -> datetime | None:
    """An ISO date (its first second) or instant; without a zone it is local."""
    try:
        return datetime.combine(date.fromisoformat(text), time(), calendar.zone)
    except ValueError:
        pass
    try:
        at = datetime.fromisoformat(text)
    except ValueError:
        return None
    return at.replace(tzinfo=calendar.zone) if at.tzinfo is None else at.astimezone(calendar.zone)
