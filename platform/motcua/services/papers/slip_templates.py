"""Drafts of slip templates: begun at the province or an agency, saved by whoever may, thrown away (B-09)."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime
from typing import Any, Final

from motcua.domain.errors import ConflictError, NotFoundError
from motcua.domain.people.permissions import Actor, account_id
from motcua.domain.text import Text
from motcua.services.papers import slip_template_choice
from motcua.services.papers.slip_template_review import Problem, kept, problems, require_fit
from motcua.services.process import model_rights
from motcua.services.process.process_drafts import RECORDED_EVERY, DraftChangedError
from motcua.services.work import Work
from motcua.store.agencies import agency as agencies
from motcua.store.base import Record
from motcua.store.papers import slip_template as stored

EVERY_FIELD: Final = ""
"""Slips are of every field of government: a role given for one field alone does not reach them."""


class SlipTemplateOpenError(ConflictError):
    """The place has an open draft, `draft_id`: people go on with that one."""

    code = "slip_template_open"

    def __init__(self, row: Record) -> None:
        self.draft_id: int = row.id
        super().__init__(
            Text(
                f"Mẫu phiếu này đang có bản thảo của {row.updated_by_name}. Hãy mở bản thảo ấy để làm tiếp.",
                f"This slip template has a draft of {row.updated_by_name}. Open that draft and go on with it.",
            )
        )


@dataclass(frozen=True, slots=True)
class Place:
    """What a template is for: a kind of slip in a legal set, of an agency or of the province (None)."""

    kind: str
    legal_set: str
    agency_id: int | None


@dataclass(frozen=True, slots=True)
class Saved:
    """The draft's new revision and what is wrong with the template now."""

    revision: int
    problems: tuple[Problem, ...]


def place_of(work: Work, kind: str, legal_set: str, agency_id: int | None) -> Place:
    """The place of an address; the topmost agency is the province itself. Raises NotFoundError."""
    slip_template_choice.built_in_body(kind, legal_set)
    if agency_id is None:
        return Place(kind, legal_set, None)
    row = agencies.by_id(work.connection, agency_id)
    if row is None:
        raise NotFoundError(Text("Không có cơ quan này.", "There is no such agency."))
    return Place(kind, legal_set, row.id if row.parent_id is not None else None)


def may_edit(work: Work, actor: Actor, agency_id: int | None) -> bool:
    return model_rights.may_edit(work, actor, EVERY_FIELD, agency_id)


def may_publish(work: Work, actor: Actor, agency_id: int | None) -> bool:
    return model_rights.may_publish(work, actor, EVERY_FIELD, agency_id)


def begin(
    work: Work,
    actor: Actor,
    place: Place,
    now: datetime,
    *,
    body: Mapping[str, Any] | None = None,
    source_id: int | None = None,
) -> int:
    """Begin a draft; its id. It begins with `body`, with a version of any place, with the legal set's own (0), else with
    what the place uses now. One commit.

    Raises NotAllowedError, SlipTemplateOpenError, NotFoundError; SlipTemplateError for a body that is no template.
    """
    model_rights.require_edit(work, actor, EVERY_FIELD, place.agency_id)
    source = _source(work, actor, place, source_id) if source_id else None
    if body is not None:
        require_fit(place.kind, kept(body))
    elif source is not None:
        body = source.body
    elif source_id == 0:
        body = slip_template_choice.built_in_body(place.kind, place.legal_set)
    else:
        body = current(work, place, now)
    person = account_id(actor)
    stamps = {"made_by": person, "made_by_name": actor.name, "made_at": now}
    draft_id = stored.add(
        work.connection,
        kind=place.kind,
        legal_set=place.legal_set,
        agency_id=place.agency_id,
        body=body,
        based_on=source.id if source is not None else None,
        hands=[person],
        **stamps,
        **changed(actor, now),
    )
    if draft_id is None:
        rows = stored.of_place(work.connection, place.kind, place.legal_set, place.agency_id)
        raise SlipTemplateOpenError(next(row for row in rows if row.state == stored.DRAFT))
    record(work, actor, now, "slip_template.begin", place, {"draft": draft_id})
    work.commit()
    return draft_id


