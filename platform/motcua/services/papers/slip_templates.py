"""A slip template's life: begun at the province or an agency, saved, published, withdrawn (B-09).

A slip keeps the version it was made with, and what was published is never written over: old slips stay as they are.
"""

from __future__ import annotations

import json
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime
from typing import Any, Final

from motcua.domain.errors import ConflictError, FieldError, NotAllowedError, NotFoundError, ValidationError
from motcua.domain.people.permissions import Actor, account_id, account_ids
from motcua.domain.text import Text
from motcua.services.papers import slip_template_choice
from motcua.services.papers.slip_template_review import Problem, kept, problems, require_fit
from motcua.services.process import model_rights
from motcua.services.process.process_drafts import RECORDED_EVERY, DraftChangedError
from motcua.services.work import Work
from motcua.store.agencies import agency as agencies
from motcua.store.base import Record
from motcua.store.papers import slip_template as stored

LONGEST_REASON: Final = 1000
EVERY_FIELD: Final = ""
"""Slips are of every field of government: a role given for one field alone does not reach them."""


class TemplateDraftOpenError(ConflictError):
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
    """Begin a draft with `body`, with a published version, or with what the place uses now; its id. One commit.

    Raises NotAllowedError, TemplateDraftOpenError, NotFoundError; SlipTemplateError for a body that is no template.
    """
    model_rights.require_edit(work, actor, EVERY_FIELD, place.agency_id)
    if body is not None:
        require_fit(place.kind, kept(body))
    source = published(work, source_id) if source_id is not None else None
    if body is None:
        body = source.body if source is not None else _current(work, place, now)
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
        **_changed(actor, now),
    )
    if draft_id is None:
        rows = stored.of_place(work.connection, place.kind, place.legal_set, place.agency_id)
        raise TemplateDraftOpenError(next(row for row in rows if row.state == stored.DRAFT))
    _record(work, actor, now, "slip_template.begin", place, {"draft": draft_id})
    work.commit()
    return draft_id


def published(work: Work, template_id: int) -> Record:
    """A version that was published somewhere, whoever may design templates may look at; raises NotFoundError."""
    row = stored.by_id(work.connection, template_id)
    if row is None or not row.number:
        raise NotFoundError(
            Text("Không có phiên bản mẫu phiếu này.", "There is no such version of a template.")
        )
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
    new = _change(work, row, revision, {"body": whole, "hands": hands, **_changed(actor, now)})
    is_going_on = row.updated_by == actor.id and now - row.updated_at < RECORDED_EVERY
    if not is_going_on or row.revision == 1:
        _record(work, actor, now, "slip_template.save", row, {"draft": row.id, "revision": row.revision})
    work.commit()
    return Saved(new, problems(row.kind, whole))


def discard(work: Work, actor: Actor, draft_id: int, revision: int, now: datetime) -> Record:
    """Throw the draft away; it stays in the database. One commit. The draft as it was."""
    row = opened(work, actor, draft_id)
    _change(work, row, revision, {"state": stored.DISCARDED, **_changed(actor, now)})
    _record(work, actor, now, "slip_template.discard", row, {"draft": row.id})
    work.commit()
    return row


