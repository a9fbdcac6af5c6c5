"""Absences: while somebody is away, what he holds goes back to his groups (D-11)."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import datetime

from motcua.domain.errors import ConflictError, NotFoundError, ValidationError
from motcua.domain.people.permissions import CLOCKWORK, Actor, account_id, require, require_right
from motcua.domain.text import Text
from motcua.services.people import hand_over, reach
from motcua.services.people.delegations import KEPT, RIGHT, period_problems
from motcua.services.work import Work
from motcua.store.accounts import account as accounts
from motcua.store.agencies import agency as agencies
from motcua.store.base import Record
from motcua.store.people import absence as absences


def announce(
    work: Work,
    actor: Actor,
    person: int,
    starts_at: datetime,
    ends_at: datetime,
    reason: str,
    now: datetime,
) -> int:
    """Note that somebody is away in [starts_at, ends_at), by himself or his manager; the id. One commit.

    At its start a job gives what he holds back to the groups. Raises ValidationError at "/starts", "/ends", "/reason".
    """
    require(actor, "staff")
    row = accounts.by_id(work.connection, person)
    if row is None or row.kind != "staff":
        raise _unknown()
    if person != actor.id:
        require_right(actor, RIGHT, agencies.lineage(work.connection, row.agency_id))
    if found := period_problems(starts_at, ends_at, reason, now):
        raise ValidationError(found)
    absence_id = absences.add(
        work.connection,
        account_id=person,
        starts_at=starts_at,
        ends_at=ends_at,
        reason=reason.strip(),
        made_by=account_id(actor),
        made_at=now,
    )
    work.defer("begin_absence", {"absence_id": absence_id}, at=max(starts_at, now))
    detail: dict[str, object] = {"starts_at": starts_at.isoformat(), "ends_at": ends_at.isoformat()}
    _record(work, actor, now, "absence.announce", row.login, detail)
    work.commit()
    return absence_id


def begin(work: Work, absence_id: int, now: datetime) -> int:
    """Release what the absent person holds, once the period has begun; how many steps. One commit; twice does nothing."""
    row = absences.by_id(work.connection, absence_id)
    is_due = row is not None and row.starts_at <= now < row.ends_at
    if row is None or not is_due or row.begun_at is not None or row.ended_at is not None:
        return 0
    released = hand_over.release_all(work, CLOCKWORK, row.account_id, now, "absence")
    absences.change(work.connection, absence_id, begun_at=now)
    work.commit()
    return released


def end(work: Work, actor: Actor, absence_id: int, now: datetime) -> None:
    """End an absence early, or call off one to come: by the person or his manager. One commit."""
    row = absences.by_id(work.connection, absence_id)
    person = accounts.by_id(work.connection, row.account_id) if row is not None else None
    if row is None or person is None:
        raise _unknown()
    if person.id != actor.id:
        require_right(actor, RIGHT, agencies.lineage(work.connection, person.agency_id))
    if row.ended_at is not None or row.ends_at <= now:
        raise ConflictError(Text("Lần vắng mặt này đã kết thúc.", "This absence is over already."))
    absences.change(work.connection, absence_id, ended_at=now)
    _record(work, actor, now, "absence.end", person.login, {"absence": absence_id})
    work.commit()


def listed(work: Work, actor: Actor, now: datetime) -> Sequence[Record]:
    """The actor's absences and those of the people he manages; the last 90 days' and those to come."""
    require(actor, "staff")
    return absences.listed(work.connection, actor.id, reach.of(work, actor, RIGHT), now - KEPT)


def _record(
    work: Work, actor: Actor, now: datetime, action: str, login: str, detail: dict[str, object]
) -> None:
    work.record(at=now, actor_id=actor.id, actor_name=actor.name, action=action, subject=login, detail=detail)


def _unknown() -> NotFoundError:
    return NotFoundError(Text("Không tìm thấy lần vắng mặt này.", "There is no such absence."))
