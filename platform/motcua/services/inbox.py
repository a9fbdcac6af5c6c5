"""An account's messages: how many are new, and reading them."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import datetime

from motcua.domain.permissions import Actor, account_id
from motcua.services.work import Work
from motcua.store import message as messages
from motcua.store.base import Record


def unread(work: Work, actor: Actor) -> int:
    """How many messages the actor has not opened yet."""
    return messages.count_unread(work.connection, account_id(actor))


def opened(work: Work, actor: Actor, now: datetime) -> Sequence[Record]:
    """The latest messages, newest first, as they were before this: from now on they count as read. One commit."""
    found = messages.of_account(work.connection, account_id(actor))
    messages.mark_read(work.connection, account_id(actor), now)
    work.commit()
    return found
