"""The library of e-forms as people see it: every form with its draft, its versions, and two of them compared."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from motcua.domain.diff.process_diff_change import Change
from motcua.domain.errors import NotFoundError
from motcua.domain.people.permissions import Actor, lacking, may_anywhere
from motcua.domain.text import Text
from motcua.services.forms import form_comparison, form_drafts, form_use
from motcua.services.forms.form_use import Use
from motcua.services.process import model_rights
from motcua.services.work import Work
from motcua.store.base import Record
from motcua.store.forms import form_draft as drafts
from motcua.store.forms import form_version as versions
from motcua.store.process import catalogue, library


@dataclass(frozen=True, slots=True)
class Listed:
    """A form of the library, or one that is so far a draft (`number` 0). `used` counts the procedures that have it."""

    field: str
    field_name: Text
    key: str
    title: Text
    number: int
    saved_at: datetime
    saved_by: str
    draft: Record | None
    used: int


@dataclass(frozen=True)
class Page:
    """A form of the library with its versions, the newest first, and whoever uses it."""

    form: Record
    field_name: Text
    versions: Sequence[Record]
    uses: Sequence[Use]
    process_drafts: Sequence[Record]
    draft: Record | None
    may_edit: bool
    may_publish: bool


@dataclass(frozen=True, slots=True)
class Side:
    """One of two forms beside each other: `number` of a version, 0 for the draft."""

    number: int
    row: Record
    schema: Mapping[str, Any]


@dataclass(frozen=True)
class Comparison:
    """Two of a form's versions, the second of which may be its draft; `others` are all to choose from."""

    form: Record
    old: Side
    new: Side
    changes: Sequence[Change]
    others: Sequence[Record]
    draft: Record | None


def listing(work: Work, actor: Actor) -> Sequence[Listed]:
    """All forms that the actor may see, those that are so far drafts included, by title; raises NotAllowedError."""
    if not may_anywhere(actor, model_rights.EDIT) and not may_anywhere(actor, model_rights.PUBLISH):
        raise lacking(model_rights.EDIT)
    names = {row.key: Text(row.name, row.name_en) for row in catalogue.fields(work.connection)}
    seen = {key for key in names if model_rights.may_see(work, actor, key, None)}
    used = form_use.counts(work)
    begun = {(row.field, row.key): row for row in drafts.listing(work.connection) if row.field in seen}
    found = [
        Listed(
            row.field,
            names[row.field],
            row.key,
            _title(row),
            row.number,
            row.saved_at,
            row.author_name,
            begun.pop((row.field, row.key), None),
            used.get((row.field, row.key), 0),
        )
        for row in library.listing(work.connection)
        if row.field in seen
    ]
    found += [
        Listed(
            row.field, names[row.field], row.key, _title(row), 0, row.updated_at, row.updated_by_name, row, 0
        )
        for row in begun.values()
    ]
    return sorted(found, key=lambda one: one.title.vi)


def designable(work: Work, actor: Actor) -> Sequence[Record]:
    """The fields of government that the actor may design forms for; raises NotAllowedError where there is none."""
    fields = [
        row for row in catalogue.fields(work.connection) if model_rights.may_edit(work, actor, row.key, None)
    ]
    if not fields:
        raise lacking(model_rights.EDIT)
    return fields


def page(work: Work, actor: Actor, field: str, key: str) -> Page:
    """A form with its life; raises NotFoundError, NotAllowedError without a right over its field."""
    form = found(work, actor, field, key)
    name = next(row for row in catalogue.fields(work.connection) if row.key == field)
    return Page(
        form,
        Text(name.name, name.name_en),
        versions.of_form(work.connection, form.id),
        form_use.of_form(work, field, key),
        form_use.drafts_with(work, field, key),
        drafts.open_of(work.connection, field, key),
        model_rights.may_edit(work, actor, field, None),
        model_rights.may_publish(work, actor, field, None),
    )


def version(work: Work, actor: Actor, field: str, key: str, number: int) -> Record:
    """One version with its schema, tests and samples; raises NotFoundError, NotAllowedError."""
    return _version(work, found(work, actor, field, key), number)


def compared(
    work: Work, actor: Actor, field: str, key: str, old: int | None = None, new: int | None = None
) -> Comparison:
    """Version `old` beside version `new`, 0 for the draft; by default the draft, else the newest, beside the one before.

    Raises NotFoundError, NotAllowedError.
    """
    form = found(work, actor, field, key)
    draft = drafts.open_of(work.connection, field, key)
    if new is None:
        new = 0 if draft is not None else form.number
    if old is None:
        old = form.number if new == 0 else max(new - 1, 1)
    before = _version(work, form, old)
    if new:
        after = _version(work, form, new)
    elif draft is not None:
        after = form_drafts.get(work, actor, draft.id)
    else:
        raise _unknown()
    return Comparison(
        form,
        Side(old, before, before.schema),
        Side(new, after, after.schema),
        form_comparison.changes(before.schema, after.schema),
        versions.of_form(work.connection, form.id),
        draft,
    )


def found(work: Work, actor: Actor, field: str, key: str) -> Record:
    """The form of the library; raises NotFoundError, NotAllowedError."""
    form = library.form(work.connection, field, key)
    if form is None:
        raise NotFoundError(Text("Thư viện không có biểu mẫu này.", "The library has no such form."))
    model_rights.require_see(work, actor, field, None)
    return form


def _version(work: Work, form: Record, number: int) -> Record:
    row = versions.by_number(work.connection, form.id, number)
    if row is None:
        raise _unknown()
    return row


def _unknown() -> NotFoundError:
    return NotFoundError(Text("Biểu mẫu không có phiên bản này.", "The form has no such version."))


def _title(row: Record) -> Text:
    return Text(row.title, row.title_en or row.title)
