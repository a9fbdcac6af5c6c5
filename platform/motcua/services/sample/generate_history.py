"""The history of a generated dossier: all of it while it is open, its corners once it has ended."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field
from datetime import datetime

from motcua.domain.time.calendar import WorkCalendar
from motcua.services.sample.generate_life import Life, Stay


@dataclass(frozen=True, slots=True)
class Entry:
    """One row of the history; the applicant is who sent the dossier."""

    at: datetime
    counted_at: datetime
    actor_id: int | None
    action: str
    subject: str = ""
    detail: Mapping[str, object] = field(default_factory=dict)


def story_of(life: Life, agency_id: int, code: str, calendar: WorkCalendar) -> Iterator[Entry]:
    """The entries in order, with the details that the services keep."""
    yield Entry(life.submitted_at, calendar.start(life.submitted_at), None, "submit", detail={"code": code})
    if life.due is None or life.accepted_at is None:
        return
    dates = {
        "due_at": life.due.due_at.isoformat(),
        "appointment_at": life.due.appointment_at.isoformat(),
    }
    yield Entry(life.accepted_at, life.due.starts_at, life.accepted_by, "accept", detail=dates)
    for number, stay in enumerate(life.stays):
        to = [one.stage.step.name for one in life.stays[number + 1 : number + 2]]
        yield from _steps(life, stay, agency_id, to)
    if life.result_at is not None and not life.route.ends_with_result:
        yield Entry(life.result_at, calendar.start(life.result_at), life.accepted_by, "confirm_result")
    if life.returned_at is not None:
        method = {"method": "desk"}
        counted = calendar.start(life.returned_at)
        yield Entry(life.returned_at, counted, life.accepted_by, "return_result", detail=method)


def _steps(life: Life, stay: Stay, agency_id: int, to: list[str]) -> Iterator[Entry]:
    about = {"step": stay.stage.step.name, "agency_id": agency_id}
    task, is_over = stay.stage.task_id, life.returned_at is not None
    if stay.claimed_at is not None and not is_over:
        yield Entry(stay.claimed_at, stay.claimed_at, stay.holder, "claim", task, about)
    if stay.left_at is None or stay.counted_to is None:
        return
    is_result = not to and life.route.ends_with_result
    if is_result or not is_over:
        action = "confirm_result" if is_result else "forward"
        yield Entry(stay.left_at, stay.counted_to, stay.holder, action, task, {**about, "to": to})
