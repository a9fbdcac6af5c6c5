"""Access tokens of partners' systems: given for a while and a purpose, shown once, taken back at any time.

A token stands on its giver's right: it rests while his account is closed or locked, or no longer manages tokens at that
agency. Somebody who does may take it over as it is, so that the partner need not change anything.
"""

from __future__ import annotations

import hashlib
import secrets
from collections.abc import Collection, Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta

from motcua.domain.errors import ConflictError, FieldError, NotFoundError, ValidationError
from motcua.domain.people.permissions import (
    Actor,
    Grant,
    account_id,
    lacking,
    may,
    may_anywhere,
    require_right,
)
from motcua.domain.people.rights import SCOPES
from motcua.domain.text import Text
from motcua.services.accounts import accounts
from motcua.services.people import reach
from motcua.services.work import Work
from motcua.store.accounts import api_token as tokens
from motcua.store.agencies import agency as agencies
from motcua.store.base import Record
from motcua.store.people import role as roles

MANAGES = "token.manage"
MARK = "motcua_"
"""Before every token, so that one that leaked into a file is recognised."""
PREFIX = 14
LONGEST_DAYS = 366
# Written no more often than this: a busy partner would else write one row with every request.
USED_EVERY = timedelta(minutes=1)


@dataclass(frozen=True, slots=True)
class NewToken:
    """What is asked for: the partner's name, an agency with all below it, scopes, and for how many days."""

    name: str
    agency_id: int
    scopes: Collection[str]
    days: int


@dataclass(frozen=True, slots=True)
class Known:
    """A token that was recognised: its id and who acts by it."""

    id: int
    actor: Actor


def listed(work: Work, actor: Actor) -> Sequence[Record]:
    """The tokens for the agencies where the actor manages them. Raises NotAllowedError when that is nowhere."""
    _require_somewhere(actor)
    return tokens.of_agencies(work.connection, reach.of(work, actor, MANAGES))


def agencies_for(work: Work, actor: Actor) -> list[Record]:
    """The agencies that the actor may give a token for."""
    _require_somewhere(actor)
    within = reach.of(work, actor, MANAGES)
    return [one for one in agencies.everything(work.connection) if one.id in within]


def issue(work: Work, actor: Actor, wanted: NewToken, now: datetime) -> str:
    """Make a token; it is returned this once and kept nowhere. One commit.

    Raises NotAllowedError without the right at the agency, ValidationError naming each field.
    """
    require_right(actor, MANAGES, agencies.lineage(work.connection, wanted.agency_id))
    name = " ".join(wanted.name.split())
    if errors := _problems(name, wanted):
        raise ValidationError(errors)
    token = MARK + secrets.token_urlsafe(32)
    expires_at = now + timedelta(days=wanted.days)
    tokens.add(
        work.connection,
        name=name,
        prefix=token[:PREFIX],
        digest=_digest(token),
        scopes=sorted(set(wanted.scopes)),
        agency_id=wanted.agency_id,
        created_by=account_id(actor),
        created_at=now,
        expires_at=expires_at,
    )
    _record(
        work,
        actor,
        "token.issue",
        token[:PREFIX],
        {
            "name": name,
            "scopes": sorted(set(wanted.scopes)),
            "agency_id": wanted.agency_id,
            "expires_at": expires_at.isoformat(),
        },
        now,
    )
    work.commit()
    return token


def revoke(work: Work, actor: Actor, token_id: int, now: datetime) -> None:
    """Take a token back; it is refused from the next request on. One commit."""
    row = _managed(work, actor, token_id)
    if row.revoked_at is not None:
        raise ConflictError(
            Text("Khóa này đã được thu hồi trước đó.", "This token has been taken back already.")
        )
    tokens.change(work.connection, token_id, revoked_at=now, revoked_by=account_id(actor))
    _record(work, actor, "token.revoke", row.prefix, {"name": row.name, "agency_id": row.agency_id}, now)
    work.commit()


def recognise(work: Work, token: str, now: datetime) -> Known | None:
    """Who acts by this token; None when it is unknown, over, taken back or at rest. Commits its last use."""
    row = tokens.by_digest(work.connection, _digest(token))
    if row is None or row.revoked_at is not None or row.expires_at <= now or is_resting(work, row):
        return None
    if row.last_used_at is None or now - row.last_used_at >= USED_EVERY:
        tokens.change(work.connection, row.id, last_used_at=now)
        work.commit()
    granted = Grant("", frozenset(row.scopes), row.agency_id)
    return Known(row.id, Actor(None, f"{row.name} ({row.prefix}…)", "partner", grants=(granted,)))


def is_resting(work: Work, row: Record) -> bool:
    """Whether the token is refused because its giver could not give it any more."""
    giver = roles.holder(work.connection, row.created_by)
    if giver is None or not giver.is_active or giver.blocked_at is not None:
        return True
    lineage = agencies.lineage(work.connection, row.agency_id)
    return not may(accounts.actor_of(giver, giver.grants), MANAGES, lineage)


def take_over(work: Work, actor: Actor, token_id: int, now: datetime) -> None:
    """Answer for a token from now on in its giver's place. One commit. Raises ConflictError for one that is over."""
    row = _managed(work, actor, token_id)
    if row.revoked_at is not None or row.expires_at <= now:
        raise ConflictError(
            Text("Khóa này đã hết hiệu lực. Hãy cấp khóa mới.", "This token is over. Issue a new one.")
        )
    tokens.change(work.connection, token_id, created_by=account_id(actor))
    _record(work, actor, "token.take_over", row.prefix, {"name": row.name, "before": row.created_by}, now)
    work.commit()


def _managed(work: Work, actor: Actor, token_id: int) -> Record:
    """The token, locked; raises NotFoundError, and NotAllowedError for one of another's agencies."""
    _require_somewhere(actor)
    row = tokens.by_id(work.connection, token_id)
    if row is None:
        raise NotFoundError(Text("Không có khóa kết nối này.", "There is no such access token."))
    require_right(actor, MANAGES, agencies.lineage(work.connection, row.agency_id))
    return row


def _require_somewhere(actor: Actor) -> None:
    if not may_anywhere(actor, MANAGES):
        raise lacking(MANAGES)


def _digest(token: str) -> bytes:
    return hashlib.sha256(token.encode()).digest()


def _problems(name: str, wanted: NewToken) -> list[FieldError]:
    checks = (
        (
            "name",
            2 <= len(name) <= 120,
            "Nhập tên đối tác giữ khóa.",
            "Enter the partner who holds the token.",
        ),
        (
            "scopes",
            bool(wanted.scopes) and set(wanted.scopes) <= set(SCOPES),
            "Chọn ít nhất một việc khóa được làm.",
            "Choose at least one thing the token is for.",
        ),
        (
            "days",
            1 <= wanted.days <= LONGEST_DAYS,
            f"Thời hạn từ 1 đến {LONGEST_DAYS} ngày.",
            f"A token lasts from 1 to {LONGEST_DAYS} days.",
        ),
    )
    return [
        FieldError(f"/{key}", f"token.{key}", Text(vi, en))
        for key, is_right, vi, en in checks
        if not is_right
    ]


def _record(
    work: Work, actor: Actor, action: str, subject: str, detail: dict[str, object], now: datetime
) -> None:
    work.record(
        at=now, actor_id=actor.id, actor_name=actor.name, action=action, subject=subject, detail=detail
    )
