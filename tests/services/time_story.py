"""One dossier at a desk, an expert and a leader: what tests of its time do to it."""

from __future__ import annotations

from typing import Any

from fixtures_dossier import PDF, accept_dossier, actor_of, file_dossier, open_page
from fixtures_model import CODE, bpmn_of, finish, release
from fixtures_watch import local, rows

from motcua.services.dossier import actions
from motcua.services.dossier.case import Given
from motcua.services.papers.files import Upload
from motcua.services.work import House

MONDAY = local("2026-12-07 07:00")
SLIP = Upload("phieu.pdf", PDF)
DESK, EXPERT, LEADER = "ha.tran", "vinh.le", "quoc.dang"

FEES = (
    '<m:fee name="Phí thẩm định" amount="880000"/><m:fee name="Lệ phí" amount="30000"/>'
    '<m:fee name="Nộp tại quầy" amount="5000" channel="direct"/><m:fee name="Miễn" amount="0"/>'
)


def give_role(house: House, login: str, role: str) -> None:
    with house.work() as work:
        work.connection.exec_driver_sql(
            "insert into role_grant (account_id, role_key, agency_id, field)"
            " select id, %s, agency_id, '' from account where login = %s",
            (role, login),
        )
        work.commit()


def started(house: House, limit: str = "24h", papers: str = "", **answers: Any) -> str:
    """Accepted on Monday 7/12 at 07:00, at the expert's step of 4h: due Wednesday 9/12 at 17:00."""
    drawing = bpmn_of(
        "S>a a>b b>c c>E", limit=limit, papers=papers, a={"position": "tiep_nhan", "phase": "receive"}
    )
    release(house, drawing)
    give_role(house, LEADER, "lanh_dao_co_quan")
    code = file_dossier(house, CODE, now=MONDAY, **{"von": 1, **answers})
    accept_dossier(house, code, MONDAY)
    finish(house, code, "a", now=MONDAY, login=DESK)
    return code


def act(house: House, login: str, code: str, key: str, at: str, **given: Any) -> None:
    with house.work() as work:
        actor = actor_of(house, login, local(at))
        actions.perform(work, actor, code, key, Given(**given), local(at))


def dates(house: House, code: str, at: str) -> tuple[str, str]:
    """Due time and appointment as the page computes them and as the row keeps them: the same (R-28)."""
    shown = open_page(house, code, local(at), DESK)
    row = rows(house, "select due_at, appointment_at from dossier where code = :code", code=code)[0]
    assert (row.due_at, row.appointment_at) == (shown.deadline.due_at, shown.deadline.appointment_at)
    return f"{shown.deadline.due_at:%d/%m %H:%M}", f"{shown.deadline.appointment_at:%d/%m %H:%M}"
