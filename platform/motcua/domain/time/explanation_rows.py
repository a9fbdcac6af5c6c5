"""The table behind a date: working time counted day by day between two instants, pauses left out."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import date, datetime, time, timedelta

from motcua.domain.text import Text
from motcua.domain.time.calendar import WorkCalendar
from motcua.domain.time.clock import Interval, Reason
from motcua.domain.time.explanation import Note, Piece, Row, clock_words
from motcua.domain.time.workday import WorkDay

REASON_WORDS = {
    Reason.RUNNING: Text("đang tính", "running"),
    Reason.PAUSED: Text("tạm dừng", "paused"),
    Reason.WAITING_SUPPLEMENT: Text("chờ bổ sung hồ sơ", "waiting for a supplement"),
    Reason.WAITING_PAYMENT: Text("chờ nộp tiền", "waiting for payment"),
    Reason.WITH_AGENCY: Text("cơ quan khác đang xử lý", "with another agency"),
}


@dataclass(frozen=True, slots=True)
class Stop:
    """A pause within the table, local time; one that does not `resume` lasts beyond the table."""

    begins: datetime
    ends: datetime
    text: Text
    resumes: bool
    reason: Reason = Reason.PAUSED


def stops_within(
    calendar: WorkCalendar, stops: Iterable[Interval], begin: datetime, end: datetime
) -> tuple[Stop, ...]:
    """The pauses that touch [begin, end), cut to it."""
    found = [
        Stop(
            max(begin, calendar.local(stop.started_at)),
            min(end, calendar.local(stop.ended_at) if stop.ended_at else end),
            Text(stop.note, stop.note) if stop.note else REASON_WORDS[stop.reason],
            stop.ended_at is not None and calendar.local(stop.ended_at) < end,
            stop.reason,
        )
        for stop in stops
    ]
    return tuple(stop for stop in found if stop.begins < stop.ends)


def working_rows(
    calendar: WorkCalendar,
    begin: datetime,
    end: datetime,
    stops: Sequence[Stop] = (),
    marks: Mapping[date, Sequence[Note]] | None = None,
) -> tuple[Row, ...]:
    """Rows from the date of `begin` to that of `end`, both local; `marks` are extra notes by date.

    Seconds are counted in [begin, end) less the stops; equal days in a row become one row.
    """
    rows: list[Row] = []
    total = 0
    for day in _dates(begin.date(), end.date()):
        spans = list(_counted(calendar, day, begin, end, stops))
        # Subtracted as instants, not wall time: a day on which the clocks change is counted right.
        seconds = sum(int(ends.timestamp() - begins.timestamp()) for begins, ends, _ in spans)
        total += seconds
        pieces = tuple(
            Piece(begins.time(), ends.time(), "morning" if opens.hour < 12 else "afternoon")
            for begins, ends, opens in spans
        )
        notes = (
            *day_notes(calendar.day(day)),
            *_stop_notes(calendar, day, stops),
            *(marks or {}).get(day, ()),
        )
        _append(rows, Row(day, day, pieces, seconds, total, notes))
    return tuple(rows)


def day_notes(day: WorkDay) -> tuple[Note, ...]:
    """Why a day is not an ordinary working day, if it is not."""
    match day.kind:
        case "weekly_rest":
            weekend = day.date.weekday() >= 5
            text = (
                Text("Cuối tuần", "Weekend") if weekend else Text("Ngày nghỉ hằng tuần", "Weekly day of rest")
            )
            return (Note("weekly_rest", text),)
        case "day_off":
            named = (
                Text(f"Nghỉ: {day.name}", f"Day off: {day.name}") if day.name else Text("Nghỉ lễ", "Day off")
            )
            return (Note("day_off", named, day.name, day.document),)
        case "make_up":
            named = (
                Text(f"Làm bù: {day.name}", f"Make-up day: {day.name}")
                if day.name
                else Text("Ngày làm bù", "Make-up working day")
            )
            return (Note("make_up_day", named, day.name, day.document),)
        case "working":
            return ()


def _dates(first: date, last: date) -> Iterator[date]:
    return (first + timedelta(days=offset) for offset in range((last - first).days + 1))


def _counted(
    calendar: WorkCalendar, day: date, begin: datetime, end: datetime, stops: Sequence[Stop]
) -> Iterator[tuple[datetime, datetime, datetime]]:
    for opens, closes in calendar.sessions_on(day):
        spans = [(max(opens, begin), min(closes, end))]
        for stop in stops:
            spans = [
                part
                for left, right in spans
                for part in ((left, min(right, stop.begins)), (max(left, stop.ends), right))
            ]
        for left, right in spans:
            if left < right:
                yield left, right, opens


def _stop_notes(calendar: WorkCalendar, day: date, stops: Sequence[Stop]) -> Iterator[Note]:
    sessions = calendar.sessions_on(day)
    if not sessions:
        return
    midnight = datetime.combine(day, time(), calendar.zone)
    for stop in stops:
        if stop.begins.date() == day:
            at, why = clock_words(stop.begins), stop.text
            yield Note("stopped", Text(f"Dừng lúc {at}: {why.vi}", f"Stopped at {at}: {why.en}"))
        elif stop.begins < midnight and stop.ends >= sessions[-1][1]:
            yield Note("stopped_all_day", Text(f"Không tính: {stop.text.vi}", f"Not counted: {stop.text.en}"))
        if stop.resumes and stop.ends.date() == day:
            at = clock_words(stop.ends)
            yield Note("resumed", Text(f"Tính tiếp từ {at}", f"Counted again from {at}"))


def _append(rows: list[Row], row: Row) -> None:
    if rows and rows[-1].pieces == row.pieces and rows[-1].notes == row.notes:
        before = rows[-1]
        rows[-1] = replace(before, last=row.last, counted=before.counted + row.counted, total=row.total)
    else:
        rows.append(row)
