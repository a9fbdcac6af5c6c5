"""What an import was in doubt about, kept with the draft until somebody has settled it."""

from __future__ import annotations

from collections.abc import Collection, Sequence
from dataclasses import dataclass
from datetime import datetime

from motcua.domain.people.permissions import Actor
from motcua.domain.text import Text
from motcua.engine.reader.reader import read
from motcua.services.process import process_drafts
from motcua.services.work import Work
from motcua.store.base import Record


@dataclass(frozen=True, slots=True)
class Note:
    """A doubt; `element` is its place on the drawing, with that step's name, both empty for the whole."""

    said: Text
    element: str
    step: str


def notes(row: Record) -> Sequence[Note]:
    """The doubts of a draft, in the order in which they were kept."""
    model = read(bytes(row.bpmn)).model
    names = {step.id: step.name for step in model.steps} if model is not None else {}
    return [
        Note(
            Text(one["text"], one.get("text_en") or one["text"]),
            one["element"] if one["element"] in names else "",
            names.get(one["element"], ""),
        )
        for one in row.notes
    ]


def settle(
    work: Work, actor: Actor, draft_id: int, revision: int, done: Collection[int], now: datetime
) -> int:
    """Take away the notes at these places, 0 the first; the draft's new revision. One commit.

    Raises DraftChangedError when the draft is not as it was read: its notes may be others.
    """
    row = process_drafts.opened(work, actor, draft_id)
    left = [note for place, note in enumerate(row.notes) if place not in done]
    return process_drafts.change(work, actor, draft_id, revision, now, notes=left)
