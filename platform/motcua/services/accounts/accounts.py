"""Accounts as every request meets them: the actor behind a session, and what his account is good for."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Any, Literal

from motcua.domain.errors import NotAllowedError
from motcua.domain.people.permissions import Actor, Grant, Kind, account_id
from motcua.domain.text import Text
from motcua.services.accounts import passwords
from motcua.services.work import Work
from motcua.store.accounts import account as accounts
from motcua.store.accounts import second_factor as factors
from motcua.store.base import Record
from motcua.store.people import role as roles

Due = Literal["factor", "set_up", "password"]


@dataclass(frozen=True, slots=True)
class SignedIn:
    """The actor, the account's epoch that the session must keep up with, and what is still due before it begins.

    `due`: "factor" a code of the second factor, "set_up" a second factor must be set up, "password" a new password.
    """

    actor: Actor
    epoch: int
    due: tuple[Due, ...] = ()


def load(work: Work, account_id: int, epoch: int) -> Actor | None:
    """The actor of a session; None when the account was withdrawn, locked for an incident or signed out everywhere."""
    row = roles.holder(work.connection, account_id)
    if row is None or not row.is_active or row.blocked_at is not None or row.epoch != epoch:
        return None
    return actor_of(row, row.grants)


def actor_of(row: Record, grants: Sequence[Mapping[str, Any]] = ()) -> Actor:
    """The actor of an account's row, with the roles that `store.role.holder` selected for it."""
    kind: Kind = row.kind
    given = tuple(
        Grant(one["role"], frozenset(one["rights"]), one["agency_id"], one["field"], one["is_restricting"])
        for one in grants
    )
    return Actor(row.id, row.display_name, kind, row.title, row.agency_id, row.language, given)


def signed_in(work: Work, account_id: int, epoch: int, now: datetime) -> SignedIn | None:
    """Who has proven his password, with what is still due; None when the account has changed since."""
    actor = load(work, account_id, epoch)
    row = accounts.by_id(work.connection, account_id)
    if actor is None or row is None:
        return None
    due: list[Due] = []
    if factors.has(work.connection, account_id):
        due.append("factor")
    elif actor.needs_second_factor:
        due.append("set_up")
    days = work.house.profile.password_days if actor.kind == "staff" else 0
    if row.must_change_password or passwords.is_too_old(row.password_changed_at, days, now):
        due.append("password")
    return SignedIn(actor, epoch, tuple(due))


def require_verified(work: Work, actor: Actor) -> None:
    """Raise NotAllowedError unless the account's contact was verified (J-02): results and notices go there."""
    row = accounts.by_id(work.connection, account_id(actor))
    if row is None or row.contact_verified_at is None:
        raise UnverifiedError(
            Text(
                "Hãy xác nhận thư điện tử của tài khoản rồi gửi hồ sơ. Tờ khai của bạn đã được lưu.",
                "Verify the e-mail address of your account, then send the dossier. Your form has been kept.",
            )
        )


def speak(work: Work, actor: Actor, language: str) -> None:
    """Keep the language in which the actor reads, so that letters come in it too (N-10). One commit."""
    if language in ("vi", "en") and language != actor.language:
        accounts.change(work.connection, account_id(actor), language=language)
        work.commit()


class UnverifiedError(NotAllowedError):
    """The account's contact has not been verified yet."""

    code = "contact_unverified"
