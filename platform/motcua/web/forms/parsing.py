"""From what a person types to a JSON value; what cannot be read stays as typed, for validation to explain."""

from __future__ import annotations

import re
from datetime import date

from motcua.domain.forms.form_normalise import normalise_text

_DAY_FIRST = re.compile(r"(\d{1,2})[/.\- ]+(\d{1,2})[/.\- ]+(\d{4})", re.ASCII)
_YEAR_FIRST = re.compile(r"(\d{4})[/.\-](\d{1,2})[/.\-](\d{1,2})", re.ASCII)
_TOGETHER = re.compile(r"(\d{2})(\d{2})(\d{4})", re.ASCII)
_MONTH_FIRST = re.compile(r"(\d{1,2})[/.\- ]+(\d{4})", re.ASCII)
_YEAR_MONTH = re.compile(r"(\d{4})-(\d{1,2})", re.ASCII)
_CURRENCY = re.compile(r"(đồng|vnđ|vnd|đ|₫)\.?$", re.IGNORECASE)
_GROUPED = re.compile(r"-?\d{1,3}(?:([.,])\d{3})(?:\1\d{3})*", re.ASCII)
_PLAIN = re.compile(r"-?\d+", re.ASCII)
_DECIMAL = re.compile(r"(-?\d+|-?\d{1,3}(?:\.\d{3})+),(\d+)", re.ASCII)
_POINT_DECIMAL = re.compile(r"(-?\d+|-?\d{1,3}(?:,\d{3})+)\.(\d+)", re.ASCII)
MAX_TYPED_NUMBER = 40
"""Longer figures are no answer to any question; Python would also take long to read them."""


def parse_date(typed: str) -> str:
    """`27/3/1990`, `27-03-1990`, `27031990` or `1990-03-27` as ISO; any other text, also a day that does not exist, as typed."""
    text = normalise_text(typed)
    for pattern, order in ((_DAY_FIRST, (2, 1, 0)), (_TOGETHER, (2, 1, 0)), (_YEAR_FIRST, (0, 1, 2))):
        found = pattern.fullmatch(text)
        if found:
            parts = [int(part) for part in found.groups()]
            try:
                return date(*(parts[at] for at in order)).isoformat()
            except ValueError:
                return text
    return text


def parse_day(typed: str) -> str:
    """A day, a month and year (`8/1956`) or a year alone, in the order year-month-day; other text as typed.

    Whether the day exists is judged later: the calendar of the moon has days that ours lacks.
    """
    text = normalise_text(typed)
    for pattern, order in (
        (_DAY_FIRST, (2, 1, 0)),
        (_TOGETHER, (2, 1, 0)),
        (_YEAR_FIRST, (0, 1, 2)),
        (_MONTH_FIRST, (1, 0)),
        (_YEAR_MONTH, (0, 1)),
    ):
        found = pattern.fullmatch(text)
        if found:
            return "-".join(found.groups()[at].zfill(2) for at in order)
    return text


def parse_integer(typed: str) -> int | str:
    """`1.234.567`, `1,234,567`, `1 234 567 đ` as a whole number; else the text as typed."""
    text = normalise_text(typed)
    packed = _CURRENCY.sub("", re.sub(r"\s", "", text))
    if len(packed) <= MAX_TYPED_NUMBER and (_PLAIN.fullmatch(packed) or _GROUPED.fullmatch(packed)):
        return int(packed.replace(".", "").replace(",", ""))
    return text


def parse_number(typed: str, language: str) -> int | float | str:
    """A number with decimals: `1.234,5` in Vietnamese, `1,234.5` in English; else the text as typed.

    Where the reader's own way gives no number, the other way is tried: `12.5` is never one hundred and
    twenty-five, while `12.500` is twelve thousand five hundred in Vietnamese.
    """
    text = normalise_text(typed)
    packed = re.sub(r"\s", "", text)
    if len(packed) > MAX_TYPED_NUMBER:
        return text
    vietnamese = language != "en"
    own, other = (_DECIMAL, _POINT_DECIMAL) if vietnamese else (_POINT_DECIMAL, _DECIMAL)
    group = "." if vietnamese else ","
    if _PLAIN.fullmatch(packed) or re.fullmatch(
        rf"-?\d{{1,3}}(?:{re.escape(group)}\d{{3}})+", packed, re.ASCII
    ):
        return int(packed.replace(group, ""))
    for pattern in (own, other):
        found = pattern.fullmatch(packed)
        if found:
            whole = found.group(1).replace(".", "").replace(",", "")
            return float(f"{whole}.{found.group(2)}")
    grouped = _GROUPED.fullmatch(packed)
    return int(packed.replace(".", "").replace(",", "")) if grouped else text
