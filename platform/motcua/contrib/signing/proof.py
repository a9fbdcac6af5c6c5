"""What proves a signature's certificates when their authorities no longer answer: collected at the time of signing."""

from __future__ import annotations

import time
from collections.abc import Iterable
from dataclasses import dataclass
from functools import lru_cache
from typing import Final

from asn1crypto import cms, x509

from motcua.contrib.signing import revocation
from motcua.extend.signature_provider import SigningCertificate

ASKED_AGAIN_AFTER: Final = 300
"""Seconds."""


@dataclass(frozen=True, slots=True)
class Proof:
    """DER: answers of authorities, lists of revoked certificates, the certificates themselves."""

    ocsp: tuple[bytes, ...] = ()
    crl: tuple[bytes, ...] = ()
    certificates: tuple[bytes, ...] = ()


def collect(certificate: SigningCertificate, token: bytes, hosts: frozenset[str]) -> Proof | None:
    """What the authorities among `hosts` answer about the signer's chain and the time stamper's.

    None where one of them said nothing about a certificate: half a proof proves nothing.
    """
    chains = [_ordered([certificate.certificate, *certificate.chain])]
    if token:
        carried = cms.ContentInfo.load(token)["content"]["certificates"]
        chains.append(_ordered([one.chosen.dump() for one in carried]))
    period = int(time.monotonic() // ASKED_AGAIN_AFTER)
    answers = [_asked(tuple(one.dump() for one in chain), hosts, period) for chain in chains]
    wanted = sum(len(chain) - 1 for chain in chains)
    if wanted == 0 or sum(len(one.ocsp) + len(one.crl) for one in answers) < wanted:
        return None
    return Proof(
        tuple(one for answer in answers for one in answer.ocsp),
        tuple(one for answer in answers for one in answer.crl),
        tuple(dict.fromkeys(one.dump() for chain in chains for one in chain)),
    )


@lru_cache(maxsize=64)
def _asked(chain: tuple[bytes, ...], hosts: frozenset[str], period: int) -> revocation.Answers:
    """What is answered about a chain; a hundred results signed in one go need it once, and wait once for silence."""
    return revocation.ask([x509.Certificate.load(one) for one in chain], hosts)


def _ordered(certificates: Iterable[bytes]) -> list[x509.Certificate]:
    """The chain from the certificate that issued none of the others, upwards."""
    waiting = [x509.Certificate.load(one) for one in certificates]
    issuers = {one.issuer.sha256 for one in waiting if not one.self_issued}
    chain = [one for one in waiting if one.subject.sha256 not in issuers][:1] or waiting[:1]
    while len(chain) < len(waiting):
        above = [one for one in waiting if one not in chain and one.subject == chain[-1].issuer]
        if not above:
            break
        chain.append(above[0])
    return chain
