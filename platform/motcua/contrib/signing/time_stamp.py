"""Time stamps by RFC 3161: a hash goes out, a signed time comes back, and nothing but the right answer is taken."""

from __future__ import annotations

import hashlib
import secrets
from typing import Any, Final

import requests
from asn1crypto import cms, tsp
from cryptography import x509
from cryptography.x509.oid import ExtendedKeyUsageOID

from motcua.contrib.signing import refusals
from motcua.contrib.signing.certificate import DIGESTS, check_signature
from motcua.domain.text import Text

SECONDS: Final = 10
MOST_BYTES: Final = 200_000
TITLE: Final = Text("Dịch vụ cấp dấu thời gian", "The time-stamping service")


class TimeStampAuthority:
    """The authority at an address."""

    def __init__(self, address: str, seconds: float = SECONDS) -> None:
        self._address, self._seconds = address, seconds

    def stamp(self, message: bytes) -> bytes:
        """See `TimeStamper.stamp`."""
        nonce, imprint = secrets.randbits(63), hashlib.sha256(message).digest()
        question = tsp.TimeStampReq(
            {
                "version": "v1",
                "message_imprint": {
                    "hash_algorithm": {"algorithm": "sha256"},
                    "hashed_message": imprint,
                },
                "nonce": nonce,
                "cert_req": True,
            }
        )
        content = self._ask(question.dump())
        try:
            return _token(content, imprint, nonce)
        except (ValueError, TypeError, KeyError, AttributeError, IndexError) as problem:
            raise refusals.refused(TITLE, str(problem)) from None

    def _ask(self, question: bytes) -> bytes:
        try:
            with requests.post(
                self._address,
                data=question,
                headers={
                    "Content-Type": "application/timestamp-query",
                    "Accept": "application/timestamp-reply",
                },
                timeout=self._seconds,
                allow_redirects=False,
                stream=True,
            ) as answer:
                content: bytes = answer.raw.read(MOST_BYTES, decode_content=True)
                if answer.status_code == 200:
                    return content
        except (requests.RequestException, OSError) as problem:
            raise refusals.unavailable(TITLE, str(problem)) from None
        raise refusals.unavailable(TITLE, f"status {answer.status_code}")


def _token(content: bytes, imprint: bytes, nonce: int) -> bytes:
    """The token of an answer to our question; raises ValueError and the like for any other."""
    answer = tsp.TimeStampResp.load(content, strict=True)
    if answer["status"]["status"].native not in ("granted", "granted_with_mods"):
        raise refusals.refused(TITLE, f"status {answer['status'].native}")
    token = answer["time_stamp_token"]
    signed = token["content"]
    info = signed["encap_content_info"]["content"].parsed
    said = info["message_imprint"]
    if said["hash_algorithm"]["algorithm"].native != "sha256" or said["hashed_message"].native != imprint:
        raise refusals.refused(TITLE, "the stamp is over something else")
    if info["nonce"].native != nonce:
        raise refusals.refused(TITLE, "the stamp answers another question")
    _check_signed(signed)
    found: bytes = token.dump()
    return found


def _check_signed(signed: Any) -> None:
    """Whether the token is signed by the certificate that it brings, and that one may stamp times."""
    (signer,) = signed["signer_infos"]
    content = bytes(signed["encap_content_info"]["content"])
    by_kind = {one["type"].native: one["values"][0] for one in signer["signed_attrs"]}
    digest = signer["digest_algorithm"]["algorithm"].native
    if digest not in DIGESTS or by_kind["message_digest"].native != hashlib.new(digest, content).digest():
        raise refusals.refused(TITLE, "the stamp's content was changed")
    certificate = _signer_of(signed["certificates"], signer)
    # The attributes are signed as the SET that they are, not with the tag under which they travel.
    check_signature(certificate, signer["signed_attrs"].untag().dump(), signer["signature"].native, digest)
    try:
        purpose = (
            x509.load_der_x509_certificate(certificate)
            .extensions.get_extension_for_class(x509.ExtendedKeyUsage)
            .value
        )
    except x509.ExtensionNotFound:
        purpose = x509.ExtendedKeyUsage([ExtendedKeyUsageOID.ANY_EXTENDED_KEY_USAGE])
    if ExtendedKeyUsageOID.TIME_STAMPING not in purpose:
        raise refusals.refused(TITLE, "the certificate is not one for time stamps")


def _signer_of(certificates: Any, signer: Any) -> bytes:
    sid = signer["sid"].chosen
    for one in certificates:
        found = one.chosen
        if isinstance(sid, cms.IssuerAndSerialNumber):
            if found.serial_number == sid["serial_number"].native and found.issuer == sid["issuer"]:
                return bytes(found.dump())
        elif found.key_identifier == sid.native:
            return bytes(found.dump())
    raise ValueError("the stamp brings no certificate of its signer")
