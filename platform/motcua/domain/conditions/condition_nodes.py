"""The parts a condition is made of: a small tree of frozen values, compared without their places."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass, field
from decimal import Decimal
from typing import TypeAlias

from motcua.domain.errors import InputError
from motcua.domain.text import Text


class ConditionError(InputError):
    """A condition that cannot be read or cannot be answered.

    `code` is one of `condition.syntax`, `condition.too_large`, `condition.name_missing`, `condition.type`,
    `condition.number`. `place` is the character of the text (1 is the first, 0 when there is none);
    `name` is the form field at fault, empty when it is none in particular.
    """

    code = "condition.syntax"

    def __init__(
        self, message: Text, *, code: str = "condition.syntax", place: int = 0, name: str = ""
    ) -> None:
        super().__init__(message)
        self.code = code
        self.place = place
        self.name = name


@dataclass(frozen=True, slots=True)
class Literal:
    """A value written in the text: text, whole number, decimal number, true or false."""

    value: str | int | Decimal | bool
    place: int = field(default=0, compare=False)


@dataclass(frozen=True, slots=True)
class Name:
    """A field of a form."""

    name: str
    place: int = field(default=0, compare=False)


@dataclass(frozen=True, slots=True)
class Listing:
    """Values in square brackets."""

    items: tuple[Expression, ...]
    place: int = field(default=0, compare=False)


@dataclass(frozen=True, slots=True)
class Unary:
    """`not x` or `-x`."""

    operator: str
    operand: Expression
    place: int = field(default=0, compare=False)


@dataclass(frozen=True, slots=True)
class Binary:
    """Two operands and what stands between them, `and`, `or`, `in` and `not in` included."""

    operator: str
    left: Expression
    right: Expression
    place: int = field(default=0, compare=False)


@dataclass(frozen=True, slots=True)
class Call:
    """One of the documented functions with its arguments."""

    function: str
    arguments: tuple[Expression, ...]
    place: int = field(default=0, compare=False)


Expression: TypeAlias = Literal | Name | Listing | Unary | Binary | Call


def children(node: Expression) -> tuple[Expression, ...]:
    """The direct parts of a node."""
    match node:
        case Listing(items=items):
            return items
        case Unary(operand=operand):
            return (operand,)
        case Binary(left=left, right=right):
            return (left, right)
        case Call(arguments=arguments):
            return arguments
        case _:
            return ()


def walk(node: Expression) -> Iterator[Expression]:
    """The node and everything below it."""
    yield node
    for child in children(node):
        yield from walk(child)


def fixed(node: Expression) -> str | int | Decimal | bool | None:
    """The value that stands in the text itself, a negative number and the day of `date("…")` included; else None."""
    match node:
        case Literal(value=value):
            return value
        case Unary(operator="-", operand=Literal(value=value)) if not isinstance(value, str | bool):
            return -value
        case Call(function="date", arguments=(Literal(value=str() as value),)):
            return value
    return None
