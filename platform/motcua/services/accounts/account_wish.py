"""The staff account that somebody wishes for, tidied and looked through field by field (J-06)."""

from __future__ import annotations

import re
from dataclasses import dataclass, replace

from motcua.domain.errors import FieldError
from motcua.domain.text import Text
from motcua.services.accounts import registration
from motcua.services.work import Work
from motcua.store.accounts import account as accounts
from motcua.store.accounts import account_request as requests

_LOGIN = re.compile(r"[a-z0-9][a-z0-9._@-]{2,99}")


@dataclass(frozen=True, slots=True)
class Wanted:
    """The account that is asked for; `positions` are the keys of the groups it is to work in, at its agency, `role` is
    the key of the role it is to have there."""

    login: str
    name: str
    agency_id: int
    title: str = ""
    email: str = ""
    phone: str = ""
    positions: tuple[str, ...] = ()
    role: str = ""


def tidy(wanted: Wanted) -> Wanted:
    """Without stray spaces and grouping; login and e-mail in lower case."""
    return replace(
        wanted,
        login=wanted.login.strip().lower(),
        name=" ".join(wanted.name.split()),
        title=" ".join(wanted.title.split()),
        email=wanted.email.strip().lower(),
        phone=re.sub(r"[\s.-]", "", wanted.phone),
    )


def problems(work: Work, wanted: Wanted) -> list[FieldError]:
    """What is wrong with a tidied wish, at "/login", "/name", "/email", "/phone" or "/title"."""
    found = {
        "login": _login_problem(work, wanted.login),
        "name": None
        if 2 <= len(wanted.name) <= 120
        else Text("Nhập họ và tên của cán bộ.", "Enter the officer's full name."),
        "title": None
        if len(wanted.title) <= 200
        else Text("Chức danh dài nhất 200 ký tự.", "A title has at most 200 characters."),
        "email": registration.email_problem(wanted.email) if wanted.email else None,
        "phone": registration.phone_problem(wanted.phone) if wanted.phone else None,
    }
    return [FieldError(f"/{key}", f"account.{key}", text) for key, text in found.items() if text is not None]


def _login_problem(work: Work, login: str) -> Text | None:
    if not _LOGIN.fullmatch(login):
        return Text(
            "Tên đăng nhập gồm ít nhất 3 chữ thường không dấu, số, dấu chấm, gạch nối. Ví dụ: an.nguyen.",
            "A username has at least 3 small letters without marks, digits, dots or hyphens. Example: an.nguyen.",
        )
    if accounts.by_login(work.connection, login) is not None:
        return Text("Tên đăng nhập này đã có người dùng.", "This username is taken.")
    if requests.is_waiting(work.connection, "issue", login):
        return Text("Tên đăng nhập này đang chờ duyệt.", "A request for this username is waiting.")
    return None
