"""A condition as one sentence in Vietnamese and English, with the fields' titles and the choices' labels."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from decimal import Decimal
from typing import TYPE_CHECKING, TypeAlias
from typing import Literal as Word

from motcua.domain.conditions.condition_functions import FUNCTIONS
from motcua.domain.conditions.condition_nodes import Binary, Call, Expression, Listing, Literal, Name, Unary
from motcua.domain.text import Text
from motcua.domain.time.iso_date import parse_iso_date

if TYPE_CHECKING:
    # Forms stand on conditions; here only their type is named.
    from motcua.domain.forms.form_definition import Field

Kind = Word["text", "number", "date", "truth"]
Fields: TypeAlias = "Mapping[str, Field]"

_COMPARISONS: Mapping[Kind, Mapping[str, Text]] = {
    "text": {
        "==": Text("{0} là {1}", "{0} is {1}"),
        "!=": Text("{0} không phải là {1}", "{0} is not {1}"),
    },
    "number": {
        "==": Text("{0} bằng {1}", "{0} is {1}"),
        "!=": Text("{0} khác {1}", "{0} is not {1}"),
        "<": Text("{0} dưới {1}", "{0} is less than {1}"),
        "<=": Text("{0} không quá {1}", "{0} is at most {1}"),
        ">": Text("{0} trên {1}", "{0} is more than {1}"),
        ">=": Text("{0} từ {1} trở lên", "{0} is at least {1}"),
    },
    "date": {
        "==": Text("{0} là {1}", "{0} is {1}"),
        "!=": Text("{0} không phải là {1}", "{0} is not {1}"),
        "<": Text("{0} trước {1}", "{0} is before {1}"),
        "<=": Text("{0} không sau {1}", "{0} is not after {1}"),
        ">": Text("{0} sau {1}", "{0} is after {1}"),
        ">=": Text("{0} từ {1} trở đi", "{0} is on or after {1}"),
    },
}
_NEGATED = {
    "==": "!=",
    "!=": "==",
    "<": ">=",
    ">=": "<",
    ">": "<=",
    "<=": ">",
    "in": "not in",
    "not in": "in",
}
_TURNED = {"==": "==", "!=": "!=", "<": ">", "<=": ">=", ">": "<", ">=": "<="}
_YES, _NO = Text("{0}: có", "{0}: yes"), Text("{0}: không", "{0}: no")
_HAS = {
    "in": Text("{0} có {1}", "{0} has {1}"),
    "not in": Text("{0} không có {1}", "{0} does not have {1}"),
}
_DATES = frozenset({"date", "add_days"})
_COUNTS = frozenset({"len", "year", "month", "days_between", "years_between"})
_COUNTERS = {
    "nrOfInstances": Text("số lượt phải làm", "the number to be done"),
    "nrOfCompletedInstances": Text("số lượt đã xong", "the number done"),
    "nrOfActiveInstances": Text("số lượt đang làm", "the number under way"),
}


def sentence(tree: Expression, fields: Fields) -> Text:
    """The condition in words, without a full stop. A field that is not in `fields` stands under its own name."""
    words = _question(tree, fields, is_true=True)
    return Text(words.vi[:1].upper() + words.vi[1:], words.en[:1].upper() + words.en[1:])


def _question(node: Expression, fields: Fields, *, is_true: bool) -> Text:
    """What is true or false; with `is_true` false, its opposite."""
    match node:
        case Unary(operator="not", operand=operand):
            return _question(operand, fields, is_true=not is_true)
        case Binary(operator="and" | "or") if is_true:
            return _joined(node, fields)
        case Binary(operator=operator, left=left, right=right) if operator in _NEGATED:
            return _comparison(operator if is_true else _NEGATED[operator], left, right, fields)
        case Name():
            return _fill(_YES if is_true else _NO, _value(node, fields))
        case Call(function="filled", arguments=(part,)) if not is_true:
            return _fill(Text("{0} chưa được điền", "{0} is not filled in"), _value(part, fields))
    words = _joined(node, fields) if isinstance(node, Binary) else _value(node, fields)
    return words if is_true else _fill(Text("không phải ({0})", "not ({0})"), words)


def _joined(node: Binary, fields: Fields) -> Text:
    parts = [_part(side, node.operator, fields) for side in (node.left, node.right)]
    return _fill(Text("{0} và {1}", "{0} and {1}") if node.operator == "and" else _OR, *parts)


_OR = Text("{0} hoặc {1}", "{0} or {1}")


def _part(node: Expression, outside: str, fields: Fields) -> Text:
    words = _question(node, fields, is_true=True)
    is_other = isinstance(node, Binary) and node.operator in ("and", "or") and node.operator != outside
    return _fill(Text("({0})", "({0})"), words) if is_other else words


def _comparison(operator: str, left: Expression, right: Expression, fields: Fields) -> Text:
    if operator in ("in", "not in"):
        return _membership(operator, left, right, fields)
    if isinstance(left, Literal) and not isinstance(right, Literal):
        left, right, operator = right, left, _TURNED[operator]
    if isinstance(right, Literal) and isinstance(right.value, bool) and operator in ("==", "!="):
        return _question(left, fields, is_true=right.value == (operator == "=="))
    kind = _kind(left, fields) or _kind(right, fields) or "text"
    templates = _COMPARISONS["text" if kind == "truth" else kind]
    # Text has no order; a model that asks for one is told so by the checker, and reads like numbers here.
    template = templates.get(operator) or _COMPARISONS["number"][operator]
    return _fill(template, _value(left, fields), _value(right, fields, left, kind))


def _membership(operator: str, left: Expression, right: Expression, fields: Fields) -> Text:
    if not isinstance(right, Listing):
        return _fill(_HAS[operator], _value(right, fields), _value(left, fields, right))
    kind = _kind(left, fields) or "text"
    one_of = _alternatives([_value(item, fields, left, kind) for item in right.items])
    template = _COMPARISONS["date" if kind == "date" else "text"]["==" if operator == "in" else "!="]
    return _fill(template, _value(left, fields), one_of)


def _alternatives(words: Sequence[Text]) -> Text:
    if not words:
        return Text("(danh sách trống)", "(an empty list)")
    found = words[0]
    for number, word in enumerate(words[1:], 2):
        found = _fill(_OR if number == len(words) else Text("{0}, {1}", "{0}, {1}"), found, word)
    return found


def _value(node: Expression, fields: Fields, beside: Expression | None = None, kind: Kind = "text") -> Text:
    """A value in words; `beside` is what it is compared with, whose choices may name it."""
    match node:
        case Literal(value=value):
            return _literal(value, fields.get(beside.name) if isinstance(beside, Name) else None, kind)
        case Name(name=name):
            known = fields[name].label if name in fields else None
            return _inside(known) if known else _COUNTERS.get(name, Text(f"“{name}”", f"“{name}”"))
        case Listing(items=items):
            return _alternatives([_value(item, fields, beside, kind) for item in items])
        case Unary(operator="-", operand=operand):
            return _fill(Text("-{0}", "-{0}"), _operand(operand, fields))
        case Call(function=function, arguments=arguments):
            wanted: Kind = "date" if function == "date" else "text"
            words = [_value(part, fields, None, wanted) for part in arguments]
            return words[0] if function == "date" else _fill(FUNCTIONS[function].words, *words)
        case Binary(operator="+" | "-" | "*" | "/" as sign, left=left, right=right):
            return _fill(
                Text(f"{{0}} {sign} {{1}}", f"{{0}} {sign} {{1}}"),
                _operand(left, fields),
                _operand(right, fields),
            )
    return _question(node, fields, is_true=True)


def _operand(node: Expression, fields: Fields) -> Text:
    words = _value(node, fields)
    return _fill(Text("({0})", "({0})"), words) if isinstance(node, Binary) else words


def _literal(value: str | int | Decimal | bool, field: Field | None, kind: Kind) -> Text:
    match value:
        case bool():
            return Text("có", "yes") if value else Text("không", "no")
        case str():
            label = next((c.label for c in field.choices if c.key == value), None) if field else None
            day = parse_iso_date(value) if kind == "date" else None
            if day is not None:
                return Text(f"ngày {day:%d/%m/%Y}", f"{day:%d/%m/%Y}")
            return _inside(label) if label else Text(f"“{value}”", f"“{value}”")
        case int():
            return Text(f"{value:,}".replace(",", "."), f"{value:,}")
    english = f"{value:,f}"
    return Text(english.translate(str.maketrans(",.", ".,")), english)


def _kind(node: Expression, fields: Fields) -> Kind | None:
    match node:
        case Name(name=name) if name in fields:
            kind = fields[name].kind
            if kind in ("number", "integer", "money"):
                return "number"
            return "date" if kind == "date" else "truth" if kind == "yes_no" else "text"
        case Literal(value=int() | Decimal() as value) if not isinstance(value, bool):
            return "number"
        case Call(function=function):
            return "date" if function in _DATES else "number" if function in _COUNTS else "text"
        case Binary(operator="+" | "-" | "*" | "/") | Unary(operator="-"):
            return "number"
    return None


def _inside(label: Text) -> Text:
    """A title as it stands inside a sentence."""
    return Text(_lowered(label.vi), _lowered(label.en))


def _lowered(title: str) -> str:
    """Small first letter, except for names ("Hà Nội") and abbreviations ("CCCD")."""
    first, *others = title.split(" ")
    is_name = bool(others) and others[0].istitle()
    return title if is_name or not first.istitle() else title[:1].lower() + title[1:]


def _fill(template: Text, *words: Text) -> Text:
    return Text(
        template.vi.format(*(word.vi for word in words)), template.en.format(*(word.en for word in words))
    )
