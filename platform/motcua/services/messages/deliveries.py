"""The carriage of messages: attempts and their end are logged, what failed for good can be sent again (G-01, G-02)."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Final

from motcua.domain.errors import ConflictError, NotFoundError
from motcua.domain.people.permissions import Actor, lacking, may_anywhere, require, require_right
from motcua.domain.text import Text
from motcua.extend.notification import Note
from motcua.services.messages import notifications
from motcua.services.papers import carriers
from motcua.services.people import reach
from motcua.services.work import Work
from motcua.store.agencies import agency as agencies
from motcua.store.base import Record
from motcua.store.messages import delivery as deliveries
from motcua.store.messages import message as messages

SEES: Final = "system.operate"
# The first attempt and the eight that the queue makes afterwards; then an operator decides.
ATTEMPTS: Final = 9
PAGE: Final = 50


@dataclass(frozen=True)
class Log:
    """A page of the log, newest first; `next_before` goes on, None at the end. `counts` are those not sent."""

    rows: Sequence[Record]
    counts: Mapping[str, int]
    next_before: int | None


def carry(work: Work, message_id: int, channel_name: str, now: datetime) -> bool:
    """Make one attempt; false when the channel is no longer there or has carried it before.

    The attempt is noted first and its end afterwards, each committed: a carrier that fails raises, to be tried again.
    """
    channel = next((one for one in work.house.channels if one.name == channel_name), None)
    row = messages.by_id(work.connection, message_id)
    if channel is None or row is None:
        return False
    begun = deliveries.begin(work.connection, message_id, channel_name, now)
    work.commit()
    if begun is None:
        return False
    address = _address(work, row, channel.medium)
    if not address:
        deliveries.change(work.connection, begun.id, status="no_address")
        work.commit()
        return False
    try:
        channel.send(Note(row.account_id, address, row.code, row.event, _letter(work, row)))
    except Exception as problem:
        status = "failed" if begun.attempts >= ATTEMPTS else "waiting"
        # The words of an error may hold the address: its kind is enough to know what to do.
        deliveries.change(work.connection, begun.id, status=status, problem=type(problem).__name__)
        work.commit()
        raise
    deliveries.change(work.connection, begun.id, status="sent", problem="", sent_at=now)
    work.commit()
    return True


def listed(work: Work, actor: Actor, status: str = "", before: int | None = None) -> Log:
    """The log of the agencies in which the actor operates the system."""
    require(actor, "staff")
    if not may_anywhere(actor, SEES):
        raise lacking(SEES)
    within = reach.of(work, actor, SEES)
    rows = deliveries.log(work.connection, within, status, before, PAGE)
    following = int(rows[-1].id) if len(rows) == PAGE else None
    return Log(rows, deliveries.counts(work.connection, within), following)


def send_again(work: Work, actor: Actor, delivery_id: int, now: datetime) -> None:
    """Have what has not been sent tried again, with all its attempts; not while it waits for its first. One commit."""
    require(actor, "staff")
    row = deliveries.by_id(work.connection, delivery_id, lock=True)
    if row is None:
        raise NotFoundError(Text("Không có lượt gửi này.", "There is no such delivery."))
    require_right(actor, SEES, agencies.lineage(work.connection, row.agency_id))
    if row.status == "sent":
        raise ConflictError(Text("Tin này đã gửi rồi.", "This message has been sent already."))
    if row.status == "waiting" and row.attempts == 0:
        raise ConflictError(
            Text(
                "Tin này đang chờ gửi. Đợi vài phút.", "This message is about to be sent. Wait some minutes."
            )
        )
    deliveries.change(work.connection, row.id, status="waiting", attempts=0, problem="")
    notifications.have_carried(work, row.message_id, row.channel)
    work.record(
        at=now,
        actor_id=actor.id,
        actor_name=actor.name,
        action="message.again",
        subject=row.code,
        detail={"channel": row.channel, "event": row.event.partition(":")[0]},
    )
    work.commit()


def _address(work: Work, row: Record, medium: str) -> str:
    """An officer is reached by his mailbox only; an applicant by what he gave with the dossier too."""
    if row.kind == "staff":
        return str(row.email or "") if medium == notifications.OFFICERS_MEDIUM else ""
    email = None if row.account_id is None else row.email or ""
    return carriers.address(work, medium, email, row.applicant_sealed)


def _letter(work: Work, row: Record) -> str:
    """The message in its reader's language, and where to go on (G-02); without an account the public look-up."""
    body = Text(row.body, row.body_en).in_(row.language or "vi")
    if not work.house.public_url:
        return body
    page = {"staff": "desk", "citizen": "my"}.get(row.kind or "", "track")
    return f"{body}\n\n{work.house.public_url}/{page}/{row.code}"
