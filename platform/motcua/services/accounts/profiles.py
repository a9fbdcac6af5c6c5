"""What an account says of its holder for forms: the registration, and what he had kept from a form he filled in (B-07)."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Final

from motcua.domain.forms import prefill as rules
from motcua.domain.forms.form_definition import Field
from motcua.domain.people.permissions import Actor, account_id, require
from motcua.services.accounts.registration import phone_problem
from motcua.services.dossier import stepping
from motcua.services.intake import filing
from motcua.services.work import Work
from motcua.store.accounts import account as accounts
from motcua.store.base import Record
from motcua.store.dossier import dossier as dossiers

ACCOUNT: Final = "account."
FIXED: Final = frozenset({"account.full_name", "account.personal_id", "account.email"})
"""What proves who somebody is, and where he signs in, is never changed by a form."""


@dataclass(frozen=True, slots=True)
class Change:
    """Something in a form that the account does not say, or says otherwise; `source` is its name there."""

    source: str
    field: Field
    before: object
    after: object


def of_account(work: Work, person: int) -> Mapping[str, object]:
    """By source: "account.full_name", "organisation.tax_code" and so on; what is not known is left out."""
    row = accounts.by_id(work.connection, person)
    if row is None:
        return {}
    sealed = {"account.personal_id": row.identity_sealed, "account.phone": row.phone_sealed}
    opened = {key: work.cipher.open(value) for key, value in sealed.items() if value is not None}
    known: dict[str, object] = {
        **kept(work, row),
        "account.full_name": row.display_name,
        "account.email": row.email,
        "organisation.name": row.organisation,
        "organisation.tax_code": row.tax_code,
        **opened,
    }
    return {key: value for key, value in known.items() if value}


def kept(work: Work, row: Record) -> Mapping[str, object]:
    """What the holder had kept, by source."""
    return work.cipher.open_json(row.profile_sealed) if row.profile_sealed is not None else {}


def mine(work: Work, actor: Actor) -> Mapping[str, object]:
    row = accounts.by_id(work.connection, account_id(actor))
    return kept(work, row) if row is not None else {}


def changes(work: Work, actor: Actor, code: str) -> Sequence[Change]:
    """What the form of the actor's own dossier says of him that his account does not."""
    require(actor, "citizen")
    row = dossiers.by_code(work.connection, code)
    if row is None or actor.id not in (row.applicant_id, row.filed_by_id):
        raise stepping.unknown_dossier(code)
    if row.filed_by_id is not None:
        # What was filed for somebody else says nothing of the filer, nor is it his to keep.
        return []
    known, data = of_account(work, account_id(actor)), work.cipher.open_json(row.data_sealed)
    found = []
    for place in rules.places(filing.version_of(work, row).form):
        source, value = place.field.source, rules.value_at(data, place.pointer)
        is_his = source.startswith(ACCOUNT) and source not in FIXED
        if is_his and value is not None and value != known.get(source) and _is_right(source, value):
            found.append(Change(source, place.field, known.get(source), value))
    return found


def update(work: Work, actor: Actor, code: str, chosen: Sequence[str], now: datetime) -> int:
    """Take over what the person ticked from his dossier's form into his account; how much. One commit."""
    taken = {one.source: one.after for one in changes(work, actor, code) if one.source in chosen}
    if not taken:
        return 0
    row = accounts.by_id(work.connection, account_id(actor))
    profile = {**(kept(work, row) if row is not None else {}), **taken}
    values: dict[str, object] = {}
    if "account.phone" in profile:
        values["phone_sealed"] = work.cipher.seal(str(profile.pop("account.phone")))
    values["profile_sealed"] = work.cipher.seal_json(profile)
    accounts.change(work.connection, account_id(actor), **values)
    detail = {"fields": sorted(taken)}
    work.record(at=now, actor_id=actor.id, actor_name=actor.name, action="account.profile", detail=detail)
    work.commit()
    return len(taken)


def forget(work: Work, actor: Actor, now: datetime) -> None:
    """Delete what was kept of the actor. One commit."""
    require(actor, "citizen")
    accounts.change(work.connection, account_id(actor), profile_sealed=None)
    detail: dict[str, object] = {"fields": []}
    work.record(at=now, actor_id=actor.id, actor_name=actor.name, action="account.profile", detail=detail)
    work.commit()


def _is_right(source: str, value: object) -> bool:
    return source != "account.phone" or (isinstance(value, str) and phone_problem(value) is None)
