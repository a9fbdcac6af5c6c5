"""A draft on its way to approval: sent, taken back, sent back; the decision that it waits for (R-32, A-05)."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import date, datetime
from typing import Any

from motcua.domain.errors import FieldError, NotAllowedError, ValidationError
from motcua.domain.people.permissions import Actor, account_id, account_ids
from motcua.domain.process.publication import Decision, decision_problems
from motcua.domain.text import Text
from motcua.services.messages import notices
from motcua.services.papers import files
from motcua.services.papers.files import Upload
from motcua.services.people import officers
from motcua.services.process import model_rights, process_drafts, readiness
from motcua.services.process.process_drafts import DraftChangedError
from motcua.services.version import version_history
from motcua.services.work import Work
from motcua.store.agencies import agency as agencies
from motcua.store.base import Record
from motcua.store.papers import file as stored_files
from motcua.store.process import process_draft as stored

LONGEST_REASON = 2000
SLOT = "decision"


def submit(work: Work, actor: Actor, draft_id: int, revision: int, reason: str, now: datetime) -> int:
    """Send the draft for approval with the forms as they stand now; its new revision. One commit.

    What it calls is not frozen with it: the digest of the whole is, so that nothing else is approved than was sent.

    Raises UnfitModelError, ValidationError (reason, each empty item of the sheet), DraftChangedError.
    """
    row = process_drafts.opened(work, actor, draft_id)
    why = written(reason, "/reason", Text("Ghi lý do, nội dung thay đổi.", "Write why, and what changes."))
    ready = readiness.ready(work, row)
    values = {
        "state": "submitted",
        "forms": dict(ready.forms),
        "has_own_forms": bool(row.forms),
        "submitted_digest": ready.digest,
        "reason": why,
        "answer": "",
        "hands": sorted({*row.hands, account_id(actor)}),
        "submitted_by": account_id(actor),
        "submitted_at": now,
    }
    new = change(work, row, revision, ("draft",), values)
    version_history.write(work, actor, now, "submit", row.code, draft_id=row.id, detail={"reason": why})
    _tell_approvers(work, actor, row, now)
    work.commit()
    return new


def withdraw(work: Work, actor: Actor, draft_id: int, revision: int, now: datetime) -> int:
    """Take the draft back to go on drawing; its new revision. One commit."""
    row = process_drafts.opened(work, actor, draft_id)
    new = change(work, row, revision, ("submitted",), _reopened(row))
    version_history.write(work, actor, now, "withdraw", row.code, draft_id=row.id)
    work.commit()
    return new


def send_back(work: Work, actor: Actor, draft_id: int, revision: int, answer: str, now: datetime) -> int:
    """Refuse the approval and say why; the authors go on drawing. The new revision. One commit."""
    row = process_drafts.get(work, actor, draft_id)
    model_rights.require_publish(work, actor, row.field, row.owner_id)
    require_other(actor, row)
    why = written(answer, "/answer", Text("Ghi lý do trả lại.", "Write why it is sent back."))
    new = change(work, row, revision, ("submitted",), {**_reopened(row), "answer": why})
    version_history.write(work, actor, now, "send_back", row.code, draft_id=row.id, detail={"reason": why})
    body = Text(
        f"{actor.name} trả lại bản thảo “{row.name}”: {why}",
        f"{actor.name} sent the draft “{row.name}” back: {why}",
    )
    for person in sorted({row.author_id, row.submitted_by or row.author_id}):
        notices.add(work, person, body, now)
    work.commit()
    return new


def note_decision(
    work: Work,
    actor: Actor,
    draft_id: int,
    revision: int,
    decision: Decision,
    upload: Upload | None,
    now: datetime,
) -> int:
    """Write down the decision before the draft is approved: from then on its time runs (A-04). One commit.

    Raises ValidationError at the keys of `Decision.to_dict`, FileError, DraftChangedError.
    """
    row = process_drafts.get(work, actor, draft_id)
    if problems := decision_problems(decision, work.house.profile, today_of(work, row.owner_id, now)):
        raise ValidationError(problems)
    new = change(work, row, revision, stored.OPEN, {"decision": decision.to_dict()})
    keep_file(work, actor, row, upload, now)
    version_history.write(
        work,
        actor,
        now,
        "decision",
        row.code,
        draft_id=row.id,
        before=dict(row.decision),
        after=decision.to_dict(),
    )
    work.commit()
    return new


def change(work: Work, row: Record, revision: int, states: tuple[str, ...], values: Mapping[str, Any]) -> int:
    """Write columns of a draft in one of these states; its new revision. Raises DraftChangedError. Does not commit."""
    new = stored.change(work.connection, row.id, revision, states, values)
    if new is None:
        raise DraftChangedError(stored.by_id(work.connection, row.id) or row)
    return new


def keep_file(work: Work, actor: Actor, row: Record, upload: Upload | None, now: datetime) -> None:
    """Keep the scan of the decision; an earlier one is kept as replaced. Does not commit."""
    if upload is None:
        return
    before = stored_files.of_process_draft(work.connection, row.id, SLOT)
    stored_files.replace_some(work.connection, [one.id for one in before], now)
    files.keep(work, upload, now, uploaded_by=actor.id, process_draft_id=row.id, slot=SLOT)


def require_other(actor: Actor, row: Record) -> None:
    """Raise NotAllowedError when the actor, or whom he stands in for, had a hand in the draft (R-32)."""
    if had_a_hand(actor, row):
        raise NotAllowedError(
            Text(
                "Bạn đã soạn, sửa hoặc gửi bản thảo này nên không phê duyệt, trả lại hay kích hoạt được. "
                "Hãy để người khác làm.",
                "You drew, changed or sent this draft, so you can neither approve, send back nor activate it. "
                "Leave that to somebody else.",
            )
        )


def had_a_hand(actor: Actor, row: Record) -> bool:
    """Whether the actor, or whom he stands in for, drew, changed or sent the draft."""
    return bool({*row.hands, row.author_id, row.submitted_by} & set(account_ids(actor)))


def today_of(work: Work, owner_id: int | None, now: datetime) -> date:
    """The date on the wall of the competent agency."""
    place = owner_id or agencies.root(work.connection).id  # type: ignore[union-attr]
    return work.house.calendars.at(work.connection, place, now).local(now).date()


def written(text: str, pointer: str, message: Text) -> str:
    """What somebody wrote; raises ValidationError when it is nothing or too long."""
    tidy = text.strip()
    if not tidy:
        raise ValidationError([FieldError(pointer, "missing", message)])
    if len(tidy) > LONGEST_REASON:
        too_long = Text("Viết ngắn hơn 2.000 ký tự.", "Write 2,000 characters at most.")
        raise ValidationError([FieldError(pointer, "long", too_long)])
    return tidy


def _reopened(row: Record) -> dict[str, Any]:
    """A draft again: its forms are the library's as they change, unless it brought its own."""
    return {
        "state": "draft",
        "forms": row.forms if row.has_own_forms else {},
        "submitted_digest": "",
        "submitted_by": None,
        "submitted_at": None,
    }


def _tell_approvers(work: Work, actor: Actor, row: Record, now: datetime) -> None:
    body = Text(
        f"{actor.name} gửi phê duyệt bản thảo “{row.name}”. Xem ở Thiết kế quy trình.",
        f"{actor.name} sent the draft “{row.name}” for approval. See Process studio.",
    )
    for person in approvers(work, row.field, row.owner_id):
        if person not in row.hands and person != actor.id:
            notices.add(work, person, body, now)


def approvers(work: Work, field: str, owner_id: int | None) -> list[int]:
    """Who approves the processes of the field at the agency, or at the nearest above it where somebody does."""
    place = owner_id
    if place is None:
        root = agencies.root(work.connection)
        if root is None:
            return []
        place = root.id
    return list(officers.with_right(work, model_rights.PUBLISH, place, field))
