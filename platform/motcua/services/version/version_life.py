"""The life of a version: approved by another person, waiting for its day, in force, replaced (A-03, A-05, A-12).

Nothing else writes versions for drafts; releases from the library's files are the system's own (`procedures.release`).
"""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, datetime, time

from motcua.domain.errors import ConflictError, FieldError, NotFoundError, ValidationError
from motcua.domain.people.permissions import Actor, account_id
from motcua.domain.process.publication import Decision, decision_problems, effective_problems
from motcua.domain.text import Text
from motcua.services.papers.files import Upload
from motcua.services.process import draft_review, model_rights, process_drafts, readiness
from motcua.services.process.procedures import columns_of, keep_forms
from motcua.services.process.readiness import Ready
from motcua.services.version import version_history
from motcua.services.version.version_effect import NoAgencyError, hold, row_of, take_effect
from motcua.services.work import Work
from motcua.store.agencies import agency as agencies
from motcua.store.base import Record
from motcua.store.papers import file as stored_files
from motcua.store.process import procedure as procedures
from motcua.store.process import process_draft as stored_drafts
from motcua.store.version import version_life

JOB = "activate_version"


@dataclass(frozen=True, slots=True)
class Approval:
    """What the approver adds: the decision, the first day in force, the scan of the decision unless it is there."""

    decision: Decision
    effective: date
    upload: Upload | None = None


def approve(work: Work, actor: Actor, draft_id: int, revision: int, approval: Approval, now: datetime) -> int:
    """Make the draft a version, in force from its day; the version's id. One commit.

    It waits for its day, for an agency that is complete (R-23), and where the profile says so for a person who
    activates it. The library gets those of its forms that it lacks. Raises NotAllowedError for whoever had a hand in the
    draft (R-32), ValidationError at the keys of the decision, "/effective" or "/file", UnfitModelError,
    DraftChangedError.
    """
    row = process_drafts.get(work, actor, draft_id)
    model_rights.require_publish(work, actor, row.field, row.owner_id)
    draft_review.require_other(actor, row)
    today = draft_review.today_of(work, row.owner_id, now)
    _require_whole(work, row, approval, today)
    ready = readiness.ready(work, row)
    procedure = _procedure_for(work, actor, row, ready)
    version_id = version_life.add(
        work.connection,
        procedure.id,
        bpmn=ready.bpmn,
        forms=dict(ready.forms),
        digest=ready.digest,
        released_at=now,
        author_id=row.author_id,
        author_name=row.author_name,
        approver_id=account_id(actor),
        approver_name=actor.name,
        reason=row.reason,
        decision=approval.decision.to_dict(),
        approved_at=now,
        effective_at=_midnight(work, procedure.owner_id, approval.effective, now),
        draft_id=row.id,
        request_id=row.request_id,
    )
    became = {
        "state": "approved",
        "version_id": version_id,
        "procedure_id": procedure.id,
        "decision": approval.decision.to_dict(),
    }
    draft_review.change(work, row, revision, ("submitted",), became)
    draft_review.keep_file(work, actor, row, approval.upload, now)
    keep_forms(work, ready.facts.field, ready.forms, now, only_new=True)
    detail = {"decision": approval.decision.to_dict(), "effective": approval.effective.isoformat()}
    version_history.write(
        work, actor, now, "approve", ready.facts.code, version=row_of(work, version_id), detail=detail
    )
    _begin_waiting(work, actor, version_id, now)
    work.commit()
    return version_id


def activate(work: Work, actor: Actor, version_id: int, now: datetime, on: date | None = None) -> bool:
    """Put a waiting version into force today, or on another day; whether it is in force now. One commit.

    Where the profile has two stages this is the deed that it waits for. Raises NoAgencyError, NotAllowedError for
    whoever had a hand in it, ValidationError at "/effective" for a day that cannot be.
    """
    row, procedure = _waiting(work, actor, version_id)
    today = draft_review.today_of(work, procedure.owner_id, now)
    day = on or today
    if problems := effective_problems(day, today):
        raise ValidationError(problems)
    at = _midnight(work, procedure.owner_id, day, now)
    if at != row.effective_at:
        version_life.change(work.connection, row.id, effective_at=at)
        dates = {"before": {"effective": row.effective_at}, "after": {"effective": at}}
        version_history.write(work, actor, now, "schedule", procedure.code, version=row, detail=_plain(dates))
    version_history.write(work, actor, now, "confirm", procedure.code, version=row)
    if day > today:
        work.defer(JOB, {"version_id": row.id}, at=at)
        work.commit()
        return False
    take_effect(work, actor, row_of(work, row.id), now)
    work.commit()
    return True


