"""The second factor: codes of an authenticator app (TOTP, RFC 6238), and recovery codes for a lost one (N-08)."""

from __future__ import annotations

import hmac
import secrets
from datetime import datetime

import pyotp

from motcua.domain.errors import ConflictError, NotAllowedError, NotFoundError
from motcua.domain.people.permissions import Actor, account_id, require_right
from motcua.domain.text import Text
from motcua.services import rate
from motcua.services.accounts import sessions
from motcua.services.accounts.sign_in import SignInError
from motcua.services.messages import letters, notices
from motcua.services.people import roles
from motcua.services.work import Work
from motcua.store.accounts import account as accounts
from motcua.store.accounts import second_factor as factors
from motcua.store.agencies import agency as agencies

RECOVERY_CODES = 10
STEP_SECONDS = 30
WINDOW = 1
"""Codes of one step before and after are taken too: clocks of telephones differ."""

_LETTERS = "abcdefghjkmnpqrstuvwxyz23456789"


def new_secret() -> str:
    """A secret for an app, 160 bits in base32; it counts after `set_up` has seen a code of it."""
    return pyotp.random_base32()


def address(secret: str, login: str, issuer: str) -> str:
    """The otpauth address that a QR code gives to the app."""
    return pyotp.TOTP(secret, name=login, issuer=issuer).provisioning_uri()


def set_up(work: Work, actor: Actor, secret: str, code: str, now: datetime) -> list[str]:
    """Make the secret the account's second factor after a first right code; the recovery codes, shown this once."""
    person = account_id(actor)
    rate.count(work, rate.FACTOR, str(person), now)
    step = _step_of(secret, code, now)
    if step is None:
        raise _wrong()
    codes = _new_codes()
    factors.save(
        work.connection,
        person,
        [_digest(work, person, one) for one in codes],
        secret_sealed=work.cipher.seal(secret),
        confirmed_at=now,
        last_step=step,
    )
    _record(work, actor, now, "account.factor_set_up")
    work.commit()
    return codes


def check(work: Work, actor: Actor, code: str, now: datetime) -> None:
    """Take a code of the app or a recovery code, each once. Raises SignInError, TooManyError after eight attempts."""
    person = account_id(actor)
    rate.count(work, rate.FACTOR, str(person), now)
    row = factors.of_account(work.connection, person)
    if row is None:
        raise _wrong()
    step = _step_of(work.cipher.open(row.secret_sealed), code, now)
    if step is not None and step > row.last_step:
        factors.take_step(work.connection, person, step)
    elif factors.use_code(work.connection, person, _digest(work, person, code), now):
        left = factors.codes_left(work.connection, person)
        _record(work, actor, now, "account.recovery_code", {"left": left})
    else:
        _record(work, actor, now, "account.factor_failed")
        work.commit()
        raise _wrong()
    work.commit()


def state(work: Work, actor: Actor) -> int | None:
    """How many recovery codes are left; None when the account has no second factor."""
    person = account_id(actor)
    return factors.codes_left(work.connection, person) if factors.has(work.connection, person) else None


def renew_codes(work: Work, actor: Actor, code: str, now: datetime) -> list[str]:
    """Ten new recovery codes in the place of the old, after a code was proven."""
    check(work, actor, code, now)
    person = account_id(actor)
    codes = _new_codes()
    factors.save_codes(work.connection, person, [_digest(work, person, one) for one in codes])
    _record(work, actor, now, "account.recovery_codes_renewed")
    work.commit()
    return codes


def remove(work: Work, actor: Actor, code: str, now: datetime) -> None:
    """Give the second factor up; administrators may not (N-08)."""
    if actor.needs_second_factor:
        raise ConflictError(
            Text(
                "Vai trò của bạn bắt buộc xác thực hai lớp nên không tắt được.",
                "Your role requires a second factor, so it cannot be turned off.",
            )
        )
    check(work, actor, code, now)
    factors.remove(work.connection, account_id(actor))
    _record(work, actor, now, "account.factor_removed")
    work.commit()


def reset(work: Work, actor: Actor, person: int, now: datetime) -> None:
    """Take away the factor of somebody who lost telephone and codes; for his administrator, never for oneself."""
    row = accounts.by_id(work.connection, person)
    if row is None or row.agency_id is None:
        raise NotFoundError(Text("Không tìm thấy tài khoản này.", "There is no such account."))
    lineage = agencies.lineage(work.connection, row.agency_id)
    require_right(actor, "account.approve", lineage)
    if row.id == actor.id:
        raise NotAllowedError(
            Text("Việc này phải do người khác làm cho bạn.", "Somebody else must do this for you.")
        )
    roles.require_not_above(work, actor, person)
    if not factors.remove(work.connection, person):
        raise ConflictError(
            Text("Tài khoản này chưa có lớp xác thực thứ hai.", "This account has no second factor.")
        )
    sessions.end_all(work, person, now, "incident")
    body = Text(
        f"{actor.name} đã gỡ lớp xác thực thứ hai của tài khoản. Nếu bạn không nhờ, hãy báo ngay.",
        f"{actor.name} has removed the second factor of the account. If you did not ask for it, report it at once.",
    )
    notices.add(work, person, body, now)
    letters.send(work, person, "account.factor_reset", body)
    work.record(
        at=now,
        actor_id=actor.id,
        actor_name=actor.name,
        action="account.factor_reset",
        subject=row.login,
        detail={},
    )
    work.commit()


def _step_of(secret: str, code: str, now: datetime) -> int | None:
    """The step of half a minute whose code this is, within the window; None when it is of none."""
    plain = "".join(code.split())
    totp = pyotp.TOTP(secret)
    current = int(now.timestamp()) // STEP_SECONDS
    for step in range(current - WINDOW, current + WINDOW + 1):
        if hmac.compare_digest(totp.generate_otp(step).encode(), plain.encode()):
            return step
    return None


def _new_codes() -> list[str]:
    """Recovery codes of ten characters in two groups, about 49 bits each."""
    groups = ["".join(secrets.choice(_LETTERS) for _ in range(5)) for _ in range(2 * RECOVERY_CODES)]
    return [f"{first}-{second}" for first, second in zip(groups[::2], groups[1::2], strict=True)]


def _digest(work: Work, person: int, code: str) -> bytes:
    return work.cipher.digest(f"recovery_code:{person}:{code.replace('-', '')}")


def _wrong() -> SignInError:
    return SignInError(
        Text(
            "Mã xác thực chưa đúng hoặc đã dùng. Nhập mã mới nhất trên điện thoại.",
            "The code is not right or was used before. Enter the newest code of your telephone.",
        )
    )


def _record(
    work: Work, actor: Actor, now: datetime, action: str, detail: dict[str, object] | None = None
) -> None:
    work.record(at=now, actor_id=actor.id, actor_name=actor.name, action=action, detail=detail or {})
