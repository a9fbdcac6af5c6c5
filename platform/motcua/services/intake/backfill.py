"""Dossiers handled by hand during an outage, entered afterwards with their true times (C-13).

An entry waits in the state "sent", without process and clock, until somebody else has approved it (`back_approval`).
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from datetime import datetime
from typing import Any, cast

from motcua.domain.errors import FieldError, ValidationError
from motcua.domain.forms import accept, validate
from motcua.domain.people.permissions import Actor, account_id, account_ids, lacking, require, require_work
from motcua.domain.search import fold
from motcua.domain.text import Text
from motcua.services.accounts.registration import name_problem
from motcua.services.desk import desk
from motcua.services.intake import intake, intake_limit, outages, submission
from motcua.services.messages import notifications
from motcua.services.papers import files
from motcua.services.papers.files import FileError, Upload
from motcua.services.people import officers, reach
from motcua.services.process import offers
from motcua.services.version.versions import Version
from motcua.services.work import Work
from motcua.store.base import Record
from motcua.store.dossier import dossier as dossiers
from motcua.store.dossier import move as moves
from motcua.store.dossier.move import Move
from motcua.store.intake import outage as stored
from motcua.store.process import procedure as procedures

RIGHT = "dossier.approve"
SHOWN = 50
WAITS = Text(
    "Hồ sơ {code} nhập bù theo sự cố số {number} chờ bạn duyệt.",
    "Dossier {code}, entered after outage {number}, waits for your approval.",
)


@dataclass(frozen=True)
class Handled:
    """What was done by hand. `checklist` gives "good", "bad" or "absent" by the papers' keys, `scans` their files;
    `answers` is the form.

    `result_at` is when the result was there, for a dossier that was finished during the outage.
    """

    procedure_code: str
    agency_id: int
    outage_id: int | None
    received_at: datetime | None
    result_at: datetime | None = None
    name: str = ""
    identity: str = ""
    phone: str = ""
    answers: Mapping[str, object] = field(default_factory=dict)
    checklist: Mapping[str, str] = field(default_factory=dict)
    scans: Mapping[str, Sequence[Upload]] = field(default_factory=dict)


def enter(work: Work, actor: Actor, handled: Handled, now: datetime) -> str:
    """Enter a dossier with its true times within an outage; its code. One commit.

    Raises ValidationError naming each field: a past time without an outage, or outside it, among them.
    """
    version = version_for(work, actor, handled.procedure_code, handled.agency_id)
    outage = outages.covering(work, handled.outage_id, handled.agency_id)
    data = _checked(work, version, outage, handled, now)
    assert handled.received_at is not None
    assert outage is not None
    dossier_id, code = _keep(work, version, handled, data, now)
    stored.enter(
        work.connection,
        dossier_id=dossier_id,
        outage_id=outage.id,
        received_at=handled.received_at,
        result_at=handled.result_at,
        entered_by=account_id(actor),
        entered_at=now,
    )
    moves.write(work.connection, _line(actor, dossier_id, outage, handled, now))
    _keep_scans(work, actor, dossier_id, version, handled, now)
    _tell_approvers(work, actor, dossier_id, outage, now)
    work.commit()
    return code


def _keep_scans(
    work: Work, actor: Actor, dossier_id: int, version: Version, handled: Handled, now: datetime
) -> None:
    """Keep the scans with the dossier; raises ValidationError at the papers whose files will not do."""
    errors = []
    for paper in version.facts.papers:
        try:
            for upload in handled.scans.get(paper.key, ()):
                slot = f"paper:{paper.key}"
                files.keep(work, upload, now, uploaded_by=actor.id, dossier_id=dossier_id, slot=slot)
        except FileError as error:
            errors.append(FieldError(f"/{paper.key}", error.code, error.message))
    if errors:
        raise ValidationError(errors)


def _tell_approvers(work: Work, actor: Actor, dossier_id: int, outage: Record, now: datetime) -> None:
    """Who may approve hears of it: until then the dossier has no clock. Does not commit."""
    dossier = dossiers.by_id(work.connection, dossier_id)
    assert dossier is not None
    number = outages.words(outage.year, outage.number)
    body = WAITS.format(code=dossier.code, number=number)
    leaders = set(officers.with_right(work, RIGHT, dossier.agency_id)) - set(account_ids(actor))
    notifications.tell_officers(work, dossier, leaders, "entry_waits", body, now)


def version_for(work: Work, actor: Actor, procedure_code: str, agency_id: int) -> Version:
    """The version of a procedure that the actor's desk receives; raises NotFoundError or NotAllowedError."""
    require(actor, "staff")
    require_work(actor, "dossier.receive")
    row = procedures.current(work.connection, procedure_code)
    if row is None or not row.is_active:
        raise offers.unknown_procedure(procedure_code)
    version = work.house.versions.get(work.connection, row.version_id)
    desk.require_at(work, actor, version, agency_id)
    return version


