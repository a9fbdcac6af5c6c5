"""Working time as approved tables write it: "0,5 ngày", "½ ngày làm việc", "04 giờ", "01 ngày (08 giờ)", "30 phút"."""

from __future__ import annotations

import re
from dataclasses import dataclass
from fractions import Fraction
from typing import Final, Literal

from motcua.domain.search import fold
from motcua.domain.time.limits import DAY_SECONDS, parse_budget

TimeUnit = Literal["d", "h", "m"]

_SECONDS: Final = {"d": DAY_SECONDS, "h": 3600, "m": 60}
_UNITS: Final[dict[str, TimeUnit]] = {
    "ngay": "d", "n": "d", "buoi": "d", "gio": "h", "tieng": "h", "h": "h", "g": "h", "phut": "m", "p": "m", "ph": "m",
}  # fmt: skip
_SIGNS: Final = {"½": " 1/2", "¼": " 1/4", "¾": " 3/4", "⅓": " 1/3", "⅔": " 2/3"}
_NUMBER = r"(?:\d{1,4}[.,]\d{1,3}|\d{1,4}\s+\d/\d|\d{1,3}/\d{1,2}|\d{1,4}|nua|mot|hai|ba)"
_PART = re.compile(
    rf"({_NUMBER})\s*(ngay|buoi|gio|tieng|phut|ph|[hgnp](?![a-z]))(\s+ruoi)?(?:\s+lam\s+viec)?"
)
_HOURS_MINUTES = re.compile(r"(\d{1,2})\s*[hg](\d{2})(?!\d|\s*p)")
_WORDS: Final = {"nua": Fraction(1, 2), "mot": Fraction(1), "hai": Fraction(2), "ba": Fraction(3)}
# Words that may stand around a time without changing it.
_PLAIN = re.compile(
    r"\b(khong qua|khong vuot qua|toi da|trong vong|trong thoi han|trong|thoi gian|thoi han|giai quyet|lam viec"
    r"|hanh chinh|cong|ke tu.*|tinh tu.*|tuong duong|bang|va|la)\b|[.,;:=~≤+\s]"
)
_NOT_COUNTED = re.compile(
    r"^(khong tinh (vao )?thoi gian.*|khong tinh|gio hanh chinh|ngay khi .*|theo giay hen.*)$"
)
_OTHER_DAYS = re.compile(r"\b(theo lich|duong lich|tu nhien|thang|tuan|nam)\b")


@dataclass(frozen=True, slots=True)
class ReadTime:
    """`budget` in budget words, empty when unreadable; `is_certain` is false when a person should look."""

    budget: str
    is_certain: bool


def read_time(text: str, unit: TimeUnit | None = None) -> ReadTime:
    """Working time from a table's cell; a bare number counts in the `unit` that the column's heading names."""
    words = fold("".join(_SIGNS.get(sign, sign) for sign in text)).strip(" .;-–")
    if not words:
        return ReadTime("", is_certain=False)
    if _NOT_COUNTED.match(words):
        return ReadTime("0", is_certain=False)
    if _OTHER_DAYS.search(words):
        return ReadTime("", is_certain=False)
    if unit is not None and re.fullmatch(_NUMBER, words):
        return ReadTime(_words({unit: _number(words)}), is_certain=True)
    words = _HOURS_MINUTES.sub(r"\1h \2p", words)
    outside, *said_again = re.split(r"[()\[\]]", words)
    read = _read(outside)
    if read is None:
        return ReadTime("", is_certain=False)
    again = [other for part in said_again if part.strip() and (other := _read(part)) is not None]
    left = [part for part in said_again if part.strip() and _read(part) is None and _PLAIN.sub("", part)]
    agree = all(_length(other) == _length(read) for other in again)
    return ReadTime(_words(read), is_certain=agree and not left)


def unit_of(heading: str) -> TimeUnit | None:
    """The unit that a heading names: "Thời gian (giờ)", "Số ngày làm việc"; None when it names none or several."""
    found = {_UNITS[word] for word in re.findall(r"\b(ngay|gio|phut)\b", fold(heading))}
    return found.pop() if len(found) == 1 else None


def sum_of(budgets: list[str]) -> str:
    """The sum in budget words: in days where all are in days, else in hours and minutes, a day being eight hours."""
    parsed = [parse_budget(one) for one in budgets if one]
    if all(one.seconds == 0 for one in parsed):
        days = sum((one.days for one in parsed), Fraction(0))
        if (days * 10_000).denominator == 1 and days:
            return _words({"d": days})
    return _words({"h": Fraction(sum(one.in_seconds() for one in parsed), 3600)})


def seconds_of(budget: str) -> int:
    """Working seconds of budget words, a day being eight hours."""
    return parse_budget(budget).in_seconds()


def _read(words: str) -> dict[TimeUnit, Fraction] | None:
    """The amount by unit, None when anything stands there that is not understood."""
    found: dict[TimeUnit, Fraction] = {}
    for number, unit_word, half in _PART.findall(words):
        unit = _UNITS[unit_word]
        amount = _number(number) + (Fraction(1, 2) if half else 0)
        if unit in found:
            return None
        found[unit] = amount / 2 if unit_word == "buoi" else amount
    if not found or _PLAIN.sub("", _PART.sub(" ", words)):
        return None
    return found


def _number(words: str) -> Fraction:
    if words in _WORDS:
        return _WORDS[words]
    whole, _, part = words.replace(",", ".").partition(" ")
    if "/" in whole:
        upper, _, lower = whole.partition("/")
        return Fraction(int(upper), int(lower)) if int(lower) else Fraction(0)
    return Fraction(whole) + (_number(part.strip()) if part.strip() else 0)


def _length(amounts: dict[TimeUnit, Fraction]) -> Fraction:
    return sum((amount * _SECONDS[unit] for unit, amount in amounts.items()), Fraction(0))


def _words(amounts: dict[TimeUnit, Fraction]) -> str:
    """Budget words: days stay days; hours that are no decimal number become minutes."""
    if not any(amounts.values()):
        return "0"
    days, rest = amounts.get("d", Fraction(0)), {**amounts, "d": Fraction(0)}
    if days and (days * 10_000).denominator != 1:
        rest, days = {"h": _length(amounts) / 3600}, Fraction(0)
    minutes = _length(rest) / 60
    hours, minutes = divmod(minutes, 60)
    words = f"{_decimal(days)}d" if days else ""
    words += f"{hours}h" if hours else ""
    return words + (f"{_decimal(Fraction(minutes))}m" if minutes else "")


def _decimal(number: Fraction) -> str:
    return f"{float(number):.4f}".rstrip("0").rstrip(".")
