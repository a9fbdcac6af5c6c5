"""Where an e-form of the library is used: procedures, which of its versions they have, and drafts under way."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass

from motcua.domain.check.process_rules_names import form_keys
from motcua.engine.reader.reader import read
from motcua.services.process.procedures import form_digest
from motcua.services.work import Work
from motcua.store.base import Record
from motcua.store.forms import form_use as stored
from motcua.store.forms import form_version as versions
from motcua.store.process import library
from motcua.store.process import process_draft as process_drafts


@dataclass(frozen=True, slots=True)
class Use:
    """A procedure that has the form. `number` is the form's version that it has, None for one of its own.

    `version` is its version in use or the one that waits; `draft` its open draft, which takes the newest form.
    """

    version: Record
    number: int | None
    draft: Record | None

    def is_behind(self, newest: int) -> bool:
        return self.number != newest


def of_form(work: Work, field: str, key: str, *, has_drafts: bool = True) -> Sequence[Use]:
    """The procedures that have the form, by name: the version in use, and the one that waits for its day.

    Their open drafts are looked for only where they are asked for: every drawing has to be read.
    """
    begun = drafts_with(work, field, key) if has_drafts else ()
    drafts = {row.procedure_id: row for row in begun if row.procedure_id}
    numbers = _numbers(work, field, key)
    return [
        Use(row, numbers.get(form_digest(row.schema)), drafts.get(row.procedure_id))
        for row in stored.versions_with(work.connection, field, key)
    ]


def drafts_with(work: Work, field: str, key: str) -> Sequence[Record]:
    """The open drafts of processes that name the form."""
    found = []
    for row in process_drafts.listing(work.connection):
        if row.field != field:
            continue
        whole = process_drafts.by_id(work.connection, row.id)
        assert whole is not None
        model = read(bytes(whole.bpmn)).model if key.encode() in bytes(whole.bpmn) else None
        if model is not None and key in form_keys(model):
            found.append(row)
    return found


def counts(work: Work) -> Mapping[tuple[str, str], int]:
    """How many procedures in use have each form, by field and key."""
    return stored.counts(work.connection)


def _numbers(work: Work, field: str, key: str) -> Mapping[str, int]:
    """The form's versions by digest; of two that are alike the newest."""
    form = library.form(work.connection, field, key)
    if form is None:
        return {}
    return {row.digest: row.number for row in reversed(versions.of_form(work.connection, form.id))}
