"""Signing in by another system's word: staff must be known here, citizens are known by their number (J-03…J-05)."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import replace
from datetime import datetime
from typing import Any

from motcua.domain.errors import NotAllowedError
from motcua.domain.people.identity import Identity, Provider, read_claims
from motcua.domain.people.permissions import Actor, account_id
from motcua.domain.text import Text
from motcua.services.accounts import accounts, identity_number
from motcua.services.accounts.accounts import SignedIn
from motcua.services.work import Work
from motcua.store.accounts import account as stored
from motcua.store.accounts import identity_link as links
from motcua.store.base import Record


class NoAccountError(NotAllowedError):
    """Nobody here is the person the provider names, or his account is closed."""

    code = "identity_unknown"


class IdentityLevelError(NotAllowedError):
    """The procedure asks for a proven identity of a higher level than the account has (J-04)."""

    code = "identity_level"


def sign_in(work: Work, provider: Provider, claims: Mapping[str, Any], now: datetime) -> SignedIn:
    """The account of the person behind proven claims, with what is still due before his session; one commit.

    A citizen's first sign-in links the account with his identification number or opens one. Raises ClaimsError,
    NoAccountError, NumberTakenError.
    """
    person = read_claims(provider, claims)
    link = links.by_subject(work.connection, provider.issuer, person.subject)
    row = _linked(work, provider, person, link) if link is not None else _find(work, provider, person, now)
    wanted = "staff" if provider.is_for_staff else "citizen"
    found = (
        accounts.signed_in(work, row.id, row.epoch, now) if row is not None and row.kind == wanted else None
    )
    if found is None:
        raise _nobody(provider)
    links.save(
        work.connection,
        provider=provider.key,
        issuer=provider.issuer,
        subject=person.subject,
        account_id=found.actor.id,
        level=person.level,
        linked_at=now,
        last_used_at=now,
    )
    if row is not None and wanted == "citizen" and person.level >= identity_number.PROVEN:
        identity_number.give_dossiers(work, row, now)
    detail = {"provider": provider.key, "level": person.level, "is_first": link is None}
    _record(work, found.actor, "account.identity", detail, now)
    work.commit()
    return without_password(found)


def without_password(signed_in: SignedIn) -> SignedIn:
    """What is due of somebody who came in by a provider: his password may be as old as it is."""
    return replace(signed_in, due=tuple(one for one in signed_in.due if one != "password"))


def level_of(work: Work, actor: Actor) -> int:
    """The level at which a provider has proven the account's holder, 0 when none has."""
    return links.level_of(work.connection, account_id(actor))


def require_level(work: Work, actor: Actor, procedure_code: str) -> None:
    """Raise IdentityLevelError when the profile asks for a proven identity for this procedure (J-04)."""
    needed = work.house.profile.identity_level.get(procedure_code, 0)
    if needed and level_of(work, actor) < needed:
        raise IdentityLevelError(
            Text(
                f"Thủ tục này cần danh tính điện tử mức {needed}. Hãy đăng xuất rồi đăng nhập lại bằng tài khoản "
                "định danh điện tử của Bộ Công an.",
                f"This procedure asks for an electronic identity of level {needed}. Sign out, then sign in again with "
                "the identity account of the Ministry of Public Security.",
            )
        )


def _linked(work: Work, provider: Provider, person: Identity, link: Record) -> Record | None:
    """The account the provider's person came to before; none when he has another number now than it has."""
    row = stored.by_id(work.connection, link.account_id)
    is_his = row is not None and row.identity_digest == work.cipher.digest(person.identity)
    return row if provider.is_for_staff or is_his else None


def _find(work: Work, provider: Provider, person: Identity, now: datetime) -> Record | None:
    if not provider.is_for_staff:
        return identity_number.account_of(work, provider, person, now)
    if provider.match == "email":
        return stored.staff_by_email(work.connection, person.email) if person.email else None
    return stored.by_login(work.connection, person.login) if person.login else None


def _nobody(provider: Provider) -> NoAccountError:
    if provider.is_for_staff:
        return NoAccountError(
            Text(
                f"{provider.title} nhận ra bạn nhưng chưa có tài khoản cán bộ nào đang dùng được ở đây. "
                "Nhờ bộ phận CNTT của cơ quan đề nghị cấp tài khoản.",
                f"{provider.title_en} knows you, but no officer's account in use here is yours. "
                "Ask your agency's IT staff to request one.",
            )
        )
    return NoAccountError(
        Text(
            "Tài khoản của bạn đang bị khóa hoặc đã đóng. Hãy liên hệ Bộ phận Một cửa.",
            "Your account is locked or closed. Ask the one-stop desk.",
        )
    )


def _record(work: Work, actor: Actor, action: str, detail: dict[str, object], now: datetime) -> None:
    work.record(at=now, actor_id=actor.id, actor_name=actor.name, action=action, detail=detail)
