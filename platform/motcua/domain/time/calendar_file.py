"""The file form of a calendar, read with every mistake named by its key, and written back.

    {"code": "A", "timezone": "Asia/Ho_Chi_Minh", "day": "8h",
     "sessions": {"mon": [["07:00", "11:30"], ["13:30", "17:00"]], …},
     "days_off": ["2026-01-01", {"date": "2026-01-02", "name": "…", "document": "…"}],
     "working_days": {"2026-01-10": [["07:00", "11:30"]],
                      "2026-08-22": {"sessions": […], "for": "2026-08-31"}},
     "seasons": [{"from": "2026-11-01", "to": "2027-03-31", "name": "…", "sessions": {…}}],
     "base": "A", "owner": "H50.16", "name": "…", "version": 2, "valid_from": "2026-01-01", "valid_to": "2026-12-31"}

Only "sessions" is required, and with "base" not even that: an agency's file names its province's calendar as
`base` (or holds it as an object) and states what differs by weekday and by date (E-01). "owner" is the code of
the agency whose own calendar it is.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date
from zoneinfo import ZoneInfo

from motcua.domain.text import Text
from motcua.domain.time.calendar import WorkCalendar
from motcua.domain.time.calendar_entries import (
    WEEKDAYS,
    Week,
    parse_date,
    parse_days_off,
    parse_object,
    parse_seasons,
    parse_text,
    parse_week,
    parse_working_days,
)
from motcua.domain.time.calendar_errors import BudgetError, CalendarError
from motcua.domain.time.limits import parse_budget
from motcua.domain.time.workday import DayOff, MakeUpDay, Season, Weekly
from motcua.domain.time.worksession import sessions_to_list

KEYS = (
    "code",
    "name",
    "base",
    "owner",
    "timezone",
    "day",
    "sessions",
    "days_off",
    "working_days",
    "seasons",
    "version",
    "valid_from",
    "valid_to",
)
_NO_WEEK: Weekly = ((),) * 7
_NOTHING = WorkCalendar("", _NO_WEEK)


@dataclass(frozen=True, slots=True)
class _Dates:
    """The exceptions of one file, before they are laid over those of the base."""

    days_off: tuple[DayOff, ...]
    working_days: tuple[MakeUpDay, ...]

    def over(self, base: WorkCalendar) -> _Dates:
        own = {off.date for off in self.days_off} | {day.date for day in self.working_days}
        off = [off for off in base.days_off if off.date not in own] + list(self.days_off)
        worked = [day for day in base.working_days if day.date not in own] + list(self.working_days)
        return _Dates(
            tuple(sorted(off, key=lambda entry: entry.date)),
            tuple(sorted(worked, key=lambda entry: entry.date)),
        )


def calendar_from_dict(data: object, bases: Mapping[str, WorkCalendar] | None = None) -> WorkCalendar:
    """The calendar a file holds; `bases` are the calendars that "base" may name, by code.

    A weekday, day off or make-up day of the file replaces that of the base for the same weekday or date;
    seasons replace the base's seasons as a whole. Raises CalendarError naming the key.
    """
    file = parse_object(data, "", KEYS) if isinstance(data, dict) else _not_an_object()
    base = _base(file.get("base"), bases or {})
    if base is None and "sessions" not in file:
        raise CalendarError("sessions", Text("còn thiếu giờ làm việc.", "the working hours are missing."))
    parse_text(file.get("owner", ""), "owner")
    known = base or _NOTHING
    week = parse_week(file["sessions"], "sessions") if "sessions" in file else {}
    seasons = (
        parse_seasons(file["seasons"], "seasons")
        if "seasons" in file
        else tuple(
            Season(old.begins, old.ends, _laid_over(old.weekly, week), old.name) for old in known.seasons
        )
    )
    dates = _dates(file).over(known)
    return WorkCalendar(
        code=parse_text(file.get("code", known.code), "code"),
        weekly=_laid_over(known.weekly, week),
        timezone=_timezone(file.get("timezone", known.timezone)),
        day_seconds=_day(file["day"]) if "day" in file else known.day_seconds,
        seasons=seasons,
        days_off=dates.days_off,
        working_days=dates.working_days,
        name=parse_text(file.get("name", known.name), "name"),
        version=_version(file.get("version", known.version)),
        valid_from=_date_or_none(file, "valid_from"),
        valid_to=_date_or_none(file, "valid_to"),
    )


def calendar_to_dict(calendar: WorkCalendar) -> dict[str, object]:
    """The whole calendar in the file form, without a base; `calendar_from_dict` reads the same back."""
    data: dict[str, object] = {
        "code": calendar.code,
        "name": calendar.name,
        "timezone": calendar.timezone,
        "day": f"{calendar.day_seconds}s",
        "sessions": _week_to_dict(calendar.weekly),
        "days_off": [
            {"date": off.date.isoformat(), "name": off.name, "document": off.document}
            for off in calendar.days_off
        ],
        "working_days": {day.date.isoformat(): _make_up_to_dict(day) for day in calendar.working_days},
        "seasons": [_season_to_dict(season) for season in calendar.seasons],
        "version": calendar.version,
    }
    for key, day in (("valid_from", calendar.valid_from), ("valid_to", calendar.valid_to)):
        if day is not None:
            data[key] = day.isoformat()
    return data


def _not_an_object() -> Mapping[str, object]:
    raise CalendarError(
        "calendar", Text("tệp lịch phải là một đối tượng JSON {…}.", "the file must be a JSON object {…}.")
    )


def _base(value: object, bases: Mapping[str, WorkCalendar]) -> WorkCalendar | None:
    if value is None:
        return None
    if isinstance(value, dict):
        return calendar_from_dict(value, bases)
    name = parse_text(value, "base")
    if name not in bases:
        raise CalendarError(
            "base",
            Text(
                f"không tìm thấy lịch “{name}”. Đặt tệp của lịch ấy bên cạnh hoặc ghi thẳng lịch vào đây.",
                f"the calendar “{name}” is not known. Put its file beside this one or write it here in full.",
            ),
        )
    return bases[name]


def _dates(file: Mapping[str, object]) -> _Dates:
    off = parse_days_off(file.get("days_off", []), "days_off")
    worked = parse_working_days(file.get("working_days", {}), "working_days")
    closed = {entry.date for entry in off}
    for day in worked:
        if day.date in closed:
            raise CalendarError(
                f"working_days.{day.date}",
                Text(
                    "ngày này cũng có trong days_off. Bỏ ở một nơi.",
                    "this date is in days_off too. Remove it from one.",
                ),
            )
    return _Dates(off, worked)


def _laid_over(weekly: Weekly, week: Week) -> Weekly:
    return tuple(week.get(day, sessions) for day, sessions in enumerate(weekly))


def _timezone(value: object) -> str:
    name = parse_text(value, "timezone")
    try:
        ZoneInfo(name)
    except (KeyError, ValueError, OSError):
        raise CalendarError(
            "timezone",
            Text(
                f"không có múi giờ “{name}”. Viết như Asia/Ho_Chi_Minh.",
                f"there is no timezone “{name}”. Write it as Asia/Ho_Chi_Minh.",
            ),
        ) from None
    return name


def _day(value: object) -> int:
    try:
        length = parse_budget(value) if isinstance(value, str) else None
    except BudgetError:
        length = None
    if length is None or length.days or not 0 < length.seconds <= 24 * 3600:
        raise CalendarError(
            "day",
            Text(
                f"{value!r} không phải độ dài một ngày làm việc. Viết như 8h hoặc 7h30m.",
                f"{value!r} is not the length of a working day. Write it as 8h or 7h30m.",
            ),
        )
    return length.seconds


def _version(value: object) -> int:
    if not isinstance(value, int) or isinstance(value, bool) or value < 1:
        raise CalendarError("version", Text("phải là số nguyên từ 1.", "must be a whole number from 1."))
    return value


def _date_or_none(file: Mapping[str, object], key: str) -> date | None:
    return None if file.get(key) is None else parse_date(file[key], key)


def _week_to_dict(weekly: Weekly) -> dict[str, object]:
    return {WEEKDAYS[day]: sessions_to_list(sessions) for day, sessions in enumerate(weekly) if sessions}


def _make_up_to_dict(day: MakeUpDay) -> dict[str, object]:
    data: dict[str, object] = {
        "sessions": sessions_to_list(day.sessions),
        "name": day.name,
        "document": day.document,
    }
    return data if day.in_lieu_of is None else data | {"for": day.in_lieu_of.isoformat()}


def _season_to_dict(season: Season) -> dict[str, object]:
    return {
        "from": season.begins.isoformat(),
        "to": season.ends.isoformat() if season.ends else None,
        "name": season.name,
        "sessions": _week_to_dict(season.weekly),
    }
