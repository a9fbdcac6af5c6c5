"""A dossier sealed with its agency's key, so that it has the value of the paper one: the list of all of it, signed (F-15).

Quảng Trị 29/2020, Điều 17.2, Điều 19.1.c. Seals are never changed: papers that come later want a new one, the earlier one is
kept. What the agency itself adds while it works breaks no seal.
"""

from __future__ import annotations

import hashlib
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Any, Final

from motcua.contrib.signing import detached
from motcua.domain.errors import ConflictError, NotAllowedError
from motcua.domain.people.permissions import Actor, account_id
from motcua.domain.signing import manifest
from motcua.domain.signing.finding import SignatureFinding
from motcua.domain.signing.manifest import Difference
from motcua.domain.text import Text
from motcua.services import rate
from motcua.services.desk import dossiers as pages
from motcua.services.dossier.stepping import unknown_dossier
from motcua.services.signing import authority, keys, orders, verification
from motcua.services.time import rules
from motcua.services.work import Work
from motcua.store.agencies import agency as agencies
from motcua.store.audit import audit
from motcua.store.base import Record
from motcua.store.dossier import dossier as dossiers
from motcua.store.papers import file as files
from motcua.store.signing import dossier_seal as seals

FINISHED: Final = ("returned", "closed")


@dataclass(frozen=True, slots=True)
class SealCheck:
    """What is found about a seal: sound when the signature is valid and nothing differs."""

    number: int
    made_at: datetime | None
    finding: SignatureFinding
    differences: tuple[Difference, ...]

    @property
    def is_sound(self) -> bool:
        return self.finding.is_valid and not self.differences

    @property
    def sentences(self) -> tuple[Text, ...]:
        return (*(one.sentence for one in self.differences), self.finding.headline, *self.finding.sentences)


@dataclass(frozen=True)
class SealPage:
    """What the dossier's page says about seals: `keys` seal now, none where the actor may not or it is not time yet."""

    row: Record
    seals: Sequence[Record]
    keys: Sequence[Record]
    check: SealCheck | None


def page(work: Work, actor: Actor, code: str, now: datetime) -> SealPage:
    """The dossier's seals, the newest one checked. Raises what `dossiers.page` raises."""
    row = pages.page(work, actor, code, now).row
    made = seals.of_dossier(work.connection, row.id)
    own = authority.choices(work, actor, "agency", row.agency_id, now) if _is_time(work, row) else []
    check = _checked(work, row, made[0], now) if made else None
    return SealPage(row, made, [one for one in own if _seals_here(work, one)], check)


def seal(work: Work, actor: Actor, code: str, key_id: int, secret: str, reason: str, now: datetime) -> int:
    """Seal the dossier as it is now; the seal's number. One commit.

    Raises NotAllowedError for whoever was not given the agency's seal, ConflictError before it is time, and what
    `SignatureProvider.unlock` raises: then nothing was written.
    """
    row = pages.page(work, actor, code, now).row
    if not _is_time(work, row):
        raise ConflictError(
            Text(
                "Hồ sơ này chưa đến lúc niêm phong theo cấu hình của tỉnh.",
                "By the settings of the province it is not time to seal this dossier.",
            )
        )
    key = authority.require(work, actor, key_id, "agency", row.agency_id, now)
    provider = keys.provider_of(work, key.service)
    rate.count(work, orders.SECRET_TRIED, str(key.id), now)
    work.commit()
    number = seals.next_number(work.connection, row.id)
    content = manifest.written(_manifest(work, row, number, now))
    with provider.unlock(key.known_as, secret) as unlocked:
        rate.give_back(work, orders.SECRET_TRIED, str(key.id), now)
        authority.require_certificate(key, unlocked.certificate)
        prepared = detached.prepare(content, unlocked.certificate, now)
        (signature,) = unlocked.sign([prepared])
        made = detached.complete(unlocked.certificate, prepared, signature, work.house.time_stamper)
    _keep(work, actor, row, key, number, content, made, reason, now)
    work.commit()
    return number


def check(work: Work, code: str, now: datetime, number: int | None = None) -> list[SealCheck]:
    """The dossier's seals held against what is stored, the newest first. Raises NotFoundError; for the command line."""
    row = dossiers.by_code(work.connection, code)
    if row is None:
        raise unknown_dossier(code)
    made = seals.of_dossier(work.connection, row.id)
    return [_checked(work, row, one, now) for one in made if number in (None, one.number)]


