"""What the forms of a calendar ask for, as the change that `domain.calendar_edit` reads."""

from __future__ import annotations

import json
from datetime import date, timedelta
from typing import Any

from flask_babel import gettext as _
from werkzeug.datastructures import MultiDict

from motcua.domain.errors import FieldError, InputError, ValidationError
from motcua.domain.text import Text
from motcua.domain.time.calendar_entries import WEEKDAYS
from motcua.web.office.typed import day_of, required_day_of, words_of

# Sessions that a weekday's row of the form offers.
SESSIONS = 2
LONGEST_RANGE = 31
LONGEST_CHANGE = 100_000
Form = MultiDict[str, str]


def days_off(form: Form) -> dict[str, Any]:
    """A range of days off with its name and the decision's number."""
    first = required_day_of(form, "from")
    last = day_of(form, "to") or first
    name = words_of(form, "name")
    if not name:
        raise _at("name", Text("Nhập tên ngày nghỉ.", "Name the days off."))
    if last < first:
        raise _at("to", Text("Ngày cuối không được trước ngày đầu.", "The last day is before the first."))
    if (last - first).days >= LONGEST_RANGE:
        raise _at("to", Text("Mỗi lần khai tối đa 31 ngày.", "Enter 31 days at a time at most."))
    entry = {"name": name, "document": words_of(form, "document")}
    days = [first + timedelta(days=step) for step in range((last - first).days + 1)]
    return {"days_off": [{"date": day.isoformat(), **entry} for day in days]}


def swap_day(form: Form) -> dict[str, Any]:
    """A day worked with its own hours, and the day off it makes up for."""
    worked = required_day_of(form, "worked")
    sessions = sessions_of(form, "swap")
    if not sessions:
        raise _at("swap-0-opens", Text("Nhập giờ làm của ngày làm bù.", "Give the hours of the day worked."))
    document, name = words_of(form, "document"), words_of(form, "name")
    entry: dict[str, Any] = {"sessions": sessions, "name": name, "document": document}
    change: dict[str, Any] = {"working_days": {worked.isoformat(): entry}}
    closed = day_of(form, "closed")
    if closed is not None:
        entry["for"] = closed.isoformat()
        title = name or str(_("Hoán đổi với %(day)s", day=f"{worked:%d/%m/%Y}"))
        change["days_off"] = [{"date": closed.isoformat(), "name": title, "document": document}]
    return change


def hours(form: Form) -> dict[str, Any]:
    """A week's hours from a date, to a date when it is a season."""
    begins, ends = required_day_of(form, "from"), day_of(form, "to")
    season: dict[str, Any] = {
        "from": begins.isoformat(),
        "name": words_of(form, "name"),
        "sessions": {day: sessions_of(form, day) for day in WEEKDAYS},
    }
    if not any(season["sessions"].values()):
        raise _at(
            "mon-0-opens", Text("Nhập giờ của ít nhất một ngày.", "Give the hours of at least one day.")
        )
    if ends is not None:
        season["to"] = ends.isoformat()
    return {"hours": season}


def sessions_of(form: Form, prefix: str) -> list[list[str]]:
    """The sessions typed in one row; an empty pair is none, half a pair is refused at its field."""
    found = []
    for number in range(SESSIONS):
        opens, closes = (form.get(f"{prefix}-{number}-{end}", "").strip() for end in ("opens", "closes"))
        if bool(opens) != bool(closes):
            missing = "closes" if opens else "opens"
            raise _at(
                f"{prefix}-{number}-{missing}",
                Text(
                    "Nhập cả giờ mở và giờ đóng, hoặc bỏ trống cả hai.",
                    "Give both opening and closing time, or neither.",
                ),
            )
        if opens:
            found.append([opens, closes])
    return found


def proposed(form: Form, names: dict[date, str]) -> dict[str, Any]:
    """The ticked days of a proposed year; with a decision's number they are official, without one proposed."""
    document = words_of(form, "document")
    chosen = set(form.getlist("days"))
    days = [
        {"date": day.isoformat(), "name": name, "document": document}
        for day, name in names.items()
        if day.isoformat() in chosen
    ]
    if not days:
        raise _at("days", Text("Chọn ít nhất một ngày.", "Choose at least one day."))
    return {"days_off": days}


def carried(form: Form) -> object:
    """The change that was previewed, sent back to be saved."""
    text = form.get("change", "")
    try:
        if len(text) > LONGEST_CHANGE:
            raise ValueError
        return json.loads(text)
    except (ValueError, RecursionError):
        words = Text(
            "Thay đổi gửi lên không đọc được. Hãy nhập lại.",
            "The change sent cannot be read. Enter it again.",
        )
        raise InputError(words) from None


def _at(field: str, message: Text) -> ValidationError:
    return ValidationError([FieldError(f"/{field}", f"calendar.{field}", message)])
