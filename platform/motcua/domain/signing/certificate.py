"""What a certificate says, for people and for the record of a signature."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime


@dataclass(frozen=True, slots=True)
class CertificateFacts:
    """One X.509 certificate in words; `serial` is hexadecimal, `fingerprint` the SHA-256 of its DER."""

    holder: str
    organisation: str
    issuer: str
    serial: str
    valid_from: datetime
    valid_to: datetime
    key: str
    may_sign: bool
    fingerprint: str

    def is_valid_at(self, moment: datetime) -> bool:
        return self.valid_from <= moment <= self.valid_to
