"""The life of a staff account: asked for, approved by another person, issued, withdrawn with a reason (J-06)."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import datetime

from motcua.domain.errors import ConflictError, FieldError, NotAllowedError, NotFoundError, ValidationError
from motcua.domain.people.permissions import Actor, lacking, may, require_right
from motcua.domain.people.rights import SECOND_FACTOR
from motcua.domain.text import Text
from motcua.services.accounts import account_wish, sessions
from motcua.services.accounts.account_opening import Issued, open_account
from motcua.services.accounts.account_wish import Wanted
from motcua.services.people import reach, roles
from motcua.services.work import Work
from motcua.store.accounts import account as accounts
from motcua.store.accounts import account_request as requests
from motcua.store.agencies import agency as agencies
from motcua.store.base import Record
from motcua.store.people import group as groups

MAX_REASON = 500


def ask(work: Work, actor: Actor, wanted: Wanted, reason: str, now: datetime, *, commit: bool = True) -> int:
    """Ask for an account; the request's id. Raises NotAllowedError, ValidationError. One commit, none for a batch."""
    _require_asking(work, actor, wanted.agency_id)
    given = account_wish.tidy(wanted)
    found = [*account_wish.problems(work, given), *_reason_problem(reason)]
    if found:
        raise ValidationError(found)
    request_id = requests.add(
        work.connection,
        kind="issue",
        agency_id=given.agency_id,
        login=given.login,
        display_name=given.name,
        title=given.title,
        email=given.email,
        phone_sealed=work.cipher.seal(given.phone) if given.phone else None,
        positions=list(given.positions),
        role_key=given.role,
        reason=reason.strip(),
        requested_by=actor.id,
        requested_at=now,
    )
    _record(work, actor, now, "account.request", given.login, {"request": request_id, "kind": "issue"})
    if commit:
        work.commit()
    return request_id


def ask_withdrawal(work: Work, actor: Actor, account_id: int, reason: str, now: datetime) -> int:
    """Ask that an account be withdrawn; the request's id. One commit."""
    row = _staff(work, account_id)
    _require_asking(work, actor, row.agency_id)
    if found := _reason_problem(reason):
        raise ValidationError(found)
    if not row.is_active or requests.is_waiting(work.connection, "withdraw", row.login):
        raise ConflictError(
            Text("Tài khoản đã thu hồi hoặc đang chờ thu hồi.", "The account is withdrawn, or waits to be.")
        )
    request_id = _add_withdrawal(work, actor, row, reason, now)
    _record(work, actor, now, "account.request", row.login, {"request": request_id, "kind": "withdraw"})
    work.commit()
    return request_id


def approve(work: Work, actor: Actor, request_id: int, decision: str, now: datetime) -> Issued | None:
    """Issue or withdraw as asked for. None for a withdrawal. One commit.

    Raises NotAllowedError, ConflictError when it was decided before or the login has been taken since.
    """
    row = _waiting(work, actor, request_id)
    if row.kind == "withdraw":
        _withdraw(work, actor, _staff(work, row.account_id), request_id, now)
        issued = None
    else:
        issued = _issue(work, actor, row, now)
    requests.change(
        work.connection,
        request_id,
        outcome="approved",
        account_id=issued.account_id if issued is not None else row.account_id,
        decided_by=actor.id,
        decided_at=now,
        decision=decision.strip()[:MAX_REASON],
    )
    work.commit()
    return issued


def issue(
    work: Work, actor: Actor, wanted: Wanted, reason: str, now: datetime, *, commit: bool = True
) -> Issued:
    """Issue an account at once, with a reason, where one office grants alone. One commit, none for a batch.

    Raises NotAllowedError, also where the province wants a second person, ValidationError.
    """
    require_right(actor, "account.approve", agencies.lineage(work.connection, wanted.agency_id))
    if not work.house.profile.account_single_office:
        raise _another_decides()
    request_id = ask(work, actor, wanted, reason, now, commit=False)
    row = requests.by_id(work.connection, request_id)
    if row is None:
        raise LookupError("a request that has just been written")
    issued = _issue(work, actor, row, now)
    requests.change(
        work.connection,
        request_id,
        outcome="approved",
        account_id=issued.account_id,
        decided_by=actor.id,
        decided_at=now,
        decision="",
    )
    if commit:
        work.commit()
    return issued


def refuse(work: Work, actor: Actor, request_id: int, decision: str, now: datetime) -> None:
    """Refuse a request with the reason. One commit."""
    row = _waiting(work, actor, request_id)
    if found := _reason_problem(decision, "decision"):
        raise ValidationError(found)
    requests.change(
        work.connection,
        request_id,
        outcome="refused",
        decided_by=actor.id,
        decided_at=now,
        decision=decision.strip()[:MAX_REASON],
    )
    _record(work, actor, now, "account.refuse", row.login, {"request": request_id, "kind": row.kind})
    work.commit()


