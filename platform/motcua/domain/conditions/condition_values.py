"""What two values of a condition can do with each other; every mistake is a ConditionError with a sentence.

Values are text, whole and decimal numbers, true/false, dates and lists. True is not 1 and "5" is not 5:
comparing different kinds is an error, never silently false.
"""

from __future__ import annotations

import re
from collections.abc import Mapping
from datetime import date, datetime
from decimal import Context, Decimal, DecimalException
from typing import TypeAlias

from motcua.domain.conditions.condition_nodes import ConditionError
from motcua.domain.text import Text

Value: TypeAlias = str | bool | int | Decimal | date | tuple["Value", ...]

MAX_NUMBER = 10**18
MAX_TEXT = 100_000
MAX_ITEMS = 10_000
_ARITHMETIC = Context(prec=34)
_DATE = re.compile(r"[0-9]{4}-[0-9]{2}-[0-9]{2}")
_KINDS = {
    str: Text("chuỗi", "a text"),
    bool: Text("đúng/sai", "true or false"),
    int: Text("số", "a number"),
    Decimal: Text("số", "a number"),
    date: Text("ngày", "a date"),
    tuple: Text("danh sách", "a list"),
}


def from_data(value: object, name: str) -> Value:
    """A value of the form's data as a value of conditions. Raises ConditionError for a group."""
    match value:
        case str() if len(value) <= MAX_TEXT:
            return value
        case bool():
            return value
        case int() | Decimal() | float():
            return bounded(value if isinstance(value, int | Decimal) else Decimal(repr(value)), name)
        case datetime():
            return value.date()
        case date():
            return value
        case Mapping():
            raise _type_error(
                f"Trường “{name}” là một nhóm, không so sánh được. Dùng một trường bên ngoài nhóm.",
                f"The field “{name}” is a group and cannot be compared. Use a field outside the group.",
                name,
            )
        case list() | tuple() if len(value) <= MAX_ITEMS:
            return tuple(_item(item, name) for item in value)
        case _:
            raise _type_error(
                f"Giá trị của trường “{name}” không dùng được trong điều kiện.",
                f"The value of the field “{name}” cannot be used in a condition.",
                name,
            )


def _item(value: object, name: str) -> Value:
    """A value of a list; a repeating row or a nested list has no value of its own, only its number counts."""
    return "" if isinstance(value, Mapping | list | tuple) else from_data(value, name)


def bounded(value: int | Decimal, name: str = "") -> int | Decimal:
    """The number itself when it is finite and not absurdly large, else ConditionError."""
    finite = not isinstance(value, Decimal) or value.is_finite()
    if not finite or not -MAX_NUMBER <= value <= MAX_NUMBER:
        where = f" ở trường “{name}”" if name else ""
        where_en = f" in the field “{name}”" if name else ""
        raise ConditionError(
            Text(
                f"Số quá lớn{where}: điều kiện chỉ tính đến 18 chữ số.",
                f"The number{where_en} is too large: conditions reckon with up to 18 digits.",
            ),
            code="condition.number",
            name=name,
        )
    return value


def compare(operator: str, left: Value, right: Value) -> bool:
    """`left operator right` for == != < <= > >= in, not in."""
    if operator in ("in", "not in"):
        return _is_in(left, right) == (operator == "in")
    left, right = _same_kind(left, right)
    if operator in ("==", "!="):
        return (left == right) == (operator == "==")
    order = _order(left, right)
    return {"<": order < 0, "<=": order <= 0, ">": order > 0, ">=": order >= 0}[operator]


def calculate(operator: str, left: Value, right: Value) -> int | Decimal:
    """`left operator right` for + - * / over numbers, exact to 34 digits."""
    first, second = number(left), number(right)
    if operator == "/" and second == 0:
        raise ConditionError(
            Text(
                "Phép chia cho 0. Kiểm tra mẫu số trước khi chia.", "Division by 0. Test the divisor first."
            ),
            code="condition.number",
        )
    if operator != "/" and isinstance(first, int) and isinstance(second, int):
        return bounded({"+": first + second, "-": first - second, "*": first * second}[operator])
    operation = {
        "+": _ARITHMETIC.add,
        "-": _ARITHMETIC.subtract,
        "*": _ARITHMETIC.multiply,
        "/": _ARITHMETIC.divide,
    }[operator]
    try:
        return bounded(operation(Decimal(first), Decimal(second)))
    except DecimalException as error:
        raise ConditionError(
            Text(
                "Phép tính không ra một số dùng được.", "The calculation has no usable number as its result."
            ),
            code="condition.number",
        ) from error


