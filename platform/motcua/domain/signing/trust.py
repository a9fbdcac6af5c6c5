"""What an installation trusts when it examines signatures: authorities for a time, and where to ask for revocations."""

from __future__ import annotations

import base64
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Any, Final, Literal, get_args

TrustKind = Literal["signing", "time_stamping"]
KINDS: Final[tuple[TrustKind, ...]] = get_args(TrustKind)


@dataclass(frozen=True, slots=True)
class Anchor:
    """A certificate authority, DER, whose certificates of this kind are trusted from `since` until before `until`."""

    certificate: bytes
    kind: TrustKind
    since: datetime
    until: datetime | None = None

    def holds(self, at: datetime) -> bool:
        return self.since <= at and (self.until is None or at < self.until)


@dataclass(frozen=True, slots=True)
class Trust:
    """`hosts` ("ocsp.ca.vn" or "127.0.0.1:8080") may be asked about revocations; empty: nobody is asked.

    `others` are further certificates for the chain, `ocsp` and `crl` answers of authorities that are at hand, all DER.
    """

    anchors: Sequence[Anchor] = ()
    hosts: frozenset[str] = frozenset()
    others: Sequence[bytes] = ()
    ocsp: Sequence[bytes] = ()
    crl: Sequence[bytes] = ()

    def authorities(self, kind: TrustKind, at: datetime) -> list[bytes]:
        return [one.certificate for one in self.anchors if one.kind == kind and one.holds(at)]

    def to_dict(self) -> dict[str, Any]:
        return {
            "anchors": [
                [_text(one.certificate), one.kind, one.since.isoformat(), one.until and one.until.isoformat()]
                for one in self.anchors
            ],
            "hosts": sorted(self.hosts),
            **{name: [_text(one) for one in getattr(self, name)] for name in ("others", "ocsp", "crl")},
        }

    @classmethod
    def from_dict(cls, told: Mapping[str, Any]) -> Trust:
        anchors = tuple(
            Anchor(
                base64.b64decode(certificate),
                kind,
                datetime.fromisoformat(since),
                datetime.fromisoformat(until) if until else None,
            )
            for certificate, kind, since, until in told["anchors"]
        )
        given = {
            name: tuple(base64.b64decode(one) for one in told[name]) for name in ("others", "ocsp", "crl")
        }
        return cls(anchors=anchors, hosts=frozenset(told["hosts"]), **given)


def _text(content: bytes) -> str:
    return base64.b64encode(content).decode("ascii")
