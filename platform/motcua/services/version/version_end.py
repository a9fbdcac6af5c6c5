"""How a version ends by a decision, and how an older one is taken up again: as a new one, approved anew (A-03)."""

from __future__ import annotations

from datetime import datetime

from motcua.domain.errors import ConflictError, FieldError, NotFoundError, ValidationError
from motcua.domain.people.permissions import Actor
from motcua.domain.process.publication import Decision, decision_problems
from motcua.domain.text import Text
from motcua.services.papers import files
from motcua.services.papers.files import Upload
from motcua.services.process import draft_review, model_rights, offers, process_drafts
from motcua.services.process.process_drafts import NewDraft
from motcua.services.version import version_history
from motcua.services.work import Work
from motcua.store.process import procedure as procedures
from motcua.store.version import version_life


def abolish(
    work: Work, actor: Actor, code: str, decision: Decision, upload: Upload | None, now: datetime
) -> None:
    """Take a procedure out of use: no new dossier, open ones finish. One commit.

    Raises ValidationError at the keys of the decision or "/file", ConflictError while another version waits.
    """
    procedure = procedures.by_code(work.connection, code)
    if procedure is None:
        raise offers.unknown_procedure(code)
    model_rights.require_publish(work, actor, procedure.field, procedure.owner_id)
    procedure = version_life.hold_procedure(work.connection, procedure.id)
    if procedure.version_id is None or not procedure.is_active:
        raise ConflictError(
            Text("Thủ tục này không còn phiên bản đang dùng.", "No version of this procedure is in use.")
        )
    _require_whole(work, decision, upload, procedure.owner_id, now)
    if waiting := version_life.waiting(work.connection, [procedure.id]):
        raise ConflictError(
            Text(
                f"Còn phiên bản {waiting[0].number} chờ kích hoạt. Hủy phiên bản đó trước khi bãi bỏ thủ tục.",
                f"Version {waiting[0].number} waits for activation. Call it off before abolishing the procedure.",
            )
        )
    row = procedures.version(work.connection, procedure.version_id)
    version_life.close(work.connection, procedure.id)
    version_life.change(work.connection, procedure.version_id, state="abolished", ended_at=now)
    event_id = version_history.write(
        work,
        actor,
        now,
        "abolish",
        code,
        version=row,
        detail={"decision": decision.to_dict()},
        before={"state": "active"},
        after={"state": "abolished"},
    )
    assert upload is not None
    files.keep(work, upload, now, uploaded_by=actor.id, version_event_id=event_id, slot=draft_review.SLOT)
    work.commit()


def take_up_again(work: Work, actor: Actor, version_id: int, now: datetime) -> int:
    """A draft with just what an older version holds, forms too; the draft's id. One commit."""
    row = procedures.version(work.connection, version_id)
    if row is None:
        raise NotFoundError(Text("Không tìm thấy phiên bản này.", "There is no such version."))
    version = work.house.versions.get(work.connection, version_id)
    facts = version.facts
    procedure = procedures.by_code(work.connection, facts.code)
    draft = NewDraft(
        code=facts.code,
        name=facts.name,
        field=facts.field,
        level=facts.level,
        bpmn=bytes(row.bpmn),
        origin="version",
        owner_id=procedure.owner_id if procedure is not None else None,
        based_on=version_id,
        reason=f"Dùng lại phiên bản {row.number}",
        forms=row.forms,
    )
    return process_drafts.create(work, actor, draft, now)


def _require_whole(
    work: Work, decision: Decision, upload: Upload | None, owner_id: int | None, now: datetime
) -> None:
    problems = decision_problems(decision, work.house.profile, draft_review.today_of(work, owner_id, now))
    if decision.is_notice:
        needs = Text("Bãi bỏ thủ tục cần quyết định.", "Abolishing a procedure needs a decision.")
        problems.append(FieldError("/notice", "notice_refused", needs))
    if upload is None:
        lacking = Text("Đính kèm bản chụp quyết định.", "Attach the scanned decision.")
        problems.append(FieldError("/file", "missing", lacking))
    if problems:
        raise ValidationError(problems)
