"""Two pages of one draft: whether a part has been saved elsewhere since a page of it was drawn, so that nothing is lost."""

from __future__ import annotations

import hashlib
import json
from collections.abc import Mapping
from datetime import datetime

from motcua.domain.errors import ConflictError
from motcua.domain.forms import FormDefinition, Section
from motcua.domain.forms.form_definition import in_object
from motcua.domain.text import Text

WHOLE = "*"
"""In place of a section: the whole form on one page (`x-layout`: "one")."""


class SavedElsewhereError(ConflictError):
    """The section was saved from another tab or device after the page had been drawn, at `saved_at`."""

    code = "saved_elsewhere"

    def __init__(self, saved_at: datetime) -> None:
        super().__init__(
            Text(
                "Phần này vừa được lưu ở một thẻ hoặc thiết bị khác. "
                "Bấm “Lưu và tiếp tục” để xem hai bản khác nhau chỗ nào; chưa có gì bị mất.",
                "This part has just been saved from another tab or device. "
                "Press “Save and continue” to see where the two differ; nothing is lost.",
            )
        )
        self.saved_at = saved_at


def require_seen(
    form: FormDefinition,
    section: str,
    seen: str | None,
    saved: Mapping[str, object],
    given: Mapping[str, object],
    saved_at: datetime,
) -> None:
    """Raise SavedElsewhereError when the saved answers are neither those the page knew nor those it brings.

    `seen` is the mark that the page was drawn with; None when it knows of none (an older page, a program).
    """
    mark = mark_of(form, section, saved)
    if seen is not None and mark not in (seen, mark_of(form, section, given)):
        raise SavedElsewhereError(saved_at)


def mark_of(form: FormDefinition, section: str, data: Mapping[str, object]) -> str:
    """What tells the answers of a section from any others."""
    text = json.dumps(answers_of(form, section, data), sort_keys=True, ensure_ascii=False)
    return hashlib.sha256(text.encode("utf-8", "surrogatepass")).hexdigest()[:24]


def answers_of(form: FormDefinition, section: str, data: Mapping[str, object]) -> dict[str, object]:
    """The answers of one section; none for a section that the form does not have."""
    keys = {field.key for part in parts_of(form, section) for field in in_object(part.fields)}
    return {key: value for key, value in data.items() if key in keys}


def parts_of(form: FormDefinition, section: str) -> list[Section]:
    """The section of a key, all of them for WHOLE, none for a section that the form does not have."""
    return [part for part in form.sections if section in (WHOLE, part.key)]


def differing(
    form: FormDefinition, section: str, data: Mapping[str, object], other: Mapping[str, object]
) -> list[str]:
    """The questions of a section that two sets of answers answer differently, in the order of the form."""
    return [
        field.key
        for part in parts_of(form, section)
        for field in in_object(part.fields)
        if data.get(field.key) != other.get(field.key)
    ]
