"""Sums of money in words, as papers demand them: "Một triệu hai trăm ba mươi bốn nghìn đồng"."""

from __future__ import annotations

from typing import Final, cast

_DIGITS: Final = ("không", "một", "hai", "ba", "bốn", "năm", "sáu", "bảy", "tám", "chín")
_GROUPS: Final = ("", " nghìn", " triệu")
_ONES: Final = (
    "zero", "one", "two", "three", "four", "five", "six", "seven", "eight", "nine", "ten", "eleven", "twelve",
    "thirteen", "fourteen", "fifteen", "sixteen", "seventeen", "eighteen", "nineteen",
)  # fmt: skip
_TENS: Final = ("", "", "twenty", "thirty", "forty", "fifty", "sixty", "seventy", "eighty", "ninety")
_SCALES: Final = ("", " thousand", " million", " billion", " trillion", " quadrillion", " quintillion")
LARGEST: Final = 999_999_999_999_999


def sum_in_words(value: object, lang: str) -> str:
    """An answer as a sum in words; empty for what is no sum, or larger than any form takes."""
    is_sum = isinstance(value, int) and not isinstance(value, bool) and abs(value) <= LARGEST
    return in_words(cast(int, value), lang) if is_sum else ""


def in_words(amount: int, lang: str) -> str:
    """The sum in đồng in words, its first letter a capital: "Tám mươi triệu đồng", "Eighty million dong"."""
    size = abs(amount)
    if lang == "en":
        words = f"{'minus ' if amount < 0 else ''}{_english(size)} dong"
    else:
        words = f"{'âm ' if amount < 0 else ''}{_vietnamese(size)} đồng"
    return words[:1].upper() + words[1:]


def _vietnamese(number: int) -> str:
    """Billions ("tỷ") count whole billions, however many: 10^18 is "một tỷ tỷ"."""
    billions, rest = divmod(number, 10**9)
    if billions:
        head = f"{_vietnamese(billions)} tỷ"
        return f"{head} {_below_billion(rest, is_first=False)}" if rest else head
    return _below_billion(rest, is_first=True)


def _below_billion(number: int, *, is_first: bool) -> str:
    if number == 0:
        return _DIGITS[0]
    told: list[str] = []
    for power in (2, 1, 0):
        group = number // 1000**power % 1000
        if group:
            told.append(_hundreds(group, is_whole=not is_first or bool(told)) + _GROUPS[power])
    return " ".join(told)


def _hundreds(group: int, *, is_whole: bool) -> str:
    """Three figures; `is_whole` after a higher group: then the hundreds are told even when there are none."""
    hundreds, tens, ones = group // 100, group // 10 % 10, group % 10
    told = [f"{_DIGITS[hundreds]} trăm"] if hundreds or is_whole else []
    if tens > 1:
        told.append(f"{_DIGITS[tens]} mươi")
    elif tens == 1:
        told.append("mười")
    elif ones and told:
        told.append("linh")
    if ones:
        told.append({1: "mốt" if tens > 1 else "một", 5: "lăm" if tens else "năm"}.get(ones, _DIGITS[ones]))
    return " ".join(told)


def _english(number: int) -> str:
    if number < 20:
        return _ONES[number]
    if number < 100:
        return _TENS[number // 10] + (f"-{_ONES[number % 10]}" if number % 10 else "")
    if number < 1000:
        rest = f" and {_english(number % 100)}" if number % 100 else ""
        return f"{_ONES[number // 100]} hundred{rest}"
    groups = []
    for power in range(len(_SCALES) - 1, -1, -1):
        group = number // 1000**power % 1000
        if group:
            groups.append(f"{_english(group)}{_SCALES[power]}")
    return ", ".join(groups)
