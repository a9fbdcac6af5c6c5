"""A dossier that has ended is taken up again where it was, by authorised exception with its reason (D-20)."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import replace
from datetime import datetime
from typing import Any

from motcua import engine
from motcua.domain.errors import ConflictError
from motcua.domain.people.permissions import account_id
from motcua.domain.process.lone_steps import lone_steps
from motcua.domain.text import Text
from motcua.engine import ReturnNotPossibleError
from motcua.services.dossier import endings, stepping, waits
from motcua.services.dossier.case import Case
from motcua.services.intake import intake_limit
from motcua.services.messages import recipients
from motcua.services.work import Work
from motcua.store.base import Record
from motcua.store.dossier import dossier as dossiers
from motcua.store.dossier import ending as stored
from motcua.store.dossier import move as moves
from motcua.store.dossier import wait as stored_waits
from motcua.store.dossier.move import Job, Standing
from motcua.store.intake import supplement as supplements

# What an ending or a result has written on the dossier's row; the history keeps it.
CLEARED: Mapping[str, Any] = {
    "result_at": None,
    "result_counted_at": None,
    "returned_at": None,
    "returned_to": "",
    "return_method": "",
    "closed_at": None,
    "kept_calendar": None,
    "kept_revision": None,
    "outcome": "",
}


def reopen(work: Work, found: Case) -> None:
    """Let the steps wait again that waited at the end; the clocks go on from now, the time between is a pause.

    After a result it is the last finished step at which it can stand alone. A dossier that was never accepted waits for
    the desk again, whose limit goes on. Raises ConflictError when it was sent again meanwhile, or no step can be
    taken up.
    """
    dossier = dossiers.by_id(work.connection, found.place.dossier_id)
    assert dossier is not None
    _require_not_sent_again(work, dossier)
    _cancel_request(work, found)
    dossiers.change(work.connection, dossier.id, **CLEARED)
    if dossier.outcome:
        _take_up(work, found, dossier)
    else:
        _take_up_last(work, found, dossier)
    if dossier.accepted_at is not None:
        waits.reindex(work, dossier.id, found.place.at)


def _take_up(work: Work, found: Case, dossier: Record) -> None:
    """What the ending ended waits again; the engine has stood there all the time."""
    ending = stored.of_dossier(work.connection, dossier.id)[-1]
    steps = stored.take_up(work.connection, dossier.id, ending.task_ids)
    stored.change(work.connection, ending.id, **_reopened(work, found))
    _pause_between(work, found, ending.ended_at)
    if dossier.accepted_at is None:
        intake_limit.reindex(work, dossier.id, found.place.at)
        _write(work, found, ending.id, "sent", [], steps)
        return
    started = stepping.starting([_running(work, found, row) for row in steps])
    _write(work, found, ending.id, _state(work, found, steps), started, steps)
    waits.accepted(work, found.place, steps)


def _take_up_last(work: Work, found: Case, dossier: Record) -> None:
    """The process has run to its end: the step finished last is visited again, with what is left of its budget."""
    place = replace(found.place, went_back=True)
    try:
        lone = lone_steps(place.version.model)
        progress = engine.take_up(place.version.spec, found.row.engine_state, lone, place.data)
    except ReturnNotPossibleError as error:
        raise ConflictError(
            Text(
                "Quy trình không còn bước nào có thể mở lại riêng. Hãy lập hồ sơ mới.",
                "No step of the process can be taken up by itself. Begin a new dossier instead.",
            )
        ) from error
    opened = stepping.opening(work, place, progress.opened, is_running=True)
    rows = recipients.again(work, place, opened, restarted=False)
    _pause_between(work, found, dossier.result_at or place.at)
    ending_id = stored.add(
        work.connection,
        dossier_id=place.dossier_id,
        outcome=found.row.state,
        ended_at=dossier.result_at or place.at,
        ended_by=account_id(found.actor),
        reason_sealed=work.cipher.seal(""),
        task_ids=[],
        **_reopened(work, found),
    )
    standing = Standing(waits.state_after(place.version, progress), progress.state, progress.ended)
    counted = stepping.counted(work, place, place.agency_id)
    line = endings.line(found, counted, standing, waits.told(rows, progress), str(ending_id))
    told = [*line.jobs, Job("notify_group", {"dossier_id": place.dossier_id})]
    clocks = [("dossier", "", counted), *stepping.starting(rows)]
    moves.write(work.connection, replace(line, opened=rows, started=clocks, jobs=told))
    waits.write(work, waits.turn(work, place, progress, [], ""))
    dossiers.change(work.connection, place.dossier_id, went_back=True)


def _write(
    work: Work, found: Case, ending_id: int, state: str, started: Sequence[Any], steps: Sequence[Record]
) -> None:
    counted = stepping.counted(work, found.place, found.place.agency_id)
    clocks = [("dossier", "", counted), *started] if state != "sent" else []
    line = endings.line(found, counted, Standing(state), {"to": [row.name for row in steps]}, str(ending_id))
    told = [*line.jobs, Job("notify_group", {"dossier_id": found.place.dossier_id})]
    moves.write(work.connection, replace(line, started=clocks, jobs=told))


def _running(work: Work, found: Case, row: Record) -> dict[str, Any]:
    """The clocks of a step taken up start now, on top of what it had used."""
    return {
        "task_id": row.task_id,
        "holder_id": row.holder_id,
        "agency_id": row.agency_id,
        "counted_from": stepping.counted(work, found.place, row.agency_id),
    }


def _pause_between(work: Work, found: Case, ended_at: datetime) -> None:
    """From the end to the reopening nothing was charged, and the dates move by it."""
    place = found.place
    began = stepping.counted(work, replace(place, at=ended_at), place.agency_id)
    counted = stepping.counted(work, place, place.agency_id)
    stored.pause(work.connection, place.dossier_id, f"ended:{ended_at:%Y%m%d%H%M%S}", began, counted)


def _state(work: Work, found: Case, steps: Sequence[Record]) -> str:
    """Waiting for payment when the model waits for nothing else (E-27)."""
    waited = stored_waits.opened(work.connection, found.place.dossier_id)
    asked = [row.step_id for row in steps] + [row.element for row in waited if row.kind != "timer"]
    pausing = [found.place.version.pausing.get(element) for element in asked]
    is_payment = bool(pausing) and all(one is not None and one.reason == "payment" for one in pausing)
    return "waiting_payment" if is_payment else "processing"


def _require_not_sent_again(work: Work, dossier: Record) -> None:
    later = dossiers.later_of(work.connection, dossier.id)
    if later is not None:
        raise ConflictError(
            Text(
                f"Hồ sơ này đã được nộp lại, mã mới là {later.code}; hãy xử lý hồ sơ mới.",
                f"This dossier was sent again as {later.code}; work on the new one.",
            )
        )


def _cancel_request(work: Work, found: Case) -> None:
    """A dossier taken up asks for nothing any more; whoever works on it may ask again."""
    request = supplements.opened(work.connection, found.place.dossier_id)
    if request is not None:
        supplements.change(work.connection, request.id, cancelled_at=found.place.at)


def _reopened(work: Work, found: Case) -> dict[str, Any]:
    return {
        "reopened_at": found.place.at,
        "reopened_by": account_id(found.actor),
        "reopened_reason_sealed": work.cipher.seal(found.given.reason.strip()),
    }