def number(value: Value) -> int | Decimal:
    """The value when it is a number, else ConditionError."""
    if isinstance(value, bool) or not isinstance(value, int | Decimal):
        raise wrong_kind(value, Text("số", "a number"))
    return value


def truth(value: Value) -> bool:
    """The value when it is true or false, else ConditionError."""
    if not isinstance(value, bool):
        raise wrong_kind(value, Text("đúng/sai", "true or false"))
    return value


def as_text(value: Value) -> str:
    """The value when it is a text, else ConditionError."""
    if not isinstance(value, str):
        raise wrong_kind(value, Text("chuỗi", "a text"))
    return value


def as_date(value: Value) -> date:
    """A date, or a text in the form 2026-06-30, as a date, else ConditionError."""
    if isinstance(value, date):
        return value
    found = _date_of(as_text(value))
    if found is None:
        raise _type_error(
            f"“{str(value)[:40]}” không phải là ngày. Viết năm-tháng-ngày: 2026-06-30.",
            f"“{str(value)[:40]}” is not a date. Write year-month-day: 2026-06-30.",
        )
    return found


def wrong_kind(value: Value, wanted: Text) -> ConditionError:
    """The error that says which kind was found and which is needed."""
    found = _KINDS[type(value)]
    return _type_error(
        f"Ở đây cần {wanted.vi}, nhưng giá trị là {found.vi}.",
        f"Here {wanted.en} is needed, but the value is {found.en}.",
    )


def _date_of(text: str) -> date | None:
    try:
        # fromisoformat alone would also take weeks ("2026-W23-1").
        return date.fromisoformat(text) if _DATE.fullmatch(text) else None
    except ValueError:
        return None


def _is_in(left: Value, right: Value) -> bool:
    if isinstance(right, str):
        raise _type_error(
            "Sau in cần một danh sách [ … ]. Tìm chuỗi trong chuỗi bằng contains(chuỗi, phần cần tìm).",
            "After in a list [ … ] is needed. To look for a text in a text use contains(text, part).",
        )
    if not isinstance(right, tuple):
        raise wrong_kind(right, Text("danh sách", "a list"))
    return any(compare("==", left, item) for item in right)


def _same_kind(left: Value, right: Value) -> tuple[Value, Value]:
    if type(left) is type(right) or (_is_number(left) and _is_number(right)):
        return left, right
    if isinstance(left, date) and isinstance(right, str):
        return left, as_date(right)
    if isinstance(left, str) and isinstance(right, date):
        return as_date(left), right
    first, second = _KINDS[type(left)], _KINDS[type(right)]
    raise _type_error(
        f"Không so sánh được {first.vi} với {second.vi}. Chuỗi viết trong nháy, số viết không nháy.",
        f"{first.en.capitalize()} cannot be compared with {second.en}. Texts have quotes, numbers have none.",
    )


def _order(left: Value, right: Value) -> int:
    if _is_number(left) and _is_number(right):
        first, second = number(left), number(right)
        return (first > second) - (first < second)
    if isinstance(left, date | str) and isinstance(right, date | str):
        start, end = as_date(left), as_date(right)
        return (start > end) - (start < end)
    raise _type_error(
        "Chỉ so sánh lớn hơn, nhỏ hơn giữa hai số hoặc hai ngày.",
        "Only two numbers or two dates can be larger or smaller than each other.",
    )


def _is_number(value: Value) -> bool:
    return isinstance(value, int | Decimal) and not isinstance(value, bool)


def _type_error(vi: str, en: str, name: str = "") -> ConditionError:
    return ConditionError(Text(vi, en), code="condition.type", name=name)
