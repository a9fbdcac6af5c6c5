"""Trials (chạy thử nghiệm, A-18): test dossiers of a draft or a version that live in the studio and nowhere else.

Nothing here writes a row of a dossier, a message or a job: what would have been told stands in the trial's own lines.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import datetime
from typing import Any, Literal

from motcua.domain.errors import ConflictError, FieldError, NotFoundError, ValidationError
from motcua.domain.forms import FormDefinition
from motcua.domain.forms import accept as accept_answers
from motcua.domain.people.permissions import Actor, account_id
from motcua.domain.process.process import Finding
from motcua.domain.simulation.trial import Course
from motcua.domain.simulation.trial_file import course_from_dict, course_to_dict, notes_to_list
from motcua.domain.text import Text
from motcua.services.process import examination, model_rights, process_drafts
from motcua.services.process.procedures import UnfitModelError
from motcua.services.simulation import trial_deeds
from motcua.services.simulation.trial_ground import Ground, version_of
from motcua.services.version.versions import Version
from motcua.services.work import Work
from motcua.store.agencies import agency as agencies
from motcua.store.base import Record
from motcua.store.simulation import trial as stored

Deed = Callable[[Ground, Course], Course]
MOST_LINES = 2_000


@dataclass(frozen=True, slots=True)
class Of:
    """What is tried: a draft, or a version."""

    kind: Literal["draft", "version"]
    id: int


@dataclass(frozen=True)
class Tried:
    """A draft or version to be tried. `findings` are the errors that stand in the way; then `version` is None."""

    of: Of
    row: Record
    bpmn: bytes
    forms: Mapping[str, Any]
    version: Version | None
    findings: Sequence[Finding] = ()

    @property
    def form(self) -> FormDefinition | None:
        return self.version.form if self.version is not None else None


@dataclass(frozen=True)
class Beginning:
    """What a trial begins with: the agency that receives, the instant of sending, the applicant's answers.

    `files` are the names of files that are only named, by what stands for them in the answers.
    """

    agency_id: int
    at: datetime
    answers: Mapping[str, object]
    files: Mapping[str, str] = field(default_factory=dict)


@dataclass(frozen=True)
class Running:
    """A trial as it stands."""

    row: Record
    ground: Ground
    course: Course

    @property
    def of(self) -> Of:
        return (
            Of("draft", self.row.draft_id)
            if self.row.draft_id is not None
            else Of("version", self.row.version_id)
        )


class TrialChangedError(ConflictError):
    """Somebody else, or another window, has gone on with the trial."""

    code = "trial_changed"

    def __init__(self) -> None:
        super().__init__(
            Text(
                "Lượt chạy thử đã được làm tiếp ở nơi khác. Trang này vừa tải lại; hãy xem rồi làm tiếp.",
                "The trial has been gone on with elsewhere. This page has been loaded again; look, then go on.",
            )
        )


def tried(work: Work, actor: Actor, of: Of) -> Tried:
    """What is to be tried, as it stands now; raises NotFoundError, NotAllowedError."""
    if of.kind == "version":
        row = _version(work, actor, of.id)
        return Tried(of, row, bytes(row.bpmn), row.forms, version_of(bytes(row.bpmn), row.forms))
    row = process_drafts.get(work, actor, of.id)
    source = examination.source_of(work, bytes(row.bpmn), row.field, row.forms)
    found = examination.examine(work, source)
    if found.errors or found.model is None:
        return Tried(of, row, found.bpmn, source.forms, None, found.findings)
    return Tried(of, row, found.bpmn, source.forms, version_of(found.bpmn, source.forms))


def about(work: Work, actor: Actor, of: Of) -> Record:
    """The draft or version itself, for whoever may see it; raises NotFoundError, NotAllowedError."""
    return process_drafts.get(work, actor, of.id) if of.kind == "draft" else _version(work, actor, of.id)


def desks(work: Work, level: str) -> Sequence[Record]:
    """The agencies that may receive the test dossier: those of the procedure's level first."""
    found = [row for row in agencies.everything(work.connection) if row.receives]
    return sorted(found, key=lambda row: (row.level != level, row.name))


def begin(work: Work, actor: Actor, of: Of, wanted: Beginning, now: datetime) -> int:
    """Send a test dossier; the trial's id. One commit.

    Raises UnfitModelError where the draft has errors, ValidationError for the answers.
    """
    found = tried(work, actor, of)
    if found.version is None:
        raise UnfitModelError(found.findings)
    ground = _ground(work, found.version, wanted.agency_id)
    today = ground.calendar(wanted.agency_id, wanted.at).local(wanted.at).date()
    answers = accept_answers(found.version.form, wanted.answers, today=today)
    course = _sent(ground, wanted.at, answers, wanted.files)
    about = {"draft_id": of.id} if of.kind == "draft" else {"version_id": of.id}
    trial_id = stored.add(
        work.connection,
        **about,
        agency_id=wanted.agency_id,
        bpmn=found.bpmn,
        forms=_needed(found),
        start_sealed=work.cipher.seal_json(
            {"answers": answers, "files": dict(wanted.files), "at": wanted.at.isoformat()}
        ),
        author_id=account_id(actor),
        author_name=actor.name,
        begun_at=now,
        used_at=now,
        **_columns(work, course),
    )
    _record(work, actor, now, "trial.begin", trial_id, about)
    work.commit()
    return trial_id


