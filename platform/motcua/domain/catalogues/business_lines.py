"""Lines of business by the four-digit code of the national classification (VSIC)."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from functools import cached_property
from typing import Any, Self

from motcua.domain.search import fold, words


@dataclass(frozen=True, slots=True)
class BusinessLine:
    """One class: its code of four digits and its name; `section` is the letter, `division` the first two digits."""

    code: str
    name: str
    section: str

    @property
    def division(self) -> str:
        return self.code[:2]


@dataclass(frozen=True)
class BusinessLines:
    """The catalogue, in order of code; `sections` gives the names of the letters."""

    lines: tuple[BusinessLine, ...]
    sections: Mapping[str, str]
    edition: str = ""

    @classmethod
    def from_data(cls, data: Mapping[str, Any]) -> Self:
        """Read `data/business_lines.json`, as parsed."""
        sections = {row[0]: row[1] for row in data["sections"]}
        lines = tuple(BusinessLine(code, name, row[0]) for row in data["sections"] for code, name in row[2])
        return cls(lines, sections, str(data.get("edition", "")))

    @cached_property
    def _by_code(self) -> Mapping[str, BusinessLine]:
        return {line.code: line for line in self.lines}

    def find(self, code: str) -> BusinessLine | None:
        return self._by_code.get(code)

    @cached_property
    def _folded(self) -> tuple[tuple[str, BusinessLine], ...]:
        return tuple((f" {fold(line.name)}", line) for line in self.lines)

    def search(self, query: str, most: int = 20) -> tuple[BusinessLine, ...]:
        """Lines whose code begins with `query` or whose name has words that begin as its do, diacritics or not."""
        asked = words(query)
        if not asked:
            return ()
        if len(asked) == 1 and asked[0].isdecimal():
            return tuple(line for line in self.lines if line.code.startswith(asked[0]))[:most]
        found = (line for name, line in self._folded if all(f" {word}" in name for word in asked))
        return tuple(found)[:most]
