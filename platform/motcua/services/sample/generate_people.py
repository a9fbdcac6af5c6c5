"""Invented people for the generator: applicants with accounts, and wards with officers at every position."""

from __future__ import annotations

import json
import secrets
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime
from functools import cache
from random import Random
from typing import Any

from motcua.services.accounts import passwords
from motcua.services.sample.demo import DATA, PASSWORD
from motcua.services.work import Work
from motcua.store.accounts import account as accounts
from motcua.store.agencies import agency as agencies
from motcua.store.base import Record
from motcua.store.people import group as groups

DOMAIN = "mau.example.vn"


@dataclass(frozen=True, slots=True)
class Person:
    """An applicant as his account knows him; `sealed` is his contact as every one of his dossiers keeps it."""

    id: int
    name: str
    identity: str
    digest: bytes
    sealed: bytes
    details: Mapping[str, str]


@cache
def names() -> Mapping[str, Any]:
    """The words that people, shops and wards are named with."""
    found: Mapping[str, Any] = json.loads((DATA / "sample" / "names.json").read_text(encoding="utf-8"))
    return found


def add_applicants(work: Work, count: int, now: datetime) -> None:
    """Have `count` accounts of invented applicants; nobody knows their passwords. Does not commit."""
    nobody = passwords.hash_password(secrets.token_urlsafe(32))
    for number in range(count):
        name, identity, phone = _invented(number)
        accounts.add(
            work.connection,
            login=_login(number),
            kind="citizen",
            display_name=name,
            email=_login(number),
            phone_sealed=work.cipher.seal(phone),
            password_hash=nobody,
            password_changed_at=now,
            identity_sealed=work.cipher.seal(identity),
            identity_digest=work.cipher.digest(identity),
        )


def applicants(work: Work, count: int) -> Sequence[Person]:
    """The first `count` invented applicants; each one's contact is sealed once for all his dossiers."""
    ids = accounts.ids_at(work.connection, f"@{DOMAIN}")
    people = []
    for number in range(count):
        name, identity, phone = _invented(number)
        contact = {"email": _login(number), "phone": phone, "identity": identity}
        people.append(
            Person(
                ids[_login(number)],
                name,
                identity,
                work.cipher.digest(identity),
                work.cipher.seal_json(contact),
                _details(number, name, identity),
            )
        )
    return people


def _login(number: int) -> str:
    return f"nguoi-nop-{number:06}@{DOMAIN}"


def _invented(number: int) -> tuple[str, str, str]:
    """Name, identity number and phone of the applicant of this number, always the same."""
    rng = Random(number)  # noqa: S311 - invented people, no secret
    sex = rng.choice(("men", "women"))
    name = person_name(rng, sex)
    # Province 045, century and sex, year of birth, then a number of its own; 9 keeps them apart from the sample's.
    identity = f"045{0 if sex == 'men' else 1}{rng.randrange(60, 99)}9{number:05}"[:12]
    return name, identity, f"09{rng.randrange(10**8):08}"


def person_name(rng: Random, sex: str) -> str:
    known = names()
    family, middle = rng.choice(known["families"]), rng.choice(known[sex]["middle"])
    return f"{family} {middle} {rng.choice(known[sex]['given'])}"


def _details(number: int, name: str, identity: str) -> dict[str, str]:
    """What the sample's answers ask of a person."""
    rng = Random(-number - 1)  # noqa: S311 - invented people, no secret
    business, line_code, line_name = rng.choice(names()["businesses"])
    return {
        "name": name,
        "identity": identity,
        "business": business.format(given=name.rsplit(" ", 1)[-1]),
        "child": person_name(rng, rng.choice(("men", "women"))),
        "line_code": line_code,
        "line_name": line_name,
    }


def add_wards(work: Work, count: int, now: datetime) -> None:
    """Have `count` invented communes below the province, with officers in all their groups. Does not commit."""
    province = agencies.root(work.connection)
    if province is None:
        raise LookupError("load the sample province first: motcua demo")
    password_hash = passwords.hash_password(PASSWORD)
    for number in range(count):
        code = f"{province.code}.{101 + number}"
        if agencies.by_code(work.connection, code) is None:
            _add_ward(work, province, code, number, password_hash, now)


def _add_ward(
    work: Work, province: Record, code: str, number: int, password_hash: str, now: datetime
) -> None:
    place = _place(number)
    agency_id = agencies.save(
        work.connection,
        code=code,
        name=f"Ủy ban nhân dân xã {place}",
        name_en=f"People's Committee of {place} Commune",
        place=f"Xã {place}",
        place_en=f"{place} Commune",
        level="xa",
        parent_id=province.id,
        calendar_code="",
        address=f"Xã {place}",
        phone="",
    )
    rng = Random(code)  # noqa: S311 - invented people, no secret
    for position, title, people in names()["staff"]:
        for one in range(people):
            login = f"{code.lower()}.{position}.{one + 1}"
            values = {"display_name": person_name(rng, rng.choice(("men", "women"))), "title": title}
            account_id = accounts.add(
                work.connection,
                login=login,
                kind="staff",
                password_hash=password_hash,
                password_changed_at=now,
                agency_id=agency_id,
                **values,
            )
            if account_id is not None:
                groups.add(work.connection, agency_id=agency_id, position=position, account_id=account_id)


def _place(number: int) -> str:
    """A name of a commune; with a numeral where the names do not suffice."""
    communes = names()["communes"]
    turn, index = divmod(number, len(communes))
    return str(communes[index]) if turn == 0 else f"{communes[index]} {turn + 1}"
