"""The sample province: agencies, calendars, accounts and procedures to try the program with."""

from __future__ import annotations

import json
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime
from pathlib import Path
from typing import Any

from motcua import settings
from motcua.domain.people.permissions import SYSTEM, Actor
from motcua.services.accounts import founding, passwords, terms
from motcua.services.forms import shared_fields
from motcua.services.people import roles
from motcua.services.process import library, procedures
from motcua.services.process.procedures import DecidedError
from motcua.services.work import Work
from motcua.store.accounts import account as accounts
from motcua.store.agencies import agency as agencies
from motcua.store.people import group as groups
from motcua.store.people import role as stored_roles

PASSWORD = "motcua-thu-nghiem"  # noqa: S105 - for the sample province only
DATA = settings.PACKAGE / "data"
CALENDARS = ("A", "A6")


@dataclass(frozen=True, slots=True)
class SampleAccount:
    """One account of the sample province, as `motcua serve` prints it."""

    login: str
    name: str
    title: str

    def __str__(self) -> str:
        return f"{self.login:<18} {PASSWORD}   {self.name}, {self.title}"


def sample_accounts() -> list[SampleAccount]:
    """The accounts to try the program with: two citizens, then the staff; all have the same password."""
    province = _province()
    citizens = [SampleAccount(one["login"], one["name"], "người dân") for one in province["citizens"][:2]]
    return citizens + [SampleAccount(one["login"], one["name"], one["title"]) for one in province["staff"]]


def load(work: Work, now: datetime) -> Iterator[str]:
    """Load or refresh the sample province; yields what has been loaded. Running it again changes nothing."""
    province = _province()
    roles.install(work)
    for code in CALENDARS:
        founding.install_calendar(work, code)
    ids = _load_agencies(work, province["agencies"])
    _load_accounts(work, province, ids, now)
    shared_fields.install(work, now)
    work.commit()
    yield f"{len(ids)} agencies, {len(province['staff'])} staff, {len(province['citizens'])} citizens"
    models, forms = settings.content("bpmn"), settings.content("forms")
    for _, source in library.sources([models], forms):
        try:
            released = procedures.release(work, SYSTEM, source, now)
        except DecidedError as decided:
            yield decided.message.en
        else:
            yield f"{released.code} {released.name}, version {released.number}"
    for loose in library.loose_forms_of([models], forms):
        procedures.load_forms(work, loose.field, loose.name, loose.forms, now)
        yield f"{loose.name.vi}: {len(loose.forms)} forms"


def _province() -> Mapping[str, Sequence[Mapping[str, Any]]]:
    province: Mapping[str, Sequence[Mapping[str, Any]]] = _read(DATA / "sample" / "province.json")
    return province


def _read(path: Path) -> Any:
    return json.loads(path.read_text(encoding="utf-8"))


def _load_agencies(work: Work, rows: Sequence[Mapping[str, Any]]) -> dict[str, int]:
    ids: dict[str, int] = {}
    for row in rows:
        known = agencies.by_code(work.connection, row["code"])
        ids[row["code"]] = (
            known.id
            if known is not None
            else agencies.save(
                work.connection,
                code=row["code"],
                name=row["name"],
                name_en=row["name_en"],
                place=row["place"],
                place_en=row["place_en"],
                level=row["level"],
                parent_id=ids.get(row["parent"] or ""),
                calendar_code=row["calendar"],
                address=row["address"],
                phone=row["phone"],
            )
        )
    return ids


def _load_accounts(
    work: Work, province: Mapping[str, Sequence[Mapping[str, Any]]], ids: Mapping[str, int], now: datetime
) -> None:
    # One hash for all: the sample's password is public anyway, and hashing is slow on purpose.
    password_hash = passwords.hash_password(PASSWORD)
    for row in province["citizens"]:
        citizen_id = accounts.add(
            work.connection,
            login=row["login"],
            kind="citizen",
            display_name=row["name"],
            email=row["login"],
            phone_sealed=work.cipher.seal(row["phone"]),
            password_hash=password_hash,
            password_changed_at=now,
            contact_verified_at=now,
            identity_sealed=work.cipher.seal(row["identity"]),
            identity_digest=work.cipher.digest(row["identity"]),
        )
        if citizen_id is not None:
            terms.record_acceptance(work, Actor(citizen_id, row["name"], "citizen"), 1, now)
    for row in province["staff"]:
        agency_id = ids[row["agency"]]
        account_id = accounts.add(
            work.connection,
            login=row["login"],
            kind="staff",
            display_name=row["name"],
            title=row["title"],
            password_hash=password_hash,
            password_changed_at=now,
            agency_id=agency_id,
        )
        for position in row["positions"] if account_id is not None else ():
            groups.add(work.connection, agency_id=agency_id, position=position, account_id=account_id)
        for role in row.get("roles", ()) if account_id is not None else ():
            key, _, field = role.partition(":")
            stored_roles.grant(
                work.connection, account_id=account_id, role_key=key, agency_id=agency_id, field=field
            )
