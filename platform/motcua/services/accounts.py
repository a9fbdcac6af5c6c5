"""Accounts: citizens register themselves, everyone signs in, too many wrong passwords lock for a while."""

from __future__ import annotations

import re
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta
from math import ceil
from typing import Any

from motcua.domain.errors import ConflictError, FieldError, InputError, ValidationError
from motcua.domain.permissions import Actor, Grant, Kind
from motcua.domain.text import Text
from motcua.services import passwords
from motcua.services.work import Work
from motcua.store import account as accounts
from motcua.store import role as roles
from motcua.store.base import Record

MAX_FAILURES = 5
LOCK_FOR = timedelta(minutes=15)

_EMAIL = re.compile(r"[^@\s]{1,64}@[^@\s.]+(\.[^@\s.]+)+")
_PHONE = re.compile(r"0[0-9]{9}")
_IDENTITY = re.compile(r"[0-9]{12}")


class SignInError(InputError):
    """Login or password is wrong, or the account is locked; which of the first two is not told."""

    code = "sign_in"


@dataclass(frozen=True, slots=True)
class Registration:
    """What a citizen gives to get an account; digits may be grouped by spaces."""

    name: str
    email: str
    phone: str
    identity: str
    password: str


@dataclass(frozen=True, slots=True)
class SignedIn:
    """The actor, and the account's epoch that the session must keep up with."""

    actor: Actor
    epoch: int


def register(work: Work, registration: Registration, now: datetime) -> SignedIn:
    """Open a citizen's account; raises ValidationError naming each field, or when one is taken."""
    given = _tidy(registration)
    if errors := _problems(given):
        raise ValidationError(errors)
    account_id = accounts.add(
        work.connection,
        login=given.email,
        kind="citizen",
        display_name=given.name,
        email=given.email,
        phone_sealed=work.cipher.seal(given.phone),
        password_hash=passwords.hash_password(given.password),
        identity_sealed=work.cipher.seal(given.identity),
        identity_digest=work.cipher.digest(given.identity),
    )
    if account_id is None:
        raise _taken()
    actor = Actor(account_id, given.name, "citizen")
    work.record(at=now, actor_id=account_id, actor_name=given.name, action="account.register", detail={})
    work.commit()
    return SignedIn(actor, 0)


def sign_in(work: Work, login: str, password: str, now: datetime) -> SignedIn:
    """The account behind login and password; five wrong passwords lock it for a quarter of an hour."""
    row = accounts.by_login(work.connection, login.strip().lower(), lock=True)
    if row is not None and row.locked_until is not None and row.locked_until > now:
        raise _locked(row.locked_until - now)
    correct = passwords.is_correct(password, row.password_hash if row is not None else None)
    if row is None or not row.is_active:
        raise _wrong()
    if not correct:
        _count_failure(work, row, now)
        raise _wrong()
    accounts.change(work.connection, row.id, failures=0, locked_until=None)
    work.record(at=now, actor_id=row.id, actor_name=row.display_name, action="account.sign_in", detail={})
    person = roles.holder(work.connection, row.id)
    work.commit()
    return SignedIn(actor_of(row, person.grants if person is not None else ()), row.epoch)


def load(work: Work, account_id: int, epoch: int) -> Actor | None:
    """The actor of a session; None when the account was closed or signed out everywhere."""
    row = roles.holder(work.connection, account_id)
    if row is None or not row.is_active or row.epoch != epoch:
        return None
    return actor_of(row, row.grants)


def actor_of(row: Record, grants: Sequence[Mapping[str, Any]] = ()) -> Actor:
    """The actor of an account's row, with the roles that `store.role.grants_of` selected for it."""
    kind: Kind = row.kind
    given = tuple(
        Grant(one["role"], frozenset(one["rights"]), one["agency_id"], one["field"], one["is_restricting"])
        for one in grants
    )
    return Actor(row.id, row.display_name, kind, row.title, row.agency_id, row.language, given)


def _count_failure(work: Work, row: Record, now: datetime) -> None:
    failures = row.failures + 1
    locked_until = now + LOCK_FOR if failures >= MAX_FAILURES else None
    accounts.change(
        work.connection,
        row.id,
        failures=0 if locked_until else failures,
        locked_until=locked_until,
    )
    action = "account.lock" if locked_until else "account.sign_in_failed"
    work.record(at=now, actor_id=row.id, actor_name=row.display_name, action=action, detail={})
    work.commit()


def _tidy(given: Registration) -> Registration:
    return Registration(
        name=" ".join(given.name.split()),
        email=given.email.strip().lower(),
        phone=re.sub(r"[\s.]", "", given.phone),
        identity=re.sub(r"[\s.]", "", given.identity),
        password=given.password,
    )


def _problems(given: Registration) -> list[FieldError]:
    checks = [
        ("name", 2 <= len(given.name) <= 120, "Nhập họ và tên như trên căn cước.", "Enter your full name."),
        (
            "email",
            len(given.email) <= 200 and _EMAIL.fullmatch(given.email) is not None,
            "Thư điện tử chưa đúng. Ví dụ: ten@gmail.com.",
            "The e-mail address is not complete. Example: name@gmail.com.",
        ),
        (
            "phone",
            _PHONE.fullmatch(given.phone) is not None,
            "Số điện thoại gồm 10 chữ số, bắt đầu bằng 0.",
            "A phone number has 10 digits and begins with 0.",
        ),
        (
            "identity",
            _IDENTITY.fullmatch(given.identity) is not None,
            f"Số định danh cá nhân gồm 12 chữ số. Bạn đã nhập {len(given.identity)}.",
            f"A personal identification number has 12 digits. You entered {len(given.identity)}.",
        ),
        (
            "password",
            passwords.MIN_LENGTH <= len(given.password) <= passwords.MAX_LENGTH,
            f"Mật khẩu cần ít nhất {passwords.MIN_LENGTH} ký tự.",
            f"A password needs at least {passwords.MIN_LENGTH} characters.",
        ),
    ]
    return [
        FieldError(f"/{key}", f"account.{key}", Text(vi, en))
        for key, is_right, vi, en in checks
        if not is_right
    ]


def _taken() -> ConflictError:
    return ConflictError(
        Text(
            "Thư điện tử hoặc số định danh này đã có tài khoản. Hãy đăng nhập, hoặc nhờ Bộ phận Một cửa giúp.",
            "This e-mail address or identification number already has an account. Sign in, or ask the one-stop desk.",
        )
    )


def _wrong() -> SignInError:
    return SignInError(
        Text(
            "Tên đăng nhập hoặc mật khẩu chưa đúng. Kiểm tra rồi nhập lại.",
            "The username or the password is not right. Check them and try again.",
        )
    )


def _locked(remaining: timedelta) -> SignInError:
    minutes = ceil(remaining / timedelta(minutes=1))
    return SignInError(
        Text(
            f"Tài khoản tạm khóa vì nhập sai nhiều lần. Thử lại sau {minutes} phút.",
            f"The account is locked after too many wrong passwords. Try again in {minutes} minutes.",
        )
    )
