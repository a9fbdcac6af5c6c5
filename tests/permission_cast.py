"""Who asks and what for, when every address is tried: a cast of accounts, their browsers, and things to ask for.

Things come in pairs: "own" belongs to the ward H50.16 and the citizen Hằng, "other" to the commune H50.27 and the
citizen Khôi. Every role of the program is held once at the ward, by an account in no group.
"""

from __future__ import annotations

import json
from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from dataclasses import dataclass, replace
from typing import Any, cast

from fixtures_dossier import actor_of
from fixtures_house import NOW
from flask import Flask
from flask.testing import FlaskClient
from permission_things import COMMUNE, WARD, agency_of, id_of, things, token
from psycopg.pq import ExecStatus
from sqlalchemy import Connection, Engine

from motcua.services.accounts import sessions
from motcua.services.accounts.sessions import Origin
from motcua.services.work import House
from motcua.settings import PACKAGE
from motcua.store.accounts import account as accounts
from motcua.store.people import group as groups
from motcua.store.people import role as roles

ROLES = [str(one["key"]) for one in json.loads((PACKAGE / "data" / "roles.json").read_text(encoding="utf-8"))]
PEOPLE = {
    "citizen": "hang@example.vn",
    "officer": "hien.bui",
    "colleague": "vinh.le",
    "officer_elsewhere": "tp.hotich",
    "withdrawn": "mai.ho",
    "top_of_province": "quantri.tinh",
    "postal_in_groups": "thu.buu_chinh",
    "server_in_groups": "thu.may_chu",
    **{f"role:{key}": f"thu.{key}" for key in ROLES},
}
CAST = ["public", *PEOPLE, "token", "token_elsewhere"]
Ids = Mapping[str, object]


@dataclass(frozen=True)
class Stage:
    """The cast's browsers by name, what the tokens send, and the identifiers of things by "own" and "other"."""

    browsers: Mapping[str, FlaskClient]
    headers: Mapping[str, Mapping[str, str]]
    ids: Mapping[str, Ids]


class Rehearsal:
    """An engine whose every change is undone when the block ends: units of work are savepoints of one transaction.

    They begin and end below the driver, which would forget at each rollback what it has prepared: here that is every
    question.
    """

    def __init__(self, engine: Engine) -> None:
        self._engine = engine
        self._real: Connection | None = None
        self._is_on = False

    @contextmanager
    def opened(self) -> Iterator[None]:
        """One transaction for all rehearsals of the block; it is undone."""
        with self._engine.connect() as self._real:
            self._real.connection.driver_connection.prepared_max = PREPARED
            self._real.exec_driver_sql("select 1")
            yield
            self._real.rollback()
        self._real = None

    @contextmanager
    def once(self) -> Iterator[None]:
        assert self._real is not None
        tell(self._real, b"savepoint once")
        self._is_on = True
        yield
        self._is_on = False
        tell(self._real, b"rollback to savepoint once; release savepoint once")

    def changes(self) -> int:
        """How many rows the audit has now, this rehearsal's included: whatever is changed leaves one there.

        Looking leaves one, too, also when one's own dossier is asked for another's file.
        """
        assert self._real is not None
        counted = self._real.exec_driver_sql("select count(*) from audit where action not like '%%view'")
        return int(counted.scalar_one())

    def connect(self) -> Any:
        return _Savepoint(self._real) if self._real is not None and self._is_on else self._engine.connect()

    def __getattr__(self, name: str) -> Any:
        return getattr(self._engine, name)


PREPARED = 5_000


def tell(connection: Connection, sql: bytes) -> None:
    """Send it past the driver."""
    driver: Any = connection.connection.driver_connection
    answer = driver.pgconn.exec_(sql)
    assert answer.status == ExecStatus.COMMAND_OK, answer.error_message.decode()


class _Savepoint:
    """A connection as a unit of work knows it; like a real transaction it begins with the first statement."""

    def __init__(self, real: Connection) -> None:
        self._real = real
        self._is_begun = False

    def commit(self) -> None:
        self._end(b"release savepoint unit")

    def rollback(self) -> None:
        self._end(b"rollback to savepoint unit; release savepoint unit")

    close = rollback

    def _end(self, sql: bytes) -> None:
        if self._is_begun:
            tell(self._real, sql)
        self._is_begun = False

    @property
    def info(self) -> Any:
        return self._real.info

    def __getattr__(self, name: str) -> Any:
        if not self._is_begun:
            tell(self._real, b"savepoint unit")
            self._is_begun = True
        return getattr(self._real, name)


def set_up(house: House, app: Flask) -> Stage:
    """Accounts, sessions, tokens and things, all committed."""
    _hire(house)
    ids = {
        "own": things(house, WARD, PEOPLE["citizen"]),
        "other": things(house, COMMUNE, "khoi@example.vn"),
    }
    browsers = {name: _browser(house, app, login) for name, login in PEOPLE.items()}
    with house.work() as work:
        accounts.change(work.connection, id_of(house, PEOPLE["withdrawn"]), is_active=False)
        work.commit()
    tokens = {"token": WARD, "token_elsewhere": COMMUNE}
    headers = {name: {"Authorization": f"Bearer {token(house, code)}"} for name, code in tokens.items()}
    own = ids["own"] | {"session_id": _session(house, PEOPLE["citizen"])}
    other = ids["other"] | {"session_id": _session(house, "khoi@example.vn")}
    strangers = {name: app.test_client() for name in ("public", *tokens)}
    return Stage({**browsers, **strangers}, headers, {"own": own, "other": other})


def _hire(house: House) -> None:
    """An account for each role, and the two whose roles take away what their groups would give."""
    with house.work() as work:
        ward = agency_of(house, WARD)
        hired = {f"thu.{key}": key for key in ROLES}
        hired |= {"thu.buu_chinh": "nhan_vien_buu_chinh", "thu.may_chu": "quan_tri_may_chu"}
        for login, key in hired.items():
            account = accounts.add(
                work.connection,
                login=login,
                kind="staff",
                display_name=login,
                password_hash="-",
                agency_id=ward,
            )
            roles.grant(work.connection, account_id=account, role_key=key, agency_id=ward)
            if login in ("thu.buu_chinh", "thu.may_chu"):
                for position in ("tiep_nhan", "tu_phap_ho_tich", "tra_ket_qua"):
                    groups.add(work.connection, agency_id=ward, position=position, account_id=account)
        work.commit()


def _browser(house: House, app: Flask, login: str) -> FlaskClient:
    """A browser in which the account is signed in, all checks of signing in passed."""
    browser, actor = app.test_client(), actor_of(house, login)
    session_id = _session(house, login)
    with house.work() as work:
        row = accounts.by_id(work.connection, cast(int, actor.id))
        assert row is not None
    with browser.session_transaction() as session:
        session["_user_id"] = f"{actor.id}:{row.epoch}:{session_id}"
        session["_fresh"] = True
    return browser


def _session(house: House, login: str) -> int:
    with house.work() as work:
        return sessions.begin(work, actor_of(house, login), Origin("127.0.0.1", ""), NOW)


def rehearsed(house: House) -> tuple[House, Rehearsal]:
    """The same house on an engine that can undo."""
    rehearsal = Rehearsal(house.engine)
    return replace(house, engine=cast(Engine, rehearsal)), rehearsal
