"""Explanations of deadlines and of elapsed time, ready for "Vì sao là ngày này?"."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from datetime import date, datetime, timedelta

from motcua.domain.text import Text
from motcua.domain.time.calendar import WorkCalendar
from motcua.domain.time.clock import Interval
from motcua.domain.time.deadlines import Deadline
from motcua.domain.time.duration import duration_words, limit_words
from motcua.domain.time.explanation import Explanation, Note, Row, Rule, Unit, clock_words, instant_words
from motcua.domain.time.explanation_moves import note as move_note
from motcua.domain.time.explanation_moves import sentences, told_in
from motcua.domain.time.explanation_rows import Stop, day_notes, stops_within, working_rows
from motcua.domain.time.explanation_rules import ARTICLES, rule, rules_of
from motcua.domain.time.limits import CalendarDays, SameDay


def explain_deadline(
    deadline: Deadline, stops: Iterable[Interval] = (), articles: Mapping[str, Text] = ARTICLES
) -> Explanation:
    """Why a deadline is due when it is: the days from receipt to the due time, `stops` (pauses) left out.

    Extensions and apologies stand on the days on which they were given.
    `articles` gives the province's article by rule code; unset, those of Quảng Trị 29/2020.
    """
    calendar = deadline.calendar
    marks = _marks(deadline)
    within = stops_within(calendar, stops, deadline.received_at, deadline.due_at)
    unit: Unit = "seconds"
    if isinstance(deadline.limit, CalendarDays) and not deadline.extension and not told_in(deadline):
        unit = "calendar_days"
        rows = _calendar_day_rows(deadline, deadline.limit.days, within, marks)
    else:
        rows = working_rows(calendar, deadline.received_at, deadline.due_at, within, marks)
    rules = rules_of(deadline, {stop.reason for stop in within}, articles)
    return _explanation(calendar, _deadline_summary(deadline, rows, within), rows, rules, unit)


def explain_elapsed(
    calendar: WorkCalendar, begin: datetime, end: datetime, stops: Iterable[Interval] = ()
) -> Explanation:
    """Which working time lies between two instants, `begin` not after `end`."""
    begin, end = calendar.local(begin), calendar.local(end)
    within = stops_within(calendar, stops, begin, end)
    marks: dict[date, list[Note]] = {}
    _mark(marks, begin, Note("from", Text(f"Từ {clock_words(begin)}", f"From {clock_words(begin)}")))
    _mark(marks, end, Note("to", Text(f"Đến {clock_words(end)}", f"To {clock_words(end)}")))
    rows = working_rows(calendar, begin, end, within, marks)
    words = duration_words(rows[-1].total, exact=True)
    first, last = instant_words(begin), instant_words(end)
    summary = Text(
        f"Từ {first.vi} đến {last.vi} có {words.vi} làm việc.",
        f"From {first.en} to {last.en} there are {words.en} of working time.",
    )
    rules = (rule("working_time"), *((rule("pauses"),) if within else ()))
    return _explanation(calendar, summary, rows, rules, "seconds")


def _explanation(
    calendar: WorkCalendar, summary: Text, rows: tuple[Row, ...], rules: tuple[Rule, ...], unit: Unit
) -> Explanation:
    return Explanation(
        summary, rows, rules, calendar.code, calendar.name or calendar.code, calendar.valid_from, unit
    )


def _mark(marks: dict[date, list[Note]], at: datetime, note: Note) -> None:
    marks.setdefault(at.date(), []).append(note)


def _marks(deadline: Deadline) -> dict[date, list[Note]]:
    marks: dict[date, list[Note]] = {}
    received, starts = clock_words(deadline.received_at), instant_words(deadline.starts_at)
    what = Text("Đã bổ sung, tính lại từ đầu", "Supplied and counted anew")
    what = what if deadline.is_restarted else Text("Tiếp nhận", "Received")
    if deadline.starts_at == deadline.received_at:
        note = Note("received", Text(f"{what.vi} lúc {received}", f"{what.en} at {received}"))
    else:
        note = Note(
            "received_after_hours",
            Text(
                f"{what.vi} lúc {received}, ngoài giờ làm việc: tính từ {starts.vi}",
                f"{what.en} at {received}, outside working hours: counted from {starts.en}",
            ),
        )
    _mark(marks, deadline.received_at, note)
    for move in told_in(deadline):
        _mark(marks, deadline.calendar.local(move.at), move_note(deadline.calendar, move))
    due = clock_words(deadline.due_at)
    _mark(marks, deadline.due_at, Note("due", Text(f"Hết hạn lúc {due}", f"Due at {due}")))
    return marks


def _calendar_day_rows(
    deadline: Deadline, days: int, stops: Sequence[Stop], marks: Mapping[date, Sequence[Note]]
) -> tuple[Row, ...]:
    """Rows by date; a date on which a pause begins or lasts is not counted, the one on which it ends is."""
    received, first, end = deadline.received_at.date(), deadline.starts_at.date(), deadline.due_at.date()
    rows: list[Row] = []
    total = 0
    for offset in range((end - received).days + 1):
        day = received + timedelta(days=offset)
        extra = _date_notes(day, first, stops, is_full=total == days)
        counted = 1 if day > first and total < days and not extra else 0
        total += counted
        notes = (*day_notes(deadline.calendar.day(day)), *extra, *marks.get(day, ()))
        if rows and rows[-1].notes == notes and bool(rows[-1].counted) == bool(counted):
            rows[-1] = Row(rows[-1].first, day, (), rows[-1].counted + counted, total, notes)
        else:
            rows.append(Row(day, day, (), counted, total, notes))
    return tuple(rows)


def _date_notes(day: date, first: date, stops: Sequence[Stop], *, is_full: bool) -> tuple[Note, ...]:
    """Why a date is not counted, if it is not."""
    if day == first:
        return (Note("first_day_not_counted", Text("Ngày đầu không tính", "The first day is not counted")),)
    for stop in stops:
        if stop.begins.date() <= day < stop.ends.date():
            why = stop.text
            return (Note("stopped_all_day", Text(f"Không tính: {why.vi}", f"Not counted: {why.en}")),)
    if is_full:
        text = Text("Chuyển sang ngày làm việc kế tiếp", "Moved on to the next working day")
        return (Note("moved_to_working_day", text),)
    return ()


def _deadline_summary(deadline: Deadline, rows: Sequence[Row], stops: Sequence[Stop]) -> Text:
    limit = limit_words(deadline.limit, deadline.calendar.day_seconds)
    starts, due = instant_words(deadline.starts_at), instant_words(deadline.due_at)
    opening = Text(f"Hạn là {limit.vi}, tính từ {starts.vi}.", f"The limit is {limit.en}, from {starts.en}.")
    skipped = _skipped(deadline, rows, stops)
    ending = Text(f"Hết hạn lúc {due.vi}", f"It is due at {due.en}")
    if deadline.appointment_at == deadline.due_at:
        ending = Text(f"{ending.vi}, hẹn trả cùng lúc.", f"{ending.en}, and so is the appointment.")
    else:
        then = instant_words(deadline.appointment_at)
        ending = Text(
            f"{ending.vi}, nên hẹn trả vào đầu buổi làm việc kế tiếp: {then.vi}.",
            f"{ending.en}, so the appointment is the start of the next session: {then.en}.",
        )
    parts = [part for part in (opening, *sentences(deadline), skipped, ending) if part]
    return Text(" ".join(part.vi for part in parts), " ".join(part.en for part in parts))


def _skipped(deadline: Deadline, rows: Sequence[Row], stops: Sequence[Stop]) -> Text | None:
    if isinstance(deadline.limit, CalendarDays | SameDay):
        return None
    found: list[Text] = []
    calendar = deadline.calendar
    whole = calendar.elapsed(deadline.received_at, deadline.due_at)
    if stops and whole > rows[-1].total:
        lost = duration_words(whole - rows[-1].total, exact=True)
        found.append(Text(f"{lost.vi} dừng", f"{lost.en} while the clock was stopped"))
    codes = [(note.code, row) for row in rows for note in row.notes]
    if rests := sum(1 for code, _ in codes if code == "weekly_rest"):
        found.append(Text(f"{rests} kỳ nghỉ hằng tuần", f"{rests} weekly rest{'' if rests == 1 else 's'}"))
    if off := [_dates_words(row) for code, row in codes if code == "day_off"]:
        days = "day" if len(off) == 1 else "days"
        found.append(Text(f"ngày nghỉ {', '.join(off)}", f"{days} off {', '.join(off)}"))
    if not found:
        return None
    return Text(
        f"Không tính {_list([part.vi for part in found], 'và')}.",
        f"Not counted: {_list([part.en for part in found], 'and')}.",
    )


def _dates_words(row: Row) -> str:
    return f"{row.first:%d/%m}" if row.first == row.last else f"{row.first:%d/%m}–{row.last:%d/%m}"


def _list(words: Sequence[str], last: str) -> str:
    return words[0] if len(words) == 1 else f"{', '.join(words[:-1])} {last} {words[-1]}"
