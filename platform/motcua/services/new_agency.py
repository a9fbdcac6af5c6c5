"""A new commune ready to work in minutes: the agency, its calendar, its first administrator, its empty groups (N-18)."""

from __future__ import annotations

import re
import secrets
from dataclasses import dataclass
from datetime import datetime

from motcua.domain.agency import AgencyFacts
from motcua.domain.errors import FieldError, ValidationError
from motcua.domain.permissions import Actor, require_right
from motcua.domain.text import Text
from motcua.services import agencies as agency_services
from motcua.services import passwords, roles
from motcua.services.work import Work
from motcua.store import account as accounts
from motcua.store import agency as agencies
from motcua.store import agency_work

ADMINISTRATOR = "quan_tri_co_quan"
# No look-alike letters: the password is read out or written down once, and changed at the first sign-in.
LETTERS = "abcdefghjkmnpqrstuvwxyz23456789"
_LOGIN = re.compile(r"[a-z0-9][a-z0-9._-]{2,39}")


@dataclass(frozen=True, slots=True)
class FirstAdministrator:
    """Who will run the new agency."""

    login: str
    name: str
    title: str
    email: str = ""


@dataclass(frozen=True, slots=True)
class Opened:
    """The new agency, its administrator's one-time password, and the positions to be filled like its model's."""

    agency_id: int
    password: str
    positions: tuple[str, ...]


def open_agency(
    work: Work,
    actor: Actor,
    parent_id: int,
    facts: AgencyFacts,
    administrator: FirstAdministrator,
    now: datetime,
    like: int | None = None,
    document: str = "",
) -> Opened:
    """Add an agency with its first administrator; the positions of `like` are noted for him to fill. One commit.

    Raises ValidationError naming every field of agency and administrator together, NotAllowedError.
    """
    errors = _problems(work, administrator)
    positions = tuple(agency_work.positions(work.connection, like)) if like is not None else ()
    try:
        agency_id = agency_services.create(
            work, actor, parent_id, facts, now, document, {"positions": list(positions)}
        )
    except ValidationError as refused:
        raise ValidationError([*refused.errors, *errors]) from None
    if errors:
        raise ValidationError(errors)
    require_right(actor, "account.approve", agencies.lineage(work.connection, agency_id))
    password = "".join(secrets.choice(LETTERS) for _ in range(14))
    account_id = accounts.add(
        work.connection,
        login=administrator.login,
        kind="staff",
        display_name=administrator.name,
        title=administrator.title,
        email=administrator.email,
        password_hash=passwords.hash_password(password),
        agency_id=agency_id,
    )
    if account_id is None:
        raise ValidationError([_taken()])
    work.record(
        at=now,
        actor_id=actor.id,
        actor_name=actor.name,
        action="account.issue",
        subject=administrator.login,
        detail={"agency": facts.code, "title": administrator.title},
    )
    roles.grant(work, actor, account_id, ADMINISTRATOR, agency_id, now)
    return Opened(agency_id, password, positions)


def _problems(work: Work, given: FirstAdministrator) -> list[FieldError]:
    errors: list[FieldError] = []
    if _LOGIN.fullmatch(given.login) is None:
        words = Text(
            "Tên đăng nhập gồm 3 đến 40 chữ thường không dấu, số, dấu chấm. Ví dụ: lan.nguyen.",
            "A username has 3 to 40 plain small letters, digits and dots. Example: lan.nguyen.",
        )
        errors.append(FieldError("/login", "account.login", words))
    elif accounts.by_login(work.connection, given.login) is not None:
        errors.append(_taken())
    if not 2 <= len(given.name) <= 120:
        words = Text("Nhập họ và tên người quản trị.", "Enter the administrator's full name.")
        errors.append(FieldError("/person_name", "account.name", words))
    return errors


def _taken() -> FieldError:
    return FieldError(
        "/login",
        "account.login_taken",
        Text("Tên đăng nhập này đã có người dùng. Chọn tên khác.", "This username is taken. Choose another."),
    )
