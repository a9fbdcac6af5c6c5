"""Drafts of processes: begun, saved by whoever may, never two people over each other, thrown away."""

from __future__ import annotations

import dataclasses
from collections.abc import Collection, Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Any

from motcua.domain.errors import ConflictError, NotFoundError
from motcua.domain.people.permissions import Actor, account_id
from motcua.domain.text import Text
from motcua.engine.reader.reader import read
from motcua.services.process import model_rights
from motcua.services.process.examination import Examined, examine, source_of
from motcua.services.work import Work
from motcua.store.base import Record
from motcua.store.process import procedure as procedures
from motcua.store.process import process_draft as process_drafts

RECORDED_EVERY = timedelta(minutes=10)
"""A person's savings of a draft stand once in so long in the log: autosave would fill it."""


class DraftChangedError(ConflictError):
    """Somebody saved the draft in the meantime, or it is no draft any more; nothing was written."""

    code = "draft_changed"

    def __init__(self, row: Record) -> None:
        self.by, self.at = row.updated_by_name, row.updated_at
        self.state, self.revision = row.state, row.revision
        super().__init__(
            Text(
                f"{self.by} đã lưu bản thảo này sau khi bạn mở. Phần của bạn chưa ghi đè lên; hãy tải lại rồi sửa tiếp.",
                f"{self.by} saved this draft after you opened it. Yours was not written over it; reload and go on.",
            )
            if row.state == "draft"
            else Text(
                "Bản thảo đã gửi phê duyệt hoặc đã đóng nên không sửa được nữa.",
                "The draft was sent for approval or closed, so it cannot be changed any more.",
            )
        )


@dataclass(frozen=True, slots=True)
class NewDraft:
    """What a draft begins with. `origin` is blank, template, copy, table, bundle, bpmn or version.

    `hands` are the accounts that had drawn what it begins with: they do not approve it either (R-32).
    `notes` are doubts of an import, {element, text, text_en}; `forms` those that differ from the library's.
    """

    code: str
    name: str
    field: str
    level: str
    bpmn: bytes
    origin: str
    owner_id: int | None = None
    based_on: int | None = None
    reason: str = ""
    notes: Sequence[Mapping[str, str]] = ()
    forms: Mapping[str, Mapping[str, object]] = dataclasses.field(default_factory=dict)
    request_id: int | None = None
    hands: Collection[int] = ()


@dataclass(frozen=True, slots=True)
class Saved:
    """The draft's new revision and what is wrong with its model now."""

    revision: int
    examined: Examined


def create(work: Work, actor: Actor, wanted: NewDraft, now: datetime) -> int:
    """Begin a draft; its id. A draft with the code of a procedure is its next version, with its owner. One commit.

    Raises NotAllowedError without the right for the field at the competent agency.
    """
    known = procedures.by_code(work.connection, wanted.code) if wanted.code else None
    owner_id = known.owner_id if known is not None else wanted.owner_id
    model_rights.require_edit(work, actor, wanted.field, owner_id)
    if known is not None:
        model_rights.require_edit(work, actor, known.field, owner_id)
    person = account_id(actor)
    draft_id = process_drafts.add(
        work.connection,
        code=wanted.code,
        name=wanted.name,
        field=wanted.field,
        level=wanted.level,
        owner_id=owner_id,
        procedure_id=known.id if known is not None else None,
        based_on=wanted.based_on,
        bpmn=wanted.bpmn,
        forms=wanted.forms,
        reason=wanted.reason,
        origin=wanted.origin,
        notes=list(wanted.notes),
        author_id=person,
        author_name=actor.name,
        created_at=now,
        hands=sorted({person, *wanted.hands}),
        updated_by=person,
        updated_by_name=actor.name,
        updated_at=now,
        request_id=wanted.request_id,
    )
    _record(work, actor, now, "draft.create", wanted.code, {"draft": draft_id, "origin": wanted.origin})
    work.commit()
    return draft_id


def copy(work: Work, actor: Actor, draft_id: int, bpmn: bytes, now: datetime) -> int:
    """Keep a drawing that could not be saved as a draft of its own; its id. Whoever drew the first drew this one too."""
    row = opened(work, actor, draft_id)
    wanted = NewDraft(
        row.code,
        row.name,
        row.field,
        row.level,
        bpmn,
        "copy",
        owner_id=row.owner_id,
        based_on=row.based_on,
        reason=row.reason,
        notes=row.notes,
        forms=row.forms if row.state == "draft" or row.has_own_forms else {},
        request_id=row.request_id,
        hands=row.hands,
    )
    return create(work, actor, wanted, now)


def get(work: Work, actor: Actor, draft_id: int) -> Record:
    """The draft; raises NotFoundError, NotAllowedError without a right over its field at its agency."""
    row = process_drafts.by_id(work.connection, draft_id)
    if row is None:
        raise NotFoundError(Text("Không tìm thấy bản thảo này.", "There is no such draft."))
    model_rights.require_see(work, actor, row.field, row.owner_id)
    return row


