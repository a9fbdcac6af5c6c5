"""One dossier of three steps and three papers under any of the five profiles: what tests of its end do to it."""

from __future__ import annotations

from dataclasses import replace
from typing import Any

from fixtures_dossier import PDF, accept_dossier, actor_of, file_dossier, waiting_of
from fixtures_model import CODE, bpmn_of, finish, release
from fixtures_watch import QUANG_TRI, local, rows

from motcua.bootstrap import load_profile
from motcua.services.dossier import actions
from motcua.services.dossier.case import Given
from motcua.services.papers.files import Upload
from motcua.services.work import House
from motcua.store.base import Record

MONDAY = local("2026-12-07 07:00")
SLIP = Upload("phieu.pdf", PDF)
CITIZEN, DESK, EXPERT, LEADER, EXCEPTION = (
    "hang@example.vn",
    "ha.tran",
    "vinh.le",
    "quoc.dang",
    "thang.nguyen",
)
PAPERS = (
    '<m:paper key="ban_do" name="Bản đồ" name-en="Map" required="true"/>'
    '<m:paper key="uy_quyen" name="Giấy ủy quyền" required="false"/>'
)
DRAWING = "S>a a>b b>c c>E"


def under(house: House, profile: str, **settings: Any) -> House:
    """The house in another province, single settings laid over its profile."""
    return replace(house, profile=replace(load_profile(profile), **settings))


def give_role(house: House, login: str, role: str) -> None:
    with house.work() as work:
        work.connection.exec_driver_sql(
            "insert into role_grant (account_id, role_key, agency_id, field)"
            " select id, %s, agency_id, '' from account where login = %s",
            (role, login),
        )
        work.commit()


def set_up(house: House, drawing: str = DRAWING, limit: str = "40h", facts: str = "", **words: Any) -> None:
    """Release the procedure; the leader may stop, the head of the desk may make exceptions."""
    said = {"a": {"position": "tiep_nhan", "phase": "receive"}, **words}
    release(house, bpmn_of(drawing, limit=limit, papers=PAPERS + facts, **said))
    give_role(house, LEADER, "lanh_dao_co_quan")
    give_role(house, EXCEPTION, "lanh_dao_mot_cua")


def sent(house: House, at: str = "2026-12-07 07:00") -> str:
    return file_dossier(house, CODE, now=local(at), von=1)


def at_expert(house: House) -> str:
    """Accepted on Monday 7/12 at 07:00 and at once at the expert's step of 4h; the dossier has 40h: Friday 17:00."""
    code = sent(house)
    accept_dossier(house, code, MONDAY)
    finish(house, code, "a", now=MONDAY, login=DESK)
    return code


def act(house: House, login: str, code: str, key: str, at: str, task: str = "", **given: Any) -> None:
    """Do it at the step that waits, or at `task` even when it waits no longer."""
    task = task or next((str(row.task_id) for row in waiting_of(house, code)), "")
    with house.work() as work:
        actor = actor_of(house, login, local(at))
        actions.perform(work, actor, code, key, Given(**given), local(at), task)


def ask(house: House, code: str, at: str, *papers: str, login: str = EXPERT) -> None:
    """Ask for papers, the map unless told otherwise."""
    given = {"papers": papers or ("ban_do",), "reason": "Bản đồ mờ", "slip": SLIP}
    act(house, login, code, "request_supplement", at, **given)


def dossier(house: House, code: str) -> Record:
    return rows(house, "select * from dossier where code = :code", code=code)[0]


def due(house: House, code: str) -> str:
    return f"{dossier(house, code).due_at.astimezone(QUANG_TRI):%d/%m %H:%M}"
