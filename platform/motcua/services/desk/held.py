"""A dossier locked for an action at one of its waiting steps."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field

from motcua.store.base import Record


@dataclass(frozen=True)
class Held:
    """A dossier locked for an action, and the waiting step the action is about.

    `row` holds both, as `motcua.store.dossier.held` selects them; `others` are the other steps that wait. `behind` is what
    the history says of the person the actor stands in for.
    """

    row: Record
    others: Sequence[Record]
    behind: Mapping[str, object] = field(default_factory=dict)


def about(held: Held) -> dict[str, object]:
    """What the history says of the step and of the person acted for."""
    return {"step": held.row.step_name, "agency_id": held.row.step_agency_id, **held.behind}
