"""Calendars kept in files: the shipped ones and those named on a command line."""

from __future__ import annotations

import json
import re
from pathlib import Path

from motcua.domain.errors import InputError
from motcua.domain.text import Text
from motcua.domain.time.calendar import WorkCalendar
from motcua.domain.time.calendar_errors import CalendarError

SHIPPED = Path(__file__).resolve().parent.parent / "data" / "calendars"

_CODE = re.compile(r"[A-Za-z0-9_-]{1,40}")


class CalendarFileError(InputError):
    """A calendar file that cannot be read as JSON."""

    code = "calendar_unreadable"


def shipped_calendar(code: str) -> WorkCalendar:
    """A calendar that comes with the program: "A" (the sample province) or "A6" (with Saturday mornings)."""
    return read_calendar(SHIPPED / f"{code}.json")


def read_calendar(path: Path) -> WorkCalendar:
    """The calendar in a JSON file; a "base" named there is looked for beside it as <base>.json.

    Raises CalendarFileError when a file is no JSON, CalendarError naming the key that is wrong.
    """
    return _read(path, ())


def _read(path: Path, above: tuple[str, ...]) -> WorkCalendar:
    data = _json(path)
    base = data.get("base") if isinstance(data, dict) else None
    if not isinstance(base, str) or not _CODE.fullmatch(base):
        return WorkCalendar.from_dict(data)
    beside = path.with_name(f"{base}.json")
    if base in above:
        raise CalendarError(
            "base",
            Text(
                f"lịch “{base}” dựa vào chính nó. Bỏ “base” ở một tệp.",
                f"the calendar “{base}” is based on itself.",
            ),
        )
    bases = {base: _read(beside, (*above, base))} if beside.is_file() else {}
    return WorkCalendar.from_dict(data, bases)


def _json(path: Path) -> object:
    try:
        return json.loads(path.read_text(encoding="utf-8"), object_pairs_hook=_object)
    except (OSError, ValueError, RecursionError) as error:
        raise CalendarFileError(
            Text(
                f"Không đọc được tệp lịch {path}: {error}. Kiểm tra đường dẫn và nội dung JSON (UTF-8).",
                f"The calendar file {path} cannot be read: {error}. Check the path and that it is JSON in UTF-8.",
            )
        ) from None


def _object(pairs: list[tuple[str, object]]) -> dict[str, object]:
    found: dict[str, object] = {}
    for key, value in pairs:
        if key in found:
            # JSON readers keep the last one in silence; a holiday list must not lose its first half.
            raise CalendarError(
                key,
                Text("khóa này ghi hai lần. Gộp lại làm một.", "this key is written twice. Join the two."),
            )
        found[key] = value
    return found
