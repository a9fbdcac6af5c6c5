"""Loss, theft or misuse of an account: reported, locked at once, opened again after verification (J-15)."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime

from motcua.domain.errors import ConflictError, FieldError, NotAllowedError, NotFoundError, ValidationError
from motcua.domain.people.permissions import Actor, account_id, lacking, may, may_anywhere
from motcua.domain.people.rights import SECOND_FACTOR
from motcua.domain.text import Text
from motcua.services import rate
from motcua.services.accounts import one_time_codes, passwords, sessions
from motcua.services.people import reach, roles
from motcua.services.work import Work
from motcua.store.accounts import account as accounts
from motcua.store.accounts import account_incident as incidents
from motcua.store.agencies import agency as agencies
from motcua.store.base import Record
from motcua.store.people import role as granted

KINDS = {
    "loss": Text("Mất điện thoại, mật khẩu hoặc thiết bị đăng nhập", "Lost telephone, password or device"),
    "theft": Text("Bị lấy mất tài khoản", "The account was stolen"),
    "misuse": Text("Người khác đã dùng tài khoản", "Somebody else used the account"),
}
MAX_WORDS = 2000
WATCHES = ("audit.view", "incident.manage")
"""The rights of the security authority: it locks administrators, too, but opens no account of theirs again."""
MAY_REPORT = ("account.request", "account.approve", "incident.manage")


@dataclass(frozen=True, slots=True)
class Incident:
    """One row of the list, with the reporter's words opened."""

    row: Record
    words: str


def ask_code(work: Work, login: str, now: datetime, address: str = "") -> None:
    """Send a code to the account's contact, for a holder who cannot sign in; nobody learns whether there is one."""
    name = login.strip().lower()
    rate.count(work, rate.CODE_TRIED, address, now)
    rate.count(work, rate.CODE_SENT, work.cipher.digest(name).hex(), now)
    row = accounts.by_login(work.connection, name)
    if row is not None and row.is_active and row.email:
        one_time_codes.send(work, row.id, "incident", now)
    work.commit()


def report_by_code(
    work: Work, login: str, code: str, kind: str, words: str, now: datetime, address: str = ""
) -> None:
    """The holder locks his account by login and code, signed out. Raises CodeError, ValidationError. One commit."""
    rate.count(work, rate.CODE_TRIED, address, now)
    _require_kind(kind)
    row = accounts.by_login(work.connection, login.strip().lower())
    one_time_codes.require(work, row.id if row is not None else None, "incident", code, now)
    if row is None:
        return
    one_time_codes.use_up(work, row.id, "incident")
    rate.give_back(work, rate.CODE_TRIED, address, now)
    _open(work, row, row.id, row.display_name, kind, words, now)
    work.commit()


def report_own(work: Work, actor: Actor, kind: str, words: str, now: datetime) -> None:
    """The holder locks his own account and is signed out everywhere. One commit."""
    _require_kind(kind)
    row = accounts.by_id(work.connection, account_id(actor))
    if row is not None:
        _open(work, row, actor.id, actor.name, kind, words, now)
    work.commit()


def report_for(work: Work, actor: Actor, person: int, kind: str, words: str, now: datetime) -> None:
    """Lock an account for its holder: an administrator of his agency, but not one that he would stand below; or the
    security authority, whoever it is (J-18). One commit."""
    row = accounts.by_id(work.connection, person)
    if row is None:
        raise _no_account()
    if not _has_any(work, actor, row, MAY_REPORT):
        raise lacking("account.request")
    if not _watches_over(work, actor, row.id):
        roles.require_not_above(work, actor, row.id, SECOND_FACTOR)
    _require_kind(kind)
    _open(work, row, actor.id, actor.name, kind, words, now)
    work.commit()


