"""Answers as people read them: numbers, money, dates and identifiers in both languages."""

from __future__ import annotations

from datetime import date

from motcua.domain.forms.form_dates import LUNAR, day_first
from motcua.domain.forms.form_limits import Number
from motcua.domain.text import Text
from motcua.domain.time.iso_date import parse_iso_date


def format_number(value: Number) -> Text:
    """`1.234,5` in Vietnamese, `1,234.5` in English; no trailing zeros, no exponent."""
    english = f"{value:,}" if isinstance(value, int) else f"{value:,.10f}".rstrip("0").rstrip(".")
    return Text(english.translate(str.maketrans(",.", ".,")), english)


def format_money(value: Number) -> Text:
    """A sum in đồng: `80.000.000 đ`, `80,000,000 VND`; the space does not break."""
    number = format_number(value)
    return Text(f"{number.vi}\N{NO-BREAK SPACE}đ", f"{number.en}\N{NO-BREAK SPACE}VND")


def format_day(day: date) -> str:
    """`dd/mm/yyyy`, in both languages: papers and people here write it so."""
    return f"{day.day:02d}/{day.month:02d}/{day.year:04d}"


def format_date(iso: str) -> str:
    """An ISO date as `dd/mm/yyyy`; any other text unchanged."""
    day = parse_iso_date(iso)
    return format_day(day) if day else iso


def partial_day(text: str) -> Text:
    """A day of which perhaps only the year or month is known: `08/1956`, `30/02/1956 (âm lịch)`."""
    day = day_first(text)
    return Text(f"{day} (âm lịch)", f"{day} (lunar calendar)") if text.endswith(LUNAR) else Text(day, day)


def group_digits(digits: str) -> str:
    """An identifier in groups of three, a phone number in 4-3-3: `045 188 002 417`, `0914 552 187`."""
    if not (digits.isascii() and digits.isdecimal()):
        return digits
    first = len(digits) % 3 + 3 if len(digits) % 3 and digits.startswith("0") else len(digits) % 3 or 3
    rest = [digits[at : at + 3] for at in range(first, len(digits), 3)]
    return " ".join([digits[:first], *rest])