def withdraw(work: Work, actor: Actor, account_id: int, reason: str, now: datetime) -> None:
    """Withdraw an account at once, with a reason: its sessions end at their next request, its name stays. One commit."""
    row = _staff(work, account_id)
    require_right(actor, "account.approve", agencies.lineage(work.connection, row.agency_id))
    if found := _reason_problem(reason):
        raise ValidationError(found)
    if not row.is_active:
        raise ConflictError(Text("Tài khoản này đã thu hồi.", "This account has been withdrawn."))
    request_id = _add_withdrawal(work, actor, row, reason, now)
    _withdraw(work, actor, row, request_id, now)
    requests.change(
        work.connection, request_id, outcome="approved", decided_by=actor.id, decided_at=now, decision=""
    )
    work.commit()


def may_issue_alone(work: Work, actor: Actor, agency_id: int) -> bool:
    """Whether the actor may issue an account at the agency without asking anybody (J-06)."""
    return work.house.profile.account_single_office and may(
        actor, "account.approve", agencies.lineage(work.connection, agency_id)
    )


def listed(work: Work, actor: Actor) -> Sequence[Record]:
    """The requests of the actor's subtree, waiting ones first."""
    within = reach.of(work, actor, "account.request", "account.approve")
    if not within:
        raise lacking("account.request")
    return requests.of_agencies(work.connection, within)


def may_approve(work: Work, actor: Actor, row: Record) -> bool:
    """Whether the actor may decide this request of the list."""
    return not _needs_another(work, actor, row) and may(
        actor, "account.approve", agencies.lineage(work.connection, row.agency_id)
    )


def _issue(work: Work, actor: Actor, row: Record, now: datetime) -> Issued:
    columns = ("title", "email", "phone_sealed", "agency_id")
    facts = {column: getattr(row, column) for column in columns}
    issued = open_account(work, row.login, row.display_name, now, **facts)
    if row.positions:
        require_right(actor, "group.manage", agencies.lineage(work.connection, row.agency_id))
    for position in row.positions:
        groups.add(work.connection, agency_id=row.agency_id, position=position, account_id=issued.account_id)
    if row.role_key:
        roles.grant(work, actor, issued.account_id, row.role_key, row.agency_id, now, commit=False)
    detail = {"request": row.id, "positions": row.positions}
    _record(work, actor, now, "account.issue", row.login, detail)
    return issued


def _add_withdrawal(work: Work, actor: Actor, row: Record, reason: str, now: datetime) -> int:
    return requests.add(
        work.connection,
        kind="withdraw",
        agency_id=row.agency_id,
        account_id=row.id,
        login=row.login,
        display_name=row.display_name,
        title=row.title,
        email=row.email,
        positions=[],
        reason=reason.strip(),
        requested_by=actor.id,
        requested_at=now,
    )


def _withdraw(work: Work, actor: Actor, row: Record, request_id: int, now: datetime) -> None:
    if row.id == actor.id:
        raise NotAllowedError(
            Text(
                "Bạn không tự thu hồi tài khoản của mình được.",
                "You cannot withdraw your own account yourself.",
            )
        )
    roles.require_not_above(work, actor, row.id, SECOND_FACTOR)
    roles.require_not_last_administrator(work, row.id)
    accounts.change(work.connection, row.id, is_active=False)
    sessions.end_all(work, row.id, now, "withdrawn")
    _record(work, actor, now, "account.withdraw", row.login, {"request": request_id})


def _waiting(work: Work, actor: Actor, request_id: int) -> Record:
    row = requests.by_id(work.connection, request_id)
    if row is None:
        raise NotFoundError(Text("Không tìm thấy đề nghị này.", "There is no such request."))
    require_right(actor, "account.approve", agencies.lineage(work.connection, row.agency_id))
    if _needs_another(work, actor, row):
        raise _another_decides()
    if row.outcome:
        raise ConflictError(Text("Đề nghị này đã được quyết định.", "This request has been decided."))
    return row


def _needs_another(work: Work, actor: Actor, row: Record) -> bool:
    """Nobody decides his own request, but where one office grants alone (J-06)."""
    return row.requested_by == actor.id and not work.house.profile.account_single_office


def _another_decides() -> NotAllowedError:
    return NotAllowedError(
        Text("Đề nghị của bạn phải do người khác duyệt.", "Somebody else must decide your request.")
    )


def _staff(work: Work, account_id: int) -> Record:
    row = accounts.by_id(work.connection, account_id)
    if row is None or row.kind != "staff":
        raise NotFoundError(Text("Không tìm thấy tài khoản này.", "There is no such account."))
    return row


def _require_asking(work: Work, actor: Actor, agency_id: int) -> None:
    lineage = agencies.lineage(work.connection, agency_id)
    if not any(may(actor, right, lineage) for right in ("account.request", "account.approve")):
        raise lacking("account.request")


def _reason_problem(reason: str, name: str = "reason") -> list[FieldError]:
    if 3 <= len(reason.strip()) <= MAX_REASON:
        return []
    return [
        FieldError(
            f"/{name}",
            f"account.{name}",
            Text("Ghi lý do, ví dụ số quyết định.", "Give the reason, for example the decision's number."),
        )
    ]


def _record(
    work: Work, actor: Actor, now: datetime, action: str, login: str, detail: dict[str, object]
) -> None:
    work.record(at=now, actor_id=actor.id, actor_name=actor.name, action=action, subject=login, detail=detail)
