"""A form begun as a copy of another, which keeps nothing of it but what it asks."""

from __future__ import annotations

from dataclasses import replace
from datetime import datetime

from motcua.domain.people.permissions import Actor
from motcua.services.forms import form_drafts, form_library
from motcua.services.forms.form_drafts import NewForm
from motcua.services.work import Work
from motcua.store.base import Record


def source(work: Work, actor: Actor, field: str, key: str) -> Record:
    """The form that is copied; raises NotFoundError, NotAllowedError."""
    return form_library.found(work, actor, field, key)


def copy(work: Work, actor: Actor, field: str, key: str, wanted: NewForm, now: datetime) -> int:
    """A draft with the questions, cases and samples of a form of the library; its id. One commit.

    Raises as `form_drafts.create`.
    """
    form = source(work, actor, field, key)
    version = form_library.version(work, actor, field, key, form.number)
    made = replace(wanted, schema=form.schema, tests=version.tests, samples=version.samples)
    return form_drafts.create(work, actor, made, now)
