"""Two accounts of one person become one: his number's proven account gets all that the set-aside one had (J-04, J-15).

The person proves both: the electronic identity proved the number for one account, and the identity card that he brings
proves to the desk that the number of the account set aside is his as well. What was filed moves, and the other account closes.
"""

from __future__ import annotations

from collections.abc import Sequence
from datetime import datetime

from motcua.domain.errors import ConflictError, FieldError, NotFoundError, ValidationError
from motcua.domain.people.permissions import Actor
from motcua.domain.text import Text
from motcua.services.accounts import identity_number, incidents
from motcua.services.accounts.registration import GROUPING
from motcua.services.messages import notices
from motcua.services.work import Work
from motcua.store.accounts import account as accounts
from motcua.store.accounts import account_incident as stored
from motcua.store.base import Record
from motcua.store.dossier import dossier as dossiers
from motcua.store.intake import draft as drafts
from motcua.store.messages import message as messages
from motcua.store.papers import stored_paper as stored_papers

JOINED = Text(
    "Tài khoản {login} của bạn đã được gộp vào tài khoản này: hồ sơ, bản nháp và tin nhắn ở đó nay nằm ở đây.",
    "Your account {login} has been joined to this one: its dossiers, drafts and messages are here now.",
)


def join(work: Work, actor: Actor, incident_id: int, number: str, finding: str, now: datetime) -> str:
    """Give everything of the account set aside to the one that proved the same number; the latter's login. One commit.

    `number` is what the desk reads on the person's card, `finding` how it was checked. Raises NotAllowedError as settling
    the incident does, ValidationError at "/number" or "/finding", ConflictError unless the account was set aside and is
    not settled yet, or where no account has proven the number.
    """
    incident, old = _set_aside(work, actor, incident_id)
    digest = work.cipher.digest(GROUPING.sub("", number))
    if errors := _problems(incident, digest, finding):
        raise ValidationError(errors)
    owner_id = identity_number.proven_owner(work, GROUPING.sub("", number))
    new = accounts.by_id(work.connection, owner_id) if owner_id is not None else None
    if new is None:
        raise ConflictError(
            Text(
                "Chưa có tài khoản nào chứng minh số này. Người dân đăng nhập bằng định danh điện tử trước.",
                "No account has proven this number. The person signs in by his electronic identity first.",
            )
        )
    moved = _move(work, old, new)
    accounts.change(work.connection, old.id, is_active=False)
    stored.close(work.connection, old.id, closed_by=actor.id, closed_at=now, finding=finding.strip()[:2000])
    notices.add(work, new.id, JOINED.format(login=old.login), now)
    _record(work, actor, old, new, moved, now)
    work.commit()
    return str(new.login)


def _set_aside(work: Work, actor: Actor, incident_id: int) -> tuple[Record, Record]:
    incident = stored.by_id(work.connection, incident_id)
    row = accounts.by_id(work.connection, incident.account_id) if incident is not None else None
    if incident is None or row is None:
        raise NotFoundError(Text("Không tìm thấy sự cố này.", "There is no such incident."))
    incidents.require_manager(work, actor, row)
    if incident.closed_at is not None or incident.identity_digest is None:
        raise ConflictError(
            Text(
                "Tài khoản này không bị tách ra vì trùng số định danh, hoặc đã xử lý xong.",
                "This account was not set aside because of its number, or that has been settled.",
            )
        )
    return incident, row


def _problems(incident: Record, digest: bytes, finding: str) -> list[FieldError]:
    found = []
    if digest != incident.identity_digest:
        words = Text(
            "Số trên căn cước không phải số mà tài khoản này đã khai.",
            "The number on the card is not the one that this account had given.",
        )
        found.append(FieldError("/number", "joining.number", words))
    if not finding.strip():
        words = Text("Ghi cách đã xác minh.", "Say how you verified the holder.")
        found.append(FieldError("/finding", "incident.finding", words))
    return found


def _move(work: Work, old: Record, new: Record) -> Sequence[int]:
    """The dossiers, drafts, messages and papers of one account to the other; the ids of the dossiers."""
    moved = dossiers.move(work.connection, old.id, new.id)
    drafts.move(work.connection, old.id, new.id)
    messages.move(work.connection, old.id, new.id)
    stored_papers.move(work.connection, old.id, new.id)
    return moved


def _record(work: Work, actor: Actor, old: Record, new: Record, moved: Sequence[int], now: datetime) -> None:
    detail = {"from": old.login, "to": new.login}
    who = {"at": now, "actor_id": actor.id, "actor_name": actor.name, "action": "account.join"}
    work.record(**who, subject=old.login, detail={**detail, "dossiers": len(moved)})
    for dossier_id in moved:
        work.record(**who, dossier_id=dossier_id, detail=detail)
