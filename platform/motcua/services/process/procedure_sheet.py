"""The information sheet of a draft: read, and saved without touching what is drawn (A-02).

Two people may work at one draft, one at the drawing and one at the sheet: only two sheets are a conflict.
"""

from __future__ import annotations

import hashlib
from dataclasses import dataclass
from datetime import datetime

from motcua.domain.errors import InputError
from motcua.domain.forms import FormDefinition
from motcua.domain.people.permissions import Actor
from motcua.domain.process.procedure_sheet import missing_items
from motcua.domain.process.process import ProcedureFacts
from motcua.engine.reader.reader import read
from motcua.engine.writer.facts_writer import with_facts
from motcua.services.process import model_rights, process_drafts
from motcua.services.process.process_drafts import DraftChangedError, Saved
from motcua.services.work import Work
from motcua.store.base import Record
from motcua.store.process import library


@dataclass(frozen=True, slots=True)
class DraftSheet:
    """The sheet of a draft; `facts` is None where its file has none yet. `mark` tells one state of it from another."""

    row: Record
    facts: ProcedureFacts | None
    may_change: bool

    @property
    def shown(self) -> ProcedureFacts:
        """What to show: the facts, else what is known of the draft itself."""
        row = self.row
        return self.facts or ProcedureFacts(row.code, row.name, row.field, row.level)

    @property
    def mark(self) -> str:
        return hashlib.sha256(repr(self.facts).encode()).hexdigest()[:16]

    @property
    def gaps(self) -> list[str]:
        """The keys of the obligatory items that are empty."""
        return missing_items(self.shown)


def opened(work: Work, actor: Actor, draft_id: int) -> DraftSheet:
    """The sheet; raises NotFoundError, NotAllowedError without a right over the draft."""
    row = process_drafts.get(work, actor, draft_id)
    may_change = row.state == "draft" and model_rights.may_edit(work, actor, row.field, row.owner_id)
    model = read(bytes(row.bpmn)).model
    return DraftSheet(row, model.facts if model is not None else None, may_change)


def form_of(work: Work, row: Record, field: str, key: str) -> FormDefinition | None:
    """The draft's own e-form, else the library's; None where there is none of this key, or one that cannot be read."""
    ours = {form.key: form.schema for form in library.forms(work.connection, field)}
    schema = row.forms.get(key, ours.get(key))
    try:
        return FormDefinition.from_schema(schema) if schema is not None else None
    except InputError:
        return None


def save(
    work: Work,
    actor: Actor,
    draft_id: int,
    facts: ProcedureFacts,
    mark: str,
    owner_id: int | None,
    now: datetime,
) -> Saved:
    """Lay the facts into the newest drawing of the draft. `owner_id` counts for a procedure that is not known yet.

    Raises DraftChangedError when another sheet than that of `mark` is stored, or it is no draft any more; ModelError
    for a file that is no process; NotAllowedError. One commit, two where the owner changes.
    """
    found = opened(work, actor, draft_id)
    row = found.row
    if found.mark != mark:
        raise DraftChangedError(row)
    is_moved = row.procedure_id is None and owner_id != row.owner_id
    if is_moved:
        model_rights.require_edit(work, actor, facts.field or row.field, owner_id)
    saved = process_drafts.save(work, actor, draft_id, with_facts(bytes(row.bpmn), facts), row.revision, now)
    if is_moved:
        revision = process_drafts.change(work, actor, draft_id, saved.revision, now, owner_id=owner_id)
        return Saved(revision, saved.examined)
    return saved
