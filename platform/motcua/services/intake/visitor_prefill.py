"""Once only at the counter: what the person before the officer gave in earlier dossiers is filled in, and logged (B-07)."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import datetime
from typing import Final
from uuid import UUID

from motcua.domain.errors import FieldError, ValidationError
from motcua.domain.people.permissions import Actor
from motcua.domain.search import fold
from motcua.domain.text import Text
from motcua.services.accounts import identity_number, profiles
from motcua.services.accounts.registration import identity_problem, name_problem
from motcua.services.desk.visitor import ARRIVALS, Visitor
from motcua.services.forms import prefill
from motcua.services.forms.prefill import Known
from motcua.services.intake import walk_in
from motcua.services.work import Work
from motcua.store.accounts import account as accounts
from motcua.store.base import Record
from motcua.store.dossier import dossier as dossiers

ASK: Final = Text(
    "Hỏi người nộp có đồng ý dùng thông tin đã khai trước đây không, rồi đánh dấu.",
    "Ask the applicant whether what he stated before may be used, then tick the box.",
)


def fill(work: Work, actor: Actor, draft_id: UUID, now: datetime, *, agreed: bool) -> int:
    """Fill in what is known of the person whose number stands on this entry; how many answers. One commit.

    Only he is looked up, by number and name together, by the officer who enters his dossier, when he agrees; the log says
    which dossiers were read, at each of them too. Read is what he said at a counter or by post, or by an account that has
    proven the number: anybody may open an account on another's. Raises ValidationError at "/_visitor/identity",
    "/_visitor/name" or "/_visitor/reuse".
    """
    found = walk_in.get(work, actor, draft_id, lock=True)
    person = found.entry.visitor.tidy()
    if errors := _problems(person, agreed=agreed):
        raise ValidationError(errors)
    owner = identity_number.proven_owner(work, person.identity)
    earlier = prefill.earlier_of(work, _own(work, person, owner))
    pointers = prefill.fill_for(work, actor, found.draft, Known(_said(work, person, owner), earlier), now)
    by = {"at": now, "actor_id": actor.id, "actor_name": actor.name}
    codes = [row.code for row, _places, _data in earlier]
    detail = {"draft": str(draft_id), "fields": list(pointers), "dossiers": codes}
    work.record(**by, action="draft.reuse_for", detail=detail)
    for row, _places, _data in earlier:
        work.record(**by, action="dossier.reuse_for", dossier_id=row.id, detail={"draft": str(draft_id)})
    work.commit()
    return len(pointers)


def _own(work: Work, person: Visitor, owner: int | None) -> Sequence[Record]:
    """His earlier dossiers."""
    digest = work.cipher.digest(person.identity)
    return dossiers.of_person(
        work.connection, digest, fold(person.name), owner, list(ARRIVALS), prefill.MOST_EARLIER
    )


def _said(work: Work, person: Visitor, owner: int | None) -> dict[str, object]:
    """What the officer has noted of him, over what his own account says, where that has proven his number and is his by
    name too."""
    noted = {
        "account.full_name": person.name,
        "account.personal_id": person.identity,
        "account.phone": person.phone,
        "account.email": person.email,
    }
    row = accounts.by_id(work.connection, owner) if owner is not None else None
    is_his = row is not None and fold(row.display_name) == fold(person.name)
    known = profiles.of_account(work, owner) if owner is not None and is_his else {}
    return {**known, **{key: value for key, value in noted.items() if value}}


def _problems(person: Visitor, *, agreed: bool) -> list[FieldError]:
    found = []
    if (problem := identity_problem(person.identity)) is not None:
        found.append(FieldError("/_visitor/identity", "visitor.identity", problem))
    if (problem := name_problem(person.name)) is not None:
        found.append(FieldError("/_visitor/name", "visitor.name", problem))
    if not agreed:
        found.append(FieldError("/_visitor/reuse", "visitor.reuse", ASK))
    return found
