"""Dossiers of agencies whose own system is not connected: their progress written down by hand (C-14).

They run no process. State, clock and result are those of any dossier, so look-up and statistics see them alike.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, replace
from datetime import datetime
from typing import Any, Final, cast

from motcua.domain.dossier.dossier_states import State
from motcua.domain.dossier.tracking import FOR_GOOD, NEXT, OUTCOMES, WITH_RESULT, problems
from motcua.domain.errors import FieldError, ValidationError
from motcua.domain.people.permissions import Actor, account_id, lacking, may, require
from motcua.domain.search import fold
from motcua.domain.text import Text
from motcua.domain.time.clock import Reason
from motcua.domain.time.deadlines import Deadline
from motcua.services import part
from motcua.services.accounts.registration import name_problem
from motcua.services.dossier import results, stepping, waits
from motcua.services.exchange import tracking_agencies
from motcua.services.intake import submission
from motcua.services.part import Part
from motcua.services.people import reach
from motcua.services.process import offers
from motcua.services.time import deadlines
from motcua.services.version.versions import Version
from motcua.services.work import Work
from motcua.store.agencies import agency as agencies
from motcua.store.audit import audit
from motcua.store.base import Record
from motcua.store.dossier import dossier as dossiers
from motcua.store.dossier import held
from motcua.store.dossier import move as moves
from motcua.store.dossier import tracking as stored
from motcua.store.dossier.move import Move, Standing
from motcua.store.process import procedure as procedures
from motcua.store.time import interval

SEES: Final = "dossier.view"
CLOCK: Final = "tracking"
"""The name under which a tracked dossier's waiting stands among its intervals."""

WAITING: Final = {"waiting_supplement": Reason.WAITING_SUPPLEMENT, "waiting_payment": Reason.WAITING_PAYMENT}
MAX_NOTE = 500
_CHOOSE: Final = Text("Chọn thủ tục.", "Choose a procedure.")


@dataclass(frozen=True)
class Tracked:
    """A dossier as its agency writes it down: who filed what and when, and its code in the agency's own system."""

    agency_id: int
    procedure_code: str
    name: str
    received_at: datetime | None
    outside_code: str = ""


@dataclass(frozen=True)
class Shown:
    """A tracked dossier with what may follow and what happened."""

    row: Record
    outside_code: str
    changed_at: datetime
    deadline: Deadline | None
    next_states: Sequence[State]
    history: Sequence[Record]
    may_write: bool


def listed(work: Work, actor: Actor, skip: int = 0) -> Part[Record]:
    """Tracked dossiers of the actor's own agency if it only tracks, and of those he supervises; NotAllowedError."""
    require(actor, "staff")
    within = set(reach.of(work, actor, SEES)) | {row.id for row in tracking_agencies.own(work, actor)}
    if not within:
        raise lacking(SEES)
    return part.of(stored.listed(work.connection, within, part.PAGE + 1, skip), skip, lambda row: row)


def begin(work: Work, actor: Actor, tracked: Tracked, now: datetime) -> str:
    """Write down a dossier received at `received_at`; its code. Its clock runs from then. One commit.

    Raises NotAllowedError unless the agency only tracks and the actor is of it, ValidationError naming each field.
    """
    _require_writer(work, actor, tracked.agency_id)
    version = _version(work, tracked.procedure_code)
    if errors := _problems(tracked, version, now):
        raise ValidationError(errors)
    assert version is not None
    received = cast(datetime, tracked.received_at)
    calendar = work.house.calendars.at(work.connection, tracked.agency_id, now)
    due = deadlines.of_receipt(work, version, calendar, received, version.facts.limit)
    code = submission.next_code(work, tracked.agency_id, calendar.local(received).date())
    dossier_id = _keep(work, tracked, version, code, due)
    stored.add(work.connection, dossier_id, tracked.outside_code.strip(), received)
    move = _line(actor, dossier_id, "accepted", received, "", now)
    started = [("dossier", "", due.starts_at)]
    moves.write(work.connection, replace(move, counted_at=due.starts_at, started=started))
    work.commit()
    return code


def write_down(
    work: Work, actor: Actor, code: str, state: str, at: datetime | None, note: str, now: datetime
) -> None:
    """Write down that the dossier has been in `state` since `at` (now when None). One commit.

    Raises ValidationError when the state cannot follow, the time is before the last change or in the future.
    """
    row, kept = _held(work, actor, code)
    at = at or now
    errors = problems(row.state, state, at, kept.changed_at, now)
    if len(note) > MAX_NOTE:
        words = Text(f"Ghi chú tối đa {MAX_NOTE} ký tự.", f"A note has {MAX_NOTE} characters at most.")
        errors.append(FieldError("/note", "tracking.note", words))
    if errors:
        raise ValidationError(errors)
    counted = deadlines.governing(work, row, now).start(at)
    has_result = state in WITH_RESULT and row.state not in WITH_RESULT
    standing = Standing(state, result_at=at, result_counted_at=counted) if has_result else Standing(state)
    ended = [("dossier", "")] if has_result or state in FOR_GOOD else []
    move = _line(actor, row.id, state, at, note.strip(), now)
    _wait(work, row, state, counted)
    moves.write(work.connection, replace(move, counted_at=counted, standing=standing, ended=ended))
    _mark(work, row, state, at)
    stored.move_on(work.connection, row.id, at)
    waits.reindex(work, row.id, at)
    work.commit()


