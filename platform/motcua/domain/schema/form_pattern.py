"""Patterns that form authors may write: a subset of regular expressions whose cost is known beforehand.

Python's matcher backtracks, so `(a+)+$` on forty letters never ends. Each pattern is therefore parsed
here and the number of ways in which it can match a text of `SUBJECT_LIMIT` characters is counted; above
`MAX_WAYS` it is refused. Look-around, back-references and flags are not part of the subset.
"""

from __future__ import annotations

import re

from motcua.domain.text import Text

SUBJECT_LIMIT = 200
"""Characters of the longest text a pattern is ever tried on; the reader caps `maxLength` at it."""
MAX_LENGTH = 200
MAX_WAYS = 50_000
MAX_NESTING = 20
_QUANTIFIER = re.compile(r"\*|\+|\?|\{(\d{1,3})(,?)(\d{0,3})\}")
_CLASS = re.compile(r"\[\^?\]?(?:\\.|[^\]\\])*\]")
_ESCAPES = frozenset("dDwWsS.^$*+?{}[]\\|()/-'\" &,:;@#%_=<>!~`nt")


class PatternError(ValueError):
    """The pattern lies outside the subset; `reason` says how to mend it."""

    def __init__(self, reason: Text) -> None:
        super().__init__(reason.vi)
        self.reason = reason


def check_pattern(pattern: str) -> None:
    """Raise `PatternError` unless `pattern` is anchored, inside the subset and cheap to match."""
    if len(pattern) > MAX_LENGTH:
        raise _refuse(
            f"mẫu dài quá {MAX_LENGTH} ký tự; hãy viết ngắn lại", f"longer than {MAX_LENGTH} characters"
        )
    if not (pattern.startswith("^") and pattern.endswith("$") and not pattern.endswith("\\$")):
        raise _refuse(
            "mẫu phải bắt đầu bằng ^ và kết thúc bằng $", "the pattern must begin with ^ and end with $"
        )
    reader = _Ways(pattern)
    ways = reader.alternatives(0)
    if reader.at != len(pattern):
        raise _refuse("thừa dấu đóng ngoặc )", "an unmatched closing parenthesis")
    if ways > MAX_WAYS:
        raise _refuse(
            "mẫu có quá nhiều cách khớp; bỏ lặp lồng nhau hoặc thay * và + bằng số lần cụ thể như {1,10}",
            "the pattern can match in too many ways; avoid nested repeats, or replace * and + by {1,10}",
        )
    try:
        re.compile(pattern)
    except (re.error, OverflowError) as problem:
        raise _refuse(
            f"không phải biểu thức đúng: {problem}", f"not a valid expression: {problem}"
        ) from problem


def _refuse(vi: str, en: str) -> PatternError:
    return PatternError(Text(vi, en))


class _Ways:
    """Recursive descent over a pattern, counting the ways to match, saturated just above `MAX_WAYS`."""

    def __init__(self, pattern: str) -> None:
        self.pattern = pattern
        self.at = 0

    def alternatives(self, depth: int) -> int:
        if depth > MAX_NESTING:
            raise _refuse("ngoặc lồng quá sâu", "parentheses are nested too deeply")
        total = self._sequence(depth)
        while self._peek() == "|":
            self.at += 1
            total = _saturate(total + self._sequence(depth))
        return total

    def _sequence(self, depth: int) -> int:
        ways = 1
        while self._peek() not in ("", "|", ")"):
            ways = _saturate(ways * self._repeated(self._atom(depth)))
        return ways

    def _atom(self, depth: int) -> int:
        char = self._peek()
        if char == "(":
            return self._group(depth)
        if char == "[":
            return self._skip_class()
        if char == "\\":
            return self._escape()
        if char in "*+?{":
            raise _refuse(f"dấu lặp {char} không có gì đứng trước", f"nothing to repeat before {char}")
        self.at += 1
        return 1

    def _group(self, depth: int) -> int:
        self.at += 1
        if self.pattern.startswith("?", self.at):
            if not self.pattern.startswith("?:", self.at):
                raise _refuse("chỉ dùng được nhóm ( ) và (?: )", "only the groups ( ) and (?: ) are allowed")
            self.at += 2
        ways = self.alternatives(depth + 1)
        if self._peek() != ")":
            raise _refuse("thiếu dấu đóng ngoặc )", "a closing parenthesis is missing")
        self.at += 1
        return ways

    def _skip_class(self) -> int:
        found = _CLASS.match(self.pattern, self.at)
        if found is None:
            raise _refuse("thiếu dấu đóng ngoặc ]", "a closing bracket ] is missing")
        self.at = found.end()
        return 1

    def _escape(self) -> int:
        escaped = self.pattern[self.at + 1 : self.at + 2]
        if escaped not in _ESCAPES or not escaped:
            raise _refuse(f"không dùng được \\{escaped}", f"\\{escaped} is not allowed")
        self.at += 2
        return 1

    def _repeated(self, ways: int) -> int:
        found = _QUANTIFIER.match(self.pattern, self.at)
        if found is None:
            return ways
        self.at = found.end()
        if self._peek() in ("*", "+", "?", "{"):
            raise _refuse(
                "không dùng được hai dấu lặp liền nhau", "two repeat signs in a row are not allowed"
            )
        least, most = _counts(found)
        return _saturate(sum(_power(ways, count) for count in range(least, most + 1)))

    def _peek(self) -> str:
        return self.pattern[self.at : self.at + 1]


def _counts(found: re.Match[str]) -> tuple[int, int]:
    sign = found.group(0)
    if sign in ("*", "+", "?"):
        return (1 if sign == "+" else 0), (1 if sign == "?" else SUBJECT_LIMIT)
    least = int(found.group(1))
    if not found.group(2):
        return least, least
    return least, int(found.group(3) or SUBJECT_LIMIT)


def _power(ways: int, count: int) -> int:
    return _saturate(ways ** min(count, 20)) if ways > 1 else 1


def _saturate(ways: int) -> int:
    return min(ways, MAX_WAYS + 1)
