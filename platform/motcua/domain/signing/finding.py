"""What the examination of one digital signature found: who, when, by whose certificate, and whether it holds (F-13)."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import asdict, dataclass
from datetime import datetime
from typing import Any, Final, Literal, get_args

from motcua.domain.signing import finding_words
from motcua.domain.text import Text

Verdict = Literal["valid", "untrusted", "expired", "revoked", "altered", "unreadable"]
Changed = Literal["none", "signatures", "forms", "content"]
Revocation = Literal["good", "revoked", "unknown"]
VERDICTS: Final[tuple[Verdict, ...]] = get_args(Verdict)
_INSTANTS: Final = ("signed_at", "time_stamped_at", "valid_from", "valid_until", "revoked_at")


@dataclass(frozen=True, slots=True)
class SignatureFinding:
    """One signature as it stands in a document.

    `signed_at` is what the signer's machine said, `time_stamped_at` what a trusted time-stamping authority confirmed.
    `covers_all`: nothing was added to the file after it. `changed_after`: "none", "signatures" (further signatures or
    time stamps), "forms" (fields were filled in, which it permits), "content" (something that it does not permit).
    `revocation` is "unknown" where no answer of the certificate's authority was at hand. `problem` says more about a
    verdict: a key of `finding_words.PROBLEMS`. The terms are those of the signer's certificate.
    """

    verdict: Verdict
    signer: str = ""
    organisation: str = ""
    serial: str = ""
    issuer: str = ""
    signed_at: datetime | None = None
    time_stamped_at: datetime | None = None
    covers_all: bool = False
    changed_after: Changed = "none"
    revocation: Revocation = "unknown"
    problem: str = ""
    valid_from: datetime | None = None
    valid_until: datetime | None = None
    revoked_at: datetime | None = None
    certificate_sha256: str = ""

    @property
    def is_valid(self) -> bool:
        return self.verdict == "valid"

    @property
    def who(self) -> str:
        """The signer with the organisation, as far as the certificate names them."""
        return (
            ", ".join(dict.fromkeys(one for one in (self.signer, self.organisation) if one))
            or finding_words.NOBODY.vi
        )

    @property
    def headline(self) -> Text:
        """The verdict in a few words."""
        return finding_words.HEADLINES[self.verdict]

    @property
    def sentences(self) -> tuple[Text, ...]:
        """Who signed and when, what is wrong, and what to do, in this order."""
        return finding_words.sentences(self)

    def to_dict(self) -> dict[str, Any]:
        """JSON values; instants as ISO 8601."""
        told = asdict(self)
        return told | {name: told[name].isoformat() if told[name] else None for name in _INSTANTS}

    @classmethod
    def from_dict(cls, told: Mapping[str, Any]) -> SignatureFinding:
        """What `to_dict` made; raises ValueError or TypeError for anything else."""
        if told["verdict"] not in VERDICTS:
            raise ValueError(told["verdict"])
        instants = {
            name: datetime.fromisoformat(told[name]) if told.get(name) else None for name in _INSTANTS
        }
        return cls(**{**told, **instants})
