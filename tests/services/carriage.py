"""A carrier of messages that tests look into."""

from __future__ import annotations

from dataclasses import dataclass, field

from motcua.extend.notification import Note


@dataclass
class Carrier:
    """A channel that remembers what it was given, and may be out of order."""

    name: str
    medium: str
    is_down: bool = False
    sent: list[Note] = field(default_factory=list)

    def send(self, note: Note) -> None:
        if self.is_down:
            raise ConnectionError(f"no route to the host of {note.address}")
        self.sent.append(note)
