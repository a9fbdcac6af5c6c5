"""Sessions: begun after every check, kept up request by request, listed and ended by their holder (J-01, J-13, J-17)."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta

from motcua.domain.errors import NotFoundError
from motcua.domain.people.permissions import Actor, account_id
from motcua.domain.text import Text
from motcua.services.messages import letters, notices
from motcua.services.work import Work
from motcua.store.accounts import account as accounts
from motcua.store.accounts import account_notice as stored_notices
from motcua.store.accounts import one_time_code as codes
from motcua.store.accounts import rate as attempts
from motcua.store.accounts import session as sessions
from motcua.store.base import Record

SEEN_EVERY = timedelta(minutes=1)
AT_THE_SAME_TIME = timedelta(minutes=15)
"""A session seen within this time counts as in use: a sign-in from another place meanwhile is an alert (J-13)."""

FORGET_AFTER = timedelta(days=1)


@dataclass(frozen=True, slots=True)
class Origin:
    """Where a request comes from: the network address, and the browser in words."""

    address: str
    device: str


@dataclass(frozen=True, slots=True)
class Limits:
    """How long staff may be idle before the screen locks, and how long any session lasts; None means for ever."""

    idle: timedelta | None = None
    longest: timedelta | None = None


@dataclass(frozen=True, slots=True)
class Current:
    """The state of the session behind a request; `notices` is how many the account has not seen."""

    id: int
    is_locked: bool
    notices: int


def begin(work: Work, actor: Actor, origin: Origin, now: datetime) -> int:
    """Open a session; its id. One that is in use elsewhere makes a notice to the account and an alert in the audit."""
    person = account_id(actor)
    others = sessions.open_elsewhere(
        work.connection, person, origin.address, origin.device, now - AT_THE_SAME_TIME
    )
    session_id = sessions.add(
        work.connection,
        account_id=person,
        address=origin.address,
        device=origin.device,
        started_at=now,
        seen_at=now,
    )
    _record(work, actor, now, "account.sign_in", {"session": session_id})
    if others:
        detail = {"session": session_id, "others": [one.id for one in others]}
        _record(work, actor, now, "account.second_place", detail)
        body = Text(
            f"Tài khoản vừa đăng nhập ở nơi thứ hai cùng lúc: {origin.device or 'thiết bị khác'}. "
            "Nếu không phải bạn, hãy đăng xuất mọi nơi và đổi mật khẩu.",
            f"The account has just been signed in at a second place at the same time: "
            f"{origin.device or 'another device'}. If it was not you, sign out everywhere and change the password.",
        )
        notices.add(work, person, body, now)
        letters.send(work, person, "account.second_place", body)
    work.commit()
    return session_id


def keep_up(
    work: Work, actor: Actor, session_id: int, limits: Limits, now: datetime, *, is_by_hand: bool = True
) -> Current | None:
    """The session of this request, written as seen at most once a minute; None when it has ended.

    A locked screen is not written as seen: it stays locked until `unlock`. Nor is a request that a page makes by itself:
    a list of progress left open would keep the screen of somebody who went away.
    """
    person = account_id(actor)
    row = sessions.current(work.connection, session_id, person)
    if row is None or row.ended_at is not None:
        return None
    if limits.longest is not None and now - row.started_at > limits.longest:
        sessions.end(work.connection, person, row.seen_at, "expired", session_id)
        work.commit()
        return None
    is_locked = actor.kind == "staff" and limits.idle is not None and now - row.seen_at > limits.idle
    if is_by_hand and not is_locked and now - row.seen_at >= SEEN_EVERY:
        sessions.see(work.connection, session_id, now)
        work.commit()
    return Current(session_id, is_locked, row.notices)


def unlock(work: Work, actor: Actor, session_id: int, now: datetime) -> None:
    """Go on with a session whose screen was locked, after the password was proven."""
    sessions.see(work.connection, session_id, now)
    _record(work, actor, now, "account.unlock_screen", {"session": session_id})
    work.commit()


def own(work: Work, actor: Actor, now: datetime) -> tuple[Sequence[Record], Sequence[Record]]:
    """The actor's sessions and the notices about his account, which count as seen from now on."""
    person = account_id(actor)
    listed = sessions.of_account(work.connection, person), stored_notices.of_account(work.connection, person)
    stored_notices.mark_seen(work.connection, person, now)
    work.commit()
    return listed


def end_own(work: Work, actor: Actor, session_id: int, now: datetime, why: str = "elsewhere") -> None:
    """End one of the actor's sessions; raises NotFoundError for one that is not his or has ended."""
    if not sessions.end(work.connection, account_id(actor), now, why, session_id):
        raise NotFoundError(Text("Phiên này không còn mở.", "This session is no longer open."))
    _record(work, actor, now, "account.sign_out", {"session": session_id})
    work.commit()


def end_everywhere(work: Work, actor: Actor, now: datetime) -> None:
    """Sign the actor out of every session, this one too."""
    end_all(work, account_id(actor), now, "everywhere")
    _record(work, actor, now, "account.sign_out_everywhere", {})
    work.commit()


def end_all(work: Work, account: int, now: datetime, why: str) -> int:
    """End every session of an account by a new epoch, which is returned. Does not commit."""
    row = accounts.by_id(work.connection, account)
    epoch: int = row.epoch + 1 if row is not None else 0
    accounts.change(work.connection, account, epoch=epoch)
    sessions.end(work.connection, account, now, why)
    return epoch


def tidy(work: Work, now: datetime) -> None:
    """Close the sessions that nobody came back to for a day, and forget attempts and codes of the day before."""
    before = now - FORGET_AFTER
    sessions.end_unseen(work.connection, before)
    attempts.forget(work.connection, before)
    codes.forget(work.connection, before)
    work.commit()


def _record(work: Work, actor: Actor, now: datetime, action: str, detail: dict[str, object]) -> None:
    work.record(at=now, actor_id=actor.id, actor_name=actor.name, action=action, detail=detail)
