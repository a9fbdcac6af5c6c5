"""A slip template published or withdrawn: from then on the slips of its place are made with it, or no more (B-09).

A slip keeps the version it was made with, and what was published is never written over: old slips stay as they are.
"""

from __future__ import annotations

import json
from collections.abc import Mapping
from datetime import datetime
from typing import Any, Final

from motcua.domain.errors import ConflictError, FieldError, NotAllowedError, ValidationError
from motcua.domain.people.permissions import Actor, account_id, account_ids
from motcua.domain.text import Text
from motcua.services.papers.slip_template_review import require_fit
from motcua.services.papers.slip_templates import EVERY_FIELD, Place, change, current, get, key_of, record
from motcua.services.process import model_rights
from motcua.services.work import Work
from motcua.store.base import Record
from motcua.store.papers import slip_template as stored

LONGEST_REASON: Final = 1000


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
    stored.lock_place(work.connection, *key_of(place))
    if _same(row.body, current(work, place, now)):
        raise ConflictError(
            Text(
                "Mẫu phiếu không có gì khác mẫu đang dùng nên không cần công bố.",
                "The template is the same as the one in use, so there is nothing to publish.",
            )
        )
    number = stored.newest_number(work.connection, *key_of(place)) + 1
    stored.withdraw(work.connection, *key_of(place), actor.name, now)
    became = {
        "state": stored.PUBLISHED,
        "number": number,
        "reason": why,
        "published_by": account_id(actor),
        "published_by_name": actor.name,
        "published_at": now,
    }
    change(work, row, revision, became)
    record(work, actor, now, "slip_template.publish", row, {"number": number, "reason": why})
    work.commit()
    return number


def withdraw(work: Work, actor: Actor, place: Place, reason: str, now: datetime) -> None:
    """Take the place's own version out of force: the next slip is made with what stands above it. One commit.

    Raises NotAllowedError, ValidationError at "/reason", ConflictError where nothing of its own is in force.
    """
    model_rights.require_publish(work, actor, EVERY_FIELD, place.agency_id)
    why = _written(reason)
    stored.lock_place(work.connection, *key_of(place))
    if not stored.withdraw(work.connection, *key_of(place), actor.name, now):
        raise ConflictError(
            Text("Ở đây không có mẫu riêng đang dùng.", "There is no template of its own in force here.")
        )
    record(work, actor, now, "slip_template.withdraw", place, {"reason": why})
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
