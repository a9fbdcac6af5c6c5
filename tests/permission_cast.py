"""Who asks and what for, when every address is tried: a cast of accounts, their browsers, and things to ask for.

Things come in pairs: "own" belongs to the ward H50.16 and the citizen Hằng, "other" to the commune H50.27 and the
citizen Khôi. Every role of the program is held once at the ward, by an account in no group.
"""

from __future__ import annotations

import json
from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from dataclasses import dataclass, replace
from datetime import timedelta
from typing import Any, cast

from fixtures_dossier import ANSWERS, PDF, actor_of, checklist_of, file_dossier, waiting_of
from fixtures_house import NOW
from flask import Flask
from flask.testing import FlaskClient
from sqlalchemy import Connection, Engine, NestedTransaction

from motcua.services import absences, api_tokens, calendar_admin, delegations, drafts, intake, sessions
from motcua.services.api_tokens import NewToken
from motcua.services.files import Upload
from motcua.services.sessions import Origin
from motcua.services.work import House
from motcua.settings import PACKAGE
from motcua.store import account as accounts
from motcua.store import account_incident as incidents
from motcua.store import account_request as requests
from motcua.store import agency as agencies
from motcua.store import dossier as dossiers
from motcua.store import file as files
from motcua.store import group as groups
from motcua.store import role as roles

WARD, COMMUNE = "H50.16", "H50.27"
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
    """An engine whose every change is undone when the block ends: units of work are savepoints of one transaction."""

    def __init__(self, engine: Engine) -> None:
        self._engine = engine
        self._real: Connection | None = None

    @contextmanager
    def once(self) -> Iterator[None]:
        with self._engine.connect() as self._real:
            # A rollback makes the driver forget what it prepared: here that is every question.
            self._real.connection.driver_connection.prepare_threshold = None
            yield
            self._real.rollback()
        self._real = None

    def changes(self) -> int:
        """How many rows the audit has now, this rehearsal's included: whatever is changed leaves one there.

        Looking leaves one, too, also when one's own dossier is asked for another's file.
        """
        assert self._real is not None
        counted = self._real.exec_driver_sql("select count(*) from audit where action not like '%%view'")
        return int(counted.scalar_one())

    def connect(self) -> Any:
        return _Savepoint(self._real) if self._real is not None else self._engine.connect()

    def __getattr__(self, name: str) -> Any:
        return getattr(self._engine, name)


class _Savepoint:
    """A connection as a unit of work knows it; like a real transaction it begins with the first statement."""

    def __init__(self, real: Connection) -> None:
        self._real = real
        self._point: NestedTransaction | None = None

    def commit(self) -> None:
        if self._point is not None:
            self._point.commit()
        self._point = None

    def rollback(self) -> None:
        if self._point is not None and self._point.is_active:
            self._point.rollback()
        self._point = None

    close = rollback

    @property
    def info(self) -> Any:
        return self._real.info

    def __getattr__(self, name: str) -> Any:
        if self._point is None:
            self._point = self._real.begin_nested()
        return getattr(self._real, name)


def set_up(house: House, app: Flask) -> Stage:
    """Accounts, sessions, tokens and things, all committed."""
    _hire(house)
    ids = {
        "own": _things(house, WARD, PEOPLE["citizen"]),
        "other": _things(house, COMMUNE, "khoi@example.vn"),
    }
    browsers = {name: _browser(house, app, login) for name, login in PEOPLE.items()}
    with house.work() as work:
        accounts.change(work.connection, _id(house, PEOPLE["withdrawn"]), is_active=False)
        work.commit()
    tokens = {"token": WARD, "token_elsewhere": COMMUNE}
    headers = {name: {"Authorization": f"Bearer {_token(house, code)}"} for name, code in tokens.items()}
    own = ids["own"] | {"session_id": _session(house, PEOPLE["citizen"])}
    other = ids["other"] | {"session_id": _session(house, "khoi@example.vn")}
    strangers = {name: app.test_client() for name in ("public", *tokens)}
    return Stage({**browsers, **strangers}, headers, {"own": own, "other": other})


def _hire(house: House) -> None:
    """An account for each role, and the two whose roles take away what their groups would give."""
    with house.work() as work:
        ward = _agency(house, WARD)
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


