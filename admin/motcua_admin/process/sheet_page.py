"""What the page of the information sheet shows: the inputs with what may be chosen, and which items are still empty."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Final

from flask_babel import gettext as _

from motcua.domain.forms import FormDefinition
from motcua.domain.process.procedure_sheet import ITEMS, OPTIONAL
from motcua.domain.process.process_words import CHANNELS, SHEET_ITEMS
from motcua.domain.process.service_manner import DATABASES, LEVEL_ABOUT, LEVELS, WAYS, Scheme, level_name
from motcua.domain.text import Text
from motcua.services.process.draft_room import Room
from motcua.services.process.procedure_sheet import DraftSheet
from motcua.store.base import Record
from motcua.web.context import say
from motcua.web.filters import named
from motcua_admin.process.new_draft import levels
from motcua_admin.process.sheet_choices import SETTINGS, Choices, cases, formulas
from motcua_admin.process.sheet_entry import Entry
from motcua_admin.process.sheet_limit import units

WRITTEN: Final = ("manner", "sets", "subjects", "agency", "conditions", "steps", "time", "form")
"""The items that are written out, in the order in which the page asks for them."""


@dataclass(frozen=True)
class SheetPage:
    """`errors` are sentences by the name of their input; `mark` is of the stored sheet that was looked at.

    `form` is the e-form chosen, for the cases that its answers distinguish.
    """

    sheet: DraftSheet
    entry: Entry
    room: Room | None
    form: FormDefinition | None
    mark: str
    scheme: Scheme
    errors: Mapping[str, str]
    notice: str = ""

    @property
    def row(self) -> Record:
        return self.sheet.row

    @property
    def summary(self) -> list[tuple[str, str]]:
        return list(self.errors.items())

    @property
    def items(self) -> list[tuple[str, str, bool]]:
        """The twelve items: key, name, whether it is still empty although it must not be."""
        gaps = set(self.sheet.gaps)
        return [(key, say(words), key in gaps) for key, words in ITEMS.items() if key not in OPTIONAL]

    @property
    def missing(self) -> int:
        return len(self.sheet.gaps)

    @property
    def fields(self) -> Choices:
        return [(row.key, named(row)) for row in self.room.fields] if self.room else self._only("field")

    @property
    def owners(self) -> Choices:
        if self.room is None:
            return self._only("owner_id")
        return [(str(key or ""), say(words)) for key, words in self.room.owners]

    @property
    def forms(self) -> Choices:
        """The e-forms of the field chosen; one that the library has no longer stands among them by its key."""
        none = ("", str(_("Chưa chọn")))
        found = [none, *((row.key, named(row, "title")) for row in self._library)]
        chosen = self.entry.values["form"]
        return found if chosen in dict(found) else [*found, (chosen, chosen)]

    @property
    def _library(self) -> Sequence[Record]:
        return self.room.forms.get(self.entry.values["field"], ()) if self.room else ()

    def _only(self, name: str) -> Choices:
        value = self.entry.values[name]
        return [(value, value)]

    def cases(self, chosen: str) -> Choices:
        return cases(self.form, chosen)

    def formulas(self, chosen: str) -> Choices:
        return formulas(self.form, chosen)

    def units(self, kept: str) -> Choices:
        return units(kept)

    @property
    def kinds(self) -> Choices:
        """The kinds of agency that take a procedure, as a draft is begun with them."""
        return [(key, say(words)) for key, words in levels()]

    @property
    def levels(self) -> Choices:
        named = [(level, level_name(level, self.scheme)) for level in LEVELS]
        return [
            ("", str(_("Chưa ghi (không hạn chế)"))),
            *((str(level), f"{say(name)}: {say(LEVEL_ABOUT[level])}") for level, name in named if name),
        ]

    @property
    def ways(self) -> list[tuple[str, str, Choices]]:
        """The kinds of ways to tick: key, question, ways."""
        questions = {
            "filing": _("Cách nộp hồ sơ"),
            "results": _("Cách nhận kết quả"),
            "transactions": _("Cách giao dịch trong quá trình giải quyết"),
            "payment": _("Cách nộp phí, lệ phí"),
        }
        return [(key, questions[key], _said(known)) for key, known in WAYS.items()]

    @property
    def channels(self) -> Choices:
        return [("", str(_("Mọi cách nộp"))), *_said(CHANNELS)]

    @property
    def databases(self) -> Choices:
        return [("", str(_("Không"))), *_said(DATABASES)]

    @property
    def settings(self) -> list[tuple[str, str, Choices]]:
        """The settings to decide otherwise than the province: key, question, answers."""
        found: list[tuple[str, str, Choices]] = []
        for key, (question, answers) in SETTINGS.items():
            choices = [
                ("", str(_("Theo cấu hình của tỉnh"))),
                *((value, str(words)) for value, words in answers),
            ]
            chosen = self.entry.values[f"setting-{key}"]
            if chosen not in dict(choices):
                choices.append((chosen, chosen))
            found.append((key, str(question), choices))
        return found

    @property
    def settings_chosen(self) -> bool:
        """Whether the procedure decides anything otherwise."""
        return any(self.entry.values[f"setting-{key}"] for key in SETTINGS)

    @property
    def written(self) -> Choices:
        return [(key, say(SHEET_ITEMS[key])) for key in WRITTEN]


def _said(words: Mapping[str, Text]) -> Choices:
    return [(key, say(text)) for key, text in words.items()]
