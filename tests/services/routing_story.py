"""A dossier of three plain steps on its way: what tests of routing do to it, and what they read of its clocks."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import replace
from datetime import datetime
from typing import Any

from fixtures_dossier import PDF, accept_dossier, actor_of, file_dossier
from fixtures_model import CODE, bpmn_of, release, waiting
from fixtures_watch import QUANG_TRI, local, rows

from motcua.domain.people.permissions import Actor, Grant
from motcua.domain.time.clock import Subject, used_seconds
from motcua.services.dossier import actions
from motcua.services.dossier.case import Given
from motcua.services.papers.files import Upload
from motcua.services.time import deadlines
from motcua.services.work import House
from motcua.store.agencies import agency as agencies
from motcua.store.dossier import dossier as dossiers
from motcua.store.people import group as groups
from motcua.store.time import interval as intervals

MONDAY = local("2026-12-07 07:00")
DRAWING = "S>a a>b b>c c>E"
DIGITAL = '<m:setting key="process.fully_digital" value="true"/>'
DOCUMENT = Upload("van_ban.pdf", PDF)
EXCHANGES = ("consult", "answer", "give_back")
EXPERTS = ("vinh.le", "mai.ho")


def at(time: str, day: int = 7) -> datetime:
    """A time of Monday 7/12/2026, or of another day of that month, on the wall in Quảng Trị."""
    return local(f"2026-12-{day:02} {time}")


def started(
    house: House,
    drawing: str = DRAWING,
    limit: str = "40h",
    now: datetime = MONDAY,
    facts: str = "",
    **words: Mapping[str, str],
) -> str:
    """A dossier of the drawing, accepted on Monday 07:00; its code. Every step is the experts' and has four hours.

    `facts` is XML of further words of the procedure.
    """
    release(house, bpmn_of(drawing, limit=limit, papers=facts, **words))
    code = file_dossier(house, CODE, now=now, von=1)
    accept_dossier(house, code, now)
    return code


def act(
    house: House,
    who: str | Actor,
    code: str,
    key: str,
    now: datetime,
    here: str = "",
    **given: Any,
) -> None:
    """Do an action at the waiting step `here`, or at the only one; a document handed in has number and date."""
    if key in EXCHANGES and given.get("uploads"):
        given = {"document_number": "12/CV", "document_date": now.astimezone(QUANG_TRI).date(), **given}
    task = waiting(house, code)[here] if here else ""
    actor = actor_of(house, who, now) if isinstance(who, str) else who
    with house.work() as work:
        actions.perform(work, actor, code, key, Given(**given), now, task)


def id_of(house: House, login: str) -> int:
    found = actor_of(house, login).id
    assert found is not None
    return found


def with_right(house: House, login: str, right: str, agency: str = "H50.16") -> Actor:
    """The actor with a role that gives the right at an agency."""
    with house.work() as work:
        row = agencies.by_code(work.connection, agency)
    assert row is not None
    grant = Grant("thu", frozenset({right}), row.id)
    return replace(actor_of(house, login), grants=(grant,))


def serve(house: House, login: str, agency: str, position: str = "chuyen_vien") -> int:
    """Put an account into a group of an agency; that agency's id."""
    with house.work() as work:
        row = agencies.by_code(work.connection, agency)
        assert row is not None
        groups.add(work.connection, agency_id=row.id, position=position, account_id=id_of(house, login))
        work.commit()
        return int(row.id)


def used(house: House, code: str, kind: str, subject: str | int, now: datetime) -> int:
    """Working seconds that the rules read from the dossier's stored intervals."""
    with house.work() as work:
        row = dossiers.by_code(work.connection, code)
        assert row is not None
        stored = intervals.of_dossiers(work.connection, [row.id])[row.id]
        calendar = deadlines.governing(work, row, now)
        found = deadlines.intervals_of(stored)
        return used_seconds(calendar, found, Subject(kind, str(subject)), now)  # type: ignore[arg-type]


def holder(house: House, code: str, step: str) -> str | None:
    """The login of whoever holds the waiting step."""
    ((login,),) = rows(
        house,
        "select a.login from dossier_step s join dossier d on d.id = s.dossier_id"
        " left join account a on a.id = s.holder_id"
        " where d.code = :code and s.step_id = :step and s.left_at is null",
        code=code,
        step=step,
    )
    return login


def told(house: House, login: str) -> list[str]:
    """The messages in an account, oldest first."""
    found = rows(
        house,
        "select m.body from message m join account a on a.id = m.account_id where a.login = :login order by m.id",
        login=login,
    )
    return [row.body for row in found]


def history(house: House, code: str) -> list[tuple[str, dict[str, Any]]]:
    """Actions with their details, without the openings."""
    found = rows(
        house,
        "select t.action, t.detail from audit t join dossier d on d.id = t.dossier_id"
        " where d.code = :code and t.action <> 'view' order by t.id",
        code=code,
    )
    return [(row.action, row.detail) for row in found]
