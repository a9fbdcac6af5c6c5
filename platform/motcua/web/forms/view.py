"""One form, or one part of it, on a page: what was posted, what is wrong with it, what to draw."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from typing import Any, cast

from wtforms.form import BaseForm
from wtforms.meta import DefaultMeta

from motcua.domain.errors import FieldError
from motcua.domain.form_definition import FormDefinition, Section
from motcua.domain.form_errors import child
from motcua.web.forms.attributes import hint_of, input_attributes
from motcua.web.forms.build import unbound_fields
from motcua.web.forms.fields import FileAnswer, GroupAnswer, RowsAnswer

ACTION = "_action"
"""The name of the buttons that add and remove rows."""
SHORT_LIST = 4


@dataclass(frozen=True, slots=True)
class FileSlot:
    """A question answered by a file: where its id goes, and the name of the upload input."""

    pointer: str
    upload_name: str
    label: str


class _Meta(DefaultMeta):
    """What every field of one view shares: the files the page may mention, by id."""

    csrf = False
    locales = False

    def __init__(self, files: Mapping[str, str]) -> None:
        self.files = files


class FormView:
    """A form bound to what was posted (`formdata`, of `request.form`'s kind) or stored (`data`, JSON values).

    `section` is the key of one part, None for the whole form (step forms). `prefix` keeps two forms of one page
    apart. `files` names the stored files the dossier owns, id → file name: a posted id outside it is dropped.
    Raises KeyError for an unknown section.
    """

    def __init__(
        self,
        definition: FormDefinition,
        section: str | None = None,
        *,
        prefix: str = "",
        formdata: Any = None,
        data: Mapping[str, object] | None = None,
        language: str = "vi",
        files: Mapping[str, str] | None = None,
    ) -> None:
        self.definition = definition
        self.section: Section | None = None if section is None else definition.section_by_key[section]
        self.language = language
        self.files: dict[str, str] = dict(files or {})
        self.focus = ""
        self._errors: dict[str, str] = {}
        self._summary: list[tuple[str, str]] = []
        self.form = BaseForm(
            unbound_fields(definition, section, language), prefix=prefix, meta=_Meta(self.files)
        )
        self.form.process(formdata, data=dict(data or {}))

    @property
    def fields(self) -> Sequence[Any]:
        """The WTForms fields in the order of the form."""
        return tuple(self.form)

    @property
    def data(self) -> dict[str, object]:
        """JSON values ready for validation; blank answers and rows left empty are dropped.

        What cannot be read (a word for a number) is the typed text, so that validation names it.
        """
        return {key: value for key, value, _ in self._answers() if not _is_blank(value)}

    def merged(self, stored: Mapping[str, object]) -> dict[str, object]:
        """`stored` with this part's answers in place of its old ones; an answer cleared here is gone."""
        kept = {key: value for key, value in stored.items() if key not in self.form}
        return {**kept, **self.data}

    def attach_errors(self, errors: Iterable[FieldError]) -> None:
        """Show each error at its field, or at the nearest one around it; the summary keeps all of them.

        Rows left empty leave the page first, so that "dòng 2" in a sentence is the second row in sight.
        """
        _drop_empty_rows(self.form)
        places = self._places()
        for error in errors:
            message = error.message.in_(self.language)
            pointer = error.pointer
            while pointer and pointer not in places:
                pointer = pointer.rpartition("/")[0]
            anchor = str(places[pointer].id) if pointer else ""
            if anchor:
                self._errors.setdefault(anchor, message)
            self._summary.append((anchor, message))

    def error_summary(self) -> list[tuple[str, str]]:
        """(anchor, message) for `error_summary` of the page; the anchor is empty when no field is to blame."""
        return list(self._summary)

    def error(self, field: Any) -> str | None:
        return self._errors.get(field.id)

    def hint(self, field: Any) -> str | None:
        return hint_of(field.spec, self.language)

    def is_optional(self, field: Any) -> bool:
        """Whether the label carries "(không bắt buộc)"; not where a rule may ask for the answer."""
        return not (field.spec.required or field.spec.is_conditional or field.spec.widget == "checkbox")

    def attributes(self, field: Any) -> dict[str, str]:
        """The HTML attributes of the field's input."""
        return input_attributes(
            field.spec, field.id, self.hint(field), self.error(field), has_focus=field.id == self.focus
        )

    def is_radio(self, field: Any) -> bool:
        """Whether a closed list is drawn as radios: when the form says so, else when it is short."""
        widget = field.spec.widget
        return bool(widget == "radio" or (not widget and len(field.spec.choices) <= SHORT_LIST))

    def apply_action(self, action: str | None) -> bool:
        """Do what a button of the page asks: add a row, remove a row, drop a file.

        `add:/nganh_nghe`, `remove:/nganh_nghe/1`, `drop:/du_thao`; row numbers are those drawn on the page.
        True when it did: the page is then drawn again with everything typed, and nothing is saved. Any other
        text, also one that names no such place in this form, changes nothing and gives False.
        """
        verb, _, pointer = (action or "").partition(":")
        if verb == "remove":
            parent, _, number = pointer.rpartition("/")
            return self._remove_row(self._at(parent), number)
        field = self._at(pointer)
        if verb == "add" and _has_rows(field):
            return self._add_row(field)
        if verb == "drop" and isinstance(field, FileAnswer):
            field.data = None
            return True
        return False

    def file_fields(self) -> list[FileSlot]:
        """Where the page's view stores uploads: read `request.files[slot.upload_name]`, then `set_file`."""
        return [
            FileSlot(pointer, field.upload_name, str(field.label.text))
            for pointer, field in self._places().items()
            if field.spec.kind == "file"
        ]

    def set_file(self, pointer: str, file_id: str, name: str) -> None:
        """Answer the file question at `pointer` (of a `FileSlot`) with a stored file."""
        self.files[file_id] = name
        cast(_Meta, self.form.meta).files = self.files
        self._places()[pointer].data = file_id

    def _remove_row(self, rows: Any, number: str) -> bool:
        if not _has_rows(rows) or number not in _numbers(rows):
            return False
        rows.drop(int(number))
        return True

    def _add_row(self, rows: Any) -> bool:
        if len(rows.entries) >= (rows.spec.limits.max_items or 0):
            return False
        entry = rows.append_entry({})
        first = next(iter(entry.form))
        self.focus = first.id
        return True

    def _at(self, pointer: str) -> Any | None:
        """The field at a pointer whose row numbers are those drawn on the page."""
        field: Any = None
        inside: Any = self.form
        for part in pointer.split("/")[1:]:
            if _has_rows(field):
                if part not in _numbers(field):
                    return None
                field = field.entries[int(part)]
            elif inside is not None and part in inside:
                field = inside[part]
            else:
                return None
            inside = field.form if isinstance(field, GroupAnswer) else None
        return field

    def _answers(self, places: dict[str, Any] | None = None) -> Iterable[tuple[str, object, Any]]:
        found: dict[str, Any] = {} if places is None else places
        for key, field in self.form._fields.items():
            yield key, _value(field, child("", key), found), field

    def _places(self) -> dict[str, Any]:
        """The field of each pointer into `data`; rows left empty are not counted, as in `data`."""
        found: dict[str, Any] = {}
        for _ in self._answers(found):
            pass
        return found


def _drop_empty_rows(form: BaseForm) -> None:
    for field in form:
        if isinstance(field, RowsAnswer):
            for number in reversed(range(len(field.entries))):
                _drop_empty_rows(field.entries[number].form)
                if not _group(field.entries[number], "", {}) and len(field.entries) > field.min_entries:
                    field.drop(number)
        elif isinstance(field, GroupAnswer):
            _drop_empty_rows(field.form)


def _has_rows(field: Any) -> bool:
    return isinstance(field, RowsAnswer)


def _numbers(rows: Any) -> set[str]:
    return {str(number) for number in range(len(rows.entries))}


def _value(field: Any, pointer: str, places: dict[str, Any]) -> object:
    places[pointer] = field
    if _has_rows(field):
        rows: list[object] = []
        for entry in field.entries:
            row = _group(entry, child(pointer, len(rows)), places)
            if row:
                rows.append(row)
        return rows
    if isinstance(field, GroupAnswer):
        return _group(field, pointer, places)
    return field.data


def _group(field: Any, pointer: str, places: dict[str, Any]) -> dict[str, object]:
    """The answers of a group or row; empty when nothing but unticked boxes is in it."""
    places[pointer] = field
    answers: dict[str, object] = {}
    is_filled = False
    for key, inner in field.form._fields.items():
        value = _value(inner, child(pointer, key), places)
        if not _is_blank(value):
            answers[key] = value
            is_filled = is_filled or not (value is False and inner.spec.widget == "checkbox")
    return answers if is_filled else {}


def _is_blank(value: object) -> bool:
    return value is None or value in ("", [], {})
