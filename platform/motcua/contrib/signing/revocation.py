"""Asking authorities whether their certificates still hold (OCSP, lists of revoked ones): only hosts that the house names.

Addresses stand in certificates, which anybody can make: none is asked that is not on the list, no redirection is followed,
and time and size are bounded.
"""

from __future__ import annotations

import time
from collections.abc import Iterable, Iterator, Sequence
from contextlib import closing
from dataclasses import dataclass, field
from http.client import HTTPConnection, HTTPException, HTTPSConnection
from itertools import pairwise
from typing import Final
from urllib.parse import urlsplit

from asn1crypto import crl, ocsp, x509
from cryptography.hazmat.primitives import hashes
from cryptography.hazmat.primitives.serialization import Encoding
from cryptography.x509 import load_der_x509_certificate
from cryptography.x509.ocsp import OCSPRequestBuilder

SECONDS: Final = 20.0
"""All questions of one signature together."""
SECONDS_EACH: Final = 5.0
MOST_BYTES: Final = 20 * 1024 * 1024
PORTS: Final = {"http": 80, "https": 443}
LONGEST: Final = 8


@dataclass(frozen=True, slots=True)
class Answers:
    """What authorities answered, DER; nothing where nobody could be asked."""

    ocsp: list[bytes] = field(default_factory=list)
    crl: list[bytes] = field(default_factory=list)


def ask(path: Sequence[x509.Certificate], hosts: frozenset[str]) -> Answers:
    """Ask about every certificate of a chain (signer first) but the last; a list where the responder does not answer."""
    answers, until = Answers(), time.monotonic() + SECONDS
    if not hosts:
        return answers
    for certificate, issuer in list(pairwise(path))[:LONGEST]:
        if (found := _ocsp(certificate, issuer, hosts, until)) is not None:
            answers.ocsp.append(found)
        elif (listed := _crl(certificate, hosts, until)) is not None:
            answers.crl.append(listed)
    return answers


def is_allowed(address: str, hosts: frozenset[str]) -> bool:
    """Whether the address is one of a host that may be asked; another port than the usual is named with the host."""
    try:
        parts = urlsplit(address)
        host, port = (parts.hostname or "").lower(), parts.port
    except ValueError:
        return False
    if parts.scheme not in PORTS or parts.username is not None or not host:
        return False
    return (host if port in (None, PORTS[parts.scheme]) else f"{host}:{port}") in hosts


def _ocsp(
    certificate: x509.Certificate, issuer: x509.Certificate, hosts: frozenset[str], until: float
) -> bytes | None:
    addresses = [one for one in certificate.ocsp_urls if is_allowed(one, hosts)]
    if not addresses:
        return None
    # Responders know certificates by SHA-1; nothing rests on its strength.
    question = OCSPRequestBuilder().add_certificate(
        load_der_x509_certificate(certificate.dump()),
        load_der_x509_certificate(issuer.dump()),
        hashes.SHA1(),  # noqa: S303
    )
    body = question.build().public_bytes(Encoding.DER)
    return next((one for one in _answers(addresses, body, until) if _is_answer(one)), None)


def _crl(certificate: x509.Certificate, hosts: frozenset[str], until: float) -> bytes | None:
    named = (address for point in certificate.crl_distribution_points if (address := point.url))
    addresses = [one for one in named if is_allowed(one, hosts)]
    return next((one for one in _answers(addresses, None, until) if _is_list(one)), None)


def _answers(addresses: Iterable[str], body: bytes | None, until: float) -> Iterator[bytes]:
    for address in addresses:
        left = min(SECONDS_EACH, until - time.monotonic())
        if left > 0 and (answer := _answer(address, body, left)):
            yield answer


def _answer(address: str, body: bytes | None, seconds: float) -> bytes:
    """What the address answers to a question, or what lies there; nothing when it fails."""
    parts = urlsplit(address)
    kind = HTTPSConnection if parts.scheme == "https" else HTTPConnection
    target = (parts.path or "/") + (f"?{parts.query}" if parts.query else "")
    headers = {"Content-Type": "application/ocsp-request"} if body is not None else {}
    try:
        with closing(kind(parts.hostname or "", parts.port, timeout=seconds)) as connection:
            connection.request("GET" if body is None else "POST", target, body, headers)
            response = connection.getresponse()
            content = response.read(MOST_BYTES + 1)
    except (OSError, HTTPException, ValueError):
        return b""
    return content if response.status == 200 and len(content) <= MOST_BYTES else b""


def _is_answer(content: bytes) -> bool:
    try:
        return bool(ocsp.OCSPResponse.load(content)["response_status"].native == "successful")
    except (ValueError, TypeError):
        return False


def _is_list(content: bytes) -> bool:
    try:
        return bool(crl.CertificateList.load(content)["tbs_cert_list"]["this_update"].native)
    except (ValueError, TypeError):
        return False
