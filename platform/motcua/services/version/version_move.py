"""One dossier moved to another version of its procedure: looked at first, then written as one move (A-12).

Its due time does not move: it keeps the limit and the rules under which it was accepted. Its open steps get the new
version's budgets, counted from when they began; the clocks run on.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field, replace
from datetime import datetime
from functools import cached_property
from typing import Any

from motcua.domain.people.permissions import Actor
from motcua.domain.process.process import Step
from motcua.domain.text import Text
from motcua.engine import CarryOver, Waiting, waiting
from motcua.services.dossier import stepping, waits
from motcua.services.dossier.stepping import Place
from motcua.services.intake import filing
from motcua.services.process import offers
from motcua.services.signing import step_signatures
from motcua.services.time import deadlines
from motcua.services.version import version_stay
from motcua.services.version.version_stay import StaysError
from motcua.services.version.versions import Version
from motcua.services.work import Work
from motcua.store.base import Record
from motcua.store.dossier import move as moves
from motcua.store.dossier import turn as turns
from motcua.store.dossier import wait as stored_waits
from motcua.store.dossier.move import Job, Move, Standing
from motcua.store.dossier.turn import TimedJob, TurnRows
from motcua.store.dossier.under_way import UnderWay
from motcua.store.people import group as groups
from motcua.store.version import version_migration as stored


@dataclass(frozen=True)
class Change:
    """Two versions of a procedure: what dossiers leave and where they come to; `mapping` is old element id → new."""

    work: Work
    old: Version
    new: Version
    mapping: Mapping[str, str]
    _groups: dict[tuple[int, str], Sequence[int]] = field(default_factory=dict)

    def group(self, agency_id: int, step: Step) -> Sequence[int]:
        """The accounts that serve a step of the new version at an agency (R-24)."""
        key = (agency_id, step.id)
        if key not in self._groups:
            self._groups[key] = groups.accounts_of(
                self.work.connection, agency_id, step.position, self.new.facts.code, step.id
            )
        return self._groups[key]

    @cached_property
    def over(self) -> CarryOver:
        return CarryOver(self.old.spec, self.new.spec, self.mapping)

    @cached_property
    def missing(self) -> Mapping[int, Sequence[Step]]:
        """By agency the steps of the new version for which nobody is there (R-23)."""
        found = offers.gaps(self.work, self.new.facts.level, self.new)
        return {agency.id: gaps for agency, gaps in found}


@dataclass(frozen=True)
class OpenStep:
    """A waiting step: its row, what it is in the new version, its budget there, whether its holder has to let go."""

    row: Record
    step: Step
    budget: int
    is_released: bool


@dataclass(frozen=True)
class Plan:
    """What moving a dossier would write; `place` is where it stands in the new version, `waiting` all that waits there."""

    row: Record
    about: UnderWay
    place: Place
    state: str
    steps: Sequence[OpenStep]
    waiting: Sequence[Waiting]
    limit_text: str


def plan(change: Change, row: Record, about: UnderWay, now: datetime) -> Plan:
    """How the dossier would stand in the new version. Raises StaysError, CarryOverError or what names its agencies."""
    work, new = change.work, change.new
    version_stay.require_movable(change.old, row, about)
    version_stay.require_same_clock(work, change.old, new)
    place = replace(stepping.place_of(work, row, now), version=new)
    state = change.over.state(row.engine_state)
    waits_there = waiting(new.spec, state, place.data)
    standing = [one.step_id for one in waits_there]
    _require_same_pauses(change, waits_there)
    _require_signatures(change, row.id, about, waits_there)
    version_stay.require_answers(new, filing.version_of(work, row), place.data, standing)
    open_steps = _open_steps(change, place, about, waits_there)
    version_stay.require_people(new, change.missing.get(row.agency_id, ()), standing)
    return Plan(row, about, place, state, open_steps, waits_there, _limit_text(change, row, now))


def write(change: Change, found: Plan, actor: Actor, now: datetime, detail: Mapping[str, object]) -> None:
    """Move the dossier, whose row must be locked, with its trail. Does not commit."""
    work, row = change.work, found.row
    for one in found.steps:
        stored.set_step(work.connection, one.row.id, **_columns(one))
    released = [one.row for one in found.steps if one.is_released]
    stored.rename(work.connection, row.id, change.mapping)
    stored.move(work.connection, row.id, change.old.id, change.new.id, found.limit_text)
    counted = stepping.counted(work, found.place, row.agency_id)
    move = Move(
        dossier_id=row.id,
        at=now,
        counted_at=now,
        actor_id=actor.id,
        actor_name=actor.name,
        action="dossier.migrate",
        detail={"from": change.old.number, "to": change.new.number, **detail},
        standing=Standing(engine_state=found.state),
        ended=[stepping.charged(one) for one in released],
        ended_at=counted,
        started=[stepping.charging(one.task_id, None, counted) for one in released],
        jobs=[Job("notify_group", {"dossier_id": row.id})] if released else [],
    )
    moves.write(work.connection, move)
    turns.write(work.connection, _turn(work, found, now, counted))
    waits.reindex(work, row.id, now)


def _require_signatures(change: Change, dossier_id: int, about: UnderWay, there: Sequence[Waiting]) -> None:
    """A signature that a waiting step requires is not passed over by coming to stand at a step that asks for none."""
    new = {one.task_id: change.new.model.step_by_id.get(one.step_id) for one in there}
    for row in about.steps:
        step, later = change.old.model.step_by_id[row.step_id], new.get(row.task_id)
        if step.signature != "required" or (later is not None and later.signature == "required"):
            continue
        found = step_signatures.wanted(change.work, change.old, step, dossier_id)
        if found is None or found.given is None:
            raise StaysError("signature", version_stay.named(step))


def _open_steps(change: Change, place: Place, about: UnderWay, there: Sequence[Waiting]) -> list[OpenStep]:
    by_task = {one.task_id: one for one in there}
    return [_open_step(change, place, one, by_task[one.task_id]) for one in about.steps]


def _open_step(change: Change, place: Place, row: Record, one: Waiting) -> OpenStep:
    work, new = change.work, change.new
    step = new.model.step_by_id[one.step_id]
    item = new.item_names.get(step.id, "")
    data = {**place.data, item: one.item} if item else place.data
    if stepping.performer(work, step, place.agency_id, data, place.at) != row.agency_id:
        raise StaysError("agency", version_stay.named(step))
    group = change.group(row.agency_id, step)
    if not group:
        raise StaysError("people", version_stay.named(step))
    calendar = work.house.calendars.at(work.connection, row.agency_id, place.at, place.revision)
    budget = new.budgets[step.id].in_seconds(calendar.day_seconds)
    return OpenStep(row, step, budget, row.holder_id is not None and row.holder_id not in group)


def _require_same_pauses(change: Change, there: Sequence[Waiting]) -> None:
    """Where something waits the clock neither stops nor goes on by the move."""
    before = {change.over.target(key): wait for key, wait in change.old.pausing.items()}
    for one in there:
        node = change.new.model.node_by_id[one.step_id]
        if before.get(one.step_id) != change.new.pausing.get(one.step_id):
            raise StaysError("pausing", Text(node.name or node.id, node.name or node.id))


def _limit_text(change: Change, row: Record, now: datetime) -> str:
    """The words of the dossier's limit; of one that follows the steps' time, what that was."""
    if row.limit_text:
        return str(row.limit_text)
    calendar = deadlines.governing(change.work, row, now)
    before = deadlines.limit_of(change.old, calendar, "")
    return "" if before == deadlines.limit_of(change.new, calendar, "") else before.text


def _columns(one: OpenStep) -> dict[str, Any]:
    columns: dict[str, Any] = {
        "name": one.step.name,
        "position": one.step.position,
        "phase": one.step.phase,
        "number": one.step.order,
        "budget_seconds": one.budget,
    }
    return columns | ({"holder_id": None, "claimed_at": None} if one.is_released else {})


def _turn(work: Work, found: Plan, now: datetime, counted: datetime) -> TurnRows:
    """Waits that end, begin or are due at another time in the new version; their elements have the new names already."""
    place = found.place
    there = {one.task_id: one for one in found.waiting if one.kind != "step"}
    rows = stored_waits.opened(work.connection, place.dossier_id)
    opened = [one for key, one in there.items() if key not in {row.task_id for row in rows}]
    begun = [waits.wait_row(work, place, one) for one in opened]
    jobs = [_timer_job(place, row["task_id"], row["due_at"]) for row in begun if row["kind"] == "timer"]
    for row in rows:
        if row.kind == "timer" and row.task_id in there:
            due = waits.due_of(work, place, row.kind, row.element, row.counted_from)
            if due != row.due_at:
                stored_waits.change(work.connection, row.id, due_at=due, repeats_left=there[row.task_id].left)
                jobs.append(_timer_job(place, row.task_id, due))
    closed = {row.task_id: "withdrawn" for row in rows if row.task_id not in there}
    return TurnRows(place.dossier_id, now, counted, opened=begun, closed=closed, jobs=jobs)


def _timer_job(place: Place, task_id: str, due: datetime | None) -> TimedJob:
    return TimedJob("fire_timer", {"dossier_id": place.dossier_id, "task_id": task_id}, due)
