"""The facts of a procedure out of what a clerk filled in; everything that stands in the way is said at its input."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass, field, replace
from functools import partial

from motcua.domain.errors import FieldError, InputError, ValidationError
from motcua.domain.process.process import CaseLimit, Fee, Paper, ProcedureFacts, ResultPaper
from motcua.domain.process.process_words import CHANNELS, SHEET_ITEMS, position_key
from motcua.domain.process.service_manner import DATABASES, Manner
from motcua.domain.text import Text
from motcua_admin.process.sheet_choices import EACH, SETTINGS, case_of, formula_of
from motcua_admin.process.sheet_entry import Entry, Rows
from motcua_admin.process.sheet_limit import PARTS, limit_of

LONGEST_LINE = 500
LONGEST_TEXT = 8000
LARGEST = 999_999_999_999

Row = Mapping[str, str]
NAME_MISSING = Text("Ghi tên, hoặc xóa dòng này.", "Write a name, or remove this row.")
NUMBER = Text("Ghi số nguyên, ví dụ 150000.", "Write a whole number, such as 150000.")


@dataclass
class Reading:
    """Collects what is wrong while the inputs are read."""

    errors: list[FieldError] = field(default_factory=list)

    def wrong(self, place: str, message: Text) -> None:
        self.errors.append(FieldError(f"/{place}", "sheet", message))

    def tried(self, place: str, read: Callable[[], str]) -> str:
        """What `read` gives; where it refuses, the reason stands at `place`."""
        try:
            return read()
        except InputError as error:
            self.wrong(place, error.message)
            return ""

    def number(self, row: Row, name: str, place: str) -> int:
        text = row.get(name, "").strip().replace(".", "").replace(" ", "") or "0"
        if text.isascii() and text.isdigit() and int(text[:13]) <= LARGEST:
            return int(text)
        self.wrong(f"{place}-{name}", NUMBER)
        return 0


def facts_of(entry: Entry, before: ProcedureFacts | None) -> ProcedureFacts:
    """The facts; what the sheet does not ask (parts of agencies, other settings) stays as it was `before`.

    Raises ValidationError with every problem, at the name of its input.
    """
    reading = Reading()
    values = {name: _line(text) for name, text in entry.values.items() if "sheet-" not in name}
    if not values["name"]:
        reading.wrong("name", Text("Ghi tên thủ tục.", "Write the name of the procedure."))
    start = before or ProcedureFacts("", "", "", "")
    legal = [row for row, _place in _filled(reading, "legal", entry.rows["legal"])]
    facts = replace(
        start,
        code=values["code"],
        name=values["name"],
        name_en=values["name_en"],
        field=values["field"],
        level=values["level"],
        form=values["form"],
        limit=_limit(reading, {part: values[f"limit-{part}"] for part in PARTS}, "limit"),
        papers=tuple(_papers(reading, entry.rows["papers"])),
        limits=tuple(_limits(reading, entry.rows["limits"])),
        results=tuple(_results(reading, entry.rows["results"])),
        fees=tuple(_fees(reading, entry.rows["fees"])),
        legal=tuple(row["name"] for row in legal),
        legal_en=tuple(row["name_en"] or row["name"] for row in legal),
        sheet=_texts(entry, "vi"),
        sheet_en=_texts(entry, "en"),
        settings=_settings(values, start.settings),
        manner=_manner(entry),
    )
    if reading.errors:
        raise ValidationError(reading.errors)
    return facts


def _filled(reading: Reading, name: str, rows: Rows) -> Iterator[tuple[Row, str]]:
    """The rows with something written in them, tidied, each with the beginning of its inputs' names."""
    for at, row in enumerate(rows):
        tidy = {part: _line(text) for part, text in row.items()}
        if not tidy["name"] and not tidy.get("key"):
            if any(tidy.get(part) for part in ("name_en", "note")) or tidy.get("amount", "0") not in (
                "",
                "0",
            ):
                reading.wrong(f"{name}-{at}-name", NAME_MISSING)
            continue
        if not tidy["name"]:
            reading.wrong(f"{name}-{at}-name", NAME_MISSING)
        yield tidy, f"{name}-{at}"


def _papers(reading: Reading, rows: Rows) -> Iterator[Paper]:
    taken: set[str] = set()
    for row, place in _filled(reading, "papers", rows):
        yield Paper(
            key=_key(row, taken),
            name=row["name"],
            originals=reading.number(row, "originals", place),
            copies=reading.number(row, "copies", place),
            required=row["required"] != "false",
            name_en=row["name_en"],
            note=row["note"],
            note_en=row["note_en"],
            source=row["source"] if row["source"] in DATABASES else "",
            sign_required=row["sign_required"] == "true",
        )


def _results(reading: Reading, rows: Rows) -> Iterator[ResultPaper]:
    taken: set[str] = set()
    for row, _place in _filled(reading, "results", rows):
        yield ResultPaper(_key(row, taken), row["name"], row["name_en"])


def _key(row: Row, taken: set[str]) -> str:
    """The paper's key, made from its name where it has none; steps and dossiers know the paper by it."""
    wanted = row["key"] or position_key(row["name"])[:40].strip("_") or "giay_to"
    key, number = wanted, 2
    while key in taken:
        key, number = f"{wanted}_{number}", number + 1
    taken.add(key)
    return key


def _fees(reading: Reading, rows: Rows) -> Iterator[Fee]:
    for row, place in _filled(reading, "fees", rows):
        amount = reading.number(row, "amount", place)
        formula = reading.tried(f"{place}-formula", partial(formula_of, row, amount))
        yield Fee(
            name=row["name"],
            amount=0 if row["formula"].endswith(EACH) else amount,
            channel=_channel(row),
            name_en=row["name_en"],
            when=reading.tried(f"{place}-case", partial(case_of, row)),
            formula=formula,
        )


def _limits(reading: Reading, rows: Rows) -> Iterator[CaseLimit]:
    for at, row in enumerate(rows):
        place = f"limits-{at}"
        value = _limit(reading, row, place)
        when = reading.tried(f"{place}-case", partial(case_of, row))
        if value:
            yield CaseLimit(value, _channel(row), when)


def _limit(reading: Reading, row: Row, place: str) -> str:
    return reading.tried(f"{place}-number", partial(limit_of, row))


def _channel(row: Row) -> str:
    return row["channel"] if row["channel"] in CHANNELS else ""


def _manner(entry: Entry) -> Manner:
    level = entry.values["online_level"]
    return Manner(int(level) if level in ("1", "2", "3", "4") else 0, **entry.ticks)


def _settings(values: Row, before: Row) -> dict[str, str]:
    kept = {key: value for key, value in before.items() if key not in SETTINGS}
    chosen = {key: values[f"setting-{key}"] for key in SETTINGS}
    known = {
        key: value
        for key, value in chosen.items()
        if value and (value in dict(SETTINGS[key][1]) or value == before.get(key))
    }
    return kept | known


def _texts(entry: Entry, language: str) -> dict[str, str]:
    found = {key: _lines(entry.values[f"sheet-{language}-{key}"]) for key in SHEET_ITEMS}
    return {key: text for key, text in found.items() if text}


def _lines(text: str) -> str:
    return "\n".join(line.strip() for line in text[:LONGEST_TEXT].strip().splitlines())


def _line(text: str) -> str:
    return " ".join(text.split())[:LONGEST_LINE]
