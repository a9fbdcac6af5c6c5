"""The WTForms fields of e-forms, one per kind of answer; each knows its `spec` and keeps what was typed."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping, Sequence
from typing import Any, cast

from wtforms import BooleanField, FieldList, FormField, SelectField, SelectMultipleField, StringField
from wtforms import Field as WebField
from wtforms.fields.choices import SelectChoice  # type: ignore[attr-defined]
from wtforms.form import BaseForm
from wtforms.utils import unset_value
from wtforms.widgets import TextArea

from motcua.domain.forms.form_condition import same
from motcua.domain.forms.form_dates import LUNAR, day_first
from motcua.domain.forms.form_definition import Field
from motcua.domain.forms.form_format import format_date, format_number, group_digits
from motcua.domain.forms.form_normalise import normalise_text
from motcua.web.forms.parsing import parse_date, parse_day, parse_integer, parse_number
from motcua.web.forms.variants import spread

MAX_ROW_NUMBER = 4
"""Figures in the highest row number a posted name may carry."""
UNSELECTED = "–"


class Answering(WebField):
    """What every field of an e-form gives: the JSON value it stands for, and whether nobody can change it."""

    spec: Field

    def process(self, formdata: Any, data: Any = unset_value, extra_filters: Any = None) -> None:
        super().process(None if self.is_fixed else formdata, data, extra_filters)

    @property
    def answer(self) -> object:
        return self.data

    @property
    def is_fixed(self) -> bool:
        return is_fixed(self.spec)


def is_fixed(spec: Field) -> bool:
    """Whether an answer stands there to be read: what is posted for it is not even looked at."""
    is_ticked = spec.kind == "yes_no" and not spec.read_only
    return spec.read_only or (spec.constant is not None and not is_ticked)


class TextAnswer(Answering, StringField):
    """A line of text. `data` is the JSON value; the input shows what was typed, else the value as people write it."""

    def __init__(self, spec: Field, language: str, **options: Any) -> None:
        super().__init__(spec.label.in_(language), **options)
        self.spec = spec
        self.language = language

    def process_formdata(self, valuelist: Sequence[Any]) -> None:
        typed = str(valuelist[0]) if valuelist else ""
        self.data = self.parse(typed) if normalise_text(typed) else None

    def parse(self, typed: str) -> Any:
        return typed

    def shown(self, value: object) -> str:
        text = str(value)
        return group_digits(text) if self.spec.is_grouped else text

    def _value(self) -> str:
        if self.raw_data:
            return str(self.raw_data[0])
        return "" if self.data is None else self.shown(self.data)


class LongTextAnswer(TextAnswer):
    widget = TextArea()


class DateAnswer(TextAnswer):
    """One text input `dd/mm/yyyy`: quicker than three boxes for clerks, and pasting works."""

    def parse(self, typed: str) -> Any:
        return parse_date(typed)

    def shown(self, value: object) -> str:
        return format_date(str(value))


class PartialDayAnswer(TextAnswer):
    """A day of which only the year or the month may be known, by the sun or, ticked, by the moon."""

    lunar = False

    def process(self, formdata: Any, data: Any = unset_value, extra_filters: Any = None) -> None:
        self.lunar = str(data).endswith(LUNAR)
        if formdata and self.name in formdata:
            self.lunar = self.lunar_name in formdata
        super().process(formdata, data, extra_filters)

    @property
    def lunar_name(self) -> str:
        return f"{self.name}-lunar"

    def parse(self, typed: str) -> Any:
        day = parse_day(typed)
        return f"{day}{LUNAR}" if self.lunar and not day.endswith(LUNAR) else day

    def shown(self, value: object) -> str:
        return day_first(str(value))


class NumberAnswer(TextAnswer):
    """A number, whole number or sum of money with the separators of the reader's language."""

    def parse(self, typed: str) -> Any:
        return parse_number(typed, self.language) if self.spec.kind == "number" else parse_integer(typed)

    def shown(self, value: object) -> str:
        if isinstance(value, int | float) and not isinstance(value, bool):
            return format_number(value).in_(self.language)
        return str(value)


def _options(spec: Field, language: str) -> list[Any]:
    return [SelectChoice(one.key, one.label.in_(language)) for one in spec.choices]


def _key_of(spec: Field, value: object) -> str:
    """The key of a stored answer; choices may be numbers or yes and no."""
    return next((one.key for one in spec.choices if same(one.answer, value)), str(value))


def _answer_of(spec: Field, key: str) -> object:
    return next((one.answer for one in spec.choices if one.key == key), key)


class ChoiceAnswer(Answering, SelectField):
    """One of a closed list, as radios or a drop-down list."""

    def __init__(self, spec: Field, language: str, **options: Any) -> None:
        choices = [SelectChoice("", UNSELECTED), *_options(spec, language)]
        super().__init__(spec.label.in_(language), choices=choices, validate_choice=False, **options)
        self.spec = spec

    def process_data(self, value: object) -> None:
        self.data = None if value is None else _key_of(self.spec, value)

    def process_formdata(self, valuelist: Sequence[Any]) -> None:
        self.data = str(valuelist[0]) if valuelist and valuelist[0] else None

    @property
    def answer(self) -> object:
        return None if self.data is None else _answer_of(self.spec, str(self.data))


