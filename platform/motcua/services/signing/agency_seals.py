"""Agencies' seals: which are registered, and to whom each is given (F-13, Điều 27.5.c)."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import datetime

from motcua.domain.errors import ConflictError, FieldError, ValidationError
from motcua.domain.people.permissions import Actor, account_id, require_right
from motcua.domain.text import Text
from motcua.services.people import reach
from motcua.services.signing import keys
from motcua.services.work import Work
from motcua.store.accounts import account as accounts
from motcua.store.agencies import agency as agencies
from motcua.store.base import Record
from motcua.store.signing import signing_key as stored


def agencies_for(work: Work, actor: Actor) -> list[Record]:
    """The agencies whose seals the actor manages; raises NotAllowedError when there are none."""
    within = reach.of(work, actor, keys.MANAGES)
    found = [one for one in agencies.everything(work.connection) if one.id in within]
    if not found:
        require_right(actor, keys.MANAGES, ())
    return found


def seals(work: Work, actor: Actor, agency_id: int) -> list[tuple[Record, Sequence[Record]]]:
    """The agency's seals, each with the accounts it was given to."""
    _, rows = keys.owner_of(work, actor, agency_id)
    return [(row, stored.keepers(work.connection, row.id)) for row in rows]


def give(work: Work, actor: Actor, key_id: int, login: str, reason: str, now: datetime) -> None:
    """Give an agency's seal to an account of the staff, who may sign with it until it is taken back. One commit."""
    row = _seal(work, actor, key_id)
    keys.require_reason(reason)
    taker = accounts.by_login(work.connection, login.strip().lower())
    if taker is None or taker.kind != "staff" or not taker.is_active:
        words = Text(
            "Không có tài khoản cán bộ này. Nhập tên đăng nhập.", "There is no such officer. Enter the login."
        )
        raise ValidationError([FieldError("/login", "unknown", words)])
    if stored.keeps(work.connection, key_id, taker.id):
        raise ConflictError(
            Text(
                f"{taker.display_name} đã được giao con dấu này.",
                f"{taker.display_name} has this seal already.",
            )
        )
    stored.add_keeper(
        work.connection,
        signing_key_id=key_id,
        account_id=taker.id,
        given_by=account_id(actor),
        given_at=now,
        reason=reason.strip(),
        withdrawn_reason="",
    )
    told = {"to_id": taker.id, "to_name": taker.display_name, "reason": reason.strip()}
    keys.record(work, actor, "signing_key.give", row, told, now)
    work.commit()


def take_back(work: Work, actor: Actor, key_id: int, person: int, reason: str, now: datetime) -> None:
    """Take the seal back from an account. One commit."""
    row = _seal(work, actor, key_id)
    keys.require_reason(reason)
    if not stored.withdraw_keeper(work.connection, key_id, person, account_id(actor), reason.strip(), now):
        raise ConflictError(
            Text("Người này không còn giữ con dấu đó.", "This person does not have the seal any more.")
        )
    keys.record(work, actor, "signing_key.take_back", row, {"from_id": person, "reason": reason.strip()}, now)
    work.commit()


def _seal(work: Work, actor: Actor, key_id: int) -> Record:
    row = keys.managed(work, actor, key_id)
    if row.agency_id is None or row.withdrawn_at is not None:
        raise ConflictError(
            Text(
                "Chỉ giao được con dấu số còn hiệu lực của cơ quan.",
                "Only an agency's seal in force is given.",
            )
        )
    return row
