"""The console double of every notification channel: messages become log lines."""

from __future__ import annotations

import logging
import os
from pathlib import Path

from motcua.extend.notification import Note

log = logging.getLogger("motcua.messages")


class ConsoleChannel:
    """Implements `NotificationChannel` for installations without a mail server.

    Letters about an account itself carry codes: they go to files of `folder` that only this user may read.
    """

    name = "console"
    medium = "email"

    def __init__(self, folder: Path | None = None) -> None:
        self._folder = folder

    def send(self, note: Note) -> None:
        # The body may name the person's affairs, so the log keeps only what finds the message again.
        if note.dossier_code:
            log.info("message %s about %s to account %s", note.event, note.dossier_code, note.account_id)
        else:
            log.info("letter %s to account %s: %s", note.event, note.account_id, self._keep(note))

    def _keep(self, note: Note) -> str:
        """Write the letter over the earlier one of the same kind; where it is."""
        if self._folder is None:
            return "not kept"
        self._folder.mkdir(parents=True, exist_ok=True, mode=0o700)
        path = self._folder / f"{note.account_id}-{note.event}.txt"
        descriptor = os.open(path, os.O_WRONLY | os.O_CREAT | os.O_TRUNC, 0o600)
        with os.fdopen(descriptor, "w", encoding="utf-8") as file:
            file.write(f"{note.address}\n\n{note.body}\n")
        return str(path)
