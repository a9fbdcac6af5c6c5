"""How steps open and close: the rows and clocks that every move of a dossier writes alike."""

from __future__ import annotations

from collections.abc import Collection, Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from motcua.domain.dossier.dossier import ACTIONS
from motcua.domain.errors import InputError, NotFoundError
from motcua.domain.process.process import Step
from motcua.domain.text import Text
from motcua.domain.time.clock import Subject, used_seconds
from motcua.domain.time.timeliness import effective
from motcua.engine import Waiting
from motcua.services.time import deadlines, rules
from motcua.services.version.versions import Version
from motcua.services.work import Work
from motcua.store.agencies import agency as agencies
from motcua.store.base import Record
from motcua.store.dossier import step as steps
from motcua.store.dossier.move import Job, Started
from motcua.store.time import interval as intervals

Ended = tuple[str, str]


@dataclass(frozen=True)
class Place:
    """Where a dossier stands while something happens to it."""

    dossier_id: int
    version: Version
    agency_id: int
    revision: int
    at: datetime
    due_at: datetime | None
    data: Mapping[str, object]
    went_back: bool = False


def place_of(work: Work, dossier: Record, now: datetime) -> Place:
    """The place of a locked dossier; `data` holds the applicant's form and what steps filled in since."""
    data = work.cipher.open_json(dossier.data_sealed)
    if dossier.step_values_sealed is not None:
        data |= work.cipher.open_json(dossier.step_values_sealed)
    return Place(
        dossier_id=dossier.id,
        version=work.house.versions.get(work.connection, dossier.version_id),
        agency_id=dossier.agency_id,
        revision=dossier.calendar_revision,
        at=now,
        due_at=dossier.due_at,
        data=data,
        went_back=dossier.went_back,
    )


def sealed(work: Work, dossier: Record, kept: Mapping[str, object]) -> bytes | None:
    """The values of steps, events and decisions with `kept` added; None when nothing is added."""
    if not kept:
        return None
    before = dossier.step_values_sealed
    earlier = work.cipher.open_json(before) if before is not None else {}
    return work.cipher.seal_json({**earlier, **kept})


def telling(action: str, dossier_id: int) -> list[Job]:
    """The message to the applicant that this action brings with it, if any."""
    event = ACTIONS[action].tells
    return [Job("notify_applicant", {"dossier_id": dossier_id, "event": event})] if event else []


def unknown_dossier(code: str) -> NotFoundError:
    return NotFoundError(
        Text(
            f"Không có hồ sơ mã {code}. Kiểm tra lại mã trên giấy tiếp nhận.",
            f"There is no dossier {code}. Check the code on the receipt.",
        )
    )


def opening(
    work: Work, place: Place, waiting: Sequence[Waiting], *, is_running: bool
) -> list[dict[str, Any]]:
    """A row per step that now waits, with its clock when `is_running` (E-09).

    Before acceptance no clock runs (R-22): the rows then carry neither counted instant nor due time.
    """
    model = place.version.model
    opened = [(one, model.step_by_id[one.step_id]) for one in waiting if one.kind == "step"]
    used = used_before(work, place, [step for _, step in opened]) if is_running else {}
    return [_row(work, place, one, step, used, is_running) for one, step in opened]


def starting(rows: Iterable[Mapping[str, Any]], at_work: Collection[int] = ()) -> list[Started]:
    """The clocks to start for these rows: each step's, its holder's or group's, its agency's unless `at_work` already."""
    steps_started: list[Started] = []
    agencies_started: dict[int, datetime] = {}
    for row in rows:
        counted: datetime = row["counted_from"]
        steps_started.append(("step", row["task_id"], counted))
        steps_started.append(charging(row["task_id"], row.get("holder_id"), counted))
        if row["agency_id"] not in at_work:
            earlier = agencies_started.get(row["agency_id"], counted)
            agencies_started[row["agency_id"]] = min(earlier, counted)
    return steps_started + [("agency", str(agency), at) for agency, at in agencies_started.items()]


def ending(left: Sequence[Record], staying: Collection[int]) -> list[Ended]:
    """The clocks to stop when held steps are left: theirs, their holders' and their agencies' unless among `staying`."""
    own = [clock for row in left for clock in (("step", row.task_id), charged(row))]
    agencies_left = dict.fromkeys(row.step_agency_id for row in left if row.step_agency_id not in staying)
    return [*own, *(("agency", str(agency)) for agency in agencies_left)]


def charging(task_id: str, holder_id: int | None, at: datetime) -> Started:
    """The clock of whoever has a step from `at` on: its holder's, or the group's while nobody holds it (R-14)."""
    return ("group", task_id, at) if holder_id is None else ("person", str(holder_id), at, task_id)


def charged(row: Record) -> Ended:
    """The clock of whoever has a waiting step, to be stopped."""
    return ("group" if row.holder_id is None else "person", row.task_id)


