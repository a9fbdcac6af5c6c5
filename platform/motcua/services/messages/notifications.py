"""Messages about dossiers: written into accounts, each event once, and given to the carriers that were agreed to."""

from __future__ import annotations

from collections.abc import Collection, Iterable, Mapping, Sequence
from datetime import datetime
from typing import Final

from motcua.domain.text import Text
from motcua.services.people import officers
from motcua.services.work import Work
from motcua.store.base import Record
from motcua.store.dossier import dossier as dossiers
from motcua.store.dossier import step as steps
from motcua.store.messages import delivery as deliveries
from motcua.store.messages import message as messages

TO_GROUP = Text("Hồ sơ {code} đến bước “{step}”.", "Dossier {code} has come to the step “{step_en}”.")
# An officer may want his messages by e-mail; nothing else goes to him outside.
OFFICERS_MEDIUM: Final = "email"


def tell(
    work: Work, dossier: Record, account_ids: Collection[int], event: str, body: Text, now: datetime
) -> Sequence[Record]:
    """Write the message to these accounts in one statement; the new ones: each event is told once. Does not commit."""
    return messages.add(
        work.connection,
        account_ids,
        dossier_id=dossier.id,
        event=event,
        body=body.vi,
        body_en=body.en,
        created_at=now,
    )


def tell_outside(work: Work, dossier: Record, event: str, body: Text, now: datetime) -> int | None:
    """Write what is carried to an applicant without an account; None when he was told before. Does not commit."""
    return messages.add_outside(
        work.connection,
        dossier_id=dossier.id,
        event=event,
        body=body.vi,
        body_en=body.en,
        created_at=now,
    )


def give_out(work: Work, message_id: int, addresses: Mapping[str, str], now: datetime) -> None:
    """Have a new message carried by every channel of these media, with a line in the log for each. Does not commit.

    `addresses` are by medium, empty where there is none. A job of its own per channel: a carrier out of order delays
    neither the message in the account nor the others.
    """
    for channel in work.house.channels:
        if channel.medium not in addresses:
            continue
        is_known = bool(addresses[channel.medium])
        deliveries.add(
            work.connection,
            message_id=message_id,
            channel=channel.name,
            status="waiting" if is_known else "no_address",
            created_at=now,
        )
        if is_known:
            have_carried(work, message_id, channel.name)


def have_carried(work: Work, message_id: int, channel: str) -> None:
    """Ask the worker for an attempt. Two of one message never overlap, so the second finds what the first has sent."""
    args = {"message_id": message_id, "channel": channel}
    work.defer("carry_message", args, lock=f"carry:{message_id}:{channel}")


def tell_group(work: Work, dossier_id: int, now: datetime) -> int:
    """Tell the accounts of every waiting step's group that it waits for them; how many were told."""
    dossier = dossiers.by_id(work.connection, dossier_id)
    if dossier is None:
        return 0
    told, model = 0, work.house.versions.get(work.connection, dossier.version_id).model
    for step in steps.waiting(work.connection, dossier_id):
        english = model.step_by_id[step.step_id].name_en or step.name
        body = TO_GROUP.format(code=dossier.code, step=step.name, step_en=english)
        to = officers.at_step(work, dossier.procedure_code, step)
        told += tell_officers(work, dossier, to, f"step:{step.task_id}", body, now)
    work.commit()
    return told


def tell_officers(
    work: Work, dossier: Record, account_ids: Iterable[int], event: str, body: Text, now: datetime
) -> int:
    """Write to officers' accounts about a dossier, and by e-mail to those who want it; how many were told.

    Goes with the action itself and does not commit; each event is told once.
    """
    new = tell(work, dossier, sorted(set(account_ids)), event, body, now)
    for one in new:
        if one.by_email:
            give_out(work, one.id, {OFFICERS_MEDIUM: one.email or ""}, now)
    return len(new)


def having_steps(work: Work, dossier_id: int, procedure_code: str) -> Sequence[int]:
    """Who has the dossier now: the holders of its waiting steps, the groups of those that nobody holds."""
    waiting = steps.waiting(work.connection, dossier_id)
    found = (one for step in waiting for one in officers.at_step(work, procedure_code, step))
    return list(dict.fromkeys(found))
