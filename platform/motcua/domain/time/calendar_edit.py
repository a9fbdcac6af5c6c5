"""What staff change in a calendar: dates closed, worked or as usual again, and hours from a date.

A change has a file form, so that what was previewed is what is saved:

    {"days_off": [{"date": "2027-02-05", "name": "…", "document": "…"}],
     "working_days": {"2027-02-13": {"sessions": […], "for": "2027-02-08", "document": "…"}},
     "cleared": ["2027-02-09"]}
    {"hours": {"from": "2027-04-16", "to": "2027-10-15", "name": "Mùa hè", "sessions": {"mon": […], …}}}
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import replace
from datetime import date, timedelta
from typing import Any

from motcua.domain.text import Text
from motcua.domain.time.calendar import WorkCalendar
from motcua.domain.time.calendar_entries import (
    parse_date,
    parse_days_off,
    parse_object,
    parse_seasons,
    parse_working_days,
)
from motcua.domain.time.calendar_errors import CalendarError
from motcua.domain.time.workday import Season

KEYS = ("days_off", "working_days", "cleared", "hours")
_ONE_DAY = timedelta(days=1)


def applied(definition: Mapping[str, Any], calendar: WorkCalendar, change: object) -> dict[str, Any]:
    """The definition with the change in it; `calendar` is what the definition says with its base.

    Raises CalendarError naming the key that is wrong.
    """
    data = parse_object(change, "", KEYS)
    changed = _with_dates(definition, calendar, data)
    if "hours" in data:
        (season,) = parse_seasons([data["hours"]], "hours")
        seasons = laid(calendar.seasons, season)
        whole = replace(calendar, seasons=seasons).to_dict()
        changed["seasons"] = whole["seasons"]
    return changed


def laid(seasons: Sequence[Season], new: Season) -> tuple[Season, ...]:
    """The seasons with a new one over them: what it covers gives way, before and after stay as they were."""
    kept = [new]
    for old in seasons:
        if old.begins < new.begins:
            before = new.begins - _ONE_DAY
            kept.append(replace(old, ends=before if old.ends is None else min(old.ends, before)))
        if new.ends is not None and (old.ends is None or old.ends > new.ends):
            kept.append(replace(old, begins=max(old.begins, new.ends + _ONE_DAY)))
    return tuple(sorted(kept, key=lambda season: season.begins))


def changed_dates(before: WorkCalendar, after: WorkCalendar, first: date, last: date) -> list[date]:
    """The dates from `first` to `last` whose hours differ."""
    days = (first + timedelta(days=step) for step in range((last - first).days + 1))
    return [day for day in days if before.day(day).sessions != after.day(day).sessions]


def _with_dates(
    definition: Mapping[str, Any], calendar: WorkCalendar, data: Mapping[str, object]
) -> dict[str, Any]:
    off = parse_days_off(data.get("days_off", []), "days_off")
    worked = parse_working_days(data.get("working_days", {}), "working_days")
    cleared = {parse_date(day, "cleared") for day in _listed(data.get("cleared", []))}
    touched = {day.isoformat() for day in cleared | {one.date for one in off} | {one.date for one in worked}}
    entries = [one for one in definition.get("days_off", ()) if _date_of(one) not in touched]
    make_up = {day: one for day, one in definition.get("working_days", {}).items() if day not in touched}
    _require_own(definition, calendar, cleared)
    file = replace(calendar, days_off=off, working_days=worked).to_dict()
    added_off: Any = file["days_off"]
    added_work: Any = file["working_days"]
    return {
        **definition,
        "days_off": sorted([*entries, *added_off], key=_date_of),
        "working_days": dict(sorted({**make_up, **added_work}.items())),
    }


def _require_own(definition: Mapping[str, Any], calendar: WorkCalendar, cleared: set[date]) -> None:
    own = {_date_of(one) for one in definition.get("days_off", ())} | set(definition.get("working_days", {}))
    for day in sorted(cleared):
        if day.isoformat() not in own and calendar.day(day).kind in ("day_off", "make_up"):
            raise CalendarError(
                f"cleared.{day}",
                Text(
                    f"ngày {day:%d/%m/%Y} theo lịch của cấp trên. Sửa ở lịch ấy, hoặc khai đây là ngày làm việc.",
                    f"{day:%d/%m/%Y} comes from the calendar above. Change it there, or make it a working day here.",
                ),
            )


def _date_of(entry: Any) -> str:
    return str(entry["date"] if isinstance(entry, Mapping) else entry)


def _listed(value: object) -> Sequence[object]:
    if not isinstance(value, list):
        raise CalendarError("cleared", Text("phải là danh sách ngày.", "must be a list of dates."))
    return value
