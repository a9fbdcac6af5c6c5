"""Cutting the text of a condition into words, with sentences for what people write by habit."""

from __future__ import annotations

import re
import unicodedata
from dataclasses import dataclass
from decimal import Decimal
from typing import Literal

from motcua.domain.conditions.condition_nodes import ConditionError
from motcua.domain.text import Text

MAX_LENGTH = 1000
MAX_TOKENS = 300
MAX_DIGITS = 15
MAX_DECIMALS = 6
MAX_NAME = 100

Kind = Literal["text", "number", "name", "word", "sign", "end"]
WORDS = frozenset({"and", "or", "not", "in", "true", "false"})

_TOKEN = re.compile(
    r"""\s*(?:
    (?P<number>[0-9][0-9._a-zA-Z]*)
  | (?P<name>[a-zA-Z][a-zA-Z0-9_]*)
  | (?P<text>"(?:[^"\\\n]|\\["'\\])*"|'(?:[^'\\\n]|\\["'\\])*')
  | (?P<sign>==|!=|<=|>=|<>|&&|\|\||\*\*|//|[-+*/<>(),\[\]])
    )""",
    re.VERBOSE,
)
_FOREIGN = (("${", "}"), ("#{", "}"), ("{{", "}}"), ("=", ""))
"""How other programs mark an expression: Camunda's, JSF's, templates', FEEL's."""

_NUMBER = re.compile(r"[0-9]+(?:\.[0-9]+)?")
_HABITS = {
    "&&": "and",
    "||": "or",
    "<>": "!=",
    "=": "==",
    "!": "not",
    "≠": "!=",
    "≤": "<=",
    "≥": ">=",
    "“": '"',
    "”": '"',
    "‘": "'",
    "’": "'",
}


@dataclass(frozen=True, slots=True)
class Token:
    """One word; `value` is the value of a text or number, else the word itself."""

    kind: Kind
    value: str | int | Decimal
    place: int


def tokens(text: str) -> list[Token]:
    """All words of `text`, closed by one of kind "end". Raises ConditionError at the first bad character."""
    if len(text) > MAX_LENGTH:
        raise ConditionError(
            Text(
                f"Điều kiện dài quá {MAX_LENGTH} ký tự. Hãy tách thành nhiều nhánh.",
                f"The condition is longer than {MAX_LENGTH} characters. Split it over several branches.",
            ),
            code="condition.too_large",
        )
    if (inner := _inside_foreign(text)) is not None:
        raise ConditionError(
            Text(
                f"Điều kiện viết theo cách của phần mềm khác. Chỉ viết: {shown(inner)}",
                f"The condition is written in another program's way. Write only: {shown(inner)}",
            ),
            place=1,
        )
    found: list[Token] = []
    position, length = 0, len(text.rstrip())
    while position < length:
        match = _TOKEN.match(text, position)
        if match is None or match.lastgroup is None:
            raise _unreadable(text, position)
        found.append(_token(match.lastgroup, match.group(match.lastgroup), match.start(match.lastgroup) + 1))
        position = match.end()
    if len(found) > MAX_TOKENS:
        raise ConditionError(
            Text(
                f"Điều kiện có hơn {MAX_TOKENS} từ. Hãy tách thành nhiều nhánh.",
                f"The condition has more than {MAX_TOKENS} words. Split it over several branches.",
            ),
            code="condition.too_large",
        )
    found.append(Token("end", "", length + 1))
    return found


def shown(text: str) -> str:
    """A piece of an author's text as a sentence may show it: short, and without signs nobody can see."""
    short = text if len(text) <= 60 else text[:60] + "…"
    return "".join(f"U+{ord(sign):04X}" if _is_hidden(sign) else sign for sign in short)


def _inside_foreign(text: str) -> str | None:
    plain = text.strip()
    for opening, closing in _FOREIGN:
        if plain.startswith(opening) and plain.endswith(closing) and not plain.startswith("=="):
            return plain[len(opening) : len(plain) - len(closing)].strip()
    return None


