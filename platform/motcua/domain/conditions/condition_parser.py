"""The grammar of conditions, read by recursive descent with a bound on nesting.

expression  = conjunction { "or" conjunction }
conjunction = negation { "and" negation }
negation    = "not" negation | comparison
comparison  = sum [ ("==" | "!=" | "<" | "<=" | ">" | ">=" | "in" | "not" "in") sum ]
sum         = product { ("+" | "-") product }
product     = sign { ("*" | "/") sign }
sign        = "-" sign | value
value       = text | number | "true" | "false" | list | name | function | "(" expression ")"
"""

from __future__ import annotations

from collections.abc import Callable

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
)
from motcua.domain.conditions.condition_tokens import Token, shown, tokens
from motcua.domain.text import Text

MAX_DEPTH = 24
COMPARISONS = frozenset({"==", "!=", "<", "<=", ">", ">=", "in", "not in"})


def parse(text: str) -> Expression:
    """The tree of a condition. Raises ConditionError that gives the place and how to mend it."""
    return _Parser(tokens(text)).whole()


class _Parser:
    """Reads one list of tokens from left to right."""

    def __init__(self, found: list[Token]) -> None:
        self._tokens = found
        self._at = 0
        self._depth = 0

    def whole(self) -> Expression:
        if self._at_end():
            raise ConditionError(Text("Điều kiện đang trống.", "The condition is empty."), place=1)
        tree = self._expression()
        if not self._at_end():
            raise self._unexpected("hết điều kiện, hoặc and, or", "the end, or and, or")
        return tree

    @property
    def _next(self) -> Token:
        return self._tokens[self._at]

    def _at_end(self) -> bool:
        return self._next.kind == "end"

    def _take(self) -> Token:
        token = self._next
        self._at += 1
        return token

    def _is(self, *words: str) -> bool:
        return self._next.kind in ("sign", "word") and self._next.value in words

    def _expect(self, sign: str) -> None:
        if not self._is(sign):
            raise self._unexpected(f"“{sign}”", f"“{sign}”")
        self._take()

    def _deeper(self, place: int, read: Callable[[], Expression]) -> Expression:
        self._depth += 1
        if self._depth > MAX_DEPTH:
            raise ConditionError(
                Text(
                    f"Vị trí {place}: điều kiện lồng quá {MAX_DEPTH} tầng.",
                    f"Place {place}: the condition is nested more than {MAX_DEPTH} levels.",
                ),
                code="condition.too_large",
                place=place,
            )
        tree = read()
        self._depth -= 1
        return tree

    def _expression(self) -> Expression:
        return self._chain(("or",), lambda: self._chain(("and",), self._negation))

    def _chain(self, words: tuple[str, ...], part: Callable[[], Expression]) -> Expression:
        tree = part()
        length = 0
        while self._is(*words):
            length += 1
            token = self._take()
            # A left-leaning chain is as deep as it is long; the bound on depth is also its bound.
            if length > MAX_DEPTH:
                raise ConditionError(
                    Text(
                        f"Vị trí {token.place}: nối quá {MAX_DEPTH} vế. Dùng in [ … ] hoặc tách nhánh.",
                        f"Place {token.place}: more than {MAX_DEPTH} parts in a row. Use in [ … ].",
                    ),
                    code="condition.too_large",
                    place=token.place,
                )
            tree = Binary(str(token.value), tree, part(), token.place)
        return tree

    def _negation(self) -> Expression:
        if self._is("not"):
            token = self._take()
            return Unary("not", self._deeper(token.place, self._negation), token.place)
        return self._comparison()

    def _comparison(self) -> Expression:
        left = self._sum()
        operator = self._comparison_sign()
        if operator is None:
            return left
        word, place = operator
        tree = Binary(word, left, self._sum(), place)
        if (again := self._comparison_sign()) is not None:
            raise ConditionError(
                Text(
                    f"Vị trí {again[1]}: mỗi lần chỉ so sánh hai vế. Nối hai phép so sánh bằng and.",
                    f"Place {again[1]}: compare two sides at a time. Join two comparisons with and.",
                ),
                place=again[1],
            )
        return tree

    def _comparison_sign(self) -> tuple[str, int] | None:
        if self._is("not") and self._tokens[self._at + 1].value == "in":
            place = self._take().place
            self._take()
            return "not in", place
        if self._is(*COMPARISONS):
            token = self._take()
            return str(token.value), token.place
        return None

    def _sum(self) -> Expression:
        return self._chain(("+", "-"), lambda: self._chain(("*", "/"), self._sign))

    def _sign(self) -> Expression:
        if self._is("-"):
            token = self._take()
            return Unary("-", self._deeper(token.place, self._sign), token.place)
        return self._value()

    def _value(self) -> Expression:
        token = self._take()
        match token.kind, token.value:
            case (("text" | "number"), value):
                return Literal(value, token.place)
            case "word", ("true" | "false") as word:
                return Literal(word == "true", token.place)
            case "name", str() as name:
                return self._call(name, token.place) if self._is("(") else Name(name, token.place)
            case "sign", "(":
                tree = self._deeper(token.place, self._expression)
                self._expect(")")
                return tree
            case "sign", "[":
                return Listing(self._items("]", token.place), token.place)
        self._at -= 1
        raise self._unexpected(
            "tên trường, chuỗi trong nháy, số hoặc dấu (", "a field, a text in quotes, a number or ("
        )

    def _call(self, name: str, place: int) -> Expression:
        if name not in FUNCTIONS:
            known = ", ".join(sorted(FUNCTIONS))
            raise ConditionError(
                Text(
                    f"Vị trí {place}: không có hàm “{shown(name)}”. Các hàm dùng được: {known}.",
                    f"Place {place}: there is no function “{shown(name)}”. These exist: {known}.",
                ),
                place=place,
            )
        self._take()
        arguments = self._items(")", place)
        wanted = FUNCTIONS[name].arity
        if len(arguments) != wanted:
            raise ConditionError(
                Text(
                    f"Vị trí {place}: hàm {name} cần {wanted} giá trị trong ngoặc, đang có {len(arguments)}.",
                    f"Place {place}: {name} needs {wanted} value(s) in brackets, it has {len(arguments)}.",
                ),
                place=place,
            )
        return Call(name, arguments, place)

    def _items(self, closing: str, place: int) -> tuple[Expression, ...]:
        items: list[Expression] = []
        while not self._is(closing):
            if items:
                self._expect(",")
            items.append(self._deeper(place, self._expression))
        self._take()
        return tuple(items)

    def _unexpected(self, vi: str, en: str) -> ConditionError:
        token = self._next
        if token.kind == "end":
            return ConditionError(
                Text(
                    f"Điều kiện còn dở: thiếu {vi} ở cuối.",
                    f"The condition breaks off: {en} is missing at its end.",
                ),
                place=token.place,
            )
        return ConditionError(
            Text(
                f"Vị trí {token.place}: gặp “{shown(str(token.value))}”, ở đây cần {vi}.",
                f"Place {token.place}: found “{shown(str(token.value))}” where {en} is needed.",
            ),
            place=token.place,
        )