def _things(house: House, code: str, citizen: str) -> dict[str, object]:
    """One of everything that an address may name."""
    agency = _agency(house, code)
    staff = {WARD: "vinh.le", COMMUNE: "tp.tiepnhan"}[code]
    granted = {WARD: "dung.vo", COMMUNE: "tp.lanhdao"}[code]
    sent = file_dossier(house, "1.001193", citizen, agency=code)
    accepted = file_dossier(house, "1.001193", citizen, agency=code)
    receiver = actor_of(house, {WARD: "hien.bui", COMMUNE: "tp.hotich"}[code])
    with house.work() as work:
        intake.accept(work, receiver, accepted, checklist_of(house, accepted), NOW)
    step = waiting_of(house, accepted)[0]
    draft, draft_file = _draft(house, citizen, agency)
    delegation, absence = _away(house, staff, granted)
    top = actor_of(house, "quantri.tinh")
    with house.work() as work:
        connection = work.connection
        row = dossiers.by_code(connection, accepted)
        assert row is not None
        kept = files.of_dossier(connection, row.id)[0].id
        incident = incidents.add(
            connection,
            account_id=_id(house, staff),
            kind="loss",
            words_sealed=work.cipher.seal("mất"),
            reported_at=NOW,
        )
        request = requests.add(
            connection,
            kind="issue",
            agency_id=agency,
            login=f"moi.{agency}",
            display_name="Người mới",
            positions=[],
            reason="thử",
            requested_by=_id(house, "quantri.tinh"),
            requested_at=NOW,
        )
        grant = roles.grant(
            connection, account_id=_id(house, granted), role_key="can_bo_xu_ly", agency_id=agency
        )
        work.commit()
    with house.work() as work:
        calendar = calendar_admin.lay_over(work, top, agency, f"L{agency}", "Lịch thử", NOW)
    _token(house, code)
    return {
        "code": accepted,
        "sent": sent,
        "task_id": step.task_id,
        "file_id": kept,
        "draft_id": draft,
        "draft_file": draft_file,
        "agency_id": agency,
        "account_id": _id(house, staff),
        "incident_id": incident,
        "request": request,
        "grant_id": grant,
        "calendar": calendar,
        "token_id": _last_token(house),
        "delegation_id": delegation,
        "absence_id": absence,
        "successor": _id(house, granted),
        "neighbour": _agency(house, COMMUNE if code == WARD else WARD),
        "step": f"{step.position}|1.001193|{step.step_id}",
    }


def _away(house: House, login: str, successor: str) -> tuple[int, int]:
    """A delegation and an absence that begin tomorrow: today nobody works for anybody else."""
    tomorrow, later = NOW + timedelta(days=1), NOW + timedelta(days=3)
    actor = actor_of(house, login)
    with house.work() as work:
        delegation = delegations.delegate(
            work, actor, _id(house, successor), tomorrow, later, "đi công tác", NOW
        )
    with house.work() as work:
        absence = absences.announce(work, actor, cast(int, actor.id), tomorrow, later, "đi công tác", NOW)
    return delegation, absence


def _draft(house: House, citizen: str, agency: int) -> tuple[object, object]:
    actor = actor_of(house, citizen)
    with house.work() as work:
        draft_id = drafts.begin(work, actor, "1.001193", agency, NOW)
        draft = drafts.get(work, actor, draft_id)
        for section in draft.form.sections:
            drafts.save_section(work, actor, draft_id, section.key, ANSWERS["1.001193"], NOW, NOW.date())
        paper = drafts.get(work, actor, draft_id).papers[0].key
        drafts.attach(work, actor, draft_id, paper, Upload("a.pdf", PDF), NOW)
        kept = files.of_draft(work.connection, draft_id)[0].id
        work.commit()
    return draft_id, kept


def _token(house: House, code: str) -> str:
    wanted = NewToken("Đối tác", _agency(house, code), ("message.deliver", "dossier.read"), 30)
    with house.work() as work:
        return api_tokens.issue(work, actor_of(house, "quantri.tinh"), wanted, NOW)


def _last_token(house: House) -> object:
    with house.work() as work:
        return work.connection.exec_driver_sql("select max(id) from api_token").scalar_one()


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


def _agency(house: House, code: str) -> int:
    with house.work() as work:
        row = agencies.by_code(work.connection, code)
        assert row is not None, code
        return int(row.id)


def _id(house: House, login: str) -> int:
    return cast(int, actor_of(house, login).id)


def rehearsed(house: House) -> tuple[House, Rehearsal]:
    """The same house on an engine that can undo."""
    rehearsal = Rehearsal(house.engine)
    return replace(house, engine=cast(Engine, rehearsal)), rehearsal
