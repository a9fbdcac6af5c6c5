"""The flow style of YAML ({a: 1, b: [x, "y"]}) and its scalars, read character by character."""

from __future__ import annotations

import json
import re

from motcua.domain.errors import InputError
from motcua.domain.text import Text

_WHOLE = re.compile(r"[-+]?(0|[1-9][0-9]{0,17})")
_REAL = re.compile(r"[-+]?[0-9]{1,17}\.[0-9]{1,17}")
_WORDS = {"null": None, "~": None, "": None, "true": True, "false": False}
_OPENING = "{["
_CLOSING = "}]"
_FORBIDDEN = "&*!%@`"


class YamlError(InputError):
    """A line that is not understood; 0 is the file as a whole."""

    code = "yaml"

    def __init__(self, line: int, message: Text) -> None:
        where = Text(f"Dòng {line}: ", f"Line {line}: ") if line else Text("", "")
        super().__init__(Text(where.vi + message.vi, where.en + message.en))
        self.line = line


def is_flow(content: str) -> bool:
    return content[:1] in ("{", "[")


def without_comment(line: str) -> str:
    """The line up to a # that begins a comment: at its beginning or after a space, outside quotes."""
    quote, before = "", " "
    for place, sign in enumerate(line):
        if quote:
            quote = "" if sign == quote and before != "\\" else quote
        elif _opens(sign, before):
            quote = sign
        elif sign == "#" and before in " \t":
            return line[:place]
        before = sign
    return line


def _opens(sign: str, before: str) -> bool:
    """Whether a quote begins here; a single one right after another goes on with the same text."""
    return sign in "\"'" and (before in " ,:[{-\t" or sign == before == "'")


def scalar(word: str, line: int) -> object:
    """Text, a number, true, false or nothing; quoted it is always text."""
    if word[:1] in ("'", '"'):
        return _quoted(word, line)
    if word[:1] and word[0] in _FORBIDDEN:
        raise YamlError(
            line,
            Text(
                f"“{word[:20]}”: không dùng neo, nhãn hay lệnh.",
                f"“{word[:20]}”: no anchors, tags, directives.",
            ),
        )
    if word.lower() in _WORDS:
        return _WORDS[word.lower()]
    if _WHOLE.fullmatch(word):
        return int(word)
    return float(word) if _REAL.fullmatch(word) else word


def _quoted(word: str, line: int) -> str:
    if len(word) < 2 or word[-1] != word[0]:
        raise YamlError(line, Text("thiếu dấu nháy đóng.", "a closing quote is missing."))
    if word[0] == "'":
        return word[1:-1].replace("''", "'")
    try:
        return str(json.loads(word))
    except ValueError:
        raise YamlError(line, Text("chữ trong nháy kép viết sai.", "the quoted text is malformed.")) from None


class Flow:
    """A flow value, gathered over its lines and then read."""

    def __init__(self, text: str, line: int, max_depth: int) -> None:
        self.text = text
        self.line = line
        self.max_depth = max_depth
        self.at = 0
        self._open, self._quote, self._before = 0, "", " "
        self._count(text)

    @property
    def is_whole(self) -> bool:
        return self._open <= 0 and not self._quote

    def add(self, content: str) -> None:
        self.text += f" {content}"
        self._count(f" {content}")

    def read(self) -> object:
        value = self._value(0)
        if self.text[self.at :].strip():
            raise self._wrong()
        return value

    def _count(self, text: str) -> None:
        for sign in text:
            if self._quote:
                self._quote = "" if sign == self._quote and self._before != "\\" else self._quote
            elif _opens(sign, self._before):
                self._quote = sign
            else:
                self._open += (sign in _OPENING) - (sign in _CLOSING)
            self._before = sign

    def _value(self, depth: int) -> object:
        if depth > self.max_depth:
            raise YamlError(self.line, Text("lồng quá sâu.", "nested too deeply."))
        self._skip()
        if self._next() == "[":
            return self._list(depth)
        if self._next() == "{":
            return self._object(depth)
        return scalar(self._word(), self.line)

    def _list(self, depth: int) -> list[object]:
        found: list[object] = []
        self.at += 1
        while not self._ends("]"):
            found.append(self._value(depth + 1))
            self._comma("]")
        return found

    def _object(self, depth: int) -> dict[str, object]:
        found: dict[str, object] = {}
        self.at += 1
        while not self._ends("}"):
            key = str(scalar(self._word(), self.line))
            self._skip()
            if self._next() != ":" or key in found:
                raise self._wrong()
            self.at += 1
            found[key] = self._value(depth + 1)
            self._comma("}")
        return found

    def _word(self) -> str:
        """A quoted word, or plain text up to what ends it."""
        begin = self.at
        if (quote := self._next()) in ("'", '"'):
            self.at += 1
            while self._next() not in (quote, ""):
                self.at += 2 if self._next() == "\\" and quote == '"' else 1
                if quote == "'" and self.text[self.at : self.at + 2] == "''":
                    self.at += 2
            self.at += 1
            return self.text[begin : self.at]
        while self._next() not in (*",[]{}", "") and not self._is_colon():
            self.at += 1
        return self.text[begin : self.at].strip()

    def _is_colon(self) -> bool:
        return self._next() == ":" and self.text[self.at + 1 : self.at + 2] in (*" ,]}[{", "")

    def _ends(self, closing: str) -> bool:
        self._skip()
        if self._next() == "":
            raise YamlError(self.line, Text(f"thiếu “{closing}”.", f"“{closing}” is missing."))
        if self._next() != closing:
            return False
        self.at += 1
        return True

    def _comma(self, closing: str) -> None:
        self._skip()
        if self._next() == ",":
            self.at += 1
        elif self._next() != closing:
            raise self._wrong()

    def _skip(self) -> None:
        while self._next() == " ":
            self.at += 1

    def _next(self) -> str:
        return self.text[self.at : self.at + 1]

    def _wrong(self) -> YamlError:
        near = self.text[self.at : self.at + 20]
        return YamlError(self.line, Text(f"không hiểu chỗ “{near}”.", f"not understood at “{near}”."))
