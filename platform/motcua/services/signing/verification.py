"""Signatures of documents examined by the house's own trust list; what was found about stored files is remembered (F-14)."""

from __future__ import annotations

import hashlib
import json
from collections.abc import Collection, Mapping
from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Any, Final

from motcua.contrib.signing import inspection
from motcua.domain.signing.finding import SignatureFinding
from motcua.domain.signing.trust import Anchor, Trust
from motcua.services.work import Work
from motcua.store.base import Record
from motcua.store.signing import checked_signature as checked
from motcua.store.signing import trust_anchor as anchors

GOOD_FOR: Final = timedelta(hours=12)
"""How long an examination holds before somebody who asks makes a new one: certificates are revoked any day."""


@dataclass(frozen=True, slots=True)
class Examined:
    """What was found about a file, and when; no `findings` is no signature."""

    at: datetime
    findings: tuple[SignatureFinding, ...]

    @property
    def is_signed(self) -> bool:
        return bool(self.findings)

    @property
    def is_valid(self) -> bool:
        return bool(self.findings) and all(one.is_valid for one in self.findings)


def proof_hosts(work: Work) -> frozenset[str]:
    """Who may be asked for proofs of the certificates; without a time stamp they would prove nothing."""
    return trust_of(work).hosts if work.house.time_stamper is not None else frozenset()


def trust_of(work: Work) -> Trust:
    """What the installation trusts now."""
    rows = anchors.in_force(work.connection)
    return Trust(
        anchors=tuple(_anchor(row) for row in rows),
        hosts=frozenset(host for row in rows for host in row.hosts),
    )


def of_bytes(work: Work, document: bytes, at: datetime) -> tuple[SignatureFinding, ...]:
    """Every signature of a document, oldest first; nothing where it bears none. Never raises for what is in it."""
    return inspection.inspect(document, trust_of(work), at)


def of_detached(work: Work, content: bytes, signature: bytes, at: datetime) -> SignatureFinding:
    """A signature (CMS, DER) that lies beside the content."""
    return inspection.inspect_detached(content, signature, trust_of(work), at)


def of_file(work: Work, sha256: str, at: datetime) -> tuple[SignatureFinding, ...]:
    """The same of a stored content. Does not commit. Raises KeyError when the store does not hold it."""
    return examined(work, sha256, at).findings


def examined(work: Work, sha256: str, at: datetime, *, anew: bool = False) -> Examined:
    """What is known of a stored content; examined when nothing is, it is old, the trust list has changed, or `anew`.

    Every outcome that differs from the last one is kept. Does not commit. Raises KeyError when the store does not hold it.
    """
    trust = trust_of(work)
    mark = _mark(trust)
    last = checked.newest(work.connection, sha256)
    if last is not None and not anew and last.trust == mark and abs(at - last.checked_at) < GOOD_FOR:
        return _examined(last)
    found = inspection.inspect(work.house.files.get(sha256), trust, at)
    told = [one.to_dict() for one in found]
    if last is not None and last.findings == told:
        checked.again(work.connection, last.id, checked_at=at, trust=mark)
    else:
        checked.add(work.connection, content=sha256, checked_at=at, trust=mark, findings=told)
    return Examined(at, found)


def known(work: Work, contents: Collection[str]) -> Mapping[str, Examined]:
    """What was found last about each of these contents; nothing is examined now."""
    if not contents:
        return {}
    return {row.content: _examined(row) for row in checked.of_contents(work.connection, contents)}


def _examined(row: Record) -> Examined:
    return Examined(row.checked_at, tuple(SignatureFinding.from_dict(one) for one in row.findings))


def _anchor(row: Record) -> Anchor:
    return Anchor(bytes(row.certificate), row.kind, row.since, row.until)


def _mark(trust: Trust) -> str:
    told: dict[str, Any] = trust.to_dict()
    return hashlib.sha256(json.dumps(told, sort_keys=True).encode()).hexdigest()
