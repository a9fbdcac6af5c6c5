"""A new commune ready to work in minutes: the agency, its calendar, its first administrator, its empty groups (N-18)."""

from __future__ import annotations

from dataclasses import dataclass, replace
from datetime import datetime

from motcua.domain.errors import FieldError, ValidationError
from motcua.domain.people.agency import AgencyFacts
from motcua.domain.people.permissions import Actor
from motcua.services.accounts import account_requests, account_wish
from motcua.services.accounts.account_wish import Wanted
from motcua.services.agencies import agencies as agency_services
from motcua.services.work import Work
from motcua.store.agencies import agency_work

ADMINISTRATOR = "quan_tri_co_quan"
REASON = "Quản trị đầu tiên của cơ quan mới"
# The names of the administrator's fields on the page, where those of the agency stand too.
FIELDS = {"/name": "/person_name", "/email": "/person_email"}


@dataclass(frozen=True, slots=True)
class FirstAdministrator:
    """Who will run the new agency."""

    login: str
    name: str
    title: str
    email: str = ""


@dataclass(frozen=True, slots=True)
class Opened:
    """The new agency, its administrator's one-time password, and the positions to be filled like its model's.

    The password is empty while somebody else has to approve the account.
    """

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
    """Add an agency and ask for its first administrator; where one office grants alone he is issued at once (J-06).

    One commit. Raises ValidationError naming every field of agency and administrator together, NotAllowedError.
    """
    person = account_wish.tidy(
        Wanted(administrator.login, administrator.name, 0, administrator.title, administrator.email)
    )
    errors = [_on_the_page(one) for one in account_wish.problems(work, person)]
    positions = tuple(agency_work.positions(work.connection, like)) if like is not None else ()
    try:
        agency_id = agency_services.create(
            work, actor, parent_id, facts, now, document, {"positions": list(positions)}
        )
    except ValidationError as refused:
        raise ValidationError([*refused.errors, *errors]) from None
    if errors:
        raise ValidationError(errors)
    wanted = replace(person, agency_id=agency_id, role=ADMINISTRATOR)
    password = _appointed(work, actor, wanted, f"{REASON} {document}".strip()[:500], now)
    work.commit()
    return Opened(agency_id, password, positions)


def _appointed(work: Work, actor: Actor, wanted: Wanted, reason: str, now: datetime) -> str:
    """The first password of the account; empty where a second person decides."""
    if account_requests.may_issue_alone(work, actor, wanted.agency_id):
        return account_requests.issue(work, actor, wanted, reason, now, commit=False).password
    account_requests.ask(work, actor, wanted, reason, now, commit=False)
    return ""


def _on_the_page(error: FieldError) -> FieldError:
    return replace(error, pointer=FIELDS.get(error.pointer, error.pointer))
