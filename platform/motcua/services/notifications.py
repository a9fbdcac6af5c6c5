"""Messages about dossiers, written by jobs after the action that caused them; each event is told once."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from datetime import datetime

from motcua.domain.text import Text
from motcua.extend.notification import Note
from motcua.services import message_facts, message_templates
from motcua.services.work import Work
from motcua.store import dossier as dossiers
from motcua.store import group as groups
from motcua.store import message as messages
from motcua.store import step as steps
from motcua.store.base import Record

TO_GROUP = Text("Hồ sơ {code} đến bước “{step}”.", "Dossier {code} has come to the step “{step_en}”.")


def tell_applicant(work: Work, dossier_id: int, event: str, now: datetime) -> bool:
    """Write the message and ask every channel to carry it; false when it was told before or nobody is to be told.

    What stands after a colon in `event` tells one happening of its kind from the next; without it the rows of what
    happened do, so that a second request for papers is told like the first.
    """
    dossier = dossiers.by_id(work.connection, dossier_id)
    person = dossiers.applicant(work.connection, dossier_id)
    if dossier is None or person is None:
        return False
    kind, _, given_mark = event.partition(":")
    mark, facts = message_facts.of(work, dossier, kind)
    body = message_templates.filled(kind, facts)
    told = ":".join(part for part in (kind, given_mark or mark) if part)
    message_id = _write(work, person.id, dossier, told, body, now)
    if message_id is None:
        return False
    for channel in work.house.channels:
        work.defer("carry_message", {"message_id": message_id, "channel": channel.name})
    work.commit()
    return True


def carry(work: Work, message_id: int, channel_name: str) -> bool:
    """Hand a written message to one channel; false when that channel is no longer there.

    A job of its own per channel: a carrier out of order delays neither the message in the account nor the others.
    """
    channel = next((one for one in work.house.channels if one.name == channel_name), None)
    row = messages.by_id(work.connection, message_id)
    if channel is None or row is None:
        return False
    body = Text(row.body, row.body_en).in_(row.language)
    channel.send(Note(row.account_id, row.email, row.code, row.event, body))
    return True


def tell_group(work: Work, dossier_id: int, now: datetime) -> int:
    """Tell the accounts of every waiting step's group that it waits for them; how many were told."""
    dossier = dossiers.by_id(work.connection, dossier_id)
    if dossier is None:
        return 0
    told, model = 0, work.house.versions.get(work.connection, dossier.version_id).model
    for step in steps.waiting(work.connection, dossier_id):
        english = model.step_by_id[step.step_id].name_en or step.name
        body = TO_GROUP.format(code=dossier.code, step=step.name, step_en=english)
        for account_id in _having(work, step, dossier.procedure_code):
            told += _write(work, account_id, dossier, f"step:{step.task_id}", body, now) is not None
    work.commit()
    return told


def tell_officers(
    work: Work, dossier: Record, account_ids: Iterable[int], event: str, body: Text, now: datetime
) -> None:
    """Write to officers' accounts about a dossier, with the action itself; each event is told once. Does not commit."""
    for account_id in account_ids:
        _write(work, account_id, dossier, event, body, now)


def having_steps(work: Work, dossier_id: int, procedure_code: str) -> Sequence[int]:
    """Who has the dossier now: the holders of its waiting steps, the groups of those that nobody holds."""
    waiting = steps.waiting(work.connection, dossier_id)
    found = (one for step in waiting for one in _having(work, step, procedure_code))
    return list(dict.fromkeys(found))


def _having(work: Work, step: Record, procedure_code: str) -> Sequence[int]:
    """Who is to know that a step waits: whoever it was given to, else its group."""
    if step.holder_id is not None:
        return [step.holder_id]
    return groups.accounts_of(work.connection, step.agency_id, step.position, procedure_code, step.step_id)


def _write(work: Work, account_id: int, dossier: Record, event: str, body: Text, now: datetime) -> int | None:
    return messages.add(
        work.connection,
        account_id=account_id,
        dossier_id=dossier.id,
        event=event,
        body=body.vi,
        body_en=body.en,
        created_at=now,
    )
