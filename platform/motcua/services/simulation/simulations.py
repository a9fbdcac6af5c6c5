"""Simulations of drafts and versions: asked for in the studio, reckoned by a worker, kept with their outcome (A-18)."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime

from motcua.domain.errors import ConflictError, MotcuaError, NotFoundError
from motcua.domain.people.permissions import Actor, account_id
from motcua.domain.process.process import ProcessModel
from motcua.domain.simulation.simulation import Assumed, check
from motcua.domain.simulation.simulation_axis import Axis
from motcua.domain.simulation.simulation_file import assumed_from_dict, assumed_to_dict
from motcua.domain.simulation.simulation_outcome import simulate
from motcua.domain.simulation.simulation_result import Result, result_from_dict, result_to_dict
from motcua.domain.text import Text
from motcua.domain.time.calendar import WorkCalendar
from motcua.engine.reader.reader import read
from motcua.services.process.procedures import UnfitModelError
from motcua.services.simulation import trials
from motcua.services.simulation.trials import Of
from motcua.services.time import deadlines
from motcua.services.work import House, Work
from motcua.store.agencies import agency as agencies
from motcua.store.base import Record
from motcua.store.process import process_draft as process_drafts
from motcua.store.simulation import simulation as stored
from motcua.store.simulation import trial as stored_trials


class UnderWayError(ConflictError):
    """The person's last simulation, `simulation_id`, has not ended."""

    code = "simulation_under_way"

    def __init__(self, simulation_id: int) -> None:
        self.simulation_id = simulation_id
        super().__init__(
            Text(
                "Lượt mô phỏng trước của bạn chưa tính xong. Chờ nó xong hoặc xóa nó, rồi chạy lượt mới.",
                "Your last simulation is still being reckoned. Wait for it or delete it, then run another.",
            )
        )


@dataclass(frozen=True)
class Asked:
    """A simulation as it stands; `result` is None until it is done."""

    row: Record
    of: Of
    about: Record
    model: ProcessModel
    assumed: Assumed
    result: Result | None


def start(work: Work, actor: Actor, of: Of, assumed: Assumed, now: datetime) -> int:
    """Ask for a simulation of the model as it is now; its id. One commit.

    Raises UnfitModelError where the draft has errors, ValidationError for a number that cannot be used,
    UnderWayError while another of the same person is not done.
    """
    found = trials.tried(work, actor, of)
    if found.version is None:
        raise UnfitModelError(found.findings)
    check(assumed)
    under_way = stored.open_of(work.connection, account_id(actor))
    if under_way is not None:
        raise UnderWayError(under_way)
    about = {"draft_id": of.id} if of.kind == "draft" else {"version_id": of.id}
    simulation_id = stored.add(
        work.connection,
        **about,
        bpmn=found.bpmn,
        assumed=assumed_to_dict(assumed),
        total=assumed.dossiers,
        author_id=account_id(actor),
        author_name=actor.name,
        asked_at=now,
    )
    # Deadlines and messages do not wait behind simulations, nor does more than one worker reckon at a time.
    job = {"simulation_id": simulation_id}
    work.defer("simulate_process", job, lock="simulate_process", priority=-1)
    work.commit()
    return simulation_id


def listing(work: Work, of: Of) -> Sequence[Record]:
    """The simulations of a draft or a version, the newest first."""
    if of.kind == "draft":
        return stored.of_draft(work.connection, of.id)
    return stored.of_version(work.connection, of.id)


def get(work: Work, actor: Actor, simulation_id: int) -> Asked:
    """A simulation with its outcome, if there is one yet; raises NotFoundError, NotAllowedError."""
    row = stored.by_id(work.connection, simulation_id)
    if row is None:
        raise _unknown()
    of = Of("draft", row.draft_id) if row.draft_id is not None else Of("version", row.version_id)
    about = trials.about(work, actor, of)
    model = _model(row)
    result = result_from_dict(row.result) if row.result is not None else None
    return Asked(row, of, about, model, assumed_from_dict(row.assumed), result)


def remove(work: Work, actor: Actor, simulation_id: int) -> Of:
    """Delete a simulation; what it was of. A reckoning still under way is for nothing. One commit."""
    found = get(work, actor, simulation_id)
    stored.remove(work.connection, simulation_id)
    work.commit()
    return found.of


def carry_out(house: House, simulation_id: int, now: datetime) -> str:
    """Reckon; how it ended: "gone", "done" or "failed". Doing it again after a stopped worker gives the same.

    No transaction is open while it reckons; how far it is stands in the row.
    """
    with house.work() as work:
        row = stored.by_id(work.connection, simulation_id)
        if row is None or row.ended_at is not None:
            return "gone"
        model = _model(row)
        axis = axis_of(work, model, _owner(work, row), row.asked_at)
        stored.change(work.connection, simulation_id, state="running", done=0)
        work.commit()

    def progress(done: int, total: int) -> None:
        with house.work() as work:
            stored.change(work.connection, simulation_id, done=done, total=total)
            work.commit()

    try:
        result = simulate(model, assumed_from_dict(row.assumed), axis, progress)
    except MotcuaError as problem:
        failed = {"state": "failed", "problem": problem.message.vi, "problem_en": problem.message.en}
        return _end(house, simulation_id, "failed", {**failed, "ended_at": now})
    return _end(
        house, simulation_id, "done", {"state": "done", "result": result_to_dict(result), "ended_at": now}
    )


def axis_of(work: Work, model: ProcessModel, owner_id: int | None, now: datetime) -> Axis:
    """The axis by the calendar of the competent agency, from the next working day on; the limit is the procedure's."""
    top = agencies.root(work.connection)
    agency_id = owner_id or (top.id if top is not None else 0)
    return plain_axis(model, work.house.calendars.at(work.connection, agency_id, now), now)


def plain_axis(model: ProcessModel, calendar: WorkCalendar, now: datetime) -> Axis:
    """The axis by a calendar; without a limit in the model the longest way is the limit, as for dossiers."""
    day = calendar.next_working_date(calendar.local(now).date())
    stated = model.facts.limit if model.facts is not None else ""
    limit = deadlines.limit_in(model, calendar, stated)
    return Axis(calendar, calendar.sessions_on(day)[0][0], limit)


def _end(house: House, simulation_id: int, how: str, values: dict[str, object]) -> str:
    with house.work() as work:
        stored.change(work.connection, simulation_id, **values)
        work.commit()
    return how


def _owner(work: Work, row: Record) -> int | None:
    if row.draft_id is not None:
        about = process_drafts.by_id(work.connection, row.draft_id)
    else:
        about = stored_trials.version(work.connection, row.version_id)
    return about.owner_id if about is not None else None


def _model(row: Record) -> ProcessModel:
    model = read(bytes(row.bpmn)).model
    if model is None:
        raise _unknown()
    return model


def _unknown() -> NotFoundError:
    return NotFoundError(Text("Không có lượt mô phỏng này.", "There is no such simulation."))