def publish(work: Work, actor: Actor, draft_id: int, revision: int, reason: str, now: datetime) -> int:
    """Make the draft the version in force at its place; its number. One commit.

    Raises NotAllowedError without the right, or for who wrote it where the province wants two people (A-03);
    SlipTemplateError, ValidationError at "/reason", DraftChangedError, ConflictError for what changes nothing.
    """
    row = get(work, actor, draft_id)
    model_rights.require_publish(work, actor, EVERY_FIELD, row.agency_id)
    require_other(work, actor, row)
    why = _written(reason)
    require_fit(row.kind, row.body)
    place = Place(row.kind, row.legal_set, row.agency_id)
    stored.lock_place(work.connection, *_place(place))
    if _same(row.body, _current(work, place, now)):
        raise ConflictError(
            Text(
                "Mẫu phiếu không có gì khác mẫu đang dùng nên không cần công bố.",
                "The template is the same as the one in use, so there is nothing to publish.",
            )
        )
    number = stored.newest_number(work.connection, *_place(place)) + 1
    stored.withdraw(work.connection, *_place(place), actor.name, now)
    became = {
        "state": stored.PUBLISHED,
        "number": number,
        "reason": why,
        "published_by": account_id(actor),
        "published_by_name": actor.name,
        "published_at": now,
    }
    _change(work, row, revision, became)
    _record(work, actor, now, "slip_template.publish", row, {"number": number, "reason": why})
    work.commit()
    return number


def withdraw(work: Work, actor: Actor, place: Place, reason: str, now: datetime) -> None:
    """Take the place's own version out of force: the next slip is made with what stands above it. One commit.

    Raises NotAllowedError, ValidationError at "/reason", ConflictError where nothing of its own is in force.
    """
    model_rights.require_publish(work, actor, EVERY_FIELD, place.agency_id)
    why = _written(reason)
    stored.lock_place(work.connection, *_place(place))
    if not stored.withdraw(work.connection, *_place(place), actor.name, now):
        raise ConflictError(
            Text("Ở đây không có mẫu riêng đang dùng.", "There is no template of its own in force here.")
        )
    _record(work, actor, now, "slip_template.withdraw", place, {"reason": why})
    work.commit()


def require_other(work: Work, actor: Actor, row: Record) -> None:
    """Raise NotAllowedError where the province wants another person to activate than who wrote it (A-03)."""
    if is_own_hand(work, actor, row):
        raise NotAllowedError(
            Text(
                "Bạn đã soạn hoặc sửa bản thảo này nên không tự công bố được. Hãy để người khác công bố.",
                "You wrote or changed this draft, so you cannot publish it yourself. Leave that to somebody else.",
            )
        )


def is_own_hand(work: Work, actor: Actor, row: Record) -> bool:
    """Whether two people are wanted and the actor, or whom he stands in for, had a hand in the draft."""
    wants_two = work.house.profile.procedure_two_stage_activation
    return wants_two and actor.id is not None and bool(set(row.hands) & set(account_ids(actor)))


def _current(work: Work, place: Place, now: datetime) -> Mapping[str, Any]:
    """What slips of the place are made of now, as data."""
    row = slip_template_choice.in_force(work, *_place(place), now)
    if row is not None:
        body: Mapping[str, Any] = row.body
        return body
    return slip_template_choice.built_in_body(place.kind, place.legal_set)


def _place(place: Place) -> tuple[str, str, int | None]:
    return place.kind, place.legal_set, place.agency_id


def _change(work: Work, row: Record, revision: int, values: Mapping[str, Any]) -> int:
    new = stored.change(work.connection, row.id, revision, values)
    if new is None:
        raise DraftChangedError(stored.by_id(work.connection, row.id) or row)
    return new


def _changed(actor: Actor, now: datetime) -> dict[str, Any]:
    return {"updated_by": account_id(actor), "updated_by_name": actor.name, "updated_at": now}


def _written(reason: str) -> str:
    """Why; raises ValidationError at "/reason"."""
    why = " ".join(reason.split())
    if not why or len(why) > LONGEST_REASON or not why.isprintable():
        message = Text(
            "Ghi lý do, nhiều nhất 1.000 ký tự: người sau sẽ đọc ở lịch sử mẫu phiếu.",
            "Write why, 1,000 signs at most: others read it among the versions.",
        )
        raise ValidationError([FieldError("/reason", "required", message)])
    return why


def _same(one: Mapping[str, Any], other: Mapping[str, Any]) -> bool:
    return json.dumps(one, sort_keys=True) == json.dumps(other, sort_keys=True)


def _record(
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
