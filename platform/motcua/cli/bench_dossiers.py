"""What is measured on: a sample province, processes of any length, dossiers filed and walked through the services."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime

from motcua.cli.bench_models import FORM, FORM_KEY, sequential_bpmn
from motcua.domain.people.permissions import SYSTEM, Actor
from motcua.domain.text import Text
from motcua.services.accounts.accounts import actor_of
from motcua.services.dossier import steps
from motcua.services.dossier.steps import Completion
from motcua.services.intake import drafts, intake, submission
from motcua.services.process import procedures
from motcua.services.process.examination import Source
from motcua.services.sample import demo
from motcua.services.work import House
from motcua.store.accounts import account as accounts
from motcua.store.agencies import agency as agencies
from motcua.store.base import Record
from motcua.store.dossier import dossier as dossiers
from motcua.store.dossier import step as stored_steps
from motcua.store.people import group as groups

POSITION = "chuyen_mon"
OFFICER = "vinh.le"
OPINION = "Hồ sơ đủ điều kiện, đề nghị chuyển bước sau."


@dataclass(frozen=True, slots=True)
class People:
    """Who files and who works: the officer is in the group of every step at the agency."""

    officer: Actor
    citizen: Actor
    agency_id: int


def sample_people(house: House, now: datetime) -> People:
    """The sample province, loaded if it is not there, with its people."""
    with house.work() as work:
        list(demo.load(work, now))
        agency = found(agencies.by_code(work.connection, "H50.16"))
        officer = found(accounts.by_login(work.connection, OFFICER))
        citizen = found(accounts.by_login(work.connection, "hang@example.vn"))
        groups.add(work.connection, agency_id=agency.id, position=POSITION, account_id=officer.id)
        work.commit()
    return People(actor_of(officer), actor_of(citizen), agency.id)


def release_process(house: House, procedure: str, tasks: int, now: datetime) -> bytes:
    """Release a process of `tasks` steps in a row as this procedure; its file."""
    bpmn = sequential_bpmn(tasks, code=procedure, position=POSITION)
    with house.work() as work:
        procedures.release(work, SYSTEM, Source(bpmn, {FORM_KEY: FORM}, Text("Đo lường", "Bench")), now)
    return bpmn


def file_dossier(house: House, people: People, procedure: str, now: datetime) -> str:
    """A dossier filed and accepted, by the services; its code."""
    with house.work() as work:
        draft = drafts.begin(work, people.citizen, procedure, people.agency_id, now)
    with house.work() as work:
        answers = {"noi_dung": "Đề nghị giải quyết"}
        section = drafts.get(work, people.citizen, draft).form.sections[0].key
        drafts.save_section(work, people.citizen, draft, section, answers, now, now.date())
    with house.work() as work:
        code = submission.submit(work, people.citizen, draft, declared=True, now=now).code
    with house.work() as work:
        intake.accept(work, people.officer, code, {}, now)
    return code


def first_task(house: House, code: str) -> str:
    """The task that waits in a dossier."""
    with house.work() as work:
        dossier = found(dossiers.by_code(work.connection, code))
        task_id: str = stored_steps.waiting(work.connection, dossier.id)[0].task_id
    return task_id


def walk(
    house: House, officer: Actor, code: str, first: str, now: datetime, opinion: str = OPINION
) -> list[str]:
    """Finish step after step, each with the opinion; the tasks in their order."""
    task_id: str | None = first
    done = []
    while task_id is not None:
        with house.work() as work:
            progress = steps.finish(work, officer, code, task_id, Completion(opinion=opinion), now)
        done.append(task_id)
        task_id = progress.waiting[0].task_id if progress.waiting else None
    return done


def found(row: Record | None) -> Record:
    """The row; raises LookupError when there is none."""
    if row is None:
        raise LookupError("the sample province is incomplete")
    return row