def call_off(work: Work, actor: Actor, version_id: int, reason: str, now: datetime) -> None:
    """Give a waiting version up: it never comes into force. One commit."""
    row, procedure = _waiting(work, actor, version_id)
    why = draft_review.written(reason, "/reason", Text("Ghi lý do hủy.", "Write why it is called off."))
    version_life.change(work.connection, row.id, state="abolished", ended_at=now)
    version_history.write(
        work,
        actor,
        now,
        "call_off",
        procedure.code,
        version=row,
        detail={"reason": why},
        before={"state": row.state},
        after={"state": "abolished"},
    )
    work.commit()


def _require_whole(work: Work, row: Record, approval: Approval, today: date) -> None:
    problems = decision_problems(approval.decision, work.house.profile, today)
    problems += effective_problems(approval.effective, today)
    if approval.upload is None and not stored_files.of_process_draft(
        work.connection, row.id, draft_review.SLOT
    ):
        lacking = Text("Đính kèm bản chụp quyết định.", "Attach the scanned decision.")
        problems.append(FieldError("/file", "missing", lacking))
    if problems:
        raise ValidationError(problems)


def _procedure_for(work: Work, actor: Actor, row: Record, ready: Ready) -> Record:
    """The procedure of the catalogue, held; a new one is written there and offered by nobody yet."""
    if procedures.by_code(work.connection, ready.facts.code) is None:
        field = version_life.field_of(work.connection, ready.facts.field)
        columns = columns_of(ready.facts, Text(field.name, field.name_en))
        procedures.add(work.connection, **columns, owner_id=row.owner_id)
    known = procedures.by_code(work.connection, ready.facts.code)
    assert known is not None
    # Another approver may have written it a moment ago, for an agency of his.
    model_rights.require_publish(work, actor, known.field, known.owner_id)
    return version_life.hold_procedure(work.connection, known.id)


def _begin_waiting(work: Work, actor: Actor, version_id: int, now: datetime) -> None:
    """Let the approved version wait for its day; where that has come and nothing else is needed, it is in force."""
    row = row_of(work, version_id)
    if work.house.profile.procedure_two_stage_activation:
        return
    if row.effective_at > now:
        work.defer(JOB, {"version_id": version_id}, at=row.effective_at)
        return
    try:
        take_effect(work, actor, row, now)
    except NoAgencyError as problem:
        hold(work, row, problem, now)


def _waiting(work: Work, actor: Actor, version_id: int) -> tuple[Record, Record]:
    """A waiting version and its procedure, held, for whoever may approve and had no hand in it."""
    row = procedures.version(work.connection, version_id)
    if row is None:
        raise NotFoundError(Text("Không tìm thấy phiên bản này.", "There is no such version."))
    procedure = version_life.hold_procedure(work.connection, row.procedure_id)
    model_rights.require_publish(work, actor, procedure.field, procedure.owner_id)
    row = row_of(work, version_id)
    if row.state != "waiting":
        raise ConflictError(
            Text(
                "Phiên bản này không còn chờ kích hoạt.",
                "This version does not wait for activation any more.",
            )
        )
    draft = stored_drafts.by_id(work.connection, row.draft_id)
    if draft is not None:
        draft_review.require_other(actor, draft)
    return row, procedure


def _midnight(work: Work, owner_id: int | None, day: date, now: datetime) -> datetime:
    """The first instant of a day at the competent agency."""
    root = agencies.root(work.connection)
    assert root is not None
    calendar = work.house.calendars.at(work.connection, owner_id or root.id, now)
    return datetime.combine(day, time(), calendar.zone)


def _plain(dates: dict[str, dict[str, datetime | None]]) -> dict[str, object]:
    return {
        side: {key: at.isoformat() if at is not None else None for key, at in values.items()}
        for side, values in dates.items()
    }
