"""The functions that conditions may call: a closed list, each pure and bounded by the size of its values."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from datetime import date, timedelta

from motcua.domain.conditions.condition_nodes import ConditionError
from motcua.domain.conditions.condition_values import Value, as_date, as_text, number, wrong_kind
from motcua.domain.text import Text


@dataclass(frozen=True, slots=True)
class Function:
    """A function by its number of arguments, and how it is put into words ({0}, {1} are the arguments)."""

    arity: int
    apply: Callable[..., Value]
    words: Text


def _length(value: Value) -> int:
    if not isinstance(value, str | tuple):
        raise wrong_kind(value, Text("chuỗi hoặc danh sách", "a text or a list"))
    return len(value)


def _years_between(first: Value, second: Value) -> int:
    """Full years, as ages are counted: the 29th of February is reached on the 1st of March."""
    start, end = as_date(first), as_date(second)
    if end < start:
        return -_years_between(end, start)
    return end.year - start.year - ((end.month, end.day) < (start.month, start.day))


def _add_days(first: Value, count: Value) -> date:
    """Days of the calendar, whole, backwards when negative."""
    day, days = as_date(first), number(count)
    try:
        if days == int(days):
            return day + timedelta(days=int(days))
    except OverflowError:
        pass
    raise ConditionError(
        Text(
            "add_days cần một số ngày nguyên và một ngày trong khoảng năm 1 đến 9999.",
            "add_days needs whole days and a date within the years 1 to 9999.",
        ),
        code="condition.number",
    )


def _is_filled(value: Value) -> bool:
    return value not in ("", ())


FUNCTIONS: Mapping[str, Function] = {
    "filled": Function(1, _is_filled, Text("{0} đã được điền", "{0} is filled in")),
    "len": Function(1, _length, Text("số phần tử của {0}", "the length of {0}")),
    "lower": Function(1, lambda text: as_text(text).lower(), Text("{0} viết thường", "{0} in lower case")),
    "upper": Function(1, lambda text: as_text(text).upper(), Text("{0} viết hoa", "{0} in capitals")),
    "trim": Function(
        1, lambda text: as_text(text).strip(), Text("{0} bỏ khoảng trắng", "{0} without blanks")
    ),
    "contains": Function(
        2,
        lambda text, part: as_text(part) in as_text(text),
        Text("{0} có chứa {1}", "{0} contains {1}"),
    ),
    "starts_with": Function(
        2,
        lambda text, part: as_text(text).startswith(as_text(part)),
        Text("{0} bắt đầu bằng {1}", "{0} starts with {1}"),
    ),
    "ends_with": Function(
        2,
        lambda text, part: as_text(text).endswith(as_text(part)),
        Text("{0} kết thúc bằng {1}", "{0} ends with {1}"),
    ),
    "date": Function(1, as_date, Text("ngày {0}", "the date {0}")),
    "year": Function(1, lambda day: as_date(day).year, Text("năm của {0}", "the year of {0}")),
    "month": Function(1, lambda day: as_date(day).month, Text("tháng của {0}", "the month of {0}")),
    "add_days": Function(2, _add_days, Text("{0} cộng {1} ngày", "{0} plus {1} days")),
    "days_between": Function(
        2,
        lambda first, second: (as_date(second) - as_date(first)).days,
        Text("số ngày từ {0} đến {1}", "the days from {0} to {1}"),
    ),
    "years_between": Function(
        2,
        _years_between,
        Text("số năm tròn từ {0} đến {1}", "the full years from {0} to {1}"),
    ),
}
