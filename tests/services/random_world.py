"""A house with three procedures, people who may and people who may not, and everything that can be done to a dossier."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field, replace
from datetime import datetime
from typing import Any

from fixtures_dossier import PDF, actor_of, file_dossier
from fixtures_model import bpmn_of, release
from fixtures_watch import rows
from services.ending_story import give_role
from services.routing_story import serve

from motcua.bootstrap import load_profile
from motcua.domain.errors import MotcuaError
from motcua.domain.people.permissions import Actor
from motcua.services.dossier import actions
from motcua.services.dossier.case import Given
from motcua.services.intake import amendment, submission, supplement, withdrawal
from motcua.services.papers.files import Upload
from motcua.services.work import House
from motcua.store.base import Record

SLIP = Upload("phieu.pdf", PDF)
CITIZEN, LEADER, EXCEPTION = "hang@example.vn", "quoc.dang", "thang.nguyen"
DESKS, EXPERTS, OTHERS = ("ha.tran", "lan.phan"), ("vinh.le", "mai.ho"), ("tp.hotich", "tp.lanhdao")
STAFF = (*DESKS, *EXPERTS, *OTHERS, LEADER, EXCEPTION)
# Who serves the group of a step, by position and agency.
GROUPS = {
    ("tiep_nhan", "H50.16"): DESKS,
    ("tra_ket_qua", "H50.16"): DESKS,
    ("chuyen_vien", "H50.16"): EXPERTS,
    ("chuyen_vien", "H50.27"): OTHERS,
}
PAPERS = (
    '<m:paper key="ban_do" name="Bản đồ" name-en="Map" required="true"/>'
    '<m:fee name="Phí thẩm định" amount="880000"/><m:fee name="Lệ phí" amount="30000"/>'
)
RECEIVES = {"position": "tiep_nhan", "phase": "receive", "budget": "2h"}
RETURNS = {"position": "tra_ket_qua", "phase": "return", "budget": "1h"}
ELSEWHERE = {"agency": "code:H50.27", "budget": "6h", "paper": "follows"}


@dataclass(frozen=True)
class Kind:
    """One of the procedures: its drawing, the limit, what it decides otherwise than the province (R-29)."""

    code: str
    drawing: str
    limit: str
    words: Mapping[str, Mapping[str, str]]
    settings: Mapping[str, str] = field(default_factory=dict)

    def bpmn(self) -> bytes:
        settings = "".join(f'<m:setting key="{key}" value="{one}"/>' for key, one in self.settings.items())
        return bpmn_of(self.drawing, code=self.code, limit=self.limit, papers=PAPERS + settings, **self.words)

    @property
    def steps(self) -> list[dict[str, str]]:
        """Every step as a story has it, with the code of its agency."""
        named = {
            end for part in self.drawing.split() for end in part.partition(":")[0].rstrip("*").split(">")
        }
        return [
            {
                "id": step,
                "budget": self.words.get(step, {}).get("budget", "4h"),
                "agency": self.words.get(step, {}).get("agency", "code:H50.16").removeprefix("code:"),
            }
            for step in sorted(named)
            if step.islower()
        ]


KINDS = (
    # From hand to hand, over another agency with Saturday mornings; the last step confirms the result.
    Kind("1.900001", "S>a a>b b>c c>d d>E", "24h", {"a": RECEIVES, "c": ELSEWHERE, "d": RETURNS}),
    # Two branches at once, days of the calendar; the desk confirms the result by itself.
    Kind("1.900002", "S>a a>P1 P1>b P1>c b>P2 c>P2 P2>d d>E", "10cd", {"a": RECEIVES, "c": ELSEWHERE}),
    # A procedure with rules of its own, which goes round when the form says so.
    Kind(
        "1.900003",
        "S>a a>X1 X1>b b>c c>X2 X2>b:von>90 X2>E*",
        "same-day@15:00",
        {"a": RECEIVES, "c": {"position": "tra_ket_qua", "phase": "return", "budget": "2h"}},
        {
            "clock.supplement_policy": "pause_resume",
            "supplement.max": "1",
            "resubmit.code": "same",
            "clock.internal_return": "restart_previous",
            "clock.payment_wait": "pause",
            "intake.limit_hours": "4",
        },
    ),
)


class World:
    """The house under one profile; actors are looked up once."""

    def __init__(self, house: House, profile: str) -> None:
        self.house = replace(house, profile=load_profile(profile))
        self.actors: dict[str, Actor] = {}
        for kind in KINDS:
            release(self.house, kind.bpmn())
        for login in OTHERS:
            serve(self.house, login, "H50.27")
        give_role(self.house, LEADER, "lanh_dao_co_quan")
        give_role(self.house, EXCEPTION, "lanh_dao_mot_cua")
        named = rows(self.house, "select tablename from pg_tables where schemaname = 'public' order by 1")
        self.tables = [table for (table,) in named]
        found = rows(self.house, "select id, code from agency")
        self.agencies = {row.code: row.id for row in found}
        self.logins = {row.id: row.login for row in rows(self.house, "select id, login from account")}

    def actor(self, login: str) -> Actor:
        if login not in self.actors:
            self.actors[login] = actor_of(self.house, login)
        return self.actors[login]

    def file(self, kind: Kind, now: datetime) -> str:
        return file_dossier(self.house, kind.code, CITIZEN, now, von=1)

    def dossier(self, code: str) -> Record:
        return rows(self.house, "select * from dossier where code = :code", code=code)[0]

    def waiting(self, code: str) -> Sequence[Record]:
        """The steps that wait: step_id, task_id, holder_id, position and the code of the agency."""
        return rows(
            self.house,
            "select s.step_id, s.task_id, s.holder_id, s.position, a.code as agency from dossier_step s"
            " join agency a on a.id = s.agency_id join dossier d on d.id = s.dossier_id"
            " where d.code = :code and s.left_at is null order by s.id",
            code=code,
        )

    def perform(self, login: str, code: str, key: str, now: datetime, task: str, given: Given) -> str:
        """Do it by the door that is for it; the code the dossier goes on under. Raises what the services raise."""
        with self.house.work() as work:
            actor = self.actor(login)
            if key == "ask_withdrawal":
                withdrawal.ask(work, actor, code, given.reason, now)
            elif key == "amend":
                draft = amendment.begin(work, actor, code, now)
                submission.submit(work, actor, draft, declared=True, now=now)
            elif key == "supply" and login == CITIZEN:
                files = {"ban_do": [SLIP]} if given.papers else {}
                return supplement.supply_own(work, actor, code, files, now)
            else:
                actions.perform(work, actor, code, key, given, now, task)
        later = rows(
            self.house,
            "select l.code from dossier l join dossier d on l.earlier_id = d.id where d.code = :code",
            code=code,
        )
        return str(later[0].code) if key == "supply" and later else code

    def rows_written(self) -> str:
        """A mark of all rows of all tables: another one as soon as a row is added, changed or gone."""
        marks = (
            f"(select count(*)::text || '/' || coalesce(sum(hashtext(t.xmin::text || t.ctid::text)), 0)"
            f' from "{table}" t)'
            for table in self.tables
        )
        return str(rows(self.house, f"select {' || '.join(marks)}")[0][0])

    def dues(self, codes: Sequence[str]) -> list[Any]:
        """The stored due times and appointments of these dossiers."""
        found = rows(
            self.house,
            "select due_at, appointment_at from dossier where code = any(:codes) order by id",
            codes=list(codes),
        )
        return [tuple(row) for row in found]

    def lacks(self, login: str, code: str, key: str, task: str) -> bool:
        """Whether this person may not do it, told from who is who alone and not by the services."""
        action = actions.case.ACTIONS[key]
        if login == CITIZEN:
            return key not in ("supply", "amend", "ask_withdrawal")
        if action.by == "applicant" or key == "supply":
            return action.by == "applicant" or login not in DESKS
        if action.right:
            return login not in ((EXCEPTION,) if action.right == "dossier.except" else (LEADER, EXCEPTION))
        if action.by == "desk":
            return login not in DESKS
        if action.by == "consulted":
            return False
        here = next((row for row in self.waiting(code) if row.task_id == task), None)
        if here is None:
            return True
        mine = self.logins.get(here.holder_id) in (None, login)
        return not (mine and login in GROUPS[here.position, here.agency])


Refusal = MotcuaError
