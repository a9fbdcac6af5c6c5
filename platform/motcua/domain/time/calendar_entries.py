"""The entries of a calendar file: week, seasons, days off, make-up days; each mistake is named by its key."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from datetime import date
from itertools import pairwise

from motcua.domain.text import Text
from motcua.domain.time.calendar_errors import CalendarError
from motcua.domain.time.workday import DayOff, MakeUpDay, Season
from motcua.domain.time.worksession import WorkSession, parse_sessions

WEEKDAYS = ("mon", "tue", "wed", "thu", "fri", "sat", "sun")

Week = dict[int, tuple[WorkSession, ...]]


def parse_object(value: object, key: str, known: Sequence[str]) -> Mapping[str, object]:
    """`value` as an object that has only `known` keys; a misspelt key must not pass in silence."""
    if not isinstance(value, dict):
        raise CalendarError(key, Text("phải là một đối tượng {…}.", "must be an object {…}."))
    for name in value:
        if name not in known:
            raise CalendarError(_under(key, str(name)), _unknown(known))
    return value


def parse_date(value: object, key: str) -> date:
    """A date from "2026-01-02"."""
    try:
        if not isinstance(value, str) or len(value) != len("2026-01-02"):
            raise ValueError
        return date.fromisoformat(value)
    except ValueError:
        raise CalendarError(
            key,
            Text(
                f"{value!r} không phải ngày có thật. Viết như 2026-01-02.",
                f"{value!r} is not a real date. Write it as 2026-01-02.",
            ),
        ) from None


def parse_text(value: object, key: str) -> str:
    if not isinstance(value, str):
        raise CalendarError(key, Text("phải là chữ trong ngoặc kép.", "must be text in quotes."))
    return value


def parse_week(value: object, key: str) -> Week:
    """Sessions by weekday number, Monday 0, for the weekdays that are named."""
    days = parse_object(value, key, WEEKDAYS)
    return {WEEKDAYS.index(day): parse_sessions(days[day], f"{key}.{day}") for day in days}


def parse_days_off(value: object, key: str) -> tuple[DayOff, ...]:
    """Days off in order of date, from dates or objects {"date", "name", "document"}."""
    found: dict[date, DayOff] = {}
    for index, entry in enumerate(_list(value, key)):
        here = f"{key}[{index}]"
        off = _day_off(entry, here)
        if off.date in found:
            raise CalendarError(here, _twice(off.date))
        found[off.date] = off
    return tuple(found[day] for day in sorted(found))


def parse_working_days(value: object, key: str) -> tuple[MakeUpDay, ...]:
    """Make-up days by date, from {date: sessions} or {date: {"sessions", "for", "name", "document"}}."""
    if not isinstance(value, dict):
        raise CalendarError(
            key,
            Text(
                'phải là đối tượng ngày → buổi, ví dụ {"2026-01-10": [["07:00", "11:30"]]}.',
                'must be an object of date → sessions, for example {"2026-01-10": [["07:00", "11:30"]]}.',
            ),
        )
    days = [
        _make_up_day(parse_date(day, f"{key}.{day}"), entry, f"{key}.{day}") for day, entry in value.items()
    ]
    return tuple(sorted(days, key=lambda day: day.date))


def parse_seasons(value: object, key: str) -> tuple[Season, ...]:
    """Seasons in order; each has a whole week of its own, and no two may hold the same date."""
    seasons = [_season(entry, f"{key}[{index}]") for index, entry in enumerate(_list(value, key))]
    ordered = sorted(seasons, key=lambda season: season.begins)
    for before, after in pairwise(ordered):
        if before.ends is None or after.begins <= before.ends:
            raise CalendarError(
                f"{key}[{seasons.index(after)}]",
                Text(
                    f"mùa từ {after.begins} chồng lên mùa từ {before.begins}. Sửa “to” của mùa trước.",
                    f'the season from {after.begins} overlaps that from {before.begins}. Correct its "to".',
                ),
            )
    return tuple(ordered)


def _day_off(entry: object, key: str) -> DayOff:
    if not isinstance(entry, dict):
        return DayOff(parse_date(entry, key))
    data = parse_object(entry, key, ("date", "name", "document"))
    return DayOff(
        parse_date(data.get("date"), f"{key}.date"),
        parse_text(data.get("name", ""), f"{key}.name"),
        parse_text(data.get("document", ""), f"{key}.document"),
    )


def _make_up_day(day: date, entry: object, key: str) -> MakeUpDay:
    plain = not isinstance(entry, dict)
    data = {} if plain else parse_object(entry, key, ("sessions", "for", "name", "document"))
    sessions_key = key if plain else f"{key}.sessions"
    sessions = parse_sessions(entry if plain else data.get("sessions"), sessions_key)
    if not sessions:
        raise CalendarError(
            sessions_key,
            Text(
                "ngày làm bù chưa có giờ. Ghi các buổi làm việc hoặc bỏ ngày này.",
                "the make-up day has no hours. Give its sessions or remove the date.",
            ),
        )
    return MakeUpDay(
        day,
        sessions,
        parse_text(data.get("name", ""), f"{key}.name"),
        parse_text(data.get("document", ""), f"{key}.document"),
        parse_date(data["for"], f"{key}.for") if "for" in data else None,
    )


def _season(entry: object, key: str) -> Season:
    data = parse_object(entry, key, ("from", "to", "name", "sessions"))
    begins = parse_date(data.get("from"), f"{key}.from")
    ends = parse_date(data["to"], f"{key}.to") if data.get("to") is not None else None
    if ends is not None and ends < begins:
        raise CalendarError(
            f"{key}.to",
            Text(f"phải từ ngày {begins} trở đi.", f"must not be before {begins}."),
        )
    week = parse_week(data.get("sessions"), f"{key}.sessions")
    weekly = tuple(week.get(day, ()) for day in range(7))
    return Season(begins, ends, weekly, parse_text(data.get("name", ""), f"{key}.name"))


def _list(value: object, key: str) -> list[object]:
    if not isinstance(value, list):
        raise CalendarError(key, Text("phải là danh sách […].", "must be a list […]."))
    return value


def _under(key: str, name: str) -> str:
    return f"{key}.{name}" if key else name


def _unknown(known: Sequence[str]) -> Text:
    names = ", ".join(known)
    return Text(
        f"không có khóa này. Các khóa được dùng: {names}.", f"is not a key here. The keys are: {names}."
    )


def _twice(day: date) -> Text:
    return Text(f"ngày {day} ghi hai lần. Bỏ một.", f"the date {day} is listed twice. Remove one.")
