"""One request that opens dossiers at several agencies: the parent waits for them, each has its own code and clock (A-15).

A service task with the operation "dossier.open" opens one and waits until it has its result. A child that ends without
the result asked for is an error of the call: the model catches it (`sub_dossier.ended`), or people see to it.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from motcua.domain.dossier.case_limits import limit_text_of
from motcua.domain.errors import MotcuaError, ValidationError
from motcua.domain.forms import accept, validate
from motcua.domain.people.permissions import CLOCKWORK
from motcua.domain.process.process import Service, Step
from motcua.engine import Progress, complete, fail, start
from motcua.services.dossier import events, stepping, waits
from motcua.services.dossier.events import Happening
from motcua.services.dossier.stepping import Place
from motcua.services.intake import intake_limit, submission
from motcua.services.intake.carried_files import carry_over
from motcua.services.process import offers
from motcua.services.version.versions import Version
from motcua.services.work import House, Work
from motcua.store.base import Record
from motcua.store.dossier import dossier as dossiers
from motcua.store.dossier import move as moves
from motcua.store.dossier import wait as stored_waits
from motcua.store.dossier.move import Job, Move
from motcua.store.exchange import sub_dossier as stored

ENDED = "sub_dossier.ended"
# What a child takes over from its parent: who filed it, and how.
CARRIED = (
    "applicant_id", "applicant_name", "applicant_folded", "applicant_sealed", "identity_digest", "channel", "tell_by",
    "declaration", "declaration_version", "declared_at",
)  # fmt: skip


@dataclass(frozen=True)
class Family:
    """The dossier that opened this one, if any did, and those that this one opened."""

    parent: Record | None
    children: Sequence[Record]


NO_FAMILY = Family(None, ())


def family(work: Work, dossier_id: int) -> Family:
    return Family(stored.of_child(work.connection, dossier_id), stored.children(work.connection, dossier_id))


def open_child(work: Work, wait: Record, service: Service, now: datetime) -> bool:
    """Open the dossier that a call asks for; false when the call waits no longer. One commit.

    The child has the answers that its own form asks for too, and the applicant's files. Raises InputError where the
    agency cannot be found, ConflictError where it does not take the procedure, ValidationError for answers missing.
    """
    rows = events.hold(work, wait.dossier_id)
    current = stored_waits.by_task(work.connection, wait.dossier_id, wait.task_id)
    if not rows or current is None or current.left_at is not None:
        return False
    if stored.of_task(work.connection, wait.dossier_id, wait.task_id) is None:
        place = stepping.place_of(work, rows[0], now)
        child_id, code = _begun(work, place, service)
        stored.add(work.connection, parent_id=place.dossier_id, task_id=wait.task_id, child_id=child_id)
        work.record(
            at=now,
            actor_name=CLOCKWORK.name,
            action="sub_dossier",
            dossier_id=place.dossier_id,
            subject=wait.task_id,
            detail={"code": code},
        )
    # Nothing is to be done by time from here on: the child's end is told to the parent.
    stored_waits.change(work.connection, current.id, status="ready", due_at=None)
    work.commit()
    return True


def answer_parents(house: House, now: datetime) -> int:
    """Tell every parent of children that have ended; how many went on. Each in a transaction of its own."""
    with house.work() as work:
        found = stored.ended(work.connection)
    return sum(_answer(house, one, now) for one in found)


def _answer(house: House, one: Record, now: datetime) -> bool:
    try:
        with house.work() as work:
            return _told(work, one, now)
    except MotcuaError as problem:
        code, words = problem.code, problem.message.vi
    with house.work() as work:
        wait = stored_waits.by_task(work.connection, one.parent_id, one.task_id)
        if wait is not None:
            stored_waits.change(
                work.connection, wait.id, status="failed", problem=code, problem_text=words[:300]
            )
        stored.answer(work.connection, one.id, now)
        work.commit()
    return False


def _told(work: Work, one: Record, now: datetime) -> bool:
    """Let the parent go on; a child that came again under another code is followed. One commit."""
    if one.outcome == "returned_for_supplement":
        later = dossiers.later_of(work.connection, one.child_id)
        if later is not None:
            stored.follow(work.connection, one.id, later.id)
            work.commit()
        return False
    rows = events.hold(work, one.parent_id)
    wait = stored_waits.by_task(work.connection, one.parent_id, one.task_id)
    stored.answer(work.connection, one.id, now)
    if rows and wait is not None and wait.left_at is None:
        place = stepping.place_of(work, rows[0], now)
        spec, state = place.version.spec, rows[0].engine_state
        happening = Happening(
            "sub_dossier.ended",
            one.task_id,
            "caught" if one.outcome else "answered",
            detail={"code": one.code},
        )

        def go_on(values: Mapping[str, object]) -> Progress:
            if one.outcome:
                return fail(spec, state, one.task_id, ENDED, values)
            return complete(spec, state, one.task_id, values)

        events.happen(work, CLOCKWORK, rows, place, happening, go_on)
    work.commit()
    return True


def _begun(work: Work, place: Place, service: Service) -> tuple[int, str]:
    """The child's row with its process at the first step, in state sent at its own agency; id and code."""
    parent = dossiers.by_id(work.connection, place.dossier_id)
    assert parent is not None
    asked = Step(service.id, place.version.model.node_by_id[service.id].name, agency=service.agency)
    agency_id = stepping.performer(work, asked, place.agency_id, place.data, place.at)
    version = work.house.versions.get(
        work.connection, offers.find(work, service.procedure, agency_id).version_id
    )
    calendar = work.house.calendars.at(work.connection, agency_id, place.at)
    today = calendar.local(place.at).date()
    given = {key: place.data[key] for key in version.form.field_by_key if key in place.data}
    if errors := validate(version.form, given, today=today):
        raise ValidationError(errors)
    data = accept(version.form, given, today=today)
    progress = start(version.spec, data)
    code = submission.next_code(work, agency_id, today)
    values: dict[str, Any] = {column: getattr(parent, column) for column in CARRIED}
    child_id = dossiers.add(
        work.connection,
        code=code,
        procedure_id=version.procedure_id,
        version_id=version.id,
        agency_id=agency_id,
        state="sent",
        submitted_at=place.at,
        intake_due_at=intake_limit.first(work, version, calendar, place.at),
        limit_text=limit_text_of(version.facts, parent.channel, data),
        engine_state=progress.state,
        engine_ended=progress.ended,
        data_sealed=work.cipher.seal_json(data),
        step_values_sealed=work.cipher.seal_json(dict(progress.values)) if progress.values else None,
        **values,
    )
    carried = carry_over(work, parent.id, child_id, data)
    dossiers.change(work.connection, child_id, data_sealed=work.cipher.seal_json(dict(carried)))
    _send(work, place, version, child_id, agency_id, code, parent.code, progress, carried)
    return child_id, code


def _send(
    work: Work,
    place: Place,
    version: Version,
    child_id: int,
    agency_id: int,
    code: str,
    parent_code: str,
    progress: Progress,
    data: Mapping[str, object],
) -> None:
    """The first line of the child's history, and the steps that wait in it."""
    there = Place(child_id, version, agency_id, place.revision, place.at, None, {**data, **progress.values})
    rows = stepping.opening(work, there, progress.opened, is_running=False)
    sent = Move(
        dossier_id=child_id,
        at=place.at,
        counted_at=stepping.counted(work, there, agency_id),
        actor_id=None,
        actor_name=CLOCKWORK.name,
        action="submit",
        detail={"code": code, "parent": parent_code},
        opened=rows,
        jobs=[*stepping.telling("submit", child_id), Job("notify_group", {"dossier_id": child_id})],
    )
    moves.write(work.connection, sent)
    waits.opened_before_acceptance(work, there, progress.opened)
