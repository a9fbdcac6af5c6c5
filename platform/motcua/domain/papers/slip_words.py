"""Merge values in the words of a slip: days and moments as papers write them, sums, numbers in words.

What is blank comes out as dots to be written on by hand where paper has them: "… giờ … phút, ngày … tháng … năm …".
"""

from __future__ import annotations

from collections.abc import Callable, Mapping
from datetime import datetime
from typing import Final
from zoneinfo import ZoneInfo

from motcua.domain.declaration.declaration_words import clean
from motcua.domain.forms.form_format import format_day, format_number
from motcua.domain.forms.money_words import sum_in_words
from motcua.domain.papers.slip_fields import FieldType

ZONE: Final = ZoneInfo("Asia/Ho_Chi_Minh")
FORMATS: Final[Mapping[FieldType, tuple[str, ...]]] = {
    "text": ("upper", "dots"),
    "number": ("words",),
    "money": ("money", "words"),
    "moment": ("day", "long_day", "moment"),
    "list": ("upper",),
    "rows": (),
}
"""What may follow the name of a field of this type: `{appointment_at:day}`."""


def said(value: object, kind: FieldType, form: str, language: str) -> str:
    """A value of a field of this type in this format, empty for the type's usual one; never longer than a page of it."""
    match kind:
        case "moment":
            return _MOMENTS[form or "moment"](_moment(value), language)
        case "number" | "money":
            return _number(value, kind, form, language)
    text = "; ".join(map(clean, value)) if isinstance(value, list | tuple) else clean(value)
    if form == "dots":
        return text or "……"
    return text.upper() if form == "upper" else text


def moment_value(at: datetime | None) -> str | None:
    """A moment as a value that can be kept as JSON, and that `said` reads again."""
    return at.isoformat() if at is not None else None


def _number(value: object, kind: FieldType, form: str, language: str) -> str:
    if isinstance(value, bool) or not isinstance(value, int):
        return clean(value)
    if form == "words":
        words = sum_in_words(value, language)
        # A number that is no sum: the same words without the currency.
        return words if kind == "money" else words.rsplit(" ", 1)[0]
    figures = format_number(value).in_(language)
    return f"{figures} {'VND' if language == 'en' else 'đồng'}" if form == "money" else figures


def _moment(value: object) -> datetime | None:
    """The instant in Vietnam; None for what is none."""
    if isinstance(value, str):
        try:
            value = datetime.fromisoformat(value)
        except ValueError:
            return None
    if not isinstance(value, datetime):
        return None
    return value.astimezone(ZONE) if value.tzinfo else value.replace(tzinfo=ZONE)


def _day(at: datetime | None, language: str) -> str:
    return format_day(at.date()) if at else "…/…/……"


def _long_day(at: datetime | None, language: str) -> str:
    if language == "en":
        return f"{at.day} {at:%B} {at.year}" if at else "… … ……"
    if at is None:
        return "ngày … tháng … năm ……"
    # Single digits of day, and of January and February, are written with a nought (NĐ 30/2020, Phụ lục I).
    month = f"{at.month:02d}" if at.month < 3 else str(at.month)
    return f"ngày {at.day:02d} tháng {month} năm {at.year}"


def _full_moment(at: datetime | None, language: str) -> str:
    day = _long_day(at, language)
    if language == "en":
        return f"{at:%H:%M}, {day}" if at else f"…:…, {day}"
    return f"{at.hour:02d} giờ {at.minute:02d} phút, {day}" if at else f"… giờ … phút, {day}"


_MOMENTS: Final[Mapping[str, Callable[[datetime | None, str], str]]] = {
    "day": _day,
    "long_day": _long_day,
    "moment": _full_moment,
}
