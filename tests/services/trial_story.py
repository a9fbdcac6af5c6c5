"""One trial of a draft or a version, done to by the author of drafts: what tests of trials do."""

from __future__ import annotations

from datetime import datetime
from typing import Any

from fixtures_dossier import actor_of
from fixtures_house import NOW
from fixtures_model import CODE, FORMS
from fixtures_watch import local

from motcua.domain.forms.form_sample import FILE_ID, FILE_NAME, sample_answers
from motcua.domain.simulation.trial import Course
from motcua.services.process import process_drafts
from motcua.services.process.procedures import UnfitModelError
from motcua.services.process.process_drafts import NewDraft
from motcua.services.simulation import trial_deeds, trial_time, trials
from motcua.services.simulation.trials import Beginning, Of
from motcua.services.work import House
from motcua.store.process import procedure as procedures

AUTHOR = "soan.quytrinh"
MONDAY = local("2026-12-07 07:00")


class Try:
    """One trial, done to by the author of the draft."""

    def __init__(self, house: House, of: Of, at: datetime = MONDAY, **answers: Any) -> None:
        self.house = house
        with house.work() as work:
            actor = actor_of(house, AUTHOR, NOW)
            found = trials.tried(work, actor, of)
            if found.form is None:
                raise UnfitModelError(found.findings)
            filled = {**sample_answers(found.form, at.date()), **answers}
            desk = next(row for row in trials.desks(work, found.row.level))
            wanted = Beginning(desk.id, at, filled, {FILE_ID: FILE_NAME})
            self.id = trials.begin(work, actor, of, wanted, NOW)

    def do(self, deed: Any, *given: Any) -> Course:
        with self.house.work() as work:
            actor = actor_of(self.house, AUTHOR, NOW)
            revision = trials.get(work, actor, self.id).row.revision
            return trials.do(
                work, actor, self.id, revision, lambda ground, course: deed(ground, course, *given), NOW
            )

    @property
    def course(self) -> Course:
        with self.house.work() as work:
            return trials.get(work, actor_of(self.house, AUTHOR, NOW), self.id).course

    def finish(self, step: str) -> Course:
        return self.finish_task(next(one.task_id for one in self.course.held if one.element == step))

    def finish_task(self, task_id: str) -> Course:
        """Do a waiting step with made-up answers to its form."""
        with self.house.work() as work:
            found = trials.get(work, actor_of(self.house, AUTHOR, NOW), self.id)
        held = found.course.waiting(task_id)
        assert held is not None
        key = found.ground.version.model.step_by_id[held.element].form
        made = sample_answers(found.ground.version.forms[key], found.course.at.date()) if key else {}
        return self.do(trial_deeds.finish, task_id, made)

    def move(self, to: str | datetime) -> Course:
        return self.do(trial_time.advance, local(to) if isinstance(to, str) else to)


def draft(house: House, bpmn: bytes, field: str = "thu", code: str = CODE) -> Of:
    with house.work() as work:
        procedures.save_field(work.connection, field, "Thử", "Trial")
        work.commit()
        wanted = NewDraft(code, "Thủ tục thử", field, "xa", bpmn, "blank", forms=FORMS)
        return Of("draft", process_drafts.create(work, actor_of(house, AUTHOR, NOW), wanted, NOW))
