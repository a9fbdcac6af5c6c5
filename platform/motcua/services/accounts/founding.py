"""The beginning of an installation: the province and its first top administrators, while nobody can sign in (J-10, N-18).

For the command line of the server: whoever may run it holds the keys anyway. Everything is in the log as done by the
system. As soon as the province has those who can act, further accounts are asked for and approved like any other.
"""

from __future__ import annotations

import json
from dataclasses import asdict, replace
from datetime import date, datetime

from motcua import settings
from motcua.domain.errors import ConflictError, FieldError, NotFoundError, ValidationError
from motcua.domain.people import agency as agency_facts
from motcua.domain.people.agency import AgencyFacts
from motcua.domain.people.permissions import SYSTEM
from motcua.domain.text import Text
from motcua.services.accounts import account_wish, incidents
from motcua.services.accounts.account_opening import Issued, open_account
from motcua.services.accounts.account_wish import Wanted
from motcua.services.people import roles
from motcua.services.work import Work
from motcua.store.accounts import account as accounts
from motcua.store.accounts import account_incident
from motcua.store.agencies import agency as agencies
from motcua.store.people import role as stored_roles
from motcua.store.time import calendar as calendars

TOP = "quan_tri_cao_nhat"


def install_calendar(work: Work, code: str) -> None:
    """Add a calendar that comes with the program unless it is there. Does not commit.

    Raises ValidationError at "/calendar" for one that does not.
    """
    path = settings.PACKAGE / "data" / "calendars" / f"{code}.json"
    if not code.isalnum() or not path.is_file():
        words = Text(
            f"Không có lịch “{code}” kèm chương trình.", f"No calendar “{code}” comes with the program."
        )
        raise ValidationError([FieldError("/calendar", "founding.calendar", words)])
    definition = json.loads(path.read_text(encoding="utf-8"))
    begins = date.fromisoformat(definition["valid_from"])
    calendars.save(work.connection, code, definition["name"], begins, definition)


def found(work: Work, province: AgencyFacts, wanted: Wanted, now: datetime) -> Issued:
    """Add the province unless it is there, and a top administrator with a password to be changed. One commit.

    Raises ConflictError when it has as many as it needs, ValidationError naming each field.
    """
    person = account_wish.tidy(wanted)
    found = [*agency_facts.problems(province), *account_wish.problems(work, person)]
    if found:
        raise ValidationError(found)
    roles.install(work)
    top = agencies.root(work.connection)
    top_id = top.id if top is not None else _add(work, province, now)
    if _is_founded(work, top_id):
        raise ConflictError(
            Text(
                "Tỉnh đã đủ quản trị cao nhất. Tài khoản khác được cấp trên trang Quản trị.",
                "The province has its top administrators. Further accounts are issued on the pages of the administration.",
            )
        )
    return _issue(work, replace(person, agency_id=top_id), now)


def open_again(work: Work, login: str, finding: str, now: datetime) -> str:
    """Settle the incident of an account that nobody is left to open, such as the only top administrator's; the new
    first password. One commit. Raises NotFoundError, ValidationError."""
    row = accounts.by_login(work.connection, login.strip().lower())
    waiting = account_incident.waiting(work.connection, row.id) if row is not None else None
    if waiting is None:
        raise NotFoundError(
            Text("Tài khoản này không có sự cố đang mở.", "No incident of such an account is open.")
        )
    return incidents.settle(work, SYSTEM, waiting, finding, now)


def _is_founded(work: Work, top_id: int) -> bool:
    """Whether enough people can act as top administrator: where a second person decides on accounts, two (J-06)."""
    needed = 1 if work.house.profile.account_single_office else 2
    held = stored_roles.granted(work.connection, [top_id])
    return len({one.login for one in held if one.role_key == TOP and one.may_act}) >= needed


def _add(work: Work, province: AgencyFacts, now: datetime) -> int:
    install_calendar(work, province.calendar_code)
    values = asdict(province) | {"name_en": province.name_en or province.name}
    agency_id = agencies.add(work.connection, parent_id=None, **values)
    if agency_id is None:
        raise ConflictError(Text("Mã này đã có cơ quan.", "An agency has this code."))
    _record(work, "agency.add", province.code, {"after": {"name": province.name}}, now)
    return agency_id


def _issue(work: Work, person: Wanted, now: datetime) -> Issued:
    facts = {"title": person.title, "email": person.email, "agency_id": person.agency_id}
    issued = open_account(work, person.login, person.name, now, **facts)
    stored_roles.grant(
        work.connection,
        account_id=issued.account_id,
        role_key=TOP,
        agency_id=person.agency_id,
        granted_at=now,
    )
    _record(work, "account.issue", person.login, {}, now)
    _record(work, "role.grant", person.login, {"role": TOP, "agency_id": person.agency_id}, now)
    work.commit()
    return issued


def _record(work: Work, action: str, subject: str, detail: dict[str, object], now: datetime) -> None:
    work.record(at=now, actor_id=None, actor_name=SYSTEM.name, action=action, subject=subject, detail=detail)