def opened(work: Work, actor: Actor, draft_id: int) -> Record:
    """The draft for changing: `get`, and the right to edit."""
    row = get(work, actor, draft_id)
    model_rights.require_edit(work, actor, row.field, row.owner_id)
    return row


def examined(work: Work, row: Record, bpmn: bytes | None = None) -> Examined:
    """What is wrong with the draft, or with a model that would be saved as it."""
    return examine(work, source_of(work, bpmn or bytes(row.bpmn), row.field, row.forms))


def save(work: Work, actor: Actor, draft_id: int, bpmn: bytes, revision: int, now: datetime) -> Saved:
    """Keep the model, whatever is wrong with it, and examine it. Code, name, field and level follow the model's own.

    Raises DraftChangedError when it is not the revision that stands, or not a draft any more. One commit.
    """
    row = opened(work, actor, draft_id)
    values = {"bpmn": bpmn} | _facts_of(work, actor, row, bpmn)
    new = _change(work, actor, row, revision, values, now)
    _record_saving(work, actor, row, now)
    work.commit()
    return Saved(new, examine(work, source_of(work, bpmn, str(values.get("field", row.field)), row.forms)))


def change(work: Work, actor: Actor, draft_id: int, revision: int, now: datetime, **columns: Any) -> int:
    """Write other columns of a draft (reason, forms, notes, request_id …); its new revision. One commit.

    Raises DraftChangedError as `save`.
    """
    row = opened(work, actor, draft_id)
    new = _change(work, actor, row, revision, columns, now)
    before = {key: _told(getattr(row, key)) for key in columns}
    after = {key: _told(value) for key, value in columns.items()}
    _record(work, actor, now, "draft.change", row.code, {"draft": row.id, "before": before, "after": after})
    work.commit()
    return new


def _told(value: object) -> object:
    """A column's value for the log: of lists how long they are."""
    return len(value) if isinstance(value, (list, tuple)) else value


def discard(work: Work, actor: Actor, draft_id: int, revision: int, now: datetime) -> None:
    """Throw the draft away: it stays in the database and its procedure's history. One commit."""
    row = opened(work, actor, draft_id)
    _change(work, actor, row, revision, {"state": "discarded"}, now)
    _record(work, actor, now, "draft.discard", row.code, {"draft": row.id})
    work.commit()


def listing(work: Work, actor: Actor) -> Sequence[Record]:
    """The open drafts that the actor may see, without what they hold, the newest change first."""
    rights: dict[tuple[str, int | None], bool] = {}
    found = []
    for row in process_drafts.listing(work.connection):
        key = (row.field, row.owner_id)
        if key not in rights:
            rights[key] = model_rights.may_see(work, actor, *key)
        if rights[key]:
            found.append(row)
    return found


def _change(
    work: Work, actor: Actor, row: Record, revision: int, values: Mapping[str, Any], now: datetime
) -> int:
    person = account_id(actor)
    stamped = {
        **values,
        "updated_by": person,
        "updated_by_name": actor.name,
        "updated_at": now,
        "hands": sorted({*row.hands, person}),
    }
    new = process_drafts.change(work.connection, row.id, revision, ("draft",), stamped)
    if new is None:
        raise DraftChangedError(process_drafts.by_id(work.connection, row.id) or row)
    return new


def _facts_of(work: Work, actor: Actor, row: Record, bpmn: bytes) -> dict[str, Any]:
    """The columns that the model's own data decide; a field is taken only by one who may draw for it."""
    model = read(bpmn).model
    facts = model.facts if model is not None else None
    if facts is None:
        return {}
    known = procedures.by_code(work.connection, facts.code) if facts.code else None
    values: dict[str, Any] = {
        "name": facts.name or row.name,
        "code": facts.code or row.code,
        "level": facts.level or row.level,
        "procedure_id": known.id if known is not None else None,
    }
    if facts.field and facts.field != row.field and procedures.has_field(work.connection, facts.field):
        model_rights.require_edit(work, actor, facts.field, row.owner_id)
        values["field"] = facts.field
    if known is not None and known.id != row.procedure_id:
        model_rights.require_edit(work, actor, known.field, known.owner_id)
        values["owner_id"] = known.owner_id
    return values


def _record_saving(work: Work, actor: Actor, row: Record, now: datetime) -> None:
    is_going_on = row.updated_by == actor.id and now - row.updated_at < RECORDED_EVERY
    if not is_going_on or row.revision == 1:
        _record(work, actor, now, "draft.save", row.code, {"draft": row.id, "revision": row.revision})


def _record(
    work: Work, actor: Actor, now: datetime, action: str, subject: str, detail: Mapping[str, object]
) -> None:
    work.record(
        at=now, actor_id=actor.id, actor_name=actor.name, action=action, subject=subject, detail=dict(detail)
    )
