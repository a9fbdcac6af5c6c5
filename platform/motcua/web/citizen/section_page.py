"""What a page of the citizen's form shows: one section, or all of them where the form is one long page."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import datetime

from motcua.domain.errors import FieldError, NotFoundError
from motcua.domain.forms.form_definition import in_object
from motcua.domain.text import Text
from motcua.services.forms import draft_files, draft_seen
from motcua.services.forms.draft_seen import WHOLE, SavedElsewhereError
from motcua.services.intake import drafts
from motcua.services.intake.drafts import Draft
from motcua.web.citizen import parts
from motcua.web.context import language, say
from motcua.web.forms import FormView
from motcua.web.forms.answers import answer_words

SEEN = "_seen"
"""The mark of the answers that the page was drawn with."""
BACK = "_back"
"""Where to go after saving, when not to the next part: the last look."""


@dataclass(frozen=True, slots=True)
class Differing:
    """A question that was answered differently elsewhere meanwhile, in words; empty for no answer."""

    label: str
    here: str
    there: str


@dataclass(frozen=True)
class SectionPage:
    """`section` is what is saved: a section's key, or WHOLE. `elsewhere`: when another page saved it, and what differs."""

    draft: Draft
    key: str
    section: str
    views: Sequence[FormView]
    seen: str
    elsewhere: datetime | None = None
    differing: Sequence[Differing] = ()

    @property
    def takes_files(self) -> bool:
        """Whether a question of the page, also one in a row yet to be added, is answered by a file."""
        return any(view.takes_files for view in self.views)

    @property
    def answers(self) -> dict[str, object]:
        return {key: value for view in self.views for key, value in view.data.items()}

    def apply_action(self, action: str | None) -> bool:
        return any(view.apply_action(action) for view in self.views)

    def attach_errors(self, errors: Iterable[FieldError]) -> None:
        """Each problem at its section; what belongs to none stands at the first."""
        left = list(errors)
        for view in self.views:
            mine = [error for error in left if view.asks(error.pointer)]
            left = [error for error in left if error not in mine]
            if mine:
                view.attach_errors(mine)
        if left:
            self.views[0].attach_errors(left)

    def error_summary(self) -> list[tuple[str, str]]:
        return [line for view in self.views for line in view.error_summary()]

    def saved_as(self, draft: Draft) -> SectionPage:
        """The same page over what is saved now."""
        return replace(self, draft=draft, seen=draft_seen.mark_of(draft.form, self.section, draft.data))

    def beside(self, error: SavedElsewhereError) -> SectionPage:
        """The same page with what another one has saved meanwhile; sent once more, this one is kept."""
        form, saved = self.draft.form, self.draft.data
        answers = self.answers
        fields = {field.key: field for field in in_object(form.fields)}
        rows = [
            Differing(
                say(fields[key].label),
                answer_words(fields[key], answers.get(key), language()),
                answer_words(fields[key], saved.get(key), language()),
            )
            for key in draft_seen.differing(form, self.section, answers, saved)
        ]
        return replace(self.saved_as(self.draft), elsewhere=error.saved_at, differing=rows)


def page_of(draft: Draft, key: str, formdata: Mapping[str, str] | None = None) -> SectionPage:
    """The page of a key as it was sent, or as it is kept. Raises NotFoundError."""
    section = WHOLE if key == parts.ALL and draft.form.layout == "one" else key
    found = draft_seen.parts_of(draft.form, section)
    if not found or (key == WHOLE):
        raise NotFoundError(Text("Tờ khai không có phần này.", "The form has no such part."))
    files = {str(file.id): file.name for file in draft.files if file.slot.startswith(drafts.FIELD_SLOT)}
    views = [
        FormView(
            draft.form,
            part.key,
            formdata=formdata,
            data=draft.data,
            language=language(),
            files=files,
        )
        for part in found
    ]
    slots = {str(file.id): file.slot for file in draft.files}
    for view in views:
        view.believe(lambda file_id, pointer: draft_files.is_of(slots.get(file_id, ""), pointer))
    return SectionPage(draft, key, section, views, draft_seen.mark_of(draft.form, section, draft.data))
