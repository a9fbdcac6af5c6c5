"""Conditions of flows: a small safe language over form fields, read by our own parser.

    parse_condition('ket_qua == "dat" and von > 500000000').holds(values)

No text of a model is ever given to Python. Length, nesting, numbers and values are bounded, so reading and
answering take bounded time. A field without a value is an error that names it; ask `filled(field)` first.
The language is described in docs/model.md.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from functools import cached_property, lru_cache

from motcua.domain.conditions.condition_functions import FUNCTIONS
from motcua.domain.conditions.condition_nodes import (
    Binary,
    Call,
    ConditionError,
    Expression,
    Listing,
    Literal,
    Name,
    Unary,
    walk,
)
from motcua.domain.conditions.condition_parser import parse
from motcua.domain.conditions.condition_sentence import Fields, sentence
from motcua.domain.conditions.condition_values import (
    Value,
    bounded,
    calculate,
    compare,
    from_data,
    number,
    truth,
)
from motcua.domain.text import Text

__all__ = ["Condition", "ConditionError", "evaluate", "parse_condition"]


@dataclass(frozen=True)
class Condition:
    """A condition that has been read; `tree` is its structure, for the checker and for building editors."""

    text: str
    tree: Expression

    @cached_property
    def names(self) -> frozenset[str]:
        """The form fields it speaks about."""
        return frozenset(node.name for node in walk(self.tree) if isinstance(node, Name))

    @cached_property
    def guarded_names(self) -> frozenset[str]:
        """The fields it asks `filled(…)` about."""
        return frozenset(
            node.arguments[0].name
            for node in walk(self.tree)
            if isinstance(node, Call) and node.function == "filled" and isinstance(node.arguments[0], Name)
        )

    def evaluate(self, values: Mapping[str, object]) -> object:
        """Its value over the form data: text, number, bool, date or tuple. Raises ConditionError."""
        return evaluate(self.tree, values)

    def holds(self, values: Mapping[str, object]) -> bool:
        """Whether it is true over the form data. Raises ConditionError, also when it is no question."""
        return truth(evaluate(self.tree, values))

    def describe(self, fields: Fields) -> Text:
        """One plain sentence without a full stop; `fields` are the questions of the forms, by name."""
        return sentence(self.tree, fields)


@lru_cache(maxsize=4096)
def parse_condition(text: str) -> Condition:
    """Read a condition. Raises ConditionError with the place in the text and how to mend it."""
    return Condition(text, parse(text))


def evaluate(node: Expression, values: Mapping[str, object]) -> Value:
    """The value of a tree over form data. Raises ConditionError."""
    match node:
        case Literal(value=value):
            return value
        case Name(name=name):
            return _field(name, values)
        case Listing(items=items):
            return tuple(evaluate(item, values) for item in items)
        case Unary(operator="not", operand=operand):
            return not truth(evaluate(operand, values))
        case Unary(operand=operand):
            return bounded(-number(evaluate(operand, values)))
        case Call(function="filled", arguments=(Name(name=name),)):
            return values.get(name) not in (None, "", [], (), {})
        case Call(function=function, arguments=arguments):
            return FUNCTIONS[function].apply(*(evaluate(part, values) for part in arguments))
        case Binary():
            return _binary(node, values)


def _binary(node: Binary, values: Mapping[str, object]) -> Value:
    left = evaluate(node.left, values)
    if node.operator in ("and", "or"):
        # The right side is not looked at when the left decides: `filled(x) and x > 5` must not fail.
        return truth(left) if truth(left) == (node.operator == "or") else truth(evaluate(node.right, values))
    right = evaluate(node.right, values)
    if node.operator in ("+", "-", "*", "/"):
        return calculate(node.operator, left, right)
    return compare(node.operator, left, right)


def _field(name: str, values: Mapping[str, object]) -> Value:
    value = values.get(name)
    if value is None:
        raise ConditionError(
            Text(
                f"Trường “{name}” chưa có giá trị. Điền trường này, hoặc hỏi filled({name}) trước.",
                f"The field “{name}” has no value. Fill it in, or ask filled({name}) first.",
            ),
            code="condition.name_missing",
            name=name,
        )
    return from_data(value, name)
