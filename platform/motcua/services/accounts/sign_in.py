"""The first step of signing in: login and password; too many wrong ones lock the account for a while (N-08)."""

from __future__ import annotations

from datetime import datetime, timedelta
from math import ceil

from motcua.domain.errors import InputError
from motcua.domain.people.permissions import Actor, account_id
from motcua.domain.text import Text
from motcua.services import rate
from motcua.services.accounts import accounts, passwords
from motcua.services.accounts.accounts import SignedIn
from motcua.services.work import Work
from motcua.store.accounts import account as stored
from motcua.store.accounts import rate as attempts
from motcua.store.base import Record

MAX_FAILURES = 5
LOCK_FOR = timedelta(minutes=15)


class SignInError(InputError):
    """Login, password or code is wrong, or the account is locked; which of login and password is not told."""

    code = "sign_in"


def sign_in(work: Work, login: str, password: str, now: datetime, address: str = "") -> SignedIn:
    """The account behind login and password, and what is due before its session begins.

    Five wrong passwords lock the account for a quarter of an hour, wherever they come from; wrong attempts from one
    network address are limited besides (TooManyError): an office shares its address.
    """
    rate.count(work, rate.SIGN_IN, address, now)
    name = login.strip().lower()
    row = stored.by_login(work.connection, name, lock=True)
    if row is not None and row.locked_until is not None and row.locked_until > now:
        raise _locked(row.locked_until - now)
    correct = passwords.is_correct(password, row.password_hash if row is not None else None)
    if row is None:
        raise _unknown(work, name, now)
    if not row.is_active:
        raise wrong()
    if not correct:
        _count_failure(work, row, now)
        raise wrong()
    if row.blocked_at is not None:
        raise _blocked()
    changes = (
        {"password_hash": passwords.hash_password(password)}
        if passwords.needs_rehash(row.password_hash)
        else {}
    )
    stored.change(work.connection, row.id, failures=0, locked_until=None, **changes)
    found = accounts.signed_in(work, row.id, row.epoch, now)
    rate.give_back(work, rate.SIGN_IN, address, now)
    work.commit()
    if found is None:
        raise wrong()
    return found


def prove(work: Work, actor: Actor, password: str, now: datetime, address: str = "") -> None:
    """The password of somebody who is signed in already, counted and locked alike. Raises SignInError."""
    row = stored.by_id(work.connection, account_id(actor))
    sign_in(work, row.login if row is not None else "", password, now, address)


def wrong() -> SignInError:
    return SignInError(
        Text(
            "Tên đăng nhập hoặc mật khẩu chưa đúng. Kiểm tra rồi nhập lại.",
            "The username or the password is not right. Check them and try again.",
        )
    )


def _unknown(work: Work, login: str, now: datetime) -> SignInError:
    """Attempts at a login that nobody has are counted alike, so that being locked tells nothing."""
    key = f"unknown_login:{work.cipher.digest(login).hex()}"
    count = attempts.hit(work.connection, key, now, LOCK_FOR)
    work.commit()
    if count > MAX_FAILURES:
        return _locked(attempts.start_of(now, LOCK_FOR) + LOCK_FOR - now)
    return wrong()


def _count_failure(work: Work, row: Record, now: datetime) -> None:
    failures = row.failures + 1
    locked_until = now + LOCK_FOR if failures >= MAX_FAILURES else None
    stored.change(
        work.connection,
        row.id,
        failures=0 if locked_until else failures,
        locked_until=locked_until,
    )
    action = "account.lock" if locked_until else "account.sign_in_failed"
    work.record(at=now, actor_id=row.id, actor_name=row.display_name, action=action, detail={})
    work.commit()


def _locked(remaining: timedelta) -> SignInError:
    minutes = ceil(remaining / timedelta(minutes=1))
    return SignInError(
        Text(
            f"Tài khoản tạm khóa vì nhập sai nhiều lần. Thử lại sau {minutes} phút.",
            f"The account is locked after too many wrong passwords. Try again in {minutes} minutes.",
        )
    )


def _blocked() -> SignInError:
    return SignInError(
        Text(
            "Tài khoản đang khóa vì có báo mất hoặc bị người khác dùng. Hãy liên hệ quản trị cơ quan "
            "hoặc Bộ phận Một cửa để xác minh.",
            "The account is locked after a report of loss or misuse. Ask your agency's administrator or the one-stop "
            "desk to verify you.",
        )
    )
