"""Opening a staff account: with a first password that is shown once."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime

from motcua.domain.errors import ConflictError
from motcua.domain.text import Text
from motcua.services.accounts import passwords
from motcua.services.work import Work
from motcua.store.accounts import account as accounts


@dataclass(frozen=True, slots=True)
class Issued:
    """A new account and its first password, which is shown once and changed at the first sign-in."""

    account_id: int
    login: str
    name: str
    password: str


def open_account(work: Work, login: str, name: str, now: datetime, **facts: object) -> Issued:
    """A staff account with a first password that must be changed; `facts` are its other columns. Does not commit.

    Raises ConflictError when the login is taken.
    """
    password = passwords.first_password()
    account_id = accounts.add(
        work.connection,
        login=login,
        kind="staff",
        display_name=name,
        password_hash=passwords.hash_password(password),
        password_changed_at=now,
        must_change_password=True,
        **facts,
    )
    if account_id is None:
        raise ConflictError(Text("Tên đăng nhập này đã có người dùng.", "This username is taken."))
    return Issued(account_id, login, name, password)
