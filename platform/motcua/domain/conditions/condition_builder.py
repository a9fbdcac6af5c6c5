"""Conditions built from rows of field, operator and value, as the studio's form shows them, and read back.

build(Rows("all", (Row("von", ">=", 500000000), Row("chu_the", "in", ("ca_nhan",)))))
'von >= 500000000 and chu_the in ["ca_nhan"]'
"""

from __future__ import annotations

import re
from collections.abc import Mapping
from dataclasses import dataclass
from decimal import Decimal
from typing import Literal as Word

from motcua.domain.conditions.condition_nodes import (
    Binary,
    Call,
    ConditionError,
    Expression,
    Listing,
    Name,
    Unary,
    fixed,
)
from motcua.domain.conditions.condition_parser import MAX_DEPTH
from motcua.domain.conditions.condition_tokens import WORDS, shown
from motcua.domain.conditions.conditions import Condition, parse_condition
from motcua.domain.text import Text

Join = Word["all", "any"]
Operator = Word["==", "!=", "<", "<=", ">", ">=", "in", "not in", "has", "has not", "filled", "not filled"]
Scalar = str | bool | int | Decimal

OPERATORS: Mapping[Operator, Text] = {
    "==": Text("là", "is"),
    "!=": Text("không phải là", "is not"),
    "<": Text("nhỏ hơn", "is less than"),
    "<=": Text("không quá", "is at most"),
    ">": Text("lớn hơn", "is more than"),
    ">=": Text("từ … trở lên", "is at least"),
    "in": Text("là một trong", "is one of"),
    "not in": Text("không thuộc", "is none of"),
    "has": Text("có chọn", "includes"),
    "has not": Text("không chọn", "does not include"),
    "filled": Text("đã được điền", "is filled in"),
    "not filled": Text("chưa được điền", "is not filled in"),
}
"""What a row may ask, with its words for a list of choices."""

_NAME = re.compile(r"[a-zA-Z][a-zA-Z0-9_]*")
MAX_ROWS = MAX_DEPTH + 1
_JOINS: Mapping[Join, str] = {"all": "and", "any": "or"}
_COMPARISONS: Mapping[str, Operator] = {"==": "==", "!=": "!=", "<": "<", "<=": "<=", ">": ">", ">=": ">="}
_TURNED: Mapping[str, Operator] = {"==": "==", "!=": "!=", "<": ">", "<=": ">=", ">": "<", ">=": "<="}


@dataclass(frozen=True, slots=True)
class Row:
    """One line: `value` is a tuple for "in" and "not in", None for "filled" and "not filled", else one value.

    Dates are text in the form 2026-06-30.
    """

    field: str
    operator: Operator
    value: Scalar | tuple[Scalar, ...] | None = None


@dataclass(frozen=True, slots=True)
class Rows:
    """Rows that must hold all together, or any of them."""

    join: Join
    rows: tuple[Row, ...]


def build(rows: Rows) -> str:
    """The text of the condition; `rows_of` gives the same rows back.

    Raises ConditionError for no row at all, more than 25 rows, a value that does not suit its operator, or a
    name, number or text no condition can hold.
    """
    if not 1 <= len(rows.rows) <= MAX_ROWS:
        raise ConditionError(
            Text(
                f"Cần từ 1 đến {MAX_ROWS} dòng điều kiện, đang có {len(rows.rows)}.",
                f"A condition needs 1 to {MAX_ROWS} rows, this one has {len(rows.rows)}.",
            ),
            code="condition.too_large",
        )
    text = f" {_JOINS[rows.join]} ".join(_written(row) for row in rows.rows)
    parse_condition(text)
    return text


def rows_of(condition: Condition) -> Rows | None:
    """The rows of a condition; None when it is of another shape and must be edited as text."""
    tree = condition.tree
    word = tree.operator if isinstance(tree, Binary) else ""
    parts = _parts(tree, word) if word in ("and", "or") else [tree]
    rows = [_row(part) for part in parts]
    found = tuple(row for row in rows if row is not None)
    return Rows("any" if word == "or" else "all", found) if len(found) == len(rows) else None


def _written(row: Row) -> str:
    # A name from a request must not bring its own operators along.
    if _NAME.fullmatch(row.field) is None or row.field in WORDS:
        raise ConditionError(
            Text(
                f"“{shown(row.field)}” không phải tên trường. Chọn một trường của biểu mẫu.",
                f"“{shown(row.field)}” is no name of a field. Choose a field of the form.",
            ),
            name=row.field,
        )
    match row.operator, row.value:
        case "filled", None:
            return f"filled({row.field})"
        case "not filled", None:
            return f"not filled({row.field})"
        case ("has" | "has not") as operator, (str() | bool() | int() | Decimal()) as value:
            return f"{_scalar(value)} {'in' if operator == 'has' else 'not in'} {row.field}"
        case ("in" | "not in") as operator, tuple() as values:
            return f"{row.field} {operator} [{', '.join(_scalar(value) for value in values)}]"
        case operator, (str() | bool() | int() | Decimal()) as value if operator in _COMPARISONS:
            return f"{row.field} {operator} {_scalar(value)}"
    raise ConditionError(
        Text(
            f"Giá trị của trường “{row.field}” không hợp với phép so sánh “{row.operator}”. Chọn lại.",
            f"The value of the field “{row.field}” does not suit “{row.operator}”. Choose again.",
        ),
        code="condition.type",
        name=row.field,
    )


def _scalar(value: Scalar) -> str:
    match value:
        case bool():
            return "true" if value else "false"
        case str():
            return '"' + value.replace("\\", "\\\\").replace('"', '\\"') + '"'
        case int():
            return str(value)
    # "NaN" and "Infinity" would be read as names.
    return f"{value:f}" if value.is_finite() else f"0{value}"


def _parts(tree: Expression, word: str) -> list[Expression]:
    """The members of a chain; another chain inside it stays one member, which no row can hold."""
    found: list[Expression] = []
    while isinstance(tree, Binary) and tree.operator == word:
        found.append(tree.right)
        tree = tree.left
    return [tree, *reversed(found)]


def _row(part: Expression) -> Row | None:
    match part:
        case Name(name=name):
            return Row(name, "==", True)
        case Unary(operator="not", operand=Name(name=name)):
            return Row(name, "==", False)
        case Call(function="filled", arguments=(Name(name=name),)):
            return Row(name, "filled")
        case Unary(operator="not", operand=Call(function="filled", arguments=(Name(name=name),))):
            return Row(name, "not filled")
        case Binary(operator="in" | "not in" as word, left=left, right=right):
            return _member(word == "in", left, right)
        case Binary(operator=operator, left=Name(name=name), right=right) if operator in _COMPARISONS:
            value = fixed(right)
            return None if value is None else Row(name, _COMPARISONS[operator], value)
        case Binary(operator=operator, left=left, right=Name(name=name)) if operator in _COMPARISONS:
            value = fixed(left)
            return None if value is None else Row(name, _TURNED[operator], value)
    return None


def _member(is_in: bool, left: Expression, right: Expression) -> Row | None:
    if isinstance(left, Name) and isinstance(right, Listing):
        values = [fixed(item) for item in right.items]
        known = tuple(value for value in values if value is not None)
        return Row(left.name, "in" if is_in else "not in", known) if len(known) == len(values) else None
    value = fixed(left)
    if value is not None and isinstance(right, Name):
        return Row(right.name, "has" if is_in else "has not", value)
    return None
