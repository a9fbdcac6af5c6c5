"""The accounts of an administrator's subtree, one by one: their state, roles, requests and sessions."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime

from motcua.domain.errors import NotFoundError
from motcua.domain.people.permissions import Actor, lacking, may, may_anywhere
from motcua.domain.text import Text
from motcua.services.people import reach
from motcua.services.work import Work
from motcua.store.accounts import account as accounts
from motcua.store.accounts import account_request as requests
from motcua.store.accounts import second_factor as factors
from motcua.store.accounts import session as sessions
from motcua.store.agencies import agency as agencies
from motcua.store.base import Record
from motcua.store.people import role as roles

RIGHTS = ("account.request", "account.approve", "role.grant", "incident.manage")


@dataclass(frozen=True, slots=True)
class Known:
    """All that an administrator sees of an account; `may` are the rights he has at its agency."""

    row: Record
    agency: Record
    roles: Sequence[Record]
    requests: Sequence[Record]
    sessions: Sequence[Record]
    has_factor: bool
    may: frozenset[str]


def listed(work: Work, actor: Actor, words: str = "", agency_id: int | None = None) -> Sequence[Record]:
    """The staff of the subtree with `agency_name`, narrowed by name or login and by an agency and all below it."""
    within = _within(work, actor)
    if agency_id is not None:
        within &= agencies.subtree(work.connection, [agency_id])
    return accounts.staff_of(work.connection, within, words.strip())


def places(work: Work, actor: Actor, *rights: str) -> Sequence[Record]:
    """The agencies where the actor has one of the rights (any of account and role administration unless given)."""
    within = reach.of(work, actor, *(rights or RIGHTS))
    return [one for one in agencies.everything(work.connection) if one.id in within]


def known(work: Work, actor: Actor, account_id: int) -> Known:
    """One account; NotFoundError when it is none of the actor's subtree."""
    within = _within(work, actor)
    row = accounts.by_id(work.connection, account_id)
    agency = agencies.by_id(work.connection, row.agency_id) if row is not None and row.agency_id else None
    if row is None or agency is None or agency.id not in within:
        raise NotFoundError(Text("Không tìm thấy tài khoản này.", "There is no such account."))
    lineage = agencies.lineage(work.connection, agency.id)
    return Known(
        row,
        agency,
        roles.given_to(work.connection, account_id),
        requests.of_account(work.connection, account_id, row.login),
        [one for one in sessions.of_account(work.connection, account_id) if one.ended_at is None],
        factors.has(work.connection, account_id),
        frozenset(right for right in RIGHTS if may(actor, right, lineage)),
    )


def state_of(row: Record, now: datetime) -> str:
    """ "withdrawn", "blocked" (an incident), "locked" (wrong passwords), "first" (never signed in) or "active"."""
    if not row.is_active:
        return "withdrawn"
    if row.blocked_at is not None:
        return "blocked"
    if row.locked_until is not None and row.locked_until > now:
        return "locked"
    return "first" if row.must_change_password else "active"


def _within(work: Work, actor: Actor) -> frozenset[int]:
    if not any(may_anywhere(actor, right) for right in RIGHTS):
        raise lacking("account.request")
    return reach.of(work, actor, *RIGHTS)
