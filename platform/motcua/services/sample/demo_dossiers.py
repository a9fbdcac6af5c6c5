"""Sample dossiers at every point of their life, made by the same services that people use."""

from __future__ import annotations

import itertools
import json
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from motcua.domain.people.permissions import Actor
from motcua.domain.time.calendar import WorkCalendar
from motcua.services.accounts.accounts import actor_of
from motcua.services.dossier import results, steps
from motcua.services.dossier.steps import Completion
from motcua.services.intake import drafts, intake, submission
from motcua.services.papers import files
from motcua.services.papers.files import Upload
from motcua.services.process import offers
from motcua.services.sample.demo import DATA
from motcua.services.version.versions import Version
from motcua.services.work import House, Work
from motcua.store.accounts import account as accounts
from motcua.store.dossier import dossier as dossiers
from motcua.store.dossier import step as stored_steps
from motcua.store.people import group as groups

PROCEDURES = ("1.001612", "1.001193", "1.001612")
# A one-page PDF that says nothing: the sample needs papers that open.
BLANK_PDF = (
    b"%PDF-1.4\n1 0 obj<</Type/Catalog/Pages 2 0 R>> endobj\n2 0 obj<</Type/Pages/Kids[3 0 R]/Count 1>> endobj\n"
    b"3 0 obj<</Type/Page/Parent 2 0 R/MediaBox[0 0 595 842]>> endobj\nxref\n0 4\n0000000000 65535 f \n"
    b"0000000009 00000 n \n0000000053 00000 n \n0000000103 00000 n \ntrailer<</Size 4/Root 1 0 R>>\n"
    b"startxref\n167\n%%EOF\n"
)


@dataclass(frozen=True)
class _Case:
    """One dossier to be made: who files what, when, and how far it gets (steps finished, then two more acts)."""

    house: House
    procedure: str
    applicant: Actor
    person: Mapping[str, Any]
    sample: Mapping[str, Any]
    calendar: WorkCalendar
    began: datetime
    far: int

    def moments(self) -> Iterator[datetime]:
        """When things happen: every hour and a half of working time, as in an office."""
        return (self.calendar.add(self.began, 5400 * turn) for turn in itertools.count(1))


def fill(house: House, count: int, now: datetime) -> Iterator[str]:
    """File `count` dossiers over the last working days and take them to different points; yields their codes."""
    sample = json.loads((DATA / "sample" / "filings.json").read_text(encoding="utf-8"))
    with house.work() as work:
        agency = offers.agencies_for(work, PROCEDURES[0])[0]
        calendar = house.calendars.at(work.connection, agency.id, now)
    for number in range(count):
        person = sample["persons"][number % len(sample["persons"])]
        case = _Case(
            house=house,
            procedure=PROCEDURES[number % len(PROCEDURES)],
            applicant=_applicant(house, person["login"]),
            person=person,
            sample=sample,
            calendar=calendar,
            began=calendar.subtract(now, 1800 + 4273 * (number * 7 % 31)),
            far=number * 5 % 9,
        )
        yield _live(case, now)


def _applicant(house: House, login: str) -> Actor:
    with house.work() as work:
        row = accounts.by_login(work.connection, login)
    if row is None:
        raise LookupError(f"the sample province has no account {login}")
    return actor_of(row)


def _live(case: _Case, now: datetime) -> str:
    """File one dossier and act on it until it is where it should be, or until the present is reached."""
    code, version = _file(case)
    moments = case.moments()
    if case.far == 0 or (at := next(moments)) > now:
        return code
    first = min(version.model.steps, key=lambda step: step.order)
    papers = {paper.key: intake.GOOD if paper.required else intake.ABSENT for paper in version.facts.papers}
    with case.house.work() as work:
        intake.accept(work, _officer(work, case, code, first.position), code, papers, at)
    for turn in range(1, case.far):
        at = next(moments)
        if at > now or not _forward(case, version, code, at, turn):
            break
    return code


def _file(case: _Case) -> tuple[str, Version]:
    with case.house.work() as work:
        agency = offers.agencies_for(work, case.procedure)[0]
        draft_id = drafts.begin(work, case.applicant, case.procedure, agency.id, case.began)
    with case.house.work() as work:
        draft = drafts.get(work, case.applicant, draft_id)
    answers = _filled(case.sample[case.procedure], case)
    for section in draft.form.sections:
        with case.house.work() as work:
            today = case.began.date()
            drafts.save_section(work, case.applicant, draft_id, section.key, answers, case.began, today)
    for paper in drafts.missing_papers(draft):
        with case.house.work() as work:
            upload = Upload(files.tidy_name(f"{paper.name[:60]}.pdf"), BLANK_PDF)
            drafts.attach(work, case.applicant, draft_id, paper.key, upload, case.began)
    with case.house.work() as work:
        receipt = submission.submit(work, case.applicant, draft_id, declared=True, now=case.began)
    return receipt.code, draft.version


def _forward(case: _Case, version: Version, code: str, at: datetime, turn: int) -> bool:
    """The next lawful act on the dossier; false when it has ended."""
    with case.house.work() as work:
        dossier = dossiers.by_code(work.connection, code)
        if dossier is None or dossier.closed_at is not None:
            return False
        waiting = stored_steps.waiting(work.connection, dossier.id)
        if waiting:
            step = version.model.step_by_id[waiting[0].step_id]
            officer = _officer(work, case, code, step.position)
            form = _filled(case.sample["steps"].get(step.form, {}), case)
            opinion = case.sample["opinions"][turn % len(case.sample["opinions"])]
            steps.finish(work, officer, code, waiting[0].task_id, Completion(form, opinion), at)
            return True
        desk = _officer(work, case, code, min(version.model.steps, key=lambda one: one.order).position)
        if dossier.result_at is None:
            results.confirm(work, desk, code, at)
        else:
            results.return_result(work, desk, code, case.applicant.name, "desk", at)
        return True


def _officer(work: Work, case: _Case, code: str, position: str) -> Actor:
    dossier = dossiers.by_code(work.connection, code)
    members = groups.members(work.connection, dossier.agency_id if dossier is not None else 0, position)
    row = accounts.by_id(work.connection, members[0].id)
    if row is None:
        raise LookupError(f"nobody holds the position {position}")
    return actor_of(row)


def _filled(template: Any, case: _Case) -> Any:
    """The template with the case's names put in."""
    if isinstance(template, dict):
        return {key: _filled(value, case) for key, value in template.items()}
    if isinstance(template, list):
        return [_filled(value, case) for value in template]
    if not isinstance(template, str):
        return template
    code, name = case.person["line"]
    return template.format(**case.person, line_code=code, line_name=name, day=f"{case.began:%Y-%m-%d}")
