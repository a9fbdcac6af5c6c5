"""From the fields of a page to JSON values, and back to the field of each pointer."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from typing import Any

from wtforms.form import BaseForm

from motcua.domain.forms.form_condition import is_blank
from motcua.domain.forms.form_errors import child
from motcua.web.forms.fields import FileAnswer, GroupAnswer, RowsAnswer
from motcua.web.forms.variants import VariantAnswer

SILENT = ("note", "computed")
"""Kinds without an answer of their own on the page."""
Places = dict[str, Any]


def fields_in(form: BaseForm) -> Iterable[Any]:
    """The fields of an e-form, all of our own kinds, which WTForms' types do not know."""
    return form._fields.values()


def answers_of(form: BaseForm, pointer: str = "", places: Places | None = None) -> dict[str, object]:
    """The answers of one object, blanks dropped and rows left empty too; `places` collects the field of each pointer."""
    found: dict[str, object] = {}
    held: Places = {} if places is None else places
    for field in fields_in(form):
        if isinstance(field, VariantAnswer):
            held[child(pointer, field.spec.key)] = field
            found.update(_variant(field, pointer, held))
            continue
        value = _value(field, child(pointer, field.spec.key), held)
        if field.spec.kind not in SILENT and not is_blank(value):
            found[field.spec.key] = value
    return found


def raw_answers(form: BaseForm) -> dict[str, object]:
    """The answers of one object with every row that is drawn, empty ones too: their numbers are those on the page."""
    found: dict[str, object] = {}
    for field in fields_in(form):
        if isinstance(field, VariantAnswer):
            if field.chosen is not None:
                found |= dict(field.chosen.marks) | raw_answers(field.forms[field.chosen.key])
        elif isinstance(field, RowsAnswer):
            found[field.spec.key] = [
                entry.form._fields[""].answer if field.spec.is_list else raw_answers(entry.form)
                for entry in field.entries
            ]
        elif isinstance(field, GroupAnswer):
            found[field.spec.key] = raw_answers(field.form)
        elif field.spec.kind not in SILENT and not is_blank(field.answer):
            found[field.spec.key] = field.answer
    return found


def drop_empty_rows(form: BaseForm) -> None:
    """Take rows left empty off the page, so that "dòng 2" in a sentence is the second row in sight."""
    for field in fields_in(form):
        if isinstance(field, RowsAnswer):
            for number in reversed(range(len(field.entries))):
                drop_empty_rows(field.entries[number].form)
                if is_blank(_row(field, number, "", {})) and len(field.entries) > field.min_entries:
                    field.drop(number)
        elif isinstance(field, GroupAnswer):
            drop_empty_rows(field.form)
        elif isinstance(field, VariantAnswer):
            for inner in field.forms.values():
                drop_empty_rows(inner)


def files_of(places: Mapping[str, Any]) -> Iterable[tuple[str, FileAnswer]]:
    return ((pointer, field) for pointer, field in places.items() if isinstance(field, FileAnswer))


def _value(field: Any, pointer: str, places: Places) -> object:
    places[pointer] = field
    if isinstance(field, RowsAnswer):
        rows: list[object] = []
        for number in range(len(field.entries)):
            row = _row(field, number, child(pointer, len(rows)), places)
            if not is_blank(row):
                rows.append(row)
        return rows
    if isinstance(field, GroupAnswer):
        return _filled(field, pointer, places)
    return field.answer


def _row(rows: RowsAnswer, number: int, pointer: str, places: Places) -> object:
    entry: Any = rows.entries[number]
    if rows.spec.is_list:
        return _value(entry.form._fields[""], pointer, places)
    return _filled(entry, pointer, places)


def _variant(field: VariantAnswer, pointer: str, places: Places) -> dict[str, object]:
    """The answers of the chosen way, with the marks that tell it from the others."""
    if field.chosen is None:
        return {}
    answers = answers_of(field.forms[field.chosen.key], pointer, places)
    return {**answers, **dict(field.chosen.marks)}


def _filled(field: Any, pointer: str, places: Places) -> dict[str, object]:
    """The answers of a group or row; none when nothing but unticked boxes and fixed values is in it."""
    places[pointer] = field
    answers = answers_of(field.form, pointer, places)
    fields = field.form._fields
    is_filled = any(_counts(fields.get(key), value) for key, value in answers.items())
    return answers if is_filled else {}


def _counts(field: Any, value: object) -> bool:
    """Whether an answer was given by the person: not a box left alone, nor a value nobody can change."""
    if field is None:
        return True
    is_box = value is False and field.spec.widget == "checkbox"
    return not (is_box or field.is_fixed)
