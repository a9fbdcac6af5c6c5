"""Calendars in files: base beside, broken JSON, keys written twice."""

from __future__ import annotations

from datetime import date
from pathlib import Path

import pytest

from motcua.contrib.calendar_files import CalendarFileError, read_calendar, shipped_calendar
from motcua.domain.time.calendar_errors import CalendarError


def test_the_saturday_calendar_stands_on_the_provinces() -> None:
    calendar = shipped_calendar("A6")
    assert len(calendar.day(date(2026, 6, 6)).sessions) == 1
    assert calendar.day(date(2026, 4, 30)).kind == "day_off"
    assert len(calendar.day(date(2026, 8, 22)).sessions) == 2


@pytest.mark.parametrize("content", [b"", b"{", b'{"sessions": NaN', b"\xff\xfe", b"[" * 100_000])
def test_a_file_that_is_no_json_is_refused(tmp_path: Path, content: bytes) -> None:
    path = tmp_path / "X.json"
    path.write_bytes(content)
    with pytest.raises(CalendarFileError, match=r"X\.json"):
        read_calendar(path)


def test_a_missing_file_and_a_folder_are_refused(tmp_path: Path) -> None:
    for path in (tmp_path, tmp_path / "none.json"):
        with pytest.raises(CalendarFileError):
            read_calendar(path)


@pytest.mark.parametrize(
    ("content", "key"),
    [
        ('{"sessions": {}, "days_off": [], "days_off": ["2026-01-01"]}', "days_off"),
        ('{"base": "X"}', "base"),
        ('{"base": "../X"}', "base"),
        ('{"base": "Y"}', "base"),
        ('{"base": 7}', "base"),
        ('"A"', "calendar"),
    ],
)
def test_a_base_that_leads_nowhere_and_a_key_written_twice_are_named(
    tmp_path: Path, content: str, key: str
) -> None:
    path = tmp_path / "X.json"
    path.write_text(content, encoding="utf-8")
    with pytest.raises(CalendarError) as caught:
        read_calendar(path)
    assert caught.value.key == key
