"""An account's messages: how many are new, and reading them (G-05, G-19)."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Final

from motcua.domain.errors import NotFoundError
from motcua.domain.people.permissions import Actor, account_id, require
from motcua.domain.text import Text
from motcua.services.work import Work
from motcua.store.accounts import account as accounts
from motcua.store.base import Record
from motcua.store.messages import message as messages

# Beyond this a bell says no more than "many".
MOST: Final = 100
PAGE: Final = 50


@dataclass(frozen=True, slots=True)
class ByEmail:
    """Whether an officer wants his messages by e-mail too, and the address they go to."""

    is_wanted: bool
    address: str


def unread(work: Work, actor: Actor) -> int:
    """How many messages the actor has not opened yet; counted up to `MOST`."""
    return messages.count_unread(work.connection, account_id(actor), MOST)


def page(work: Work, actor: Actor, before: int | None = None) -> Sequence[Record]:
    """At most `PAGE` messages, newest first, those older than the message `before`; nothing is marked."""
    return messages.of_account(work.connection, account_id(actor), PAGE, before)


def open_one(work: Work, actor: Actor, message_id: int, now: datetime) -> str:
    """The code of the dossier that the actor's message is about; from now on it counts as read. One commit."""
    code = messages.open_one(work.connection, account_id(actor), message_id, now)
    if code is None:
        raise NotFoundError(Text("Bạn không có tin này.", "You have no such message."))
    work.commit()
    return code


def read_all(work: Work, actor: Actor, now: datetime) -> None:
    """From now on every message of the actor counts as read. One commit."""
    messages.mark_read(work.connection, account_id(actor), now)
    work.commit()


def by_email(work: Work, actor: Actor) -> ByEmail:
    """The officer's wish as it stands."""
    row = accounts.by_id(work.connection, account_id(actor))
    return ByEmail(bool(row and row.notice_by_email), row.email if row else "")


def want_email(work: Work, actor: Actor, *, wanted: bool) -> None:
    """Keep the officer's wish. One commit."""
    require(actor, "staff")
    accounts.change(work.connection, account_id(actor), notice_by_email=wanted)
    work.commit()
