"""A formula as a tree that the browser works out while somebody types; the server's own result is what counts."""

from __future__ import annotations

from collections.abc import Iterator
from decimal import Decimal
from functools import lru_cache

from motcua.domain.conditions.condition_nodes import Binary, ConditionError, Expression, Literal, Name, Unary
from motcua.domain.conditions.conditions import parse_condition
from motcua.domain.forms.form_definition import Field


class _ServerOnlyError(Exception):
    """The formula uses a word that the script does not work out."""


@lru_cache(maxsize=512)
def tree_of(formula: str) -> object:
    """Numbers, texts, `{"name": key}` and `{"do": sign, "with": [tree, …]}`; None for what only the server can do."""
    try:
        return _tree(parse_condition(formula).tree)
    except (ConditionError, _ServerOnlyError):
        return None


def names_of(field: Field) -> Iterator[str]:
    """The answers that a computed field is made from."""
    if field.formula and (tree := tree_of(field.formula)) is not None:
        yield from _names(tree)


def _tree(node: Expression) -> object:
    match node:
        case Literal(value=Decimal() as value):
            return float(value)
        case Literal(value=value):
            return value
        case Name(name=name):
            return {"name": name}
        case Unary() if node.operator == "-":
            return {"do": "-", "with": [_tree(node.operand)]}
        case Binary() if node.operator in ("+", "-", "*", "/"):
            return {"do": node.operator, "with": [_tree(node.left), _tree(node.right)]}
    raise _ServerOnlyError


def _names(tree: object) -> Iterator[str]:
    if isinstance(tree, dict):
        if "name" in tree:
            yield tree["name"]
        for part in tree.get("with", ()):
            yield from _names(part)