def opened(work: Work, one: Record) -> bytes:
    """The bytes of a seal's manifest."""
    return work.cipher.open(bytes(one.manifest_sealed)).encode()


def form_of(work: Work, row: Record) -> Mapping[str, object]:
    """The applicant's answers as they are now."""
    return work.cipher.open_json(row.data_sealed)


def _checked(work: Work, row: Record, one: Record, now: datetime) -> SealCheck:
    content = opened(work, one)
    finding = verification.of_detached(work, content, bytes(one.signature), now)
    sealed = manifest.read(content)
    if sealed is None:
        return SealCheck(one.number, one.made_at, finding, (Difference("manifest"),))
    current = _manifest(work, row, one.number, now, last=sealed["log"]["last"])
    stored = dict(_stored(work, {each["sha256"] for each in sealed["files"]}))
    return SealCheck(one.number, one.made_at, finding, tuple(manifest.differences(sealed, current, stored)))


def _manifest(work: Work, row: Record, number: int, now: datetime, last: int | None = None) -> dict[str, Any]:
    """Everything of the dossier: files, answers, and its history up to the entry `last`, all of it unless given."""
    entries = [one for one in audit.of_dossier(work.connection, row.id) if last is None or one.id <= last]
    agency = agencies.by_id(work.connection, row.agency_id)
    return {
        "format": manifest.FORMAT,
        "dossier": row.code,
        "agency": agency.code if agency is not None else "",
        "number": number,
        "sealed_at": now.isoformat(),
        "form": {"sha256": manifest.hash_of(form_of(work, row))},
        "files": [_file(one) for one in files.of_dossier(work.connection, row.id)],
        "log": {
            "last": entries[-1].id if entries else 0,
            "sha256": manifest.hash_of([_entry(one) for one in entries]),
        },
    }


def _file(one: Record) -> dict[str, Any]:
    return {
        "id": one.id,
        "name": one.name,
        "slot": one.slot,
        "size": one.size,
        "sha256": one.sha256,
        "uploaded_at": one.uploaded_at.isoformat(),
    }


def _entry(one: Record) -> list[object]:
    return [
        one.id,
        bytes(one.mac).hex(),
        one.at.isoformat(),
        one.actor_name,
        one.action,
        one.subject,
        one.detail,
    ]


def _stored(work: Work, hashes: set[str]) -> Iterator[tuple[str, str]]:
    for one in sorted(hashes):
        try:
            yield one, hashlib.sha256(work.house.files.get(one)).hexdigest()
        except KeyError:
            continue


def _is_time(work: Work, row: Record) -> bool:
    ruled = rules.of(work, work.house.versions.get(work.connection, row.version_id)).dossier_seal
    if ruled == "on_accept":
        return row.accepted_at is not None
    return ruled == "on_close" and row.state in FINISHED


def _seals_here(work: Work, key: Record) -> bool:
    """Whether the key is where the house can use it: a list is not signed outside."""
    service = work.house.signature_services.get(key.service)
    return service is not None and service.about.kind != "browser"


def _keep(
    work: Work,
    actor: Actor,
    row: Record,
    key: Record,
    number: int,
    content: bytes,
    signature: bytes,
    reason: str,
    now: datetime,
) -> None:
    finding = verification.of_detached(work, content, signature, now)
    if finding.verdict in {"altered", "unreadable", "revoked"}:
        raise NotAllowedError(finding.sentences[-1])
    seals.add(
        work.connection,
        dossier_id=row.id,
        number=number,
        reason=reason.strip(),
        manifest_sealed=work.cipher.seal(content.decode()),
        signature=signature,
        signing_key_id=key.id,
        signer=finding.who,
        serial=finding.serial,
        issuer=finding.issuer,
        made_by=account_id(actor),
        made_by_name=actor.name,
        made_at=now,
    )
    work.record(
        at=now,
        actor_id=actor.id,
        actor_name=actor.name,
        action="dossier.seal",
        dossier_id=row.id,
        subject=str(number),
        detail={"number": number, "serial": finding.serial, "sha256": hashlib.sha256(content).hexdigest()},
    )