def shown(work: Work, actor: Actor, code: str, now: datetime) -> Shown:
    """One tracked dossier for those who may write it or supervise it; the opening is recorded (M-14)."""
    row = dossiers.by_code(work.connection, code)
    kept = stored.of_dossier(work.connection, row.id) if row is not None else None
    if row is None or kept is None:
        raise stepping.unknown_dossier(code)
    may_write = _writes(work, actor, row.agency_id)
    lineage = agencies.lineage(work.connection, row.agency_id)
    if not may_write and not may(actor, SEES, lineage):
        raise lacking(SEES)
    work.record(
        at=now,
        actor_id=actor.id,
        actor_name=actor.name,
        action="view",
        dossier_id=row.id,
        subject="",
        detail={},
    )
    found = Shown(
        row=row,
        outside_code=kept.outside_code,
        changed_at=kept.changed_at,
        deadline=deadlines.of_dossier(work, row, now),
        next_states=NEXT.get(row.state, ()),
        history=[one for one in audit.of_dossier(work.connection, row.id) if one.action == "track"],
        may_write=may_write,
    )
    work.commit()
    return found


def choices(work: Work) -> Sequence[Record]:
    """The procedures that a tracked dossier may be of."""
    found = procedures.search(work.connection, (), "", "")
    return [row for row in found if row.version_id is not None]


def _held(work: Work, actor: Actor, code: str) -> tuple[Record, Record]:
    """The dossier locked, with what is kept of it; raises unless the actor may write."""
    require(actor, "staff")
    rows = held.hold(work.connection, code, account_id(actor))
    kept = stored.of_dossier(work.connection, rows[0].id) if rows else None
    if not rows or kept is None:
        raise stepping.unknown_dossier(code)
    _require_writer(work, actor, rows[0].agency_id)
    return rows[0], kept


def _writes(work: Work, actor: Actor, agency_id: int) -> bool:
    return any(row.id == agency_id for row in tracking_agencies.own(work, actor))


def _require_writer(work: Work, actor: Actor, agency_id: int) -> None:
    require(actor, "staff")
    if not _writes(work, actor, agency_id):
        raise lacking("dossier.receive")


def _version(work: Work, procedure_code: str) -> Version | None:
    row = procedures.current(work.connection, procedure_code)
    if row is None or not row.is_active:
        return None
    return work.house.versions.get(work.connection, row.version_id)


def _problems(tracked: Tracked, version: Version | None, now: datetime) -> list[FieldError]:
    found = []
    if version is None:
        code = tracked.procedure_code
        words = offers.unknown_procedure(code).message if code else _CHOOSE
        found.append(FieldError("/procedure", "tracking.procedure", words))
    if (strange := name_problem(" ".join(tracked.name.split()))) is not None:
        found.append(FieldError("/name", "applicant.name", strange))
    if tracked.received_at is None or tracked.received_at > now:
        words = Text("Nhập lúc nhận, không ở tương lai.", "Enter when it was received, not in the future.")
        found.append(FieldError("/received_at", "tracking.received_at", words))
    return found


def _keep(work: Work, tracked: Tracked, version: Version, code: str, due: Deadline) -> int:
    received = cast(datetime, tracked.received_at)
    name = " ".join(tracked.name.split())
    return dossiers.add(
        work.connection,
        code=code,
        procedure_id=version.procedure_id,
        version_id=version.id,
        agency_id=tracked.agency_id,
        applicant_name=name,
        applicant_folded=fold(name),
        applicant_sealed=work.cipher.seal_json({"email": "", "phone": "", "identity": ""}),
        channel="direct",
        tell_by=[],
        state="accepted",
        submitted_at=received,
        intake_due_at=received,
        accepted_at=received,
        accepted_counted_at=due.starts_at,
        due_at=due.due_at,
        appointment_at=due.appointment_at,
        original_due_at=due.due_at,
        original_appointment_at=due.appointment_at,
        limit_text=version.facts.limit,
        engine_state="",
        engine_ended=False,
        data_sealed=work.cipher.seal_json({}),
        declaration="",
        declaration_version="",
        declared_at=received,
    )


def _wait(work: Work, row: Record, state: str, counted: datetime) -> None:
    """The clock waits with the applicant, as the rules say of each reason."""
    if row.state in WAITING:
        interval.end(work.connection, row.id, CLOCK, counted)
    if state in WAITING:
        interval.begin(work.connection, row.id, CLOCK, WAITING[state].value, counted)


def _mark(work: Work, row: Record, state: str, at: datetime) -> None:
    """What else the state means for the dossier's row."""
    values: dict[str, Any] = {}
    if state in OUTCOMES:
        values["outcome"] = state
    if state == "returned":
        values |= {"returned_at": at, "return_method": "desk"}
    if state in FOR_GOOD:
        values |= results.ended(work, row, at)
    if values:
        dossiers.change(work.connection, row.id, **values)


def _line(actor: Actor, dossier_id: int, state: str, at: datetime, note: str, now: datetime) -> Move:
    """The line of the history: written down now, true since `at`."""
    detail: dict[str, object] = {"state": state, "at": at}
    if note:
        detail["note"] = note
    return Move(
        dossier_id=dossier_id,
        at=now,
        counted_at=at,
        actor_id=actor.id,
        actor_name=actor.name,
        action="track",
        detail=detail,
    )
