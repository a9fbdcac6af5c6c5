"""Whose an identification number is: a proven person gets his own account, never one that somebody opened on his number.

Anybody may register with a password and any number. Such an account becomes the proven person's only when both have
the same verified mailbox. Else it is set aside: it loses the number, its password and second factor, its sessions end
and it is locked as an incident for the one-stop desk. The person begins with an account of his own, which shows
nothing of what was filed from the other.
"""

from __future__ import annotations

import secrets
from datetime import datetime

from motcua.domain.errors import NotAllowedError
from motcua.domain.people.identity import Identity, Provider
from motcua.domain.people.permissions import CLOCKWORK
from motcua.domain.text import Text
from motcua.services.accounts import passwords, sessions
from motcua.services.messages import letters, notices
from motcua.services.work import Work
from motcua.store.accounts import account as accounts
from motcua.store.accounts import account_incident as incidents
from motcua.store.accounts import identity_link as links
from motcua.store.accounts import second_factor as factors
from motcua.store.base import Record
from motcua.store.dossier import dossier as dossiers
from motcua.store.messages import message as messages

PROVEN = 1
"""The least level at which a provider's word on the number is proof (J-04)."""

TO_THE_OTHER = Text(
    "Số định danh của tài khoản này đã được xác thực là của một tài khoản khác nên tài khoản bị khóa. "
    "Nếu bạn là chủ số định danh, hãy mang căn cước đến Bộ phận Một cửa.",
    "The identification number of this account has been proven by another account, so this one is locked. If the "
    "number is yours, take your identity card to the one-stop desk.",
)
TO_THE_OWNER = Text(
    "Đã có người dùng số định danh của bạn để mở một tài khoản khác. Tài khoản đó đã bị khóa; bạn dùng tài khoản mới này. "
    "Nếu chính bạn đã mở tài khoản đó, hãy mang căn cước đến Bộ phận Một cửa để được giúp.",
    "Somebody had opened another account on your identification number. It is locked now, and this new one is yours. "
    "If it was you who opened it, take your identity card to the one-stop desk.",
)
_FOUND = Text(
    "Một người đã chứng minh số định danh của tài khoản này bằng định danh điện tử.",
    "Somebody has proven the identification number of this account by his electronic identity.",
)


class NumberTakenError(NotAllowedError):
    """The number has an account, and the provider does not say surely enough that it is this person's."""

    code = "identity_number_taken"


def account_of(work: Work, provider: Provider, person: Identity, now: datetime) -> Record | None:
    """The account for somebody who comes by this provider for the first time. Does not commit.

    None when it cannot be opened. Raises NumberTakenError for an unproven person whose number has an account.
    """
    row = accounts.by_identity(work.connection, work.cipher.digest(person.identity))
    if row is None:
        return _opened(work, provider, person, now)
    if person.level < PROVEN:
        raise _taken(provider)
    if not row.is_active or links.level_of(work.connection, row.id) >= PROVEN or _is_same(row, person):
        return row
    _set_aside(work, row, now)
    opened = _opened(work, provider, person, now)
    if opened is not None:
        notices.add(work, opened.id, TO_THE_OWNER, now)
    return opened


def proven_owner(work: Work, number: str) -> int | None:
    """The citizen's account whose holder has proven this number; an account that only says so has proven nothing (X-20)."""
    row = accounts.by_identity(work.connection, work.cipher.digest(number))
    if row is None or not row.is_active or row.kind != "citizen":
        return None
    return int(row.id) if links.level_of(work.connection, row.id) >= PROVEN else None


def give_dossiers(work: Work, owner: Record, now: datetime) -> None:
    """What was filed at the desk under a number that is now proven becomes its owner's own (C-04, X-20). Does not commit."""
    adopted = dossiers.adopt(work.connection, owner.id, owner.identity_digest)
    messages.adopt(work.connection, adopted, owner.id)
    for dossier_id in adopted:
        work.record(
            at=now,
            actor_id=owner.id,
            actor_name=owner.display_name,
            action="adopt",
            dossier_id=dossier_id,
            detail={},
        )


def _is_same(row: Record, person: Identity) -> bool:
    """Whether the account's verified mailbox is the one that the provider knows the person by."""
    return row.contact_verified_at is not None and bool(person.email) and row.email == person.email


def _set_aside(work: Work, row: Record, now: datetime) -> None:
    accounts.change(
        work.connection,
        row.id,
        identity_digest=None,
        identity_sealed=None,
        password_hash=_no_password(),
        blocked_at=row.blocked_at or now,
    )
    factors.remove(work.connection, row.id)
    sessions.end_all(work, row.id, now, "incident")
    incident_id = incidents.add(
        work.connection,
        account_id=row.id,
        kind="misuse",
        words_sealed=work.cipher.seal(_FOUND.vi),
        identity_digest=row.identity_digest,
        reported_by=None,
        reported_at=now,
    )
    letters.send(work, row.id, "account.set_aside", TO_THE_OTHER)
    work.record(
        at=now,
        actor_id=None,
        actor_name=CLOCKWORK.name,
        action="account.set_aside",
        subject=row.login,
        detail={"incident": incident_id},
    )


def _opened(work: Work, provider: Provider, person: Identity, now: datetime) -> Record | None:
    """A new account for a citizen, without a password of its own until he asks for one."""
    free = person.email and accounts.by_login(work.connection, person.email) is None
    account_id = accounts.add(
        work.connection,
        login=person.email if free else f"{provider.key}-{secrets.token_hex(8)}",
        kind="citizen",
        display_name=person.name or provider.title,
        email=person.email,
        phone_sealed=work.cipher.seal(person.phone),
        password_hash=_no_password(),
        password_changed_at=now,
        identity_sealed=work.cipher.seal(person.identity),
        identity_digest=work.cipher.digest(person.identity),
        contact_verified_at=now if person.email else None,
    )
    if account_id is None:
        return None
    row = accounts.by_id(work.connection, account_id)
    if row is not None:
        work.record(
            at=now,
            actor_id=row.id,
            actor_name=row.display_name,
            action="account.register",
            detail={"provider": provider.key},
        )
    return row


def _no_password() -> str:
    return passwords.hash_password(secrets.token_urlsafe(32))


def _taken(provider: Provider) -> NumberTakenError:
    return NumberTakenError(
        Text(
            f"Số định danh này đã có tài khoản, mà {provider.title} chưa cho biết danh tính được xác thực ở mức nào. "
            "Hãy đăng nhập bằng tài khoản định danh điện tử của Bộ Công an hoặc bằng mật khẩu.",
            f"This identification number has an account, and {provider.title_en} does not say how surely it knows you. "
            "Sign in by the identity account of the Ministry of Public Security, or by your password.",
        )
    )
