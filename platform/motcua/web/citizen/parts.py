"""The parts of a begun form in their order: sections, papers, and the last look before sending."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Literal

from flask import url_for
from flask_babel import gettext as _

from motcua.domain.forms.form_definition import in_object
from motcua.services.intake import drafts
from motcua.services.intake.drafts import Draft
from motcua.web.context import say

PAPERS, CHECK = "papers", "check"
ALL = "all-parts"
"""The page of a form that is one long page (`x-layout`: "one")."""


@dataclass(frozen=True, slots=True)
class Part:
    """One page of the form: `is_done` once it has been gone through, `is_lacking` while something is missing.

    `is_begun`: something in it has been answered.
    """

    key: str
    title: str
    url: str
    is_done: bool
    is_lacking: bool
    is_begun: bool = False


@dataclass(frozen=True)
class Way:
    """Where a page stands among the parts; `number` from 1, the check page behind the last part."""

    parts: Sequence[Part]
    number: int

    @property
    def total(self) -> int:
        return len(self.parts)

    @property
    def back(self) -> Part | None:
        return self.parts[self.number - 2] if self.number > 1 else None

    @property
    def listed(self) -> list[dict[str, object]]:
        """The rows of `macros/sections.html`."""
        return [
            {"title": part.title, "url": part.url, "state": self._state(place, part)}
            for place, part in enumerate(self.parts, 1)
        ]

    def _state(self, place: int, part: Part) -> Literal["now", "done", "begun", "next"]:
        if place == self.number:
            return "now"
        return "done" if part.is_done else "begun" if part.is_begun else "next"


def parts_of(draft: Draft) -> list[Part]:
    """The sections, then the papers when the procedure asks for any beside the form."""
    parts = _sections(draft)
    if draft.papers:
        url = url_for("citizen.papers", draft_id=draft.id)
        is_lacking = bool(drafts.missing_papers(draft))
        is_reached = bool(draft.files) or all(part.is_done for part in parts)
        is_done = not is_lacking and is_reached
        parts.append(Part(PAPERS, _("Giấy tờ kèm theo"), url, is_done, is_lacking, bool(draft.files)))
    return parts


def _sections(draft: Draft) -> list[Part]:
    """A page for each section, or one for all of them."""
    pages = [(section.key, section.title, [section]) for section in draft.form.sections]
    if draft.form.layout == "one":
        pages = [(ALL, draft.form.title, list(draft.form.sections))]
    return [
        Part(
            key,
            say(title),
            url_for("citizen.section", draft_id=draft.id, section_key=key),
            is_done=(is_done := all(one.key in draft.done for one in sections)),
            is_lacking=not is_done,
            is_begun=any(field.key in draft.data for one in sections for field in in_object(one.fields)),
        )
        for key, title, sections in pages
    ]


def page_key(draft: Draft, section_key: str) -> str:
    """The page on which a section is filled in."""
    return ALL if draft.form.layout == "one" else section_key


def way(draft: Draft, key: str) -> Way:
    """The way through the form as seen from the part `key`."""
    parts = parts_of(draft)
    keys = [part.key for part in parts]
    return Way(parts, keys.index(key) + 1 if key in keys else len(parts) + 1)


def url_after(draft: Draft, key: str) -> str:
    """Where "Lưu và tiếp tục" leads from the part `key`."""
    here = way(draft, key)
    if here.number < here.total:
        return here.parts[here.number].url
    return url_for("citizen.check", draft_id=draft.id)


def first_open_url(draft: Draft) -> str:
    """The first part that is not done yet, else the check page."""
    parts = parts_of(draft)
    return next(
        (part.url for part in parts if part.key != PAPERS and not part.is_done),
        parts[-1].url if draft.papers else url_for("citizen.check", draft_id=draft.id),
    )
