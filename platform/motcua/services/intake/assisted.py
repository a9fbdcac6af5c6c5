"""Filing online with help at the counter: the dossier is the citizen's own, and says who helped (C-07).

That he is there and agrees is shown by a code sent to his account, which the officer enters for him. His words of
responsibility are those of every online dossier (B-06).
"""

from __future__ import annotations

from datetime import datetime
from typing import Final
from uuid import UUID

from motcua.domain.declaration.declaration import DECLARATION, DECLARATION_VERSION
from motcua.domain.errors import FieldError, ValidationError
from motcua.domain.people.permissions import Actor
from motcua.domain.text import Text
from motcua.services import rate
from motcua.services.accounts import one_time_codes
from motcua.services.accounts.one_time_codes import CodeError
from motcua.services.desk import visitor as visitors
from motcua.services.intake import walk_in
from motcua.services.intake.walk_in import WalkIn
from motcua.services.process import offers
from motcua.services.work import Work
from motcua.store.accounts import account as accounts
from motcua.store.base import Record

CHANNEL: Final = "online"
PURPOSE: Final = one_time_codes.ASSIST


def send_code(work: Work, actor: Actor, draft_id: UUID, now: datetime) -> None:
    """Send the person entered a code to his account; raises ValidationError where he has none. One commit."""
    found = walk_in.get(work, actor, draft_id)
    owner = _owner(work, found)
    rate.count(work, rate.CODE_SENT, str(owner.id), now)
    one_time_codes.send(work, owner.id, PURPOSE, now)
    work.record(
        at=now,
        actor_id=actor.id,
        actor_name=actor.name,
        action="assist.code",
        subject=str(owner.id),
        detail={"procedure": found.draft.procedure_code},
    )
    work.commit()


def hand_in(work: Work, actor: Actor, draft_id: UUID, code: str, now: datetime, *, declared: bool) -> str:
    """File what was entered as the person's own online dossier, in state sent; its code. One commit.

    Raises ValidationError with everything that stands in the way, at "/_assisted/…" what concerns his consent.
    """
    found = walk_in.get(work, actor, draft_id, lock=True)
    if found.draft.dossier_code:
        return found.draft.dossier_code
    errors = walk_in.problems(found, walk_in.today(work, found, now))
    if not declared:
        words = Text("Đọc lời cam đoan cho người nộp và đánh dấu.", "Read the declaration out, and tick it.")
        errors.append(FieldError("/_assisted/declared", "not_declared", words))
    if errors:
        raise ValidationError(errors)
    offers.require_taken(found.draft.version, CHANNEL)
    owner = _owner(work, found)
    try:
        one_time_codes.require(work, owner.id, PURPOSE, code.strip(), now)
    except CodeError as error:
        raise ValidationError([FieldError("/_assisted/code", error.code, error.message)]) from None
    one_time_codes.use_up(work, owner.id, PURPOSE)
    who = {
        **visitors.columns(work, found.entry.visitor),
        "applicant_id": owner.id,
        "channel": CHANNEL,
        "declaration": DECLARATION.in_(owner.language),
        "declaration_version": DECLARATION_VERSION,
    }
    filed = walk_in.file(work, actor, found, who, now, tells=True)
    work.commit()
    return filed


def _owner(work: Work, found: WalkIn) -> Record:
    number = found.entry.visitor.tidy().identity
    row = accounts.by_identity(work.connection, work.cipher.digest(number)) if number else None
    if row is None or row.kind != "citizen" or not row.is_active or row.contact_verified_at is None:
        words = Text(
            "Người này chưa có tài khoản đã xác nhận thư điện tử. Hướng dẫn mở tài khoản, hoặc nhận hồ sơ trực tiếp.",
            "This person has no account with a verified e-mail address. Help to open one, or receive the dossier here.",
        )
        raise ValidationError([FieldError("/_visitor/identity", "no_account", words)])
    return row
