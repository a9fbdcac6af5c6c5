"""A new password: after a forgotten one by a code, or by its holder; and the verified contact (J-02, J-13)."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime

from motcua.domain.errors import ConflictError, FieldError, ValidationError
from motcua.domain.people.permissions import Actor, account_id
from motcua.domain.text import Text
from motcua.services import rate
from motcua.services.accounts import one_time_codes, passwords, registration, sessions
from motcua.services.messages import letters, notices
from motcua.services.work import Work
from motcua.store.accounts import account as accounts
from motcua.store.base import Record

CHANGED = Text(
    "Mật khẩu của tài khoản vừa được đổi. Nếu không phải bạn, hãy báo mất tài khoản ngay.",
    "The password of the account has just been changed. If it was not you, report the account at once.",
)


@dataclass(frozen=True, slots=True)
class Contact:
    """What the holder sees of his own account; e-mail may be empty for staff."""

    login: str
    email: str
    is_verified: bool
    organisation: str
    tax_code: str
    password_changed_at: datetime


def contact(work: Work, actor: Actor) -> Contact:
    """The actor's own contact."""
    row = _mine(work, actor)
    return Contact(
        row.login,
        row.email,
        row.contact_verified_at is not None,
        row.organisation,
        row.tax_code,
        row.password_changed_at,
    )


def ask(work: Work, login: str, now: datetime, address: str = "") -> None:
    """Send a code to the account's contact if there is such an account; nobody learns whether there is. One commit."""
    name = login.strip().lower()
    rate.count(work, rate.CODE_TRIED, address, now)
    rate.count(work, rate.CODE_SENT, work.cipher.digest(name).hex(), now)
    row = accounts.by_login(work.connection, name)
    if row is not None and row.is_active and row.blocked_at is None and row.email:
        one_time_codes.send(work, row.id, "recovery", now)
        _record(work, row, now, "account.recovery_asked")
    work.commit()


def reset(work: Work, login: str, code: str, password: str, now: datetime, address: str = "") -> None:
    """Set a new password by the code; every session ends, wrong attempts are forgiven. One commit.

    A second factor is asked for at the next sign-in as always. Raises CodeError, ValidationError at "/password".
    """
    rate.count(work, rate.CODE_TRIED, address, now)
    row = accounts.by_login(work.connection, login.strip().lower(), lock=True)
    is_open = row is not None and row.is_active and row.blocked_at is None
    one_time_codes.require(work, row.id if row is not None and is_open else None, "recovery", code, now)
    if row is None:
        return
    _set(work, row, password, now)
    one_time_codes.use_up(work, row.id, "recovery")
    rate.give_back(work, rate.CODE_TRIED, address, now)
    if row.kind == "citizen" and row.contact_verified_at is None:
        # The code came by the same way: the contact is proven too.
        accounts.change(work.connection, row.id, contact_verified_at=now)
    accounts.change(work.connection, row.id, failures=0, locked_until=None)
    _record(work, row, now, "account.password_recovered")
    work.commit()


def change(work: Work, actor: Actor, current: str, password: str, now: datetime) -> int:
    """Change one's own password, proving the current one; the new epoch, other sessions end. One commit."""
    person = account_id(actor)
    rate.count(work, rate.FACTOR, f"password:{person}", now)
    row = _mine(work, actor)
    if not passwords.is_correct(current, row.password_hash):
        raise ValidationError(
            [
                FieldError(
                    "/current",
                    "account.current",
                    Text("Mật khẩu hiện tại chưa đúng.", "The current password is not right."),
                )
            ]
        )
    return replace(work, actor, password, now)


def replace(work: Work, actor: Actor, password: str, now: datetime) -> int:
    """Set a new password for whoever has just proven the old one; the new epoch. One commit."""
    row = _mine(work, actor)
    if passwords.is_correct(password, row.password_hash):
        raise ValidationError(
            [_bad(Text("Mật khẩu mới phải khác mật khẩu cũ.", "The new password must differ."))]
        )
    epoch = _set(work, row, password, now)
    _record(work, row, now, "account.password_changed")
    work.commit()
    return epoch


def verify_contact(work: Work, actor: Actor, code: str, now: datetime) -> None:
    """Prove the contact by its code. Raises CodeError. One commit."""
    person = account_id(actor)
    one_time_codes.require(work, person, "contact", code, now)
    one_time_codes.use_up(work, person, "contact")
    row = _mine(work, actor)
    accounts.change(work.connection, person, contact_verified_at=now)
    _record(work, row, now, "account.contact_verified")
    work.commit()


def correct_contact(work: Work, actor: Actor, email: str, now: datetime) -> None:
    """Correct a mistyped address while it is not verified, and send the code there; it is the login too. One commit."""
    row = _mine(work, actor)
    given = email.strip().lower()
    if (problem := registration.email_problem(given)) is not None:
        raise ValidationError([FieldError("/email", "account.email", problem)])
    if row.contact_verified_at is not None or row.kind != "citizen":
        raise ConflictError(
            Text("Thư điện tử này đã được xác nhận.", "This e-mail address has been verified.")
        )
    rate.count(work, rate.CODE_SENT, f"contact:{row.id}", now)
    if given != row.login and accounts.by_login(work.connection, given) is not None:
        raise registration.taken()
    accounts.change(work.connection, row.id, email=given, login=given)
    one_time_codes.send(work, row.id, "contact", now)
    _record(work, row, now, "account.contact_corrected")
    work.commit()


def _set(work: Work, row: Record, password: str, now: datetime) -> int:
    if (problem := passwords.problem(password, (row.display_name, row.login.partition("@")[0]))) is not None:
        raise ValidationError([_bad(problem)])
    accounts.change(
        work.connection,
        row.id,
        password_hash=passwords.hash_password(password),
        password_changed_at=now,
        must_change_password=False,
    )
    notices.add(work, row.id, CHANGED, now)
    letters.send(work, row.id, "account.password_changed", CHANGED)
    return sessions.end_all(work, row.id, now, "everywhere")


def _bad(problem: Text) -> FieldError:
    return FieldError("/password", "account.password", problem)


def _mine(work: Work, actor: Actor) -> Record:
    row = accounts.by_id(work.connection, account_id(actor))
    if row is None:
        raise LookupError("an actor without an account")
    return row


def _record(work: Work, row: Record, now: datetime, action: str) -> None:
    work.record(at=now, actor_id=row.id, actor_name=row.display_name, action=action, detail={})