def _is_hidden(sign: str) -> bool:
    """Control and format signs, half characters, private signs: a reviewer would not see them."""
    return unicodedata.category(sign).startswith("C")


def _token(group: str, word: str, place: int) -> Token:
    if group == "number":
        return Token("number", _number(word, place), place)
    if group == "text":
        return Token("text", _text(re.sub(r"\\(.)", r"\1", word[1:-1]), place), place)
    if group == "name":
        return Token("word" if word in WORDS else "name", _name(word, place), place)
    if word in _HABITS:
        raise _habit(word, place)
    if word in ("**", "//"):
        raise ConditionError(
            Text(
                f"Vị trí {place}: không có phép tính “{word}”.",
                f"Place {place}: there is no operation “{word}”.",
            ),
            place=place,
        )
    return Token("sign", word, place)


def _text(value: str, place: int) -> str:
    """Answers are stored in Unicode NFC, so a text that is compared with them must be too."""
    for sign in value:
        if _is_hidden(sign):
            raise ConditionError(
                Text(
                    f"Vị trí {place}: trong chuỗi có ký tự ẩn {shown(sign)}. Xóa ký tự đó.",
                    f"Place {place}: the text holds the hidden character {shown(sign)}. Delete it.",
                ),
                place=place,
            )
    return unicodedata.normalize("NFC", value)


def _name(word: str, place: int) -> str:
    if len(word) > MAX_NAME:
        raise ConditionError(
            Text(
                f"Vị trí {place}: tên dài quá {MAX_NAME} ký tự. Dùng tên trường của biểu mẫu.",
                f"Place {place}: the name is longer than {MAX_NAME} characters. Use a field of the form.",
            ),
            code="condition.too_large",
            place=place,
        )
    return word


def _number(word: str, place: int) -> int | Decimal:
    if _NUMBER.fullmatch(word) is None:
        raise ConditionError(
            Text(
                f"Vị trí {place}: “{shown(word)}” không phải là số. Viết liền các chữ số, phần lẻ sau dấu chấm:"
                " 1500000 hoặc 0.5.",
                f"Place {place}: “{shown(word)}” is not a number. Write the digits together, decimals after a point:"
                " 1500000 or 0.5.",
            ),
            place=place,
        )
    whole, _, decimals = word.partition(".")
    if len(whole) > MAX_DIGITS or len(decimals) > MAX_DECIMALS:
        raise ConditionError(
            Text(
                f"Vị trí {place}: số có quá {MAX_DIGITS} chữ số hoặc quá {MAX_DECIMALS} chữ số lẻ.",
                f"Place {place}: the number has more than {MAX_DIGITS} digits or {MAX_DECIMALS} decimals.",
            ),
            code="condition.too_large",
            place=place,
        )
    return Decimal(word) if decimals else int(word)


def _unreadable(text: str, position: int) -> ConditionError:
    while text[position].isspace():
        position += 1
    sign, place = text[position], position + 1
    if sign in _HABITS:
        return _habit(sign, place)
    if sign in "\"'":
        return ConditionError(
            Text(
                f"Vị trí {place}: chuỗi chưa đóng dấu nháy. Thêm {sign} ở cuối chuỗi.",
                f"Place {place}: the text has no closing quote. Add {sign} at its end.",
            ),
            place=place,
        )
    return ConditionError(
        Text(
            f"Vị trí {place}: không dùng được ký tự “{shown(sign)}”. Tên trường chỉ gồm chữ a–z, chữ số và dấu _.",
            f"Place {place}: the character “{shown(sign)}” cannot be used. Field names have letters a–z, digits, _.",
        ),
        place=place,
    )


def _habit(sign: str, place: int) -> ConditionError:
    right = _HABITS[sign]
    return ConditionError(
        Text(
            f"Vị trí {place}: viết {right} thay cho {sign}.",
            f"Place {place}: write {right} instead of {sign}.",
        ),
        place=place,
    )
