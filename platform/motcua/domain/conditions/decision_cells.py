"""The cells of a decision table: a small part of FEEL's unary tests, turned into our own conditions (DMN 1.3, 10.3.1.2).

cell   = "" | "-" | tests | "not(" tests ")"
tests  = test { "," test }
test   = value | ("<" | "<=" | ">" | ">=") value | range
range  = ("[" | "(" | "]") value ".." value ("]" | ")" | "[")
value  = "text" | number | true | false | date("2026-06-30")
"""

from __future__ import annotations

import re
from dataclasses import dataclass
from datetime import date

from motcua.domain.conditions.conditions import parse_condition
from motcua.domain.errors import InputError
from motcua.domain.text import Text

MAX_CELL = 300

_TOKEN = re.compile(
    r"""\s*(?:
    (?P<text>"(?:[^"\\\n]|\\["\\])*")
  | (?P<number>-?[0-9]+(?:\.[0-9]+)?(?![\w]))
  | (?P<date>date\(\s*"[0-9]{4}-[0-9]{2}-[0-9]{2}"\s*\))
  | (?P<word>true|false|not)\b
  | (?P<sign><=|>=|\.\.|[<>()\[\],])
    )\s*""",
    re.VERBOSE | re.ASCII,
)
_VALUES = frozenset({"text", "number", "date", "truth"})
_ORDERED = frozenset({"number", "date"})
_OPENING = {"[": ">=", "(": ">", "]": ">"}
_CLOSING = {"]": "<=", ")": "<", "[": "<"}


class CellError(InputError):
    """A cell outside the part of FEEL that is read; the message says what may stand there."""

    code = "decision.cell_unread"


@dataclass(frozen=True, slots=True)
class _Token:
    kind: str
    text: str


def condition_of(cell: str, field: str) -> str:
    """The condition over `field` that an input cell means, "" when any value will do.

    Raises CellError for what is not read, ConditionError when the condition is too large.
    """
    words = cell.strip()
    if words in ("", "-"):
        return ""
    condition = _Cell(_tokens(words), field).whole()
    parse_condition(condition)
    return condition


def value_of(cell: str) -> str | int | float | bool:
    """The value an output cell sets; a date is its text. Raises CellError for anything but one value."""
    match _tokens(cell.strip()):
        case [_Token("text", text)]:
            return re.sub(r"\\(.)", r"\1", text[1:-1])
        case [_Token("truth", text)]:
            return text == "true"
        case [_Token("date", text)]:
            return text.split('"')[1]
        case [_Token("number", text)] if len(text) <= 20:
            return float(text) if "." in text else int(text)
    raise _unread()


def _tokens(text: str) -> list[_Token]:
    if len(text) > MAX_CELL:
        raise CellError(
            Text(
                f"Ô dài quá {MAX_CELL} ký tự. Tách thành nhiều dòng.",
                f"The cell is longer than {MAX_CELL} characters. Split it over several rows.",
            )
        )
    found: list[_Token] = []
    position = 0
    while position < len(text):
        match = _TOKEN.match(text, position)
        if match is None or match.lastgroup is None:
            raise _unread()
        word = match.group(match.lastgroup)
        if match.lastgroup == "date" and not _is_day(word):
            raise _unread()
        kind = "truth" if word in ("true", "false") else match.lastgroup
        found.append(_Token(kind, word))
        position = match.end()
    return found


def _is_day(word: str) -> bool:
    try:
        date.fromisoformat(word.split('"')[1])
    except ValueError:
        return False
    return True


class _Cell:
    """Reads the tokens of one input cell from left to right."""

    def __init__(self, tokens: list[_Token], field: str) -> None:
        self._tokens = [*tokens, _Token("end", "")]
        self._field = field
        self._at = 0

    def whole(self) -> str:
        negated = self._is("not")
        if negated:
            self._take("not")
            self._take("(")
        condition = self._tests()
        if negated:
            self._take(")")
        if self._tokens[self._at].kind != "end":
            raise _unread()
        return f"not ({condition})" if negated else condition

    def _tests(self) -> str:
        equal: list[str] = []
        others: list[str] = []
        while True:
            token = self._tokens[self._at]
            if token.kind in _VALUES - {"date"}:
                equal.append(self._value())
            elif token.kind == "date":
                others.append(f"{self._field} == {self._value()}")
            else:
                others.append(self._compared())
            if not self._is(","):
                break
            self._take(",")
        if len(equal) > 1:
            others.insert(0, f"{self._field} in [{', '.join(equal)}]")
        elif equal:
            others.insert(0, f"{self._field} == {equal[0]}")
        return others[0] if len(others) == 1 else " or ".join(f"({test})" for test in others)

    def _compared(self) -> str:
        sign = self._tokens[self._at].text
        if sign in ("<", "<=", ">", ">="):
            self._take(sign)
            return f"{self._field} {sign} {self._ordered()}"
        if sign not in _OPENING:
            raise _unread()
        self._take(sign)
        low = self._ordered()
        self._take("..")
        high = self._ordered()
        closing = self._tokens[self._at].text
        if closing not in _CLOSING:
            raise _unread()
        self._take(closing)
        return f"{self._field} {_OPENING[sign]} {low} and {self._field} {_CLOSING[closing]} {high}"

    def _ordered(self) -> str:
        if self._tokens[self._at].kind not in _ORDERED:
            raise _unread()
        return self._value()

    def _value(self) -> str:
        token = self._tokens[self._at]
        self._at += 1
        return token.text

    def _is(self, word: str) -> bool:
        return self._tokens[self._at].kind in ("sign", "word") and self._tokens[self._at].text == word

    def _take(self, word: str) -> None:
        if not self._is(word):
            raise _unread()
        self._at += 1


def _unread() -> CellError:
    return CellError(
        Text(
            'Chỉ đọc được: - (bất kỳ), "chữ trong nháy", số 1500000, true, false, date("2026-06-30"),'
            " >= 5, [1..5], not(…), và các giá trị cách nhau bằng dấu phẩy.",
            'Only these are read: - (any), "text in quotes", numbers 1500000, true, false, date("2026-06-30"),'
            " >= 5, [1..5], not(…), and values separated by commas.",
        )
    )
