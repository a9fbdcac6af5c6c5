"""Staff with their roles, as a request of theirs would find them, and the places they work at."""

from __future__ import annotations

from datetime import datetime
from typing import Any

from fixtures_house import NOW

from motcua.domain.people.permissions import Actor
from motcua.services.accounts import accounts
from motcua.services.people import delegations
from motcua.services.work import House
from motcua.store.accounts import account as stored_accounts
from motcua.store.agencies import agency as agencies
from motcua.store.audit import audit
from motcua.store.base import Record
from motcua.store.people import group as groups
from motcua.store.people import role as roles


def person(house: House, login: str, now: datetime = NOW) -> Actor:
    """The actor with roles and with those he works for at `now`."""
    with house.work() as work:
        row = stored_accounts.by_login(work.connection, login)
        assert row is not None, login
        found = accounts.load(work, row.id, row.epoch)
        assert found is not None, login
        return delegations.acting(work, found, now)


def agency_id(house: House, code: str = "H50.16") -> int:
    with house.work() as work:
        return int(agencies.by_code(work.connection, code).id)  # type: ignore[union-attr]


def account_id(house: House, login: str) -> int:
    with house.work() as work:
        return int(stored_accounts.by_login(work.connection, login).id)  # type: ignore[union-attr]


def hire(house: House, login: str, name: str, code: str = "H50.16", positions: tuple[str, ...] = ()) -> int:
    """A further officer of an agency, in the wide groups of `positions`; his account's id."""
    place = agency_id(house, code)
    with house.work() as work:
        made = stored_accounts.add(
            work.connection,
            login=login,
            kind="staff",
            display_name=name,
            title="Chuyên viên",
            password_hash="!",
            agency_id=place,
        )
        assert made is not None, login
        for position in positions:
            groups.add(work.connection, agency_id=place, position=position, account_id=made)
        work.commit()
    return made


def make_operator(house: House, login: str = "dung.vo", code: str = "H50") -> None:
    """Let somebody see to the calls of an agency and those below it."""
    place, account = agency_id(house, code), account_id(house, login)
    with house.work() as work:
        roles.grant(work.connection, account_id=account, role_key="van_hanh", agency_id=place)
        work.commit()


def members(
    house: House, position: str, code: str = "H50.16", procedure: str = "", step: str = ""
) -> list[str]:
    """The logins in one group, active or not."""
    place = agency_id(house, code)
    with house.work() as work:
        return sorted(
            row.login
            for row in groups.of_agencies(work.connection, [place])
            if (row.position, row.procedure_code, row.step_id) == (position, procedure, step)
        )


def recorded(house: House, action: str) -> list[Any]:
    """The audit's rows of an action, oldest first."""
    with house.work() as work:
        statement = (
            audit.Audit.__table__.select().where(audit.Audit.action == action).order_by(audit.Audit.id)
        )
        rows: list[Record] = list(work.connection.execute(statement).all())
        return rows
