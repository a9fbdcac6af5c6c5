"""The read-only view of a filled form: what was answered, as people write it, part by part."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass

from motcua.domain.forms.form_condition import is_blank
from motcua.domain.forms.form_definition import Field, FormDefinition
from motcua.domain.forms.form_format import (
    format_date,
    format_money,
    format_number,
    group_digits,
    partial_day,
)
from motcua.domain.forms.form_normalise import normalise
from motcua.domain.forms.money_words import sum_in_words
from motcua.domain.text import Text
from motcua.web.forms import catalogues
from motcua.web.forms.fields import is_box

_YES, _NO = Text("Có", "Yes"), Text("Không", "No")


@dataclass(frozen=True, slots=True)
class AnswerTable:
    """Repeating rows: the heads of the columns that hold an answer, and the cells."""

    heads: tuple[str, ...]
    rows: tuple[tuple[str, ...], ...]


@dataclass(frozen=True, slots=True)
class Answer:
    """One question with its answer: `lines` of text, or a `table`, or `parts` of a group, or a file.

    `note` says the same in other words: a sum of money written out.
    """

    key: str
    term: str
    lines: tuple[str, ...] = ()
    table: AnswerTable | None = None
    parts: tuple[Answer, ...] = ()
    file_id: str = ""
    note: str = ""


@dataclass(frozen=True, slots=True)
class AnswerSection:
    key: str
    title: str
    answers: tuple[Answer, ...]


def answer_words(field: Field, value: object, language: str) -> str:
    """Any answer on one line, in words; empty for none."""
    return "" if is_blank(value) else _Teller(language, {}).plain(field, value)


def answer_sections(
    definition: FormDefinition,
    data: Mapping[str, object],
    language: str,
    files: Mapping[str, str] | None = None,
) -> list[AnswerSection]:
    """The parts of a form that hold at least one answer. `files`: id → name of the dossier's files.

    Values that no longer fit the form are shown as they are: a stored answer is never hidden, unless its question
    is not asked. Answers worked out from others are shown with them.
    """
    teller = _Teller(language, files or {})
    asked = normalise(definition, data)
    known = asked if isinstance(asked, Mapping) else data
    sections = []
    for section in definition.sections:
        answers = teller.answers(section.fields, known)
        if answers:
            sections.append(AnswerSection(section.key, section.title.in_(language), answers))
    return sections


@dataclass(frozen=True, slots=True)
class _Teller:
    """Tells answers in one language."""

    language: str
    files: Mapping[str, str]

    def answers(self, fields: Sequence[Field], data: Mapping[str, object]) -> tuple[Answer, ...]:
        told: list[Answer] = []
        for one in fields:
            if one.kind == "variant":
                told += self.way(one, data)
            elif not is_blank(data.get(one.key)):
                told.append(self.answer(one, data[one.key]))
        return tuple(told)

    def way(self, field: Field, data: Mapping[str, object]) -> tuple[Answer, ...]:
        """Which of several ways was chosen, and what was answered there."""
        chosen = field.chosen(data)
        if chosen is None:
            return ()
        name = Answer(field.key, field.label.in_(self.language), lines=(chosen.title.in_(self.language),))
        return (name, *self.answers(chosen.fields, data))

    def answer(self, field: Field, value: object) -> Answer:
        term = field.label.in_(self.language)
        if field.kind == "group" and isinstance(value, Mapping):
            if field.widget == "address":
                return Answer(field.key, term, lines=(self.address(field, value),))
            value = self.named(field, value)
            return Answer(field.key, term, parts=self.answers(field.fields, value))
        if field.is_list and isinstance(value, list):
            return Answer(field.key, term, lines=tuple(self.plain(field.fields[0], one) for one in value))
        if field.kind == "rows" and isinstance(value, list):
            return Answer(field.key, term, table=self.table(field, value))
        if field.kind == "file":
            name = self.files.get(str(value), str(value))
            return Answer(field.key, term, lines=(name,), file_id=str(value))
        note = sum_in_words(value, self.language) if field.is_money else ""
        return Answer(field.key, term, lines=self.lines(field, value), note=note)

    def named(self, field: Field, value: Mapping[str, object]) -> Mapping[str, object]:
        """A bank account with the bank's name in place of its number."""
        code = value.get("ngan_hang")
        if field.widget != "bank_account" or not isinstance(code, str):
            return value
        return {**value, "ngan_hang": catalogues.bank_name(code)}

    def address(self, field: Field, value: Mapping[str, object]) -> str:
        """From the house to the province, the way addresses are written; the form asks the other way round."""
        told = [self.place(field, one, value) for one in field.fields if not is_blank(value.get(one.key))]
        return ", ".join(reversed(told))

    def place(self, field: Field, inner: Field, value: Mapping[str, object]) -> str:
        """One line of an address; a code of the catalogue by its name."""
        if catalogues.is_unit(field, inner):
            return catalogues.unit_name(field, inner.key, value, self.language)
        return self.plain(inner, value[inner.key])

    def table(self, field: Field, rows: Sequence[object]) -> AnswerTable:
        filled = [row for row in rows if isinstance(row, Mapping)]
        columns = [one for one in field.fields if any(not is_blank(row.get(one.key)) for row in filled)]
        return AnswerTable(
            heads=tuple(one.label.in_(self.language) for one in columns),
            rows=tuple(tuple(self.cell(one, row.get(one.key)) for one in columns) for row in filled),
        )

    def cell(self, field: Field, value: object) -> str:
        if field.kind == "yes_no" and is_box(field):
            # A ticked box reads as its own label, so that the cell is understood without the head of its column.
            return field.label.in_(self.language) if value is True else ""
        return "" if is_blank(value) else self.plain(field, value)

    def plain(self, field: Field, value: object) -> str:
        """Any answer on one line."""
        answer = self.answer(field, value)
        if answer.parts:
            return ", ".join(f"{part.term}: {', '.join(part.lines)}" for part in answer.parts)
        return ", ".join(answer.lines)

    def lines(self, field: Field, value: object) -> tuple[str, ...]:
        if field.kind == "choices" and isinstance(value, list):
            return tuple(field.choice_label(one).in_(self.language) for one in value)
        if field.kind == "long_text":
            return tuple(str(value).splitlines())
        return (self.affixed(field, self.told(field, value)),)

    def told(self, field: Field, value: object) -> str:
        if field.choices:
            return field.choice_label(value).in_(self.language)
        if field.text is not None and value is True:
            return field.text.in_(self.language)
        if isinstance(value, bool):
            return (_YES if value else _NO).in_(self.language)
        if isinstance(value, int | float):
            return (format_money if field.is_money else format_number)(value).in_(self.language)
        if field.kind == "date" and not field.is_partial:
            return format_date(str(value))
        if field.is_partial:
            return partial_day(str(value)).in_(self.language)
        return group_digits(str(value)) if field.is_grouped else str(value)

    def affixed(self, field: Field, text: str) -> str:
        # "80.000.000 đ" says its unit already.
        suffix = None if field.is_money else field.suffix
        parts = (field.prefix, Text(text, text), suffix)
        return " ".join(part.in_(self.language) for part in parts if part)
