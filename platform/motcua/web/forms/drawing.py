"""What the macros of `templates/forms` ask a view for: attributes, options and words of one field."""

from __future__ import annotations

import json
from abc import ABC, abstractmethod
from collections.abc import Iterable, Mapping
from dataclasses import replace
from functools import cached_property
from typing import Any

from flask import current_app
from flask_babel import gettext as _

from motcua.domain.forms.form_definition import Field, FormDefinition, Variant, in_object
from motcua.domain.forms.form_normalise import normalise
from motcua.domain.forms.money_words import sum_in_words
from motcua.domain.text import Text
from motcua.services.intake.carried_files import FIELD_SLOT
from motcua.web.forms import catalogues
from motcua.web.forms.answers import answer_words
from motcua.web.forms.asked import Asked, asked_of, elsewhere, words_of
from motcua.web.forms.attributes import hint_of, input_attributes
from motcua.web.forms.fields import ChoiceAnswer, is_box, is_fixed
from motcua.web.forms.formulas import tree_of

SHORT_LIST = 4
FILE_KINDS = {"pdf": (".pdf",), "image": (".jpg", ".jpeg", ".png", ".webp", ".heic")}


class Drawing(ABC):
    """The half of a view that the templates see."""

    definition: FormDefinition
    language: str
    form: Any
    focus: str
    _errors: Mapping[str, str]

    @property
    @abstractmethod
    def known(self) -> dict[str, object]:
        """All answers of the form as far as they are known here."""

    @property
    @abstractmethod
    def own(self) -> tuple[Field, ...]:
        """The questions of this part."""

    @property
    @abstractmethod
    def keys(self) -> frozenset[str]:
        """The keys of the answers of this part."""

    @property
    def takes_files(self) -> bool:
        """Whether a question of this part, also one in a row yet to be added, is answered by a file."""
        return _asks_file(self.own)

    def error(self, field: Any) -> str | None:
        return self._errors.get(field.id)

    def hint(self, field: Any) -> str | None:
        return hint_of(field.spec, self.language)

    def is_optional(self, field: Any) -> bool:
        """Whether the label carries "(không bắt buộc)"; not where a rule may ask for the answer."""
        spec = field.spec
        is_shown = spec.kind in ("note", "computed") or is_fixed(spec) or is_box(spec)
        return not (spec.required or spec.is_conditional or spec.required_if or is_shown)

    def is_box(self, field: Any) -> bool:
        return is_box(field.spec)

    def is_radio(self, field: Any) -> bool:
        """Whether a closed list is drawn as radios: when the form says so, else when it is short."""
        widget = field.spec.widget
        return bool(widget == "radio" or (not widget and len(field.spec.choices) <= SHORT_LIST))

    def attributes(self, field: Any) -> dict[str, str]:
        """The HTML attributes of the field's input."""
        return input_attributes(
            field.spec, field.id, self.hint(field), self.error(field), has_focus=field.id == self.focus
        )

    def data_attributes(self, field: Any) -> dict[str, str]:
        """What scripts read at the frame of a question."""
        spec = field.spec
        found: dict[str, str] = {}
        if spec.shown_if is not None:
            asked = self.asked(field)
            found["data-when"] = as_json(spec.shown_if.as_json())
            found["data-asked"] = "yes" if asked is not None and asked.is_asked else "no"
        if isinstance(field, ChoiceAnswer) and any(one.value is not None for one in spec.choices):
            found["data-values"] = as_json({one.key: one.answer for one in spec.choices})
        if spec.kind == "rows":
            found["data-most"] = str(spec.limits.max_items)
        if spec.widget == "business_lines":
            found["data-lines-url"] = _root("/business-lines.json")
        return found

    def asked(self, field: Any) -> Asked | None:
        """How a conditional question stands; None for one that is always asked."""
        if field.spec.shown_if is None:
            return None
        return Asked(self._states.get(field.id, False), self._sentences[id(field.spec)])

    @cached_property
    def _sentences(self) -> Mapping[int, Text]:
        return dict(words_of(self.definition.fields, (self.definition.fields,)))

    @cached_property
    def _states(self) -> Mapping[str, bool]:
        data = normalise(self.definition, dict(self.known))
        return dict(asked_of(self.form, (data,)))

    @property
    def around(self) -> str:
        """The answers outside this page that its conditions and formulas speak of, for the script."""
        return as_json(elsewhere(self.own, self.keys, self.known))

    def marks(self, way: Variant) -> str:
        """The answers that choosing a way gives, for the script."""
        return as_json(dict(way.marks))

    def row_token(self, pointer: str) -> str:
        """What stands for the number of a row that is yet to be added."""
        return f"__n{pointer.count('/')}__"

    def blank_row(self, rows: Any, pointer: str) -> Any:
        return rows.blank(self.row_token(pointer))

    def is_unit(self, field: Any) -> bool:
        return isinstance(field, catalogues.UnitAnswer)

    def is_bank(self, field: Any) -> bool:
        return isinstance(field, catalogues.BankAnswer)

    def unit_options(self, group: Any, field: Any) -> list[tuple[str, str]]:
        return catalogues.unit_options(group.spec, group.form, field.spec.key, self.language)

    def bank_options(self) -> list[tuple[str, str]]:
        return catalogues.bank_options()

    def units_url(self, group: Any) -> str:
        """Where the script finds the units of a province; it puts the province's code in place of the X."""
        edition = catalogues.FORMER if group.spec.is_former else catalogues.CURRENT
        return _root(f"/units/{edition}/X.{self.language}.json")

    def wants_units(self, group: Any) -> bool:
        """Whether an address has a button, for pages without scripts, that fetches the units of the next level."""
        return group.spec.kind == "group" and any(self.is_unit(one) for one in group.form)

    def next_unit(self, group: Any) -> str:
        return str(_("danh sách xã, phường của tỉnh, thành phố đã chọn"))

    def fixed_words(self, field: Any) -> str:
        return answer_words(field.spec, field.answer, self.language)

    def computed_words(self, field: Any) -> str:
        """The answer alone: the page writes what stands before and after it, and scripts change only the number."""
        return answer_words(replace(field.spec, prefix=None, suffix=None), field.answer, self.language)

    def sum_in_words(self, field: Any) -> str:
        return sum_in_words(field.data, self.language)

    def is_whole(self, field: Any) -> bool:
        """Whether a computed number is rounded to a whole one, as sums of money are."""
        return bool(field.spec.answer_type == "integer")

    def formula(self, field: Any) -> str:
        tree = tree_of(field.spec.formula) if field.spec.formula else None
        return "" if tree is None else as_json(tree)

    def accept(self, field: Any) -> str | None:
        """The endings of the files that answer a question, for the dialog that chooses them."""
        endings = [ending for kind in field.spec.accept for ending in FILE_KINDS.get(kind, ())]
        return ",".join(endings) or None

    def upload_attributes(self, field: Any, pointer: str) -> dict[str, str]:
        """What the script of uploads reads around the plain input."""
        found = {"data-upload": f"{FIELD_SLOT}{pointer}"}
        if accept := self.accept(field):
            found["data-accept"] = accept
        if field.spec.max_mb:
            found["data-max"] = str(field.spec.max_mb * 1024 * 1024)
        return found


def _asks_file(fields: Iterable[Field]) -> bool:
    return any(one.kind == "file" or _asks_file(one.fields) for one in in_object(fields))


def as_json(value: object) -> str:
    return json.dumps(value, ensure_ascii=False, separators=(",", ":"))


def _root(path: str) -> str:
    """A path of this application as the browser must ask for it."""
    return str(current_app.config.get("APPLICATION_ROOT") or "/").rstrip("/") + path
