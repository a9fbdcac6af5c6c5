"""A form as columns of a spreadsheet: groups flattened to dotted names, repeating rows on sheets of their own."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from typing import Final

from motcua.domain.declaration.declaration_words import Words
from motcua.domain.forms.form_condition import is_blank
from motcua.domain.forms.form_definition import Field, FormDefinition
from motcua.domain.text import Text

Cell = str | int | float
HIDDEN: Final = "***"
CLOSED: Final = frozenset({"choice", "choices", "yes_no", "number", "integer", "money"})
"""Kinds whose answers are figures or come from a list: nobody can have written a name there."""


@dataclass(frozen=True, slots=True)
class Column:
    """One column: its dotted name ("chu_ho.ho_ten"), its label with that of the groups around it.

    `holder` is the group the field stands in, which may know names for its codes.
    """

    name: str
    label: Text
    field: Field
    is_personal: bool
    holder: Field | None = None

    @property
    def is_closed(self) -> bool:
        """Whether the answer can tell nothing that its question did not offer."""
        return not self.is_personal and self.field.kind in CLOSED


@dataclass(frozen=True, slots=True)
class RowSheet:
    """The columns of repeating rows, each row with the number it has in its dossier."""

    name: str
    label: Text
    columns: tuple[Column, ...]


@dataclass(frozen=True, slots=True)
class Columns:
    columns: tuple[Column, ...]
    sheets: tuple[RowSheet, ...]


def columns_of(forms: Sequence[FormDefinition]) -> Columns:
    """The columns of a form in all its versions given, the newest first: what only older ones ask comes after."""
    columns: dict[str, Column] = {}
    sheets: dict[str, RowSheet] = {}
    for form in forms:
        for found in _walk(form.fields, "", None, None, False):
            if isinstance(found, Column):
                columns.setdefault(found.name, found)
            else:
                sheets.setdefault(found.name, found)
    return Columns(tuple(columns.values()), tuple(sheets.values()))


def cells(
    columns: Iterable[Column], data: Mapping[str, object], words: Words, *, is_open: bool
) -> list[Cell]:
    """The answers for the columns; not `is_open`: what may be personal is hidden."""
    return [_cell(one, _inside(data, one.name), words, is_open) for one in columns]


def rows_of(
    sheet: RowSheet, data: Mapping[str, object], words: Words, *, is_open: bool
) -> Iterator[list[Cell]]:
    """The rows that a dossier has for a sheet, numbered from 1."""
    holder, _ = _inside(data, sheet.name)
    listed = holder if isinstance(holder, list) else []
    for number, row in enumerate(listed, 1):
        told = row if isinstance(row, Mapping) else {"": row}
        yield [
            number,
            *(_cell(one, (told.get(one.field.key), told), words, is_open) for one in sheet.columns),
        ]


def _walk(
    fields: Iterable[Field], prefix: str, around: Text | None, holder: Field | None, is_personal: bool
) -> Iterator[Column | RowSheet]:
    for field in fields:
        name, label = f"{prefix}{field.key}", _labelled(around, field.label)
        is_own = is_personal or field.is_personal
        if field.kind == "note":
            continue
        if field.kind == "variant":
            for one in field.variants:
                yield from _walk(one.fields, prefix, around, holder, is_own)
        elif field.kind == "group":
            yield from _walk(field.fields, f"{name}.", label, field, is_own)
        elif field.kind == "rows":
            columns = (
                Column(one.key, one.label, one, is_own or one.is_personal, field) for one in field.fields
            )
            yield RowSheet(name, label, tuple(columns))
        else:
            yield Column(name, label, field, is_own, holder)


def _labelled(around: Text | None, label: Text) -> Text:
    if around is None:
        return label
    return Text(f"{around.vi} - {label.vi}", f"{around.en} - {label.en}")


def _inside(data: Mapping[str, object], name: str) -> tuple[object, Mapping[str, object]]:
    """The answer a dotted name leads to, and the object it lies in."""
    *way, last = name.split(".")
    at: object = data
    for key in way:
        at = at.get(key) if isinstance(at, Mapping) else None
    inside = at if isinstance(at, Mapping) else {}
    return inside.get(last), inside


def _cell(column: Column, found: tuple[object, Mapping[str, object]], words: Words, is_open: bool) -> Cell:
    value, inside = found
    if column.holder is not None and column.holder.kind in ("group", "rows"):
        value = words.names_of(column.holder, inside).get(column.field.key, value)
    if is_blank(value):
        return ""
    if not is_open and not column.is_closed:
        return HIDDEN
    is_figure = isinstance(value, int | float) and not isinstance(value, bool) and not column.field.choices
    return value if is_figure else words.answer(column.field, value)  # type: ignore[return-value]
