"""The read-only view of a filled form: what was answered, as people write it, part by part."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass

from motcua.domain.form_definition import Field, FormDefinition
from motcua.domain.form_format import format_date, format_money, format_number, group_digits
from motcua.domain.text import Text

_YES, _NO = Text("Có", "Yes"), Text("Không", "No")


@dataclass(frozen=True, slots=True)
class AnswerTable:
    """Repeating rows: the heads of the columns that hold an answer, and the cells."""

    heads: tuple[str, ...]
    rows: tuple[tuple[str, ...], ...]


@dataclass(frozen=True, slots=True)
class Answer:
    """One question with its answer: `lines` of text, or a `table`, or `parts` of a group, or a file."""

    key: str
    term: str
    lines: tuple[str, ...] = ()
    table: AnswerTable | None = None
    parts: tuple[Answer, ...] = ()
    file_id: str = ""


@dataclass(frozen=True, slots=True)
class AnswerSection:
    key: str
    title: str
    answers: tuple[Answer, ...]


def answer_words(field: Field, value: object, language: str) -> str:
    """Any answer on one line, in words; empty for none."""
    return "" if _is_blank(value) else _Teller(language, {}).plain(field, value)


def answer_sections(
    definition: FormDefinition,
    data: Mapping[str, object],
    language: str,
    files: Mapping[str, str] | None = None,
) -> list[AnswerSection]:
    """The parts of a form that hold at least one answer. `files`: id → name of the dossier's files.

    Values that no longer fit the form are shown as they are: a stored answer is never hidden.
    """
    teller = _Teller(language, files or {})
    sections = []
    for section in definition.sections:
        answers = teller.answers(section.fields, data)
        if answers:
            sections.append(AnswerSection(section.key, section.title.in_(language), answers))
    return sections


@dataclass(frozen=True, slots=True)
class _Teller:
    """Tells answers in one language."""

    language: str
    files: Mapping[str, str]

    def answers(self, fields: Sequence[Field], data: Mapping[str, object]) -> tuple[Answer, ...]:
        return tuple(self.answer(one, data[one.key]) for one in fields if not _is_blank(data.get(one.key)))

    def answer(self, field: Field, value: object) -> Answer:
        term = field.label.in_(self.language)
        if field.kind == "group" and isinstance(value, Mapping):
            if field.widget == "address":
                return Answer(field.key, term, lines=(self.address(field, value),))
            return Answer(field.key, term, parts=self.answers(field.fields, value))
        if field.kind == "rows" and isinstance(value, list):
            return Answer(field.key, term, table=self.table(field, value))
        if field.kind == "file":
            name = self.files.get(str(value), str(value))
            return Answer(field.key, term, lines=(name,), file_id=str(value))
        return Answer(field.key, term, lines=self.lines(field, value))

    def address(self, field: Field, value: Mapping[str, object]) -> str:
        """From the house to the province, the way addresses are written; the form asks the other way round."""
        told = [self.plain(one, value[one.key]) for one in field.fields if not _is_blank(value.get(one.key))]
        return ", ".join(reversed(told))

    def table(self, field: Field, rows: Sequence[object]) -> AnswerTable:
        filled = [row for row in rows if isinstance(row, Mapping)]
        columns = [one for one in field.fields if any(not _is_blank(row.get(one.key)) for row in filled)]
        return AnswerTable(
            heads=tuple(one.label.in_(self.language) for one in columns),
            rows=tuple(tuple(self.cell(one, row.get(one.key)) for one in columns) for row in filled),
        )

    def cell(self, field: Field, value: object) -> str:
        if field.kind == "yes_no" and field.widget == "checkbox":
            # A ticked box reads as its own label, so that the cell is understood without the head of its column.
            return field.label.in_(self.language) if value is True else ""
        return "" if _is_blank(value) else self.plain(field, value)

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
        if field.kind == "choice":
            return field.choice_label(value).in_(self.language)
        if isinstance(value, bool):
            return (_YES if value else _NO).in_(self.language)
        if isinstance(value, int | float):
            return (format_money if field.kind == "money" else format_number)(value).in_(self.language)
        if field.kind == "date":
            return format_date(str(value))
        return group_digits(str(value)) if field.widget in ("phone", "identifier") else str(value)

    def affixed(self, field: Field, text: str) -> str:
        parts = (field.prefix, Text(text, text), field.suffix)
        return " ".join(part.in_(self.language) for part in parts if part)


def _is_blank(value: object) -> bool:
    return value is None or value in ("", [], {})