def procedures_of(work: Work, actor: Actor) -> Sequence[Record]:
    """The procedures that the desk of the actor receives at his agency, by name."""
    require(actor, "staff")
    found = procedures.search(work.connection, (), "", "")
    released = [row for row in found if row.version_id is not None]
    return [row for row, _ in desk.served_at(work, actor, released, actor.agency_id or 0)]


def waiting(work: Work, actor: Actor) -> Sequence[Record]:
    """The entries that wait for approval by those who have the right where they were entered; NotAllowedError."""
    within = reach.of(work, actor, RIGHT)
    if not within:
        raise lacking(RIGHT)
    return stored.waiting(work.connection, within, SHOWN)


def own(work: Work, actor: Actor) -> Sequence[Record]:
    """The last that the officer entered himself, the newest first."""
    require(actor, "staff")
    return stored.entered_by(work.connection, account_id(actor), SHOWN)


def _checked(
    work: Work, version: Version, outage: Record | None, handled: Handled, now: datetime
) -> dict[str, Any]:
    """The answers ready to be kept; raises ValidationError with everything that is wrong."""
    errors = [*_time_problems(outage, handled, now), *_person_problems(handled)]
    calendar = work.house.calendars.at(work.connection, handled.agency_id, now)
    today = calendar.local(handled.received_at or now).date()
    errors += validate(version.form, dict(handled.answers), today=today)
    errors += intake.problems(version.facts.papers, handled.checklist)
    if errors:
        raise ValidationError(errors)
    return accept(version.form, dict(handled.answers), today=today)


def _time_problems(outage: Record | None, handled: Handled, now: datetime) -> list[FieldError]:
    if outage is None:
        words = Text(
            "Chọn sự cố: chỉ nhập thời gian đã qua trong một sự cố đang mở của cơ quan.",
            "Choose the outage: past times are entered within an open outage of the agency only.",
        )
        return [FieldError("/outage", "outage.missing", words)]
    until = min(outage.ends_at or now, now)
    found = []
    if handled.received_at is None or not outage.starts_at <= handled.received_at <= until:
        found.append(_outside("/received_at", outage))
    elif handled.result_at is not None and not handled.received_at <= handled.result_at <= until:
        found.append(_outside("/result_at", outage))
    return found


def _outside(pointer: str, outage: Record) -> FieldError:
    number = outages.words(outage.year, outage.number)
    return FieldError(
        pointer,
        "outage.outside",
        Text(
            f"Thời gian phải nằm trong sự cố số {number}; kết quả không có trước lúc nhận.",
            f"The time must lie within outage {number}; no result is there before the dossier.",
        ),
    )


def _person_problems(handled: Handled) -> list[FieldError]:
    found = []
    if (strange := name_problem(" ".join(handled.name.split()))) is not None:
        found.append(FieldError("/name", "applicant.name", strange))
    is_number = handled.identity.isascii() and handled.identity.isdigit()
    if handled.identity and not (is_number and len(handled.identity) in (9, 12)):
        words = Text("Số định danh có 12 chữ số (CMND 9).", "The number has 12 digits (old cards: 9).")
        found.append(FieldError("/identity", "applicant.identity", words))
    return found


def _keep(
    work: Work, version: Version, handled: Handled, data: dict[str, Any], now: datetime
) -> tuple[int, str]:
    """The new dossier's id and code, numbered on the day on which it was truly received."""
    calendar = work.house.calendars.at(work.connection, handled.agency_id, now)
    received = cast(datetime, handled.received_at)
    code = submission.next_code(work, handled.agency_id, calendar.local(received).date())
    name = " ".join(handled.name.split())
    contact = {"email": "", "phone": handled.phone.strip(), "identity": handled.identity}
    dossier_id = dossiers.add(
        work.connection,
        code=code,
        procedure_id=version.procedure_id,
        version_id=version.id,
        agency_id=handled.agency_id,
        applicant_name=name,
        applicant_folded=fold(name),
        applicant_sealed=work.cipher.seal_json(contact),
        identity_digest=work.cipher.digest(handled.identity) if handled.identity else None,
        channel="direct",
        tell_by=[],
        state="sent",
        submitted_at=received,
        intake_due_at=intake_limit.first(work, version, calendar, now),
        limit_text=version.facts.limit,
        engine_state="",
        engine_ended=False,
        data_sealed=work.cipher.seal_json(data),
        checklist={paper.key: handled.checklist[paper.key] for paper in version.facts.papers},
        declaration="",
        declaration_version="",
        declared_at=received,
    )
    return dossier_id, code


def _line(actor: Actor, dossier_id: int, outage: Record, handled: Handled, now: datetime) -> Move:
    detail: dict[str, object] = {
        "outage": outages.words(outage.year, outage.number),
        "received_at": handled.received_at,
    }
    if handled.result_at is not None:
        detail["result_at"] = handled.result_at
    return Move(
        dossier_id=dossier_id,
        at=now,
        counted_at=handled.received_at,
        actor_id=actor.id,
        actor_name=actor.name,
        action="back_enter",
        detail=detail,
    )
