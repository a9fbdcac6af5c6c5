"""What comes after a step: who gets the dossier next, with which budget and until when."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import datetime

from motcua.domain.process.process import Step
from motcua.services.desk.dossiers import DossierPage
from motcua.services.dossier import stepping
from motcua.services.work import Work
from motcua.store.people import group as groups


@dataclass(frozen=True, slots=True)
class Onward:
    """A step that may come next, as it would be if the dossier came there now. `budget` is working seconds."""

    step: Step
    people: Sequence[str]
    budget: int
    due_at: datetime


def ahead(work: Work, shown: DossierPage, step_ids: Iterable[str], now: datetime) -> list[Onward]:
    """The steps with these ids in the order of the process."""
    place = stepping.place_of(work, shown.row, now)
    model = shown.version.model
    steps = [model.step_by_id[step_id] for step_id in step_ids]
    used = stepping.used_before(work, place, steps)
    found = []
    for step in sorted(steps, key=lambda step: step.order):
        agency_id = stepping.performer(work, step, place.agency_id, place.data, now)
        clock = stepping.step_clock(work, place, step, agency_id, used.get(step.id, 0))
        people = groups.serving(work.connection, agency_id, step.position, shown.version.facts.code, step.id)
        found.append(Onward(step, people, clock["budget_seconds"], clock["due_at"]))
    return found
