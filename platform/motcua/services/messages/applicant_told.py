"""What the applicant is told of his dossier: at once, or when the desk has confirmed it (G-01, G-05, X-37)."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import datetime

from motcua.domain.dossier.dossier import CONFIRMED_BY_DESK
from motcua.domain.errors import ConflictError
from motcua.domain.people.permissions import account_id
from motcua.domain.text import Text
from motcua.domain.time.warnings import LATE_NOTICE, notify_due
from motcua.services.dossier.case import Case
from motcua.services.dossier.case_history import record
from motcua.services.messages import message_facts, message_templates, notifications
from motcua.services.papers import carriers
from motcua.services.people import officers
from motcua.services.time import rules
from motcua.services.work import Work
from motcua.store.base import Record
from motcua.store.dossier import dossier as dossiers
from motcua.store.messages import message_hold as holds
from motcua.store.time import warning as warnings

HELD = Text(
    "Hồ sơ {code}: có tin gửi người nộp chờ Bộ phận Một cửa xác nhận.",
    "Dossier {code}: a message to the applicant waits for the desk to confirm it.",
)
ESCALATED = Text(
    "Hồ sơ {code}: tin gửi người nộp chờ xác nhận đã quá một buổi làm việc.",
    "Dossier {code}: a message to the applicant has waited for the desk for a whole session.",
)

BATCH = 200


def tell(work: Work, dossier_id: int, event: str, now: datetime, by: int | None = None) -> bool:
    """Tell the applicant, or ask the desk to confirm; false when that was done before or nobody is to be told.

    What stands after a colon in `event` tells one happening of its kind from the next; without it the rows of what
    happened do, so that a second request for papers is told like the first. `by` is the account that acted. One commit.
    """
    dossier = dossiers.by_id(work.connection, dossier_id)
    if dossier is None or not is_reached(work, dossier):
        return False
    kind, _, given_mark = event.partition(":")
    mark, facts = message_facts.of(work, dossier, kind)
    body = message_templates.filled(kind, facts)
    told = ":".join(part for part in (kind, given_mark or mark) if part)
    if waits_for_desk(work, dossier, kind, by):
        is_new = hold(work, dossier, told, body, now)
        desk = officers.of_desk(work, dossier, work.house.versions.get(work.connection, dossier.version_id))
        said = HELD.format(code=dossier.code)
        notifications.tell_officers(work, dossier, desk, f"held:{told}", said, now)
    else:
        is_new = _send(work, dossier, told, body, now)
    work.commit()
    return is_new


def is_reached(work: Work, dossier: Record) -> bool:
    """Whether the applicant has an account, or gave at the counter where a carrier reaches him (C-04)."""
    return dossier.applicant_id is not None or any(carriers.of_applicant(work, dossier, None).values())


def waits_for_desk(work: Work, dossier: Record, kind: str, by: int | None) -> bool:
    """Whether the desk has to confirm a message of this kind: not what somebody of the desk did himself."""
    version = work.house.versions.get(work.connection, dossier.version_id)
    if kind not in CONFIRMED_BY_DESK or not rules.of(work, version).notify_require_desk_confirm:
        return False
    return by not in officers.of_desk(work, dossier, version)


def held(work: Work, dossier_id: int) -> Sequence[Record]:
    """What waits for the desk of a dossier that has been opened, oldest first."""
    return holds.waiting(work.connection, dossier_id)


def hold(work: Work, dossier: Record, event: str, body: Text, now: datetime) -> bool:
    """Keep a message until the desk confirms it; false when it is kept already. Does not commit."""
    hold_id = holds.add(
        work.connection, dossier_id=dossier.id, event=event, body=body.vi, body_en=body.en, held_at=now
    )
    return hold_id is not None


def confirm(work: Work, case: Case) -> None:
    """The desk lets everything go out that waits for it."""
    place = case.place
    waiting = holds.confirm(work.connection, place.dossier_id, account_id(case.actor), place.at)
    dossier = dossiers.by_id(work.connection, place.dossier_id)
    if not waiting or dossier is None:
        raise ConflictError(
            Text("Hồ sơ không có tin nào chờ gửi.", "No message of this dossier waits to be sent.")
        )
    for row in waiting:
        _send(work, dossier, row.event, Text(row.body, row.body_en), place.at)
    if any(row.event.startswith("late:") for row in waiting):
        warnings.tell(work.connection, place.dossier_id, LATE_NOTICE, place.at)
    told = [row.event.partition(":")[0] for row in waiting]
    record(work, case, {"events": told}, in_working_time=False, about_step=False)


def escalate(work: Work, now: datetime) -> int:
    """Tell the leader of a desk that has not confirmed for a whole session; how many messages. One commit for each `BATCH`."""
    late = after = 0
    while rows := holds.unescalated(work.connection, after, BATCH):
        found = {one.id: one for one in dossiers.some(work.connection, [row.dossier_id for row in rows])}
        late += sum(_escalate(work, found[row.dossier_id], row, now) for row in rows)
        work.commit()
        after = rows[-1].id
    return late


def _escalate(work: Work, dossier: Record, row: Record, now: datetime) -> bool:
    calendar = work.house.calendars.at(work.connection, dossier.agency_id, row.held_at)
    if now < notify_due(calendar, row.held_at):
        return False
    leaders = officers.with_right(work, "dossier.urge", dossier.agency_id)
    said = ESCALATED.format(code=dossier.code)
    notifications.tell_officers(work, dossier, leaders, f"unconfirmed:{row.id}", said, now)
    holds.escalated(work.connection, row.id, now)
    return True


def _send(work: Work, dossier: Record, event: str, body: Text, now: datetime) -> bool:
    """Into the account, where there is one, and by what was agreed at filing; false when it was told before."""
    if dossier.applicant_id is None:
        message_id = notifications.tell_outside(work, dossier, event, body, now)
        if message_id is not None:
            notifications.give_out(work, message_id, carriers.of_applicant(work, dossier, None), now)
        return message_id is not None
    new = notifications.tell(work, dossier, [dossier.applicant_id], event, body, now)
    for one in new:
        notifications.give_out(work, one.id, carriers.of_applicant(work, dossier, one.email or ""), now)
    return bool(new)
