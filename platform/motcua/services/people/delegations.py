"""Delegations: an officer lets a colleague work for him during a period; he stays responsible (J-14).

Bà Rịa – Vũng Tàu 1487/QĐ-UBND 2018, Điều 5.1.b: the delegate acts under his own name, the history says for whom.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import replace
from datetime import datetime, timedelta

from motcua.domain.errors import ConflictError, FieldError, NotFoundError, ValidationError
from motcua.domain.people.permissions import (
    CLOCKWORK,
    Actor,
    Delegator,
    account_id,
    may,
    require,
    require_right,
)
from motcua.domain.text import Text
from motcua.services.accounts import accounts as account_services
from motcua.services.people import hand_over, reach
from motcua.services.work import Work
from motcua.store.accounts import account as accounts
from motcua.store.agencies import agency as agencies
from motcua.store.base import Record
from motcua.store.dossier import step as steps
from motcua.store.people import delegation as delegations
from motcua.store.people import role as roles

RIGHT = "dossier.reassign"
LONGEST = timedelta(days=366)
KEPT = timedelta(days=90)


def acting(work: Work, actor: Actor, now: datetime) -> Actor:
    """The actor with those he works for at `now`: asked with every request, so a period ends by itself."""
    if actor.kind != "staff":
        return actor
    rows = delegations.in_force(work.connection, account_id(actor), now)
    return replace(actor, behind=tuple(Delegator(row.id, row.display_name) for row in rows))


def delegate(
    work: Work,
    actor: Actor,
    to_id: int,
    starts_at: datetime,
    ends_at: datetime,
    reason: str,
    now: datetime,
    from_id: int | None = None,
) -> int:
    """Let `to_id` work for the actor, or for `from_id` whose manager he is, in [starts_at, ends_at); the id. One commit.

    Raises ValidationError at "/to", "/starts", "/ends" or "/reason", NotAllowedError, ConflictError.
    """
    require(actor, "staff")
    giver = _giver(work, actor, from_id or account_id(actor))
    taker = accounts.by_id(work.connection, to_id)
    if found := [*_person_problems(work, giver, taker), *period_problems(starts_at, ends_at, reason, now)]:
        raise ValidationError(found)
    _require_free(work, giver.id, to_id, starts_at, ends_at)
    delegation_id = delegations.add(
        work.connection,
        from_id=giver.id,
        to_id=to_id,
        starts_at=starts_at,
        ends_at=ends_at,
        reason=reason.strip(),
        made_by=account_id(actor),
        made_at=now,
    )
    detail = {
        "to": taker.login if taker is not None else "",
        "starts_at": starts_at.isoformat(),
        "ends_at": ends_at.isoformat(),
    }
    _record(work, actor, now, "delegation.begin", giver.login, detail)
    work.defer("close_delegation", {"delegation_id": delegation_id}, at=ends_at)
    work.commit()
    return delegation_id


def _giver(work: Work, actor: Actor, from_id: int) -> Record:
    """Who is stood in for: the actor himself, or somebody whose manager he is."""
    giver = accounts.by_id(work.connection, from_id)
    if giver is None or giver.kind != "staff":
        raise _unknown()
    if giver.id != actor.id:
        require_right(actor, RIGHT, agencies.lineage(work.connection, giver.agency_id))
    return giver


def _require_free(work: Work, from_id: int, to_id: int, starts_at: datetime, ends_at: datetime) -> None:
    if delegations.overlapping(work.connection, from_id, to_id, starts_at, ends_at):
        raise ConflictError(
            Text(
                "Người này đã được ủy quyền trong thời gian đó. Hãy kết thúc lần trước hoặc chọn ngày khác.",
                "This colleague is a delegate in that period already. End that first, or choose other days.",
            )
        )


def end(work: Work, actor: Actor, delegation_id: int, now: datetime) -> None:
    """End a delegation before its time: by its giver, its taker or the giver's manager. One commit."""
    row = delegations.by_id(work.connection, delegation_id)
    giver = accounts.by_id(work.connection, row.from_id) if row is not None else None
    if row is None or giver is None:
        raise _unknown()
    if actor.id not in (row.from_id, row.to_id):
        require_right(actor, RIGHT, agencies.lineage(work.connection, giver.agency_id))
    if row.ended_at is not None or row.ends_at <= now:
        raise ConflictError(Text("Lần ủy quyền này đã kết thúc.", "This delegation is over already."))
    delegations.end(work.connection, delegation_id, now, actor.id)
    _record(work, actor, now, "delegation.end", giver.login, {"delegation": delegation_id})
    _give_back(work, row.to_id, now)
    work.commit()


def close(work: Work, delegation_id: int, now: datetime) -> int:
    """Give back what the delegate took and may no longer do, once the period is over; how many steps. One commit."""
    row = delegations.by_id(work.connection, delegation_id)
    if row is None or row.ends_at > now:
        return 0
    released = _give_back(work, row.to_id, now)
    work.commit()
    return released