def settle(work: Work, actor: Actor, incident_id: int, finding: str, now: datetime) -> str:
    """Open the account again after its holder was verified; the first password to hand over, changed at sign-in.

    The old password may be known to somebody else, so it is no longer good. Raises NotAllowedError, also for one's
    own account, ConflictError when it was settled before. One commit.
    """
    incident = incidents.by_id(work.connection, incident_id)
    row = accounts.by_id(work.connection, incident.account_id) if incident is not None else None
    if incident is None or row is None:
        raise NotFoundError(Text("Không tìm thấy sự cố này.", "There is no such incident."))
    require_manager(work, actor, row)
    if incident.closed_at is not None:
        raise ConflictError(Text("Sự cố này đã xử lý xong.", "This incident has been settled."))
    if not finding.strip():
        raise ValidationError(
            [
                FieldError(
                    "/finding",
                    "incident.finding",
                    Text("Ghi cách đã xác minh.", "Say how you verified the holder."),
                )
            ]
        )
    password = passwords.first_password()
    accounts.change(
        work.connection,
        row.id,
        blocked_at=None,
        failures=0,
        locked_until=None,
        password_hash=passwords.hash_password(password),
        password_changed_at=now,
        must_change_password=True,
    )
    incidents.close(
        work.connection, row.id, closed_by=actor.id, closed_at=now, finding=finding.strip()[:MAX_WORDS]
    )
    _record(work, actor.id, actor.name, row, "account.unblock", {"incident": incident_id}, now)
    work.commit()
    return password


def require_manager(work: Work, actor: Actor, row: Record) -> None:
    """Raise NotAllowedError unless the actor may settle incidents of this account, which is not his own."""
    if not _has_any(work, actor, row, ("incident.manage",)):
        raise lacking("incident.manage")
    if row.id == actor.id:
        raise NotAllowedError(
            Text(
                "Sự cố của tài khoản bạn phải do người khác xử lý.",
                "Somebody else must handle an incident of your own account.",
            )
        )
    roles.require_not_above(work, actor, row.id)


def listed(work: Work, actor: Actor) -> Sequence[Incident]:
    """The incidents of the actor's subtree; citizens' too for those who have the right at the top."""
    within = reach.of(work, actor, "incident.manage")
    if not within:
        raise lacking("incident.manage")
    top = agencies.root(work.connection)
    rows = incidents.of_agencies(work.connection, within, with_citizens=top is not None and top.id in within)
    return [Incident(row, work.cipher.open(row.words_sealed)) for row in rows]


def _has_any(work: Work, actor: Actor, row: Record, rights: Sequence[str]) -> bool:
    """Whether the actor has one of the rights at the account's agency; a citizen's is the province."""
    if not any(may_anywhere(actor, right) for right in rights):
        return False
    top = agencies.root(work.connection)
    agency_id = row.agency_id or (top.id if top is not None else 0)
    lineage = agencies.lineage(work.connection, agency_id)
    return any(may(actor, right, lineage) for right in rights)


def _watches_over(work: Work, actor: Actor, person: int) -> bool:
    """Whether the actor reads the security log and handles incidents wherever this account has a role."""
    return all(
        may(actor, right, agencies.lineage(work.connection, row.agency_id))
        for row in granted.given_to(work.connection, person)
        for right in WATCHES
    )


def _open(
    work: Work, row: Record, reporter: int | None, name: str, kind: str, words: str, now: datetime
) -> None:
    incident_id = incidents.add(
        work.connection,
        account_id=row.id,
        kind=kind,
        words_sealed=work.cipher.seal(words.strip()[:MAX_WORDS]),
        reported_by=reporter,
        reported_at=now,
    )
    accounts.change(work.connection, row.id, blocked_at=row.blocked_at or now)
    sessions.end_all(work, row.id, now, "incident")
    _record(work, reporter, name, row, "account.block", {"incident": incident_id, "kind": kind}, now)


def _require_kind(kind: str) -> None:
    if kind not in KINDS:
        raise ValidationError(
            [FieldError("/kind", "incident.kind", Text("Chọn điều đã xảy ra.", "Choose what happened."))]
        )


def _no_account() -> NotFoundError:
    return NotFoundError(Text("Không tìm thấy tài khoản này.", "There is no such account."))


def _record(
    work: Work,
    actor_id: int | None,
    name: str,
    row: Record,
    action: str,
    detail: dict[str, object],
    now: datetime,
) -> None:
    work.record(at=now, actor_id=actor_id, actor_name=name, action=action, subject=row.login, detail=detail)
