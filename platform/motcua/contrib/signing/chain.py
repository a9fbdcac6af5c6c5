"""Whether a signer's certificate is to be trusted: the chain to the trust list, the term, revocations."""

from __future__ import annotations

import unicodedata
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Any, Final

from asn1crypto import cms, crl, ocsp, x509
from pyhanko.sign.validation.settings import KeyUsageConstraints
from pyhanko_certvalidator import CertificateValidator, ValidationContext
from pyhanko_certvalidator.errors import (
    DisallowedAlgorithmError,
    ExpiredError,
    InsufficientRevinfoError,
    InvalidCertificateError,
    NotYetValidError,
    PathBuildingError,
    PathError,
    RevokedError,
    ValidationError,
)

from motcua.contrib.signing import revocation
from motcua.domain.signing.finding import Revocation, SignatureFinding, Verdict
from motcua.domain.signing.trust import Trust, TrustKind

MOST_CERTIFICATES: Final = 100
MOST_LETTERS: Final = 200
USES: Final = KeyUsageConstraints(
    key_usage={"digital_signature", "non_repudiation"}, match_all_key_usages=False
)


@dataclass(frozen=True, slots=True)
class Given:
    """What is at hand for an examination: certificates for the chain, answers about revocations, all DER."""

    certificates: Sequence[bytes] = ()
    ocsp: Sequence[bytes] = ()
    crl: Sequence[bytes] = ()


@dataclass(frozen=True, slots=True)
class Judgement:
    """The part of a finding that the chain decides."""

    verdict: Verdict
    problem: str = ""
    revocation: Revocation = "unknown"
    revoked_at: datetime | None = None


class Chain:
    """The trust of one examination at the time `at`."""

    def __init__(self, trust: Trust, given: Given, at: datetime) -> None:
        self._trust = trust
        self._given = given
        self._at = at

    def time_stamps(self, certificates: Sequence[bytes]) -> ValidationContext:
        """For the certificates of time stamps."""
        return self._context("time_stamping", certificates, self._at, self._given, "soft-fail")

    async def judge(
        self, certificate: x509.Certificate, certificates: Sequence[bytes], proven: datetime | None
    ) -> Judgement:
        """At the time that a time stamp has `proven`; without one at the time of the examination."""
        moment = proven or self._at
        try:
            USES.validate(certificate)
            path = await self._path(certificate, certificates, moment, Given(), "soft-fail")
        except Exception as problem:
            return _judged(problem)
        asked = revocation.ask(path, self._trust.hosts)
        given = Given((), [*self._given.ocsp, *asked.ocsp], [*self._given.crl, *asked.crl])
        try:
            await self._path(certificate, certificates, moment, given, "require")
        except InsufficientRevinfoError:
            return await self._unanswered(certificate, certificates, moment, given)
        except Exception as problem:
            return _judged(problem)
        return Judgement("valid", revocation="good")

    async def _unanswered(
        self, certificate: x509.Certificate, certificates: Sequence[bytes], moment: datetime, given: Given
    ) -> Judgement:
        """Not every certificate of the chain has an answer; what there is still counts."""
        try:
            await self._path(certificate, certificates, moment, given, "soft-fail")
        except Exception as problem:
            return _judged(problem)
        return Judgement("valid")

    async def _path(
        self,
        certificate: x509.Certificate,
        certificates: Sequence[bytes],
        moment: datetime,
        given: Given,
        mode: str,
    ) -> list[x509.Certificate]:
        """The chain from the signer to the authority of the trust list."""
        context = self._context("signing", certificates, moment, given, mode)
        path = await CertificateValidator(certificate, validation_context=context).async_validate_path()
        return [one for one in path.iter_certs(include_root=True) if isinstance(one, x509.Certificate)][::-1]

    def _context(
        self, kind: TrustKind, certificates: Sequence[bytes], moment: datetime, given: Given, mode: str
    ) -> ValidationContext:
        roots = [x509.Certificate.load(one) for one in self._trust.authorities(kind, moment)]
        others = [*certificates, *self._given.certificates][:MOST_CERTIFICATES]
        return ValidationContext(
            trust_roots=roots,
            other_certs=[x509.Certificate.load(one) for one in others],
            moment=moment,
            ocsps=[ocsp.OCSPResponse.load(one) for one in given.ocsp],
            crls=[crl.CertificateList.load(one) for one in given.crl],
            revocation_mode=mode,
            # An answer given later tells of that time too; a revocation has its own time.
            retroactive_revinfo=True,
        )


def told(certificate: x509.Certificate) -> SignatureFinding:
    """The finding's words on the signer; nothing is said yet about whether it holds."""
    subject, issuer = certificate.subject.native, certificate.issuer.native
    term = certificate["tbs_certificate"]["validity"]
    return SignatureFinding(
        "unreadable",
        signer=_words(subject, "common_name"),
        organisation=_words(subject, "organization_name"),
        serial=f"{certificate.serial_number:x}",
        issuer=_words(issuer, "common_name") or _words(issuer, "organization_name"),
        valid_from=term["not_before"].native,
        valid_until=term["not_after"].native,
        certificate_sha256=certificate.sha256.hex(),
    )


def certificates_of(signed: cms.SignedData) -> list[bytes]:
    """The X.509 certificates that lie with a signature, DER."""
    found = signed["certificates"]
    return [one.chosen.dump() for one in found if one.name == "certificate"] if found else []


def _judged(problem: Exception) -> Judgement:
    if isinstance(problem, RevokedError):
        return Judgement("revoked", revocation="revoked", revoked_at=problem.revocation_dt)
    if isinstance(problem, ExpiredError):
        return Judgement("expired")
    if isinstance(problem, NotYetValidError):
        return Judgement("untrusted", "not_yet")
    if isinstance(problem, PathBuildingError | PathError):
        return Judgement("untrusted", "no_chain")
    if isinstance(problem, DisallowedAlgorithmError):
        return Judgement("untrusted", "weak")
    if isinstance(problem, InvalidCertificateError):
        return Judgement("untrusted", "usage")
    if isinstance(problem, ValidationError):
        return Judgement("untrusted", "chain")
    raise problem


def _words(name: dict[str, Any], part: str) -> str:
    """A part of a name without what turns, hides or breaks writing."""
    value = name.get(part) or ""
    text = ", ".join(map(str, value)) if isinstance(value, list) else str(value)
    kept = "".join(letter for letter in text if unicodedata.category(letter)[0] != "C")
    return " ".join(kept.split())[:MOST_LETTERS]