def _give_back(work: Work, to_id: int, now: datetime) -> int:
    others = [row.id for row in delegations.in_force(work.connection, to_id, now)]
    return hand_over.release_all(work, CLOCKWORK, to_id, now, "delegation", [to_id, *others])


def listed(work: Work, actor: Actor, now: datetime) -> Sequence[Record]:
    """The actor's own delegations, given and taken, and those of the people he manages; the last 90 days'."""
    require(actor, "staff")
    within = reach.of(work, actor, RIGHT)
    return delegations.listed(work.connection, actor.id, within, now - KEPT)


def colleagues(work: Work, actor: Actor) -> Sequence[Record]:
    """Whom the actor may choose: active staff of his agency and all below it."""
    within = agencies.subtree(work.connection, [actor.agency_id]) if actor.agency_id else frozenset()
    rows = accounts.staff_of(work.connection, within)
    return [row for row in rows if row.is_active and row.id != actor.id]


def may_end(work: Work, actor: Actor, row: Record) -> bool:
    """Whether the actor may end this delegation of the list."""
    if actor.id in (row.from_id, row.to_id):
        return True
    return may(actor, RIGHT, agencies.lineage(work.connection, row.from_agency_id))


def behind(work: Work, actor: Actor, step_row_id: int, holder_id: int | None) -> Mapping[str, object]:
    """What the history says of the person the actor stands in for at a step; empty when he acts for himself."""
    if not actor.behind:
        return {}
    if holder_id in _ids(actor):
        return told(actor, [holder_id])
    serving = steps.serving_of(work.connection, step_row_id, [account_id(actor), *_ids(actor)])
    return {} if account_id(actor) in serving else told(actor, serving)


def told(actor: Actor, account_ids: Sequence[int | None]) -> Mapping[str, object]:
    """The first of these accounts that the actor works for, as the audit keeps it."""
    for one in actor.behind:
        if one.id in account_ids:
            return {"behind": one.id, "behind_name": one.name}
    return {}


def period_problems(starts_at: datetime, ends_at: datetime, reason: str, now: datetime) -> list[FieldError]:
    """What is wrong with a period and its reason, at "/starts", "/ends" and "/reason"."""
    found = []
    if ends_at <= max(starts_at, now):
        words = Text(
            "Ngày kết thúc phải sau ngày bắt đầu và chưa qua.",
            "The last day must follow the first and lie ahead.",
        )
        found.append(FieldError("/ends", "period.ends", words))
    elif ends_at - starts_at > LONGEST:
        words = Text("Thời gian dài nhất là một năm.", "A period lasts a year at most.")
        found.append(FieldError("/ends", "period.longest", words))
    if not 3 <= len(reason.strip()) <= 300:
        words = Text("Ghi lý do, từ 3 đến 300 ký tự.", "Give the reason, 3 to 300 characters.")
        found.append(FieldError("/reason", "period.reason", words))
    return found


def _person_problems(work: Work, giver: Record, taker: Record | None) -> list[FieldError]:
    words = None
    if taker is None or taker.kind != "staff" or not taker.is_active or taker.id == giver.id:
        words = Text("Chọn một đồng nghiệp đang làm việc.", "Choose a colleague who is at work.")
    elif taker.agency_id not in agencies.subtree(work.connection, [giver.agency_id]):
        words = Text(
            "Chỉ ủy quyền được cho người cùng cơ quan hoặc đơn vị trực thuộc.",
            "Work can be delegated only within the agency and its units.",
        )
    elif _is_restricted(work, taker.id):
        words = Text(
            "Tài khoản này có vai trò hạn chế nên không nhận ủy quyền được.",
            "This account has a restricting role and cannot be a delegate.",
        )
    elif _is_restricted(work, giver.id):
        words = Text(
            "Người ủy quyền có vai trò hạn chế nên không giao việc cho người khác được.",
            "An account with a restricting role cannot give its work to somebody else.",
        )
    return [FieldError("/to", "delegation.to", words)] if words is not None else []


def _is_restricted(work: Work, person: int) -> bool:
    row = roles.holder(work.connection, person)
    return row is not None and account_services.actor_of(row, row.grants).is_restricted


def _ids(actor: Actor) -> list[int]:
    return [one.id for one in actor.behind]


def _record(
    work: Work, actor: Actor, now: datetime, action: str, login: str, detail: dict[str, object]
) -> None:
    work.record(at=now, actor_id=actor.id, actor_name=actor.name, action=action, subject=login, detail=detail)


def _unknown() -> NotFoundError:
    return NotFoundError(Text("Không tìm thấy lần ủy quyền này.", "There is no such delegation."))
