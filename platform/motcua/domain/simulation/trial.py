"""A trial (chạy thử, A-18): a dossier that exists only in the studio, with the course it has taken so far.

Its clocks are those of every dossier (`ledger`), its instant is whatever the person who tries has moved it to.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field, replace
from datetime import datetime
from typing import Literal

from motcua.domain.ledger.ledger import Ledger
from motcua.domain.text import Text

NoteKind = Literal[
    "sent", "step", "back", "wait", "timer", "message", "service", "time", "late", "told", "end"
]
NOBODY = Text("", "")
AGAIN = "#"
"""Between a step and its task, in the name of a place where several tasks of one step wait beside each other."""


@dataclass(frozen=True, slots=True)
class Note:
    """One line of what happened. `who` did it; of a "told" one, who would have been told."""

    at: datetime
    kind: NoteKind
    what: Text
    who: Text = NOBODY


@dataclass(frozen=True, slots=True)
class Held:
    """Something that waits: a step, a call, an event.

    `place` is the name under which the ledger counts a step's time, `agency` the id of who performs it. `due_at` is a
    timer's, from when it runs.
    """

    task_id: str
    element: str
    kind: str
    place: str = ""
    agency: str = ""
    item: object = None
    left: int | None = None
    due_at: datetime | None = None


@dataclass(frozen=True, slots=True)
class Course:
    """Where the trial has come to: `engine` is the engine's text, `values` all data, `finished` the steps done.

    `limit` are the words of the dossier's limit once accepted; `places` tell step and agency by the ledger's name;
    `files` are the names of files that were only named, by what stands for them in the answers.
    """

    at: datetime
    engine: str
    values: Mapping[str, object]
    ledger: Ledger
    held: tuple[Held, ...] = ()
    places: Mapping[str, tuple[str, str]] = field(default_factory=dict)
    finished: tuple[str, ...] = ()
    limit: str = ""
    has_ended: bool = False
    files: Mapping[str, str] = field(default_factory=dict)
    notes: tuple[Note, ...] = ()

    @property
    def is_accepted(self) -> bool:
        return self.ledger.accepted_at is not None

    def noted(self, kind: NoteKind, what: Text, who: Text = NOBODY) -> Course:
        """With one more line."""
        return replace(self, notes=(*self.notes, Note(self.at, kind, what, who)))

    def waiting(self, task_id: str) -> Held | None:
        return next((one for one in self.held if one.task_id == task_id), None)

    def place_for(self, step_id: str, task_id: str, *, is_repeated: bool) -> str:
        """The name of a new place: the step's own, so that a step come to again goes on with its time (E-11)."""
        taken = {one.place for one in self.held}
        return f"{step_id}{AGAIN}{task_id}" if is_repeated or step_id in taken else step_id