def listing(work: Work, of: Of) -> Sequence[Record]:
    """The trials of what is tried, the one used last first."""
    return (
        stored.of_draft(work.connection, of.id)
        if of.kind == "draft"
        else stored.of_version(work.connection, of.id)
    )


def get(work: Work, actor: Actor, trial_id: int, *, lock: bool = False) -> Running:
    """A trial as it stands; raises NotFoundError, NotAllowedError."""
    row = stored.by_id(work.connection, trial_id, lock=lock)
    if row is None:
        raise NotFoundError(Text("Không có lượt chạy thử này.", "There is no such trial."))
    if row.draft_id is not None:
        process_drafts.get(work, actor, row.draft_id)
    else:
        _version(work, actor, row.version_id)
    ground = _ground(work, version_of(bytes(row.bpmn), row.forms), row.agency_id)
    data: Mapping[str, Any] = work.cipher.open_json(row.course_sealed)
    calendars = ground.calendars(data["places"], row.at)
    return Running(row, ground, course_from_dict(data, row.log, row.at, calendars))


def do(work: Work, actor: Actor, trial_id: int, revision: int, deed: Deed, now: datetime) -> Course:
    """Let something happen in the trial; what the rules or the process refuse changes nothing. One commit."""
    found = get(work, actor, trial_id, lock=True)
    if found.row.revision != revision:
        raise TrialChangedError
    course = deed(found.ground, found.course)
    if len(course.notes) > MOST_LINES:
        raise ConflictError(
            Text(
                "Lượt chạy thử đã quá dài. Hãy chạy lại từ đầu.",
                "The trial has become too long. Start it again.",
            )
        )
    stored.change(work.connection, trial_id, used_at=now, **_columns(work, course))
    work.commit()
    return course


def restart(work: Work, actor: Actor, trial_id: int, now: datetime) -> None:
    """The same dossier sent anew, at the same instant and on the same drawing. One commit."""
    found = get(work, actor, trial_id, lock=True)
    kept: Mapping[str, Any] = work.cipher.open_json(found.row.start_sealed)
    course = _sent(found.ground, datetime.fromisoformat(kept["at"]), kept["answers"], kept["files"])
    stored.change(work.connection, trial_id, used_at=now, **_columns(work, course))
    work.commit()


def remove(work: Work, actor: Actor, trial_id: int, now: datetime) -> Of:
    """Delete a trial; what it was of. One commit."""
    found = get(work, actor, trial_id, lock=True)
    stored.remove(work.connection, trial_id)
    _record(work, actor, now, "trial.remove", trial_id, {f"{found.of.kind}_id": found.of.id})
    work.commit()
    return found.of


def _version(work: Work, actor: Actor, version_id: int) -> Record:
    row = stored.version(work.connection, version_id)
    if row is None:
        raise NotFoundError(Text("Không tìm thấy phiên bản này.", "There is no such version."))
    model_rights.require_see(work, actor, row.field, row.owner_id)
    return row


def _ground(work: Work, version: Version, agency_id: int) -> Ground:
    agency = agencies.by_id(work.connection, agency_id)
    if agency is None:
        raise ValidationError(
            [
                FieldError(
                    "/agency", "choice", Text("Chọn cơ quan tiếp nhận.", "Choose the agency that receives.")
                )
            ]
        )
    return Ground(work, version, agency)


def _sent(ground: Ground, at: datetime, answers: Mapping[str, object], files: Mapping[str, str]) -> Course:
    local = ground.calendar(ground.agency.id, at).local(at)
    return trial_deeds.sent(ground, Course(local, "", answers, ground.fresh(local), files=files))


def _needed(found: Tried) -> dict[str, Any]:
    """The forms that the model uses, of all that its field has."""
    return {
        key: found.forms[key]
        for key in (found.version.forms if found.version else ())
        if _is_used(found, key)
    }


def _is_used(found: Tried, key: str) -> bool:
    version = found.version
    return version is not None and key in {version.facts.form, *(step.form for step in version.model.steps)}


def _columns(work: Work, course: Course) -> dict[str, Any]:
    return {
        "at": course.at,
        "state": course.ledger.state,
        "course_sealed": work.cipher.seal_json(course_to_dict(course)),
        "log": notes_to_list(course),
    }


def _record(
    work: Work, actor: Actor, now: datetime, action: str, trial_id: int, detail: Mapping[str, object]
) -> None:
    work.record(
        at=now,
        actor_id=actor.id,
        actor_name=actor.name,
        action=action,
        subject=str(trial_id),
        detail=dict(detail),
    )
