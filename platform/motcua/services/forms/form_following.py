"""A draft of a form brought up to the newest shared fields, without losing what it says otherwise (B-02)."""

from __future__ import annotations

from datetime import datetime

from motcua.domain.forms import shared_field
from motcua.domain.people.permissions import Actor
from motcua.services.forms import form_drafts, shared_fields
from motcua.services.forms.form_drafts import Saved
from motcua.services.work import Work


def follow(work: Work, actor: Actor, draft_id: int, revision: int, now: datetime) -> Saved:
    """Save the draft with the newest words of all its shared fields. One commit. Raises as `form_drafts.save`."""
    row = form_drafts.opened(work, actor, draft_id)
    schema = shared_field.followed(row.schema, shared_fields.histories(work))
    return form_drafts.save(work, actor, draft_id, schema, revision or row.revision, now)
