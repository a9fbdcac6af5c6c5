"""A condition as one plain sentence in Vietnamese and English."""

from __future__ import annotations

from collections.abc import Mapping
from decimal import Decimal

from motcua.domain.condition_functions import FUNCTIONS
from motcua.domain.condition_nodes import Binary, Call, Expression, Listing, Literal, Name, Unary
from motcua.domain.text import Text

Choices = Mapping[str, Mapping[str, Text]]

_OPERATORS = {
    "==": Text("{0} là {1}", "{0} is {1}"),
    "!=": Text("{0} khác {1}", "{0} is not {1}"),
    "<": Text("{0} nhỏ hơn {1}", "{0} is less than {1}"),
    "<=": Text("{0} không quá {1}", "{0} is at most {1}"),
    ">": Text("{0} lớn hơn {1}", "{0} is more than {1}"),
    ">=": Text("{0} từ {1} trở lên", "{0} is at least {1}"),
    "in": Text("{0} là một trong {1}", "{0} is one of {1}"),
    "not in": Text("{0} không thuộc {1}", "{0} is none of {1}"),
    "and": Text("{0} và {1}", "{0} and {1}"),
    "or": Text("{0} hoặc {1}", "{0} or {1}"),
}
_FILLED_NOT = Text("{0} chưa được điền", "{0} is not filled in")
_NOT = Text("không phải ({0})", "not ({0})")


def sentence(node: Expression, labels: Mapping[str, Text], choices: Choices) -> Text:
    """The tree in words; `labels` names fields, `choices` names the keys of a field's list."""
    match node:
        case Literal(value=value):
            return _value(value)
        case Name(name=name):
            return labels.get(name, Text(f"“{name}”", f"“{name}”"))
        case Listing(items=items):
            words = [sentence(item, labels, choices) for item in items]
            return Text(", ".join(word.vi for word in words), ", ".join(word.en for word in words))
        case Unary(operator="not", operand=Call(function="filled", arguments=arguments)):
            return _fill(_FILLED_NOT, *(sentence(part, labels, choices) for part in arguments))
        case Unary(operator="not", operand=operand):
            return _fill(_NOT, sentence(operand, labels, choices))
        case Unary(operand=operand):
            return _fill(Text("-{0}", "-{0}"), sentence(operand, labels, choices))
        case Call(function=function, arguments=arguments):
            return _fill(FUNCTIONS[function].words, *(sentence(part, labels, choices) for part in arguments))
        case Binary():
            return _binary(node, labels, choices)


def _binary(node: Binary, labels: Mapping[str, Text], choices: Choices) -> Text:
    left, right = node.left, node.right
    keys = choices.get(left.name, {}) if isinstance(left, Name) else {}
    words = [sentence(left, labels, choices), _chosen(right, keys) or sentence(right, labels, choices)]
    if node.operator in ("and", "or"):
        words = [
            _bracketed(part, node.operator, word) for part, word in zip((left, right), words, strict=True)
        ]
    template = _OPERATORS.get(
        node.operator, Text(f"{{0}} {node.operator} {{1}}", f"{{0}} {node.operator} {{1}}")
    )
    return _fill(template, *words)


def _chosen(node: Expression, keys: Mapping[str, Text]) -> Text | None:
    """The labels of the keys of a choice field, when all of them have one."""
    parts = node.items if isinstance(node, Listing) else (node,)
    words = [keys.get(str(part.value)) if isinstance(part, Literal) else None for part in parts]
    known = [word for word in words if word is not None]
    if not words or len(known) != len(words):
        return None
    return Text(", ".join(word.vi for word in known), ", ".join(word.en for word in known))


def _bracketed(node: Expression, outside: str, words: Text) -> Text:
    if isinstance(node, Binary) and node.operator in ("and", "or") and node.operator != outside:
        return _fill(Text("({0})", "({0})"), words)
    return words


def _value(value: str | int | Decimal | bool) -> Text:
    match value:
        case bool():
            return Text("có", "yes") if value else Text("không", "no")
        case str():
            return Text(f"“{value}”", f"“{value}”")
        case int():
            return Text(f"{value:,}".replace(",", "."), f"{value:,}")
        case _:
            english = f"{value:,f}"
            return Text(english.translate(str.maketrans(",.", ".,")), english)


def _fill(template: Text, *words: Text) -> Text:
    return Text(
        template.vi.format(*(word.vi for word in words)), template.en.format(*(word.en for word in words))
    )