def handed_over(
    left: Sequence[Record], others: Sequence[Record], rows: Sequence[Mapping[str, Any]]
) -> tuple[list[Ended], list[Started]]:
    """The clocks that stop and start when the steps `left` end and `rows` begin; `others` waited beside them.

    An agency's clock runs on where one of its steps stays or arrives.
    """
    staying = {row.step_agency_id for row in others if row not in left}
    arriving = {row["agency_id"] for row in rows}
    at_work = staying | ({row.step_agency_id for row in left} & arriving)
    return ending(left, staying | arriving), starting(rows, at_work)


def counted(work: Work, place: Place, agency_id: int) -> datetime:
    """The instant at which an action at `place.at` counts for the agency: outside hours as the rules say (E-03, X-10)."""
    calendar = work.house.calendars.at(work.connection, agency_id, place.at, place.revision)
    return effective(calendar, place.at, rules.of(work, place.version).out_of_hours)


def step_clock(work: Work, place: Place, step: Step, agency_id: int, used: int) -> dict[str, Any]:
    """`counted_from`, `budget_seconds` and `due_at` of a step that starts now (R-25, R-27, E-11).

    A second visit has what is left of the budget, not a new one.
    """
    calendar = work.house.calendars.at(work.connection, agency_id, place.at, place.revision)
    counted_from = calendar.start(place.at)
    budget = place.version.budgets[step.id].in_seconds(calendar.day_seconds)
    due = calendar.add(counted_from, max(budget - used, 0))
    if place.version.is_same_day and place.due_at is not None:
        due = min(due, place.due_at)
    return {"counted_from": counted_from, "budget_seconds": budget, "due_at": due}


def performer(work: Work, step: Step, agency_id: int, data: Mapping[str, object], at: datetime) -> int:
    """The agency that performs a step at `at`, by the rule the model gives; raises InputError when there is none.

    Where that agency has ended, the one that took over its work performs.
    """
    if step.agency == "receiving":
        return agency_id
    if step.agency == "parent":
        below = agencies.by_id(work.connection, agency_id)
        row = agencies.by_id(work.connection, below.parent_id) if below and below.parent_id else None
    else:
        kind, _, value = step.agency.partition(":")
        code = str(data.get(value, "")) if kind == "field" else value
        row = agencies.by_code(work.connection, code)
    if row is None:
        raise InputError(
            Text(
                f"Không xác định được cơ quan thực hiện bước “{step.name}”. Báo người thiết lập quy trình.",
                f"No agency can be found for the step “{step.name_en or step.name}”. "
                "Tell those who set the process up.",
            )
        )
    return _acting(work, row, at)


def _acting(work: Work, row: Record, at: datetime) -> int:
    """The agency itself while it is in force, else the last of those that took over one after the other."""
    seen = {row.id}
    while row.successor_id is not None and row.successor_id not in seen:
        today = work.house.calendars.at(work.connection, row.id, at).local(at).date()
        heir = agencies.by_id(work.connection, row.successor_id)
        if heir is None or row.valid_to is None or row.valid_to >= today:
            break
        row = heir
        seen.add(row.id)
    return int(row.id)


def _row(
    work: Work, place: Place, one: Waiting, step: Step, used: Mapping[str, int], is_running: bool
) -> dict[str, Any]:
    item = place.version.item_names.get(step.id, "")
    data = {**place.data, item: one.item} if item else place.data
    agency_id = performer(work, step, place.agency_id, data, place.at)
    clock: dict[str, Any] = {"counted_from": None, "budget_seconds": 0, "due_at": None}
    if is_running:
        clock = step_clock(work, place, step, agency_id, used.get(step.id, 0))
    return {
        "task_id": one.task_id,
        "step_id": step.id,
        "name": step.name,
        "position": step.position,
        "phase": step.phase,
        "number": step.order,
        "agency_id": agency_id,
        "arrived_at": place.at,
        "holder_id": None,
        "claimed_at": None,
        "restarted": False,
        **clock,
    }


def used_before(work: Work, place: Place, opened: Sequence[Step]) -> dict[str, int]:
    """Working seconds that visits to these steps have used up at `place.at`, by step (E-11), pauses left out (R-13).

    A visit that still runs is the one being left: its time counts too when the flow leads straight back to it. Where
    nothing went back only steps are asked about that the flows lead back to.
    """
    asked = {step.id for step in opened}
    recurring = (
        asked if place.went_back else asked & place.version.recurring_steps
    ) - place.version.repeated_steps
    visits = steps.earlier_visits(work.connection, place.dossier_id, recurring) if recurring else ()
    if not visits:
        return {}
    rows = intervals.of_dossiers(work.connection, [place.dossier_id])[place.dossier_id]
    found, stopping = deadlines.intervals_of(rows), rules.of(work, place.version).stopping
    used: dict[str, int] = {}
    for visit in visits:
        until = visit.counted_to or place.at
        calendar = work.house.calendars.at(work.connection, visit.agency_id, until, place.revision)
        spent = used_seconds(calendar, found, Subject("step", visit.task_id), until, stopping)
        used[visit.step_id] = spent + (0 if visit.restarted else used.get(visit.step_id, 0))
    return used
