"""How instants, durations, money and numbers are written for people, in both languages."""

from __future__ import annotations

from datetime import date, datetime
from zoneinfo import ZoneInfo

from flask import Flask
from flask_babel import gettext as _

from motcua.domain.papers.file_size import said as size_said
from motcua.domain.process.service_manner import DATABASES
from motcua.domain.text import Text
from motcua.domain.time.duration import duration_words, remaining_words
from motcua.web.context import language, say

ZONE = ZoneInfo("Asia/Ho_Chi_Minh")


def instant(at: datetime | None) -> str:
    """ "20/11/2026 09:42" in local time; a dash for none."""
    return f"{at.astimezone(ZONE):%d/%m/%Y %H:%M}" if at is not None else "–"


def day(at: datetime | None) -> str:
    return f"{at.astimezone(ZONE):%d/%m/%Y}" if at is not None else "–"


def short_day(at: datetime | None) -> str:
    return f"{at.astimezone(ZONE):%d/%m}" if at is not None else "–"


def weekday(at: date) -> str:
    """ "Thứ Sáu"."""
    names: tuple[str, ...] = (
        _("Thứ Hai"),
        _("Thứ Ba"),
        _("Thứ Tư"),
        _("Thứ Năm"),
        _("Thứ Sáu"),
        _("Thứ Bảy"),
        _("Chủ Nhật"),
    )
    return names[at.weekday()]


def weekday_instant(at: datetime | None, inside: bool = False) -> str:
    """ "Thứ Sáu 27/11/2026 13:30"; `inside` a sentence Vietnamese writes "thứ Sáu"."""
    if at is None:
        return "–"
    name = weekday(at.astimezone(ZONE))
    if inside and language() == "vi":
        name = name[:1].lower() + name[1:]
    return f"{name} {instant(at)}"


def duration(seconds: int, day_seconds: int | None = None) -> str:
    """Working time in words: "3 giờ 20 phút"."""
    return say(duration_words(seconds, day_seconds))


def remaining(seconds: int, day_seconds: int | None = None) -> str:
    """ "còn 3 giờ 20 phút" or "quá hạn 50 phút"."""
    return say(remaining_words(seconds, day_seconds))


def money(amount: int) -> str:
    """ "75.000 đ", "75,000 VND"."""
    if language() == "en":
        return f"{amount:,} VND"
    return f"{amount:,} đ".replace(",", ".")


def file_size(size: int) -> str:
    """ "412 kB", "1,3 MB" for a size in bytes."""
    return say(size_said(size))


def identifier(text: str) -> str:
    """Digits in groups of three: "045 188 002 417"."""
    return " ".join(text[start : start + 3] for start in range(0, len(text), 3))


def masked_identifier(text: str) -> str:
    """All but the last three digits hidden (M-14)."""
    return "*** *** *** " + text[-3:] if len(text) > 3 else "***"


def phone(text: str) -> str:
    """ "0914 552 187"; of a land line "0233 3852 529"; any other number as it is."""
    middle = {10: 7, 11: 8}.get(len(text)) if text.isdecimal() else None
    return f"{text[:4]} {text[4:middle]} {text[middle:]}" if middle else text


def named(record: object, name: str = "name") -> str:
    """The field `name` of a row or model in the reader's language: its `name_en` in English, if it has one."""
    english = str(getattr(record, f"{name}_en", "") or "")
    return english if english and language() == "en" else str(getattr(record, name))


def said(text: Text) -> str:
    return say(text)


def database(key: str) -> str:
    """The name of a connected database, whose data may take the place of a paper."""
    return say(DATABASES[key]) if key in DATABASES else ""


def register_filters(app: Flask) -> None:
    for one in (
        instant,
        day,
        short_day,
        weekday,
        weekday_instant,
        duration,
        remaining,
        money,
        file_size,
        identifier,
        masked_identifier,
        phone,
        named,
        said,
        database,
    ):
        app.add_template_filter(one)
