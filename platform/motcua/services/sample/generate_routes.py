"""The ways that generated dossiers take: walked once through the engine, so that every one of them can go on."""

from __future__ import annotations

import json
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from functools import cache
from typing import Any

from motcua.domain.process.process import Step
from motcua.domain.profile import Profile
from motcua.engine import Progress, complete, start
from motcua.services.process import offers
from motcua.services.sample.demo import DATA
from motcua.services.sample.generate_people import Person
from motcua.services.time import rules
from motcua.services.version.versions import Version
from motcua.services.work import Work
from motcua.store.base import Record
from motcua.store.process import procedure as procedures

Template = Mapping[str, Any]


@dataclass(frozen=True, slots=True)
class Stage:
    """A step on the way: its task, and what the engine stores while a dossier waits there.

    `answers` is the template of the step's form, `before` of what the steps before it filled in.
    """

    step: Step
    task_id: str
    state: str
    answers: Template
    before: Template


@dataclass(frozen=True)
class Route:
    """One procedure's way from the first step to the last, with the agencies that take it.

    `final_state` is what the engine stores at the end, `final` what the steps have filled in by then.
    """

    version: Version
    rules: Profile
    weight: int
    answers: Template
    stages: Sequence[Stage]
    final_state: str
    final: Template
    agencies: Sequence[Record]

    @property
    def ends_with_result(self) -> bool:
        """Whether finishing the last step confirms the result (D-14)."""
        return self.stages[-1].step.phase == "return"


@cache
def sample() -> Mapping[str, Any]:
    found: Mapping[str, Any] = json.loads((DATA / "sample" / "filings.json").read_text(encoding="utf-8"))
    return found


def routes(work: Work, weights: Sequence[tuple[str, int]], example: Person) -> list[Route]:
    """The routes of these procedures; those that no agency takes are left out."""
    found = [_route(work, code, weight, example) for code, weight in weights]
    return [route for route in found if route.agencies]


def _route(work: Work, code: str, weight: int, example: Person) -> Route:
    row = procedures.current(work.connection, code)
    if row is None:
        raise offers.unknown_procedure(code)
    version = work.house.versions.get(work.connection, row.version_id)
    answers: Template = sample()[code]
    stages, final_state, final = _walk(version, filled(answers, example, "2026-01-01"))
    taking = offers.agencies_for(work, code)
    return Route(version, rules.of(work, version), weight, answers, stages, final_state, final, taking)


def _walk(version: Version, data: Mapping[str, Any]) -> tuple[list[Stage], str, Template]:
    """The stages one after the other, the engine's last state and all that steps filled in.

    Raises LookupError where the process waits for anything but one person.
    """
    progress = start(version.spec, data)
    stages: list[Stage] = []
    kept: dict[str, Any] = dict(progress.values)
    while not progress.ended:
        stage = _stage(version, progress, kept)
        stages.append(stage)
        kept = {**kept, **stage.answers}
        progress = complete(version.spec, progress.state, stage.task_id, {**data, **kept})
        kept |= progress.values
    return stages, progress.state, kept


def _stage(version: Version, progress: Progress, kept: Template) -> Stage:
    if len(progress.waiting) != 1 or progress.waiting[0].kind != "step":
        raise LookupError(f"{version.facts.code} waits for more than one person: {progress.waiting}")
    task = progress.waiting[0]
    step = version.model.step_by_id[task.step_id]
    if step.agency != "receiving":
        raise LookupError(f"{version.facts.code}: “{step.name}” is another agency's")
    return Stage(step, task.task_id, progress.state, sample()["steps"].get(step.form, {}), dict(kept))


def filled(template: Any, person: Person, day: str) -> Any:
    """The template with the person's names and the day put in."""
    if isinstance(template, dict):
        return {key: filled(value, person, day) for key, value in template.items()}
    if isinstance(template, list):
        return [filled(value, person, day) for value in template]
    if isinstance(template, str) and "{" in template:
        return template.format(**person.details, day=day)
    return template
