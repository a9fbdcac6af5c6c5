"""Once only at the counter: what the person before the officer gave in earlier dossiers is filled in, and logged (B-07)."""

from __future__ import annotations

from datetime import datetime
from typing import Final
from uuid import UUID

from motcua.domain.errors import FieldError, ValidationError
from motcua.domain.people.permissions import Actor
from motcua.domain.text import Text
from motcua.services.accounts import identity_number, profiles
from motcua.services.accounts.registration import identity_problem
from motcua.services.desk.visitor import Visitor
from motcua.services.forms import prefill
from motcua.services.forms.prefill import Known
from motcua.services.intake import walk_in
from motcua.services.work import Work
from motcua.store.dossier import dossier as dossiers

ASK: Final = Text(
    "Hỏi người nộp có đồng ý dùng thông tin đã khai trước đây không, rồi đánh dấu.",
    "Ask the applicant whether what he stated before may be used, then tick the box.",
)


def fill(work: Work, actor: Actor, draft_id: UUID, now: datetime, *, agreed: bool) -> int:
    """Fill in what is known of the person whose number stands on this entry; how many answers. One commit.

    Only he is looked up, by the officer who enters his dossier, when he agrees; the log says whose dossiers were read.
    Raises ValidationError at "/_visitor/identity" or "/_visitor/reuse".
    """
    found = walk_in.get(work, actor, draft_id, lock=True)
    person = found.entry.visitor.tidy()
    if errors := _problems(person, agreed=agreed):
        raise ValidationError(errors)
    digest = work.cipher.digest(person.identity)
    earlier = prefill.earlier_of(work, dossiers.of_identity(work.connection, digest, prefill.MOST_EARLIER))
    pointers = prefill.fill_for(work, actor, found.draft, Known(_said(work, person), earlier), now)
    work.record(
        at=now,
        actor_id=actor.id,
        actor_name=actor.name,
        action="draft.reuse_for",
        detail={
            "draft": str(draft_id),
            "fields": list(pointers),
            "dossiers": [row.code for row, _places, _data in earlier],
        },
    )
    work.commit()
    return len(pointers)


def _said(work: Work, person: Visitor) -> dict[str, object]:
    """What the officer has noted of him, over what his own account says, where he has proven his number."""
    owner = identity_number.proven_owner(work, person.identity)
    noted = {
        "account.full_name": person.name,
        "account.personal_id": person.identity,
        "account.phone": person.phone,
        "account.email": person.email,
    }
    known = profiles.of_account(work, owner) if owner is not None else {}
    return {**known, **{key: value for key, value in noted.items() if value}}


def _problems(person: Visitor, *, agreed: bool) -> list[FieldError]:
    found = []
    if (problem := identity_problem(person.identity)) is not None:
        found.append(FieldError("/_visitor/identity", "visitor.identity", problem))
    if not agreed:
        found.append(FieldError("/_visitor/reuse", "visitor.reuse", ASK))
    return found
