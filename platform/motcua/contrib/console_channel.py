"""The console double of every notification channel: messages become log lines."""

from __future__ import annotations

import logging

from motcua.extend.notification import Note

log = logging.getLogger("motcua.messages")


class ConsoleChannel:
    """Implements `NotificationChannel` for installations without a mail server."""

    name = "console"

    def send(self, note: Note) -> None:
        # The body may name the person's affairs, so the log keeps only what finds the message again.
        log.info("message %s about %s to account %s", note.event, note.dossier_code, note.account_id)
