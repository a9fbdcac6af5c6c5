"""Which officers are told of something about a dossier, and the telling."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from datetime import datetime

from motcua.domain.duration import duration_words
from motcua.domain.text import Text
from motcua.services import notifications
from motcua.services.desk import steps_of_desk
from motcua.services.work import Work
from motcua.store import agency as agencies
from motcua.store import group as groups
from motcua.store import officer as officers
from motcua.store.base import Record


def with_right(work: Work, right: str, agency_id: int) -> Sequence[int]:
    """The accounts with the right at the agency, or at the nearest one above where somebody has it."""
    for place in agencies.lineage(work.connection, agency_id):
        if found := officers.with_right(work.connection, right, place):
            return found
    return ()


def at_step(work: Work, dossier: Record, step: Record) -> Sequence[int]:
    """Who works at a waiting step: its holder, or the whole group while nobody has taken it."""
    if step.holder_id is not None:
        return [step.holder_id]
    return groups.accounts_of(
        work.connection, step.agency_id, step.position, dossier.procedure_code, step.step_id
    )


def of_desk(work: Work, dossier: Record) -> Sequence[int]:
    """The accounts of the desk that received the dossier."""
    version = work.house.versions.get(work.connection, dossier.version_id)
    code = dossier.procedure_code
    found: dict[int, None] = {}
    for step in steps_of_desk(version):
        of_group = groups.accounts_of(work.connection, dossier.agency_id, step.position, code, step.id)
        found |= dict.fromkeys(of_group)
    return list(found)


def tell(
    work: Work,
    account_ids: Iterable[int],
    dossier: Record,
    event: str,
    body: Text,
    now: datetime,
    *,
    seconds: int = 0,
    **words: object,
) -> None:
    """Write the message to each account that has not had this event of the dossier. Does not commit.

    `body` may name {code}, {duration} and {duration_en} (of `seconds` of working time) and what `words` give.
    """
    duration = duration_words(seconds)
    said = body.format(code=dossier.code, duration=duration.vi, duration_en=duration.en, **words)
    notifications.tell_officers(work, dossier, account_ids, event, said, now)
