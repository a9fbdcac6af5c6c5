"""Answers in the words of paper: names in capitals, sums in figures and in words, codes as the names they stand for."""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Callable, Mapping
from dataclasses import dataclass
from typing import Final

from motcua.domain.catalogues.banks import Banks
from motcua.domain.catalogues.business_lines import BusinessLines
from motcua.domain.catalogues.units import Units
from motcua.domain.forms.form_condition import is_blank
from motcua.domain.forms.form_definition import Field
from motcua.domain.forms.form_format import format_date, format_number, group_digits, partial_day
from motcua.domain.forms.money_words import sum_in_words
from motcua.domain.text import Text

YES: Final = Text("Có", "Yes")
NO: Final = Text("Không", "No")
DONG: Final = Text("đồng", "VND")
MAX_ANSWER: Final = 50_000
MOST_LINES: Final = 200
"""Lines of one answer; what comes after them runs on in one."""

_UNPRINTED: Final = frozenset({"Cc", "Cf", "Co", "Cs", "Cn", "Zl", "Zp"})
_MANY_BLANKS: Final = re.compile(r"[ \u00a0]{3,}")


@dataclass(frozen=True)
class Catalogues:
    """What codes in answers stand for, each read when it is first asked for; an unknown code is told as it is."""

    units: Callable[[], Units] = lambda: Units(())
    former_units: Callable[[], Units] = lambda: Units(())
    banks: Callable[[], Banks] = lambda: Banks(())
    business_lines: Callable[[], BusinessLines] = lambda: BusinessLines((), {})


def printable(text: str) -> str:
    """`text` composed, with blanks for tabs, and without what is not seen; its length stays as it is otherwise."""
    composed = unicodedata.normalize("NFC", text.replace("\r\n", "\n").replace("\t", " "))
    return "".join(one for one in composed if one == "\n" or unicodedata.category(one) not in _UNPRINTED)


def clean(text: object) -> str:
    """`text` without what no paper shows: control characters, marks that turn the writing round, half characters."""
    kept = printable(str(text)[:MAX_ANSWER])
    lines = _MANY_BLANKS.sub("  ", kept).strip().split("\n")
    return "\n".join((*lines[:MOST_LINES], *filter(None, [" ".join(lines[MOST_LINES:])])))


@dataclass(frozen=True, slots=True)
class Words:
    """Tells answers in one language. `files`: id → name."""

    language: str
    files: Mapping[str, str]
    catalogues: Catalogues

    def said(self, text: Text | None) -> str:
        return clean(text.in_(self.language)) if text is not None else ""

    def answer(self, field: Field, value: object) -> str:
        """One answer; several lines are separated by `\\n`. An answer that no longer fits is told as it stands."""
        if is_blank(value):
            return ""
        if isinstance(value, Mapping):
            return self.group(field, value)
        if isinstance(value, list):
            return "; ".join(self._one_of(field, one) for one in value)
        return self._scalar(field, value)

    def group(self, field: Field, value: Mapping[str, object]) -> str:
        """A group on one line: an address from the house to the province, others with their labels."""
        named = {**value, **self.names_of(field, value)}
        told = [(one, self.answer(one, named.get(one.key))) for one in field.fields]
        told = [(one, words) for one, words in told if words]
        if field.widget == "address":
            return ", ".join(words for _, words in reversed(told))
        return ", ".join(f"{self.said(one.label)}: {words}" for one, words in told)

    def names_of(self, field: Field, value: Mapping[str, object]) -> dict[str, object]:
        """What stands on paper in the place of codes: the names of units, of a bank, of a line of business."""
        if field.widget == "address":
            return self._units(field, value)
        if field.widget == "bank_account":
            bank = self.catalogues.banks().find(str(value.get("ngan_hang", "")))
            return {"ngan_hang": bank.title} if bank is not None else {}
        if field.widget == "business_lines" and is_blank(value.get("ten")):
            line = self.catalogues.business_lines().find(str(value.get("ma", "")))
            return {"ten": line.name} if line is not None else {}
        return {}

    def money(self, value: object) -> str:
        """The sum in words; empty for what is no sum."""
        return clean(sum_in_words(value, self.language))

    def _one_of(self, field: Field, value: object) -> str:
        if isinstance(value, Mapping):
            return self.group(field, value)
        return self._scalar(field.fields[0] if field.is_list else field, value)

    def _units(self, field: Field, value: Mapping[str, object]) -> dict[str, object]:
        known = self.catalogues.former_units if field.is_former else self.catalogues.units
        codes: list[str] = []
        names: dict[str, object] = {}
        for key in field.unit_levels:
            codes.append(str(value.get(key, "")))
            unit = known().find(*codes)
            if unit is not None:
                names[key] = unit.text.in_(self.language)
        return names

    def _scalar(self, field: Field, value: object) -> str:
        if field.choices:
            return self.said(field.choice_label(value))
        if isinstance(value, bool):
            return self.said(YES if value else NO)
        if isinstance(value, int | float):
            figures = self.said(format_number(value))
            return f"{figures} {DONG.in_(self.language)}" if field.is_money else figures
        text = str(value)
        if field.kind == "file":
            return clean(self.files.get(text, text))
        if field.is_partial:
            return clean(partial_day(text).in_(self.language))
        if field.kind == "date":
            return clean(format_date(text))
        if field.is_grouped:
            return clean(group_digits(text))
        return clean(text).upper() if field.widget == "full_name" else clean(text)
