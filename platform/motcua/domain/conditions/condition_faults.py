"""Whether the parts of a condition fit together, by the types of its fields: text with text, keys that exist."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from difflib import get_close_matches

from motcua.domain.conditions.condition_nodes import (
    Binary,
    Call,
    ConditionError,
    Expression,
    Listing,
    Literal,
    Name,
    Unary,
)
from motcua.domain.conditions.condition_types import ANY, DATE, NUMBER, TEXT, TRUTH, FieldType
from motcua.domain.text import Text
from motcua.domain.time.iso_date import parse_iso_date

_WORDS = {
    "text": Text("chuỗi", "a text"),
    "number": Text("số", "a number"),
    "truth": Text("đúng/sai", "true or false"),
    "date": Text("ngày", "a date"),
    "list": Text("danh sách", "a list"),
    "group": Text("một nhóm", "a group"),
}
_TEXTS = frozenset({"text"})
_DATES = frozenset({"date", "text"})
_WANTED: Mapping[str, tuple[tuple[frozenset[str], ...], FieldType]] = {
    "len": ((frozenset({"text", "list"}),), NUMBER),
    "lower": ((_TEXTS,), TEXT),
    "upper": ((_TEXTS,), TEXT),
    "trim": ((_TEXTS,), TEXT),
    "contains": ((_TEXTS, _TEXTS), TRUTH),
    "starts_with": ((_TEXTS, _TEXTS), TRUTH),
    "ends_with": ((_TEXTS, _TEXTS), TRUTH),
    "date": ((_DATES,), DATE),
    "year": ((_DATES,), NUMBER),
    "month": ((_DATES,), NUMBER),
    "add_days": ((_DATES, frozenset({"number"})), DATE),
    "days_between": ((_DATES, _DATES), NUMBER),
    "years_between": ((_DATES, _DATES), NUMBER),
}
"""The kinds each function takes, by argument, and the type of what it gives."""


def faults(tree: Expression, types: Mapping[str, FieldType]) -> tuple[ConditionError, ...]:
    """Everything in a condition that cannot fit, whatever the data; nothing is said of fields not in `types`.

    The codes are `condition.type` and `condition.key_unknown`.
    """
    judge = _Judge(types)
    kind = judge.read(tree)
    if isinstance(tree, Name) and kind.kind not in ("truth", "any"):
        judge.wrong(tree, kind, Text("đúng/sai", "true or false"))
    return tuple(judge.found)


@dataclass
class _Judge:
    types: Mapping[str, FieldType]
    found: list[ConditionError] = field(default_factory=list)

    def read(self, node: Expression) -> FieldType:
        match node:
            case Literal(value=bool()):
                return TRUTH
            case Literal(value=str()):
                return TEXT
            case Literal():
                return NUMBER
            case Name(name=name):
                return self.types.get(name, ANY)
            case Listing(items=items):
                kinds = [self.read(item) for item in items]
                return FieldType("list", items=kinds[0] if len({k.kind for k in kinds}) == 1 else ANY)
            case Unary(operator=operator, operand=operand):
                return self._want(operand, TRUTH if operator == "not" else NUMBER)
            case Call(function="filled"):
                return TRUTH
            case Call():
                return self._call(node)
            case Binary():
                return self._binary(node)

    def wrong(self, node: Expression, found: FieldType, wanted: Text) -> None:
        what, kind = _named(node), _WORDS[found.kind]
        self._say(
            node,
            f"{what.vi} là {kind.vi}, ở đây cần {wanted.vi}.",
            f"{what.en} is {kind.en}, but {wanted.en} is needed here.",
        )

    def _say(self, node: Expression, vi: str, en: str, code: str = "condition.type") -> None:
        name = node.name if isinstance(node, Name) else ""
        self.found.append(ConditionError(Text(vi, en), code=code, place=node.place, name=name))

    def _want(self, node: Expression, wanted: FieldType) -> FieldType:
        found = self.read(node)
        if found.kind not in (wanted.kind, "any"):
            self.wrong(node, found, _WORDS[wanted.kind])
        return wanted

    def _call(self, node: Call) -> FieldType:
        wanted, result = _WANTED[node.function]
        for part, kinds in zip(node.arguments, wanted, strict=True):
            found = self.read(part)
            if found.kind != "any" and found.kind not in kinds:
                self.wrong(
                    part,
                    found,
                    _WORDS["date" if "date" in kinds else min(kinds, key=("text", "list", "number").index)],
                )
            elif kinds is _DATES:
                self._date(part)
        return result

    def _binary(self, node: Binary) -> FieldType:
        if node.operator in ("and", "or"):
            self._want(node.left, TRUTH)
            return self._want(node.right, TRUTH)
        if node.operator in ("+", "-", "*", "/"):
            self._want(node.left, NUMBER)
            return self._want(node.right, NUMBER)
        if node.operator in ("in", "not in"):
            self._membership(node)
            return TRUTH
        self._compare(node.left, self.read(node.left), node.right, self.read(node.right), node.operator)
        return TRUTH

    def _membership(self, node: Binary) -> None:
        left, right = self.read(node.left), self.read(node.right)
        if isinstance(node.right, Listing):
            for item in node.right.items:
                self._compare(node.left, left, item, self.read(item), "==")
        elif right.kind == "list":
            self._compare(node.left, left, node.right, right.items or ANY, "==")
        elif right.kind != "any":
            self.wrong(node.right, right, Text("danh sách [ … ] sau in", "a list [ … ] after in"))

    def _compare(
        self, left: Expression, first: FieldType, right: Expression, second: FieldType, operator: str
    ) -> None:
        kinds = {first.kind, second.kind}
        if "group" in kinds:
            node, kind = (left, first) if first.kind == "group" else (right, second)
            self.wrong(node, kind, Text("một trường bên ngoài nhóm", "a field outside the group"))
        elif "any" in kinds:
            return
        elif kinds == {"date", "text"} or kinds == {"date"}:
            self._date(left)
            self._date(right)
        elif len(kinds) > 1:
            self._mismatch(left, first, right, second)
        elif operator in ("<", "<=", ">", ">=") and kinds != {"number"}:
            self.wrong(
                left, first, Text("số hoặc ngày để so lớn nhỏ", "a number or a date, to be larger or smaller")
            )
        else:
            self._key(left, second)
            self._key(right, first)

    def _mismatch(self, left: Expression, first: FieldType, right: Expression, second: FieldType) -> None:
        one, other, kind, its = _named(left), _named(right), _WORDS[first.kind], _WORDS[second.kind]
        self._say(
            left,
            f"{one.vi} là {kind.vi}, {other.vi} là {its.vi}, không so sánh được. "
            "Chọn lại giá trị đúng kiểu của trường; viết bằng chữ thì chuỗi có nháy, số không nháy.",
            f"{one.en} is {kind.en}, {other.en} is {its.en}; they cannot be compared. "
            "Choose a value of the field's own kind; as text, texts have quotes and numbers have none.",
        )

    def _date(self, node: Expression) -> None:
        if isinstance(node, Literal) and isinstance(node.value, str) and parse_iso_date(node.value) is None:
            self._say(
                node,
                f"“{node.value[:40]}” không phải là ngày. Viết năm-tháng-ngày: 2026-06-30.",
                f"“{node.value[:40]}” is not a date. Write year-month-day: 2026-06-30.",
            )

    def _key(self, node: Expression, other: FieldType) -> None:
        if not (other.keys and isinstance(node, Literal) and isinstance(node.value, str)):
            return
        if node.value not in other.keys:
            near = get_close_matches(node.value, other.keys, n=1, cutoff=0.5)
            known = ", ".join(other.keys[:8]) + (", …" if len(other.keys) > 8 else "")
            self._say(
                node,
                f"Không có lựa chọn “{node.value[:40]}”.{f' Có phải “{near[0]}”?' if near else ''} Chọn lại: {known}.",
                f"There is no choice “{node.value[:40]}”.{f' Did you mean “{near[0]}”?' if near else ''} Choose again: {known}.",
                "condition.key_unknown",
            )


def _named(node: Expression) -> Text:
    match node:
        case Name(name=name):
            return Text(f"Trường “{name}”", f"The field “{name}”")
        case Literal(value=bool() as value):
            return Text(str(value).lower(), str(value).lower())
        case Literal(value=value):
            return Text(f"“{str(value)[:40]}”", f"“{str(value)[:40]}”")
        case Call(function=function):
            return Text(f"{function}(…)", f"{function}(…)")
    return Text("Biểu thức này", "This expression")
