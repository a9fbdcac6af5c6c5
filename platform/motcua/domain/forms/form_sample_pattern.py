"""A text that a form's pattern accepts: the shortest way through it, for made-up answers."""

from __future__ import annotations

import re
from typing import Final

_REPEAT: Final = re.compile(r"\*|\+|\?|\{(\d{1,3})(,?)(\d{0,3})\}")
_CLASS: Final = re.compile(r"\[(\^?)(\]?(?:\\.|[^\]\\])*)\]")
_OF_ESCAPE: Final = {"d": "1", "D": "a", "w": "a", "W": " ", "s": " ", "S": "a", "n": "\n", "t": "\t"}
_LIKELY: Final = "1aA-_. /"


def matching(pattern: str) -> str:
    """The shortest text by the first alternatives; the pattern is one that `check_pattern` let pass."""
    return _Way(pattern.removeprefix("^").removesuffix("$")).alternatives()


class _Way:
    """Recursive descent over a pattern that is known to be right."""

    def __init__(self, pattern: str) -> None:
        self.pattern = pattern
        self.at = 0

    def alternatives(self) -> str:
        first = self._sequence()
        while self._peek() == "|":
            self.at += 1
            self._sequence()
        return first

    def _sequence(self) -> str:
        found = ""
        while self._peek() not in ("", "|", ")"):
            one = self._atom()
            found += one * self._times()
        return found

    def _atom(self) -> str:
        letter = self._peek()
        if letter == "(":
            self.at += 3 if self.pattern.startswith("(?:", self.at) else 1
            inner = self.alternatives()
            self.at += 1
            return inner
        if letter == "[" and (found := _CLASS.match(self.pattern, self.at)):
            self.at = found.end()
            return _member(found[0], found[1] == "^", found[2])
        if letter == "\\":
            self.at += 2
            return _OF_ESCAPE.get(self.pattern[self.at - 1], self.pattern[self.at - 1])
        self.at += 1
        return {"^": "", "$": "", ".": "a"}.get(letter, letter)

    def _times(self) -> int:
        found = _REPEAT.match(self.pattern, self.at)
        if found is None:
            return 1
        self.at = found.end()
        if self._peek() == "?":
            self.at += 1
        return int(found[1]) if found[1] else 1 if found[0] == "+" else 0

    def _peek(self) -> str:
        return self.pattern[self.at : self.at + 1]


def _member(whole: str, is_negated: bool, inside: str) -> str:
    """A letter that the class holds."""
    named = [] if is_negated else [letter for letter in inside if letter not in "\\-"]
    letters = (*named, *_LIKELY, *map(chr, range(33, 127)))
    return next((letter for letter in letters if re.fullmatch(whole, letter)), "")
