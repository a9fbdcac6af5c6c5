"""One form, or one part of it, on a page: what was posted, what is wrong with it, what to draw."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass
from typing import Any, cast

from wtforms.form import BaseForm
from wtforms.meta import DefaultMeta

from motcua.domain.errors import FieldError
from motcua.domain.forms.form_definition import Field, FormDefinition, Section, in_object
from motcua.web.forms.build import unbound_fields
from motcua.web.forms.drawing import Drawing
from motcua.web.forms.fields import FileAnswer, GroupAnswer, RowsAnswer
from motcua.web.forms.values import answers_of, drop_empty_rows, files_of, raw_answers
from motcua.web.forms.variants import VariantAnswer, spread

ACTION = "_action"
"""The name of the buttons that add and remove rows."""


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


class FormView(Drawing):
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
        asked = definition.fields if self.section is None else self.section.fields
        self._stored = dict(data or {})
        self._posted = formdata
        self.form = BaseForm(
            unbound_fields(definition, section, language), prefix=prefix, meta=_Meta(self.files)
        )
        self.form.process(formdata, data=spread(asked, self._stored))

    @property
    def fields(self) -> Sequence[Any]:
        """The WTForms fields in the order of the form."""
        return tuple(self.form)

    @property
    def data(self) -> dict[str, object]:
        """JSON values ready for validation; blank answers and rows left empty are dropped.

        What cannot be read (a word for a number) is the typed text, so that validation names it.
        """
        return answers_of(self.form)

    def merged(self, stored: Mapping[str, object]) -> dict[str, object]:
        """`stored` with this part's answers in place of its old ones; an answer cleared here is gone."""
        mine = self.keys
        return {**{key: value for key, value in stored.items() if key not in mine}, **self.data}

    @property
    def section_key(self) -> str:
        """The key of the part; empty for a whole form."""
        return self.section.key if self.section is not None else ""

    @property
    def own(self) -> tuple[Field, ...]:
        """The questions of this part."""
        return self.definition.fields if self.section is None else self.section.fields

    @property
    def keys(self) -> frozenset[str]:
        """The keys of the answers of this part."""
        return frozenset(one.key for one in in_object(self.own))

    def asks(self, pointer: str) -> bool:
        """Whether the answer at `pointer` belongs to this part."""
        return pointer.split("/", 2)[1:2] != [] and pointer.split("/", 2)[1] in self.keys

    def attach_errors(self, errors: Iterable[FieldError]) -> None:
        """Show each error at its field, or at the nearest one around it; the summary keeps all of them.

        Rows left empty leave the page first, so that "dòng 2" in a sentence is the second row in sight.
        """
        drop_empty_rows(self.form)
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

    @property
    def known(self) -> dict[str, object]:
        """All answers of the form as far as they are known here: those kept, those posted, those of this page."""
        posted = {} if self._posted is None else self._elsewhere()
        kept = {key: value for key, value in self._stored.items() if key not in self.keys}
        return {**kept, **posted, **raw_answers(self.form)}

    def _elsewhere(self) -> dict[str, object]:
        """What the same post holds for other parts, where several stand on one page."""
        if self.section is None:
            return {}
        fields = unbound_fields(self.definition, None, self.language)
        start = self.form._prefix
        others = {
            key: field
            for key, field in fields.items()
            if key not in self.keys and f"{start}{key}" in self._posted
        }
        form = BaseForm(others, prefix=start, meta=_Meta(self.files))
        form.process(self._posted, data={})
        return raw_answers(form)

    def apply_action(self, action: str | None) -> bool:
        """Do what a button of the page asks: add a row, remove a row, drop a file.

        `add:/nganh_nghe`, `remove:/nganh_nghe/1`, `drop:/du_thao`, `units:/tru_so` (the communes of the chosen
        province); row numbers are those drawn on the page.
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
        if verb == "units" and isinstance(field, GroupAnswer):
            return field.spec.widget == "address"
        if verb == "drop" and isinstance(field, FileAnswer):
            field.data = None
            return True
        return False

    def file_fields(self) -> list[FileSlot]:
        """Where the page's view stores uploads: read `request.files[slot.upload_name]`, then `set_file`."""
        return [
            FileSlot(pointer, field.upload_name, str(field.label.text))
            for pointer, field in files_of(self._places())
        ]

    def set_file(self, pointer: str, file_id: str, name: str) -> None:
        """Answer the file question at `pointer` (of a `FileSlot`) with a stored file."""
        self.files[file_id] = name
        cast(_Meta, self.form.meta).files = self.files
        self._places()[pointer].data = file_id

    def believe(self, is_own: Callable[[str, str], bool]) -> None:
        """Drop the answers that name a file sent for another question; asked with the file's id and the pointer."""
        for pointer, field in files_of(self._places()):
            if field.data and not is_own(field.data, pointer):
                field.data = None

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
            else:
                field = _named(inside, part)
                if field is None:
                    return None
            inside = field.form if isinstance(field, GroupAnswer) else None
        return field

    def _places(self) -> dict[str, Any]:
        """The field of each pointer into `data`; rows left empty are not counted, as in `data`."""
        found: dict[str, Any] = {}
        answers_of(self.form, "", found)
        return found


def _named(form: BaseForm | None, key: str) -> Any | None:
    """The field of an object by its key, those of the chosen ways included."""
    if form is None:
        return None
    if key in form:
        return form[key]
    for field in form:
        if isinstance(field, VariantAnswer) and (found := _named(field.chosen_form, key)) is not None:
            return found
    return None


def _has_rows(field: Any) -> bool:
    return isinstance(field, RowsAnswer)


def _numbers(rows: Any) -> set[str]:
    return {str(number) for number in range(len(rows.entries))}
