"""One-time codes by e-mail: to verify a contact, recover a password, report a loss, be helped at the counter."""

from __future__ import annotations

import hmac
import secrets
from datetime import datetime, timedelta
from typing import Final, Literal

from motcua.domain.errors import InputError
from motcua.domain.text import Text
from motcua.services.messages import letters
from motcua.services.work import Work
from motcua.store.accounts import one_time_code as codes

Purpose = Literal["contact", "recovery", "incident", "assist"]
ASSIST: Final = "assist"

GOOD_FOR = timedelta(minutes=15)
MAX_TRIES = 5

_LETTERS = {
    "contact": Text(
        "Mã xác nhận thư điện tử của bạn: {code}. Mã dùng được trong 15 phút.",
        "Your code to verify this e-mail address: {code}. It is good for 15 minutes.",
    ),
    "recovery": Text(
        "Mã để đặt lại mật khẩu: {code}. Mã dùng được trong 15 phút. Nếu không phải bạn yêu cầu, hãy bỏ qua thư này; "
        "đừng đưa mã cho ai.",
        "Your code to set a new password: {code}. It is good for 15 minutes. If it was not you who asked, ignore this "
        "letter; give the code to nobody.",
    ),
    "assist": Text(
        "Mã để cán bộ Một cửa nộp giúp bạn một hồ sơ trực tuyến: {code}. Mã dùng được trong 15 phút. Chỉ đọc mã cho cán bộ "
        "đang giúp bạn tại quầy.",
        "Your code for the officer who helps you file online: {code}. It is good for 15 minutes. Read it out only to the "
        "officer who is helping you at the counter.",
    ),
    "incident": Text(
        "Mã để khóa tài khoản của bạn: {code}. Mã dùng được trong 15 phút.",
        "Your code to lock your account: {code}. It is good for 15 minutes.",
    ),
}


class CodeError(InputError):
    """The code is wrong, used, too old, or was tried too often; which of them is not told."""

    code = "one_time_code"


def send(work: Work, account_id: int, purpose: Purpose, now: datetime) -> None:
    """Send a new code of six digits; the earlier one is no longer good. Does not commit."""
    code = f"{secrets.randbelow(1_000_000):06}"
    codes.save(
        work.connection,
        account_id,
        purpose,
        digest=_digest(work, account_id, purpose, code),
        expires_at=now + GOOD_FOR,
    )
    letters.send(work, account_id, f"code.{purpose}", _LETTERS[purpose].format(code=code))


def require(work: Work, account_id: int | None, purpose: Purpose, code: str, now: datetime) -> None:
    """Raise CodeError unless this is the account's code; a wrong one is counted and committed.

    A right one stays until `use_up`, so that a rejected new password does not cost the code.
    """
    row = codes.of_account(work.connection, account_id, purpose) if account_id is not None else None
    if row is None or account_id is None or row.expires_at <= now or row.tries >= MAX_TRIES:
        raise _wrong()
    if not hmac.compare_digest(row.digest, _digest(work, account_id, purpose, code)):
        codes.count_try(work.connection, account_id, purpose)
        work.commit()
        raise _wrong()


def use_up(work: Work, account_id: int, purpose: Purpose) -> None:
    """Make the code worthless. Does not commit."""
    codes.remove(work.connection, account_id, purpose)


def _digest(work: Work, account_id: int, purpose: str, code: str) -> bytes:
    return work.cipher.digest(f"{purpose}:{account_id}:{code}")


def _wrong() -> CodeError:
    return CodeError(
        Text(
            "Mã chưa đúng hoặc đã hết hạn. Kiểm tra thư mới nhất, hoặc lấy mã khác.",
            "The code is wrong or has run out. Check the newest letter, or ask for another code.",
        )
    )
