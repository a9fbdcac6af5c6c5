"""What stands in the inputs of the information sheet: taken from a procedure's facts, or from what was sent."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, replace
from itertools import zip_longest
from typing import Final

from werkzeug.datastructures import MultiDict

from motcua.domain.process.process import CaseLimit, Fee, ProcedureFacts
from motcua.domain.process.process_words import SHEET_ITEMS
from motcua.domain.process.service_manner import WAYS
from motcua_admin.process.sheet_choices import SETTINGS, case_entry, formula_entry
from motcua_admin.process.sheet_limit import PARTS, limit_entry

Rows = tuple[Mapping[str, str], ...]

ROWS: Final[Mapping[str, tuple[str, ...]]] = {
    "papers": (
        "key",
        "name",
        "name_en",
        "originals",
        "copies",
        "required",
        "note",
        "note_en",
        "source",
        "sign_required",
    ),
    "limits": (*PARTS, "channel", "case", "case_number"),
    "results": ("key", "name", "name_en"),
    "fees": ("name", "name_en", "amount", "formula", "channel", "case", "case_number"),
    "legal": ("name", "name_en"),
}
"""The lists of the sheet with the inputs of one row."""

NEW_ROW: Final[Mapping[str, Mapping[str, str]]] = {
    "papers": {"originals": "1", "copies": "0", "required": "true", "sign_required": "false"},
    "limits": {"unit": "d"},
}
MOST_ROWS: Final = 100
WORDS: Final = ("code", "name", "name_en", "field", "level", "form", "owner_id", "online_level")
ADD, REMOVE, UP, DOWN = "add", "remove", "up", "down"


@dataclass(frozen=True)
class Entry:
    """The inputs by name: `values` of single ones, `rows` by list, `ticks` by kind of way."""

    values: Mapping[str, str]
    rows: Mapping[str, Rows]
    ticks: Mapping[str, tuple[str, ...]]

    def row_action(self, action: str) -> Entry | None:
        """The entry with a row added, removed or moved: "papers:add", "papers:up:2"; None for anything else."""
        name, _, rest = action.partition(":")
        word, _, place = rest.partition(":")
        if name not in ROWS or word not in (ADD, REMOVE, UP, DOWN):
            return None
        at = int(place) if place.isascii() and place.isdigit() else 0
        return replace(self, rows={**self.rows, name: _changed(name, self.rows[name], word, at)})


def _changed(name: str, rows: Rows, word: str, at: int) -> Rows:
    found = list(rows)
    if word == ADD:
        return (*rows, _new_row(name)) if len(found) < MOST_ROWS else rows
    if at >= len(found):
        return rows
    taken = found.pop(at)
    if word != REMOVE:
        found.insert(max(at - 1, 0) if word == UP else at + 1, taken)
    return tuple(found)


def _new_row(name: str) -> Mapping[str, str]:
    return {part: NEW_ROW.get(name, {}).get(part, "") for part in ROWS[name]}


def entry_of_form(form: MultiDict[str, str]) -> Entry:
    """What was sent, as it was typed."""
    values = {name: form.get(name, "") for name in _single()}
    rows = {name: _rows_of(form, name) for name in ROWS}
    ticks = {
        name: tuple(way for way in known if way in form.getlist(f"way-{name}"))
        for name, known in WAYS.items()
    }
    return Entry(values, rows, ticks)


def _single() -> list[str]:
    items = [f"sheet-{language}-{key}" for key in SHEET_ITEMS for language in ("vi", "en")]
    return [*WORDS, *(f"limit-{part}" for part in PARTS), *items, *(f"setting-{key}" for key in SETTINGS)]


def _rows_of(form: MultiDict[str, str], name: str) -> Rows:
    count = form.get(f"{name}-count", "")
    most = min(int(count), MOST_ROWS) if count.isascii() and count.isdigit() and len(count) < 4 else 0
    return tuple({part: form.get(f"{name}-{at}-{part}", "") for part in ROWS[name]} for at in range(most))


def entry_of_facts(facts: ProcedureFacts, owner_id: int | None) -> Entry:
    """The sheet as it is stored."""
    values = {
        "code": facts.code,
        "name": facts.name,
        "name_en": facts.name_en,
        "field": facts.field,
        "level": facts.level,
        "form": facts.form,
        "owner_id": str(owner_id or ""),
        "online_level": str(facts.manner.level or ""),
        **{f"limit-{part}": value for part, value in limit_entry(facts.limit).items()},
        **{f"sheet-vi-{key}": facts.sheet.get(key, "") for key in SHEET_ITEMS},
        **{f"sheet-en-{key}": facts.sheet_en.get(key, "") for key in SHEET_ITEMS},
        **{f"setting-{key}": facts.settings.get(key, "") for key in SETTINGS},
    }
    return Entry(values, _rows_of_facts(facts), {name: getattr(facts.manner, name) for name in WAYS})


def _rows_of_facts(facts: ProcedureFacts) -> Mapping[str, Rows]:
    def plain(name: str, one: object) -> Mapping[str, str]:
        return {part: str(getattr(one, part, "")) for part in ROWS[name]}

    english = (
        name if name != own else "" for own, name in zip_longest(facts.legal, facts.legal_en, fillvalue="")
    )
    return {
        "papers": tuple(
            {
                **plain("papers", one),
                "required": str(one.required).lower(),
                "sign_required": str(one.sign_required).lower(),
            }
            for one in facts.papers
        ),
        "limits": tuple(_limit(one) for one in facts.limits),
        "results": tuple(plain("results", one) for one in facts.results),
        "fees": tuple({**plain("fees", one), **_charge(one)} for one in facts.fees),
        "legal": tuple(
            {"name": own, "name_en": name} for own, name in zip(facts.legal, english, strict=False)
        ),
    }


def _limit(limit: CaseLimit) -> Mapping[str, str]:
    return {**limit_entry(limit.value), "channel": limit.channel, **case_entry(limit.when)}


def _charge(fee: Fee) -> Mapping[str, str]:
    return {**formula_entry(fee.formula, fee.amount), **case_entry(fee.when)}