class ChoicesAnswer(Answering, SelectMultipleField):
    """Several of a closed list, as checkboxes."""

    def __init__(self, spec: Field, language: str, **options: Any) -> None:
        choices = _options(spec, language)
        super().__init__(spec.label.in_(language), choices=choices, validate_choice=False, **options)
        self.spec = spec

    def process_data(self, value: object) -> None:
        self.data = [_key_of(self.spec, one) for one in value] if isinstance(value, list) else []

    def process_formdata(self, valuelist: Sequence[Any]) -> None:
        self.data = list(dict.fromkeys(str(one) for one in valuelist))

    @property
    def answer(self) -> object:
        return [_answer_of(self.spec, one) for one in self.data or []]


def is_box(spec: Field) -> bool:
    """Whether yes or no is one box to tick."""
    return spec.widget in ("checkbox", "declaration") or spec.text is not None


class YesNoAnswer(Answering, BooleanField):
    """Yes or no as two radios (None until one is chosen); a checkbox when the form says so (then never None)."""

    def __init__(self, spec: Field, language: str, **options: Any) -> None:
        super().__init__(spec.label.in_(language), **options)
        self.spec = spec

    def process_data(self, value: object) -> None:
        # types-wtforms has bool, but an unanswered question is neither.
        self.data = cast(bool, value if isinstance(value, bool) else None)

    def process_formdata(self, valuelist: Sequence[Any]) -> None:
        typed = str(valuelist[0]) if valuelist else ""
        unanswered = False if is_box(self.spec) else None
        self.data = cast(bool, {"true": True, "false": False}.get(typed, unanswered))


class FileAnswer(Answering):
    """The id of a stored file, posted back in a hidden input and believed only when the page knows the file."""

    def __init__(self, spec: Field, language: str, **options: Any) -> None:
        super().__init__(spec.label.in_(language), **options)
        self.spec = spec

    @property
    def upload_name(self) -> str:
        return f"{self.name}-upload"

    def process_formdata(self, valuelist: Sequence[Any]) -> None:
        posted = str(valuelist[0]) if valuelist else ""
        self.data = posted if posted in getattr(self.meta, "files", {}) else None


class GroupAnswer(Answering, FormField):  # type: ignore[type-arg]
    """A nested group; its own fields come from the definition, so data keys never meet Python's keywords."""

    def __init__(self, spec: Field, language: str, inner: Mapping[str, Any], **options: Any) -> None:
        super().__init__(BaseForm, spec.label.in_(language) if spec.kind == "group" else "", **options)
        self.spec = spec
        self.inner = inner

    def process(self, formdata: Any, data: Any = unset_value, extra_filters: Any = None) -> None:
        self.object_data = spread(self.spec.fields, data) if isinstance(data, Mapping) else {}
        self.form = BaseForm(self.inner, prefix=f"{self.name}-", meta=self.meta)
        self.form.process(formdata, data=self.object_data)

    def post_process(self, formdata: Any = None) -> None:
        """The inner form has done this at the end of its own `process`; twice per level would double with depth."""


class RowsAnswer(Answering, FieldList):  # type: ignore[type-arg]
    """Repeating rows; at least one is shown when the form wants one."""

    def __init__(self, spec: Field, language: str, row: Any, **options: Any) -> None:
        most = (spec.limits.max_items or 0) + 1
        first = 1 if spec.required else 0
        super().__init__(row, spec.label.in_(language), min_entries=first, max_entries=most, **options)
        self.spec = spec

    def process(self, formdata: Any, data: Any = unset_value, extra_filters: Any = None) -> None:
        rows = data[: self.max_entries] if isinstance(data, list) else []
        if self.spec.is_list:
            rows = [{"": value} for value in rows]
        super().process(formdata, rows)

    def blank(self, token: str) -> Any:
        """An empty row whose number is `token`, for the script that adds rows in place."""
        options = {"name": f"{self.name}-{token}", "id": f"{self.id}-{token}", "_meta": self.meta}
        entry = self.meta.bind_field(cast(Any, self)._form, self.unbound_field, options)
        entry.process(None, {})
        return entry

    def drop(self, number: int) -> None:
        """Take away the row at `number`; those after it move up, and so do their names."""
        cast(Any, self).pop_entry(number)

    def _extract_indices(self, prefix: str, formdata: Iterable[str]) -> Iterator[int]:
        # WTForms takes any str.isdigit(), superscripts among them, which int() then refuses with a 500.
        for name in formdata:
            number = name.removeprefix(f"{prefix}-").split("-", 1)[0] if name.startswith(f"{prefix}-") else ""
            if number.isascii() and number.isdecimal() and len(number) <= MAX_ROW_NUMBER:
                yield int(number)


class SilentAnswer(Answering):
    """A note, or an answer that the server works out: drawn, never read."""

    def __init__(self, spec: Field, language: str, **options: Any) -> None:
        super().__init__(spec.label.in_(language), **options)
        self.spec = spec
        self.language = language

    def process(self, formdata: Any, data: Any = unset_value, extra_filters: Any = None) -> None:
        super().process(None, data, extra_filters)
