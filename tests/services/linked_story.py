"""A dossier that other agencies, systems and the clock act upon, told by the services alone."""

from __future__ import annotations

from datetime import datetime
from typing import Any

from fixtures_dossier import accept_dossier, actor_of, file_dossier, task_of
from fixtures_watch import local, rows

from motcua.services.dossier import events, operations, steps
from motcua.services.dossier.steps import Completion
from motcua.services.work import House
from motcua.store.base import Record

# A Monday without holidays in its fortnight; office hours 07:00-11:30 and 13:30-17:00.
MONDAY = local("2026-10-05 07:00")


class Story:
    """One dossier of the sample ward, accepted on the Monday at seven."""

    def __init__(self, house: House, procedure: str, login: str, answers: dict[str, Any]) -> None:
        self.house = house
        self.code = file_dossier(house, procedure, login, MONDAY, **answers)
        accept_dossier(house, self.code, MONDAY)

    @property
    def row(self) -> Record:
        (found,) = rows(self.house, "select * from dossier where code = :code", code=self.code)
        return found

    @property
    def steps(self) -> list[tuple[str, str]]:
        """What waits for people: step and agency."""
        found = rows(
            self.house,
            "select s.step_id, a.code from dossier_step s join agency a on a.id = s.agency_id"
            " where s.left_at is null order by s.step_id, a.code",
        )
        return [(row.step_id, row.code) for row in found]

    @property
    def waits(self) -> dict[str, str]:
        """What waits for something else: task by element."""
        found = rows(self.house, "select element, task_id from dossier_wait where left_at is null")
        return {row.element: row.task_id for row in found}

    def done(self, step: str, login: str, at: datetime, **answers: Any) -> None:
        """The step is finished by this person; of several with one name, by the one who may."""
        officer = actor_of(self.house, login)
        found = rows(
            self.house,
            "select task_id from dossier_step where left_at is null and step_id = :step and agency_id = :agency",
            step=step,
            agency=officer.agency_id,
        )
        task = found[0].task_id if found else task_of(self.house, self.code, step)
        with self.house.work() as work:
            steps.finish(work, officer, self.code, task, Completion(answers), at)

    def called(self, service: str, at: datetime) -> str:
        """The worker makes the call of a service task; how it ended."""
        return operations.run(self.house, self.row.id, self.waits[service], at)

    def due(self, timer: str, at: datetime) -> bool:
        """The worker finds a timer due; whether it fired."""
        return events.run_timer(self.house, self.row.id, self.waits[timer], at)

    def told(self, message: str, login: str, at: datetime) -> None:
        with self.house.work() as work:
            events.receive(work, actor_of(self.house, login), self.code, message, {}, at)

    def clocks(self, kind: str) -> list[tuple[str, datetime, datetime | None]]:
        """Intervals of a kind in order of their begin: agency code or reason, begin and end."""
        found = rows(
            self.house,
            "select coalesce(a.code, i.reason) as whose, i.started_at, i.ended_at from clock_interval i"
            " left join agency a on i.kind = 'agency' and a.id::text = i.subject"
            " where i.kind = :kind order by i.started_at, whose",
            kind=kind,
        )
        return [(row.whose, row.started_at, row.ended_at) for row in found]