def readable(work: Work, actor: Actor, template_id: int) -> Record:
    """A published version, which whoever designs templates may look at, or a draft of a place of the actor's.

    Raises NotFoundError, NotAllowedError.
    """
    row = stored.by_id(work.connection, template_id)
    if row is None or not row.number:
        return get(work, actor, template_id)
    return row


def get(work: Work, actor: Actor, draft_id: int) -> Record:
    """The draft or version; raises NotFoundError, NotAllowedError without a right at its place."""
    row = stored.by_id(work.connection, draft_id)
    if row is None:
        raise NotFoundError(Text("Không tìm thấy mẫu phiếu này.", "There is no such slip template."))
    model_rights.require_see(work, actor, EVERY_FIELD, row.agency_id)
    return row


def opened(work: Work, actor: Actor, draft_id: int) -> Record:
    """The draft for changing: `get`, and the right to edit."""
    row = get(work, actor, draft_id)
    model_rights.require_edit(work, actor, EVERY_FIELD, row.agency_id)
    return row


def save(work: Work, actor: Actor, draft_id: int, body: object, revision: int, now: datetime) -> Saved:
    """Keep the template, whatever is wrong with it so far, and say what that is. One commit.

    Raises DraftChangedError when it is not the revision that stands, or no draft any more; InputError for what is
    no JSON object, or a very large one.
    """
    row = opened(work, actor, draft_id)
    whole = kept(body)
    hands = sorted({*row.hands, account_id(actor)})
    new = change(work, row, revision, {"body": whole, "hands": hands, **changed(actor, now)})
    is_going_on = row.updated_by == actor.id and now - row.updated_at < RECORDED_EVERY
    if not is_going_on or row.revision == 1:
        record(work, actor, now, "slip_template.save", row, {"draft": row.id, "revision": row.revision})
    work.commit()
    return Saved(new, problems(row.kind, whole))


def discard(work: Work, actor: Actor, draft_id: int, revision: int, now: datetime) -> Record:
    """Throw the draft away; it stays in the database. One commit. The draft as it was."""
    row = opened(work, actor, draft_id)
    change(work, row, revision, {"state": stored.DISCARDED, **changed(actor, now)})
    record(work, actor, now, "slip_template.discard", row, {"draft": row.id})
    work.commit()
    return row


def _source(work: Work, actor: Actor, place: Place, source_id: int) -> Record:
    row = readable(work, actor, source_id)
    if row.kind != place.kind:
        raise NotFoundError(
            Text("Không có phiên bản mẫu phiếu này.", "There is no such version of a template.")
        )
    return row


def current(work: Work, place: Place, now: datetime) -> Mapping[str, Any]:
    """What slips of the place are made of now, as data."""
    row = slip_template_choice.in_force(work, *key_of(place), now)
    if row is not None:
        body: Mapping[str, Any] = row.body
        return body
    return slip_template_choice.built_in_body(place.kind, place.legal_set)


def key_of(place: Place) -> tuple[str, str, int | None]:
    return place.kind, place.legal_set, place.agency_id


def change(work: Work, row: Record, revision: int, values: Mapping[str, Any]) -> int:
    new = stored.change(work.connection, row.id, revision, values)
    if new is None:
        raise DraftChangedError(stored.by_id(work.connection, row.id) or row)
    return new


def changed(actor: Actor, now: datetime) -> dict[str, Any]:
    return {"updated_by": account_id(actor), "updated_by_name": actor.name, "updated_at": now}


def record(
    work: Work, actor: Actor, now: datetime, action: str, place: Any, detail: Mapping[str, object]
) -> None:
    """Write a deed on the template of a place (`kind`, `legal_set`, `agency_id`) into the log."""
    work.record(
        at=now,
        actor_id=actor.id,
        actor_name=actor.name,
        action=action,
        subject=f"{place.legal_set}/{place.kind}",
        detail={"agency": place.agency_id, **detail},
    )
