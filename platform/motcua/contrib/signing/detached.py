"""A signature that lies beside what it was made over (CAdES, RFC 5652): of lists and packages, which are no PDF."""

from __future__ import annotations

import hashlib
from datetime import UTC, datetime

from asn1crypto import cms, tsp

from motcua.contrib.signing import cms_signature
from motcua.contrib.signing.certificate import check_signature
from motcua.extend.signature_provider import SigningCertificate, TimeStamper


def prepare(content: bytes, certificate: SigningCertificate, at: datetime) -> bytes:
    """What is to be signed for this content: its hash, the time, and whose certificate it is."""
    own = tsp.ESSCertIDv2({"cert_hash": hashlib.sha256(certificate.certificate).digest()})
    parts = (
        ("content_type", "data"),
        ("message_digest", hashlib.sha256(content).digest()),
        ("signing_time", cms.Time({"utc_time": at.astimezone(UTC)})),
        ("signing_certificate_v2", tsp.SigningCertificateV2({"certs": [own]})),
    )
    attributes = cms.CMSAttributes(
        [cms.CMSAttribute({"type": kind, "values": (one,)}) for kind, one in parts]
    )
    made: bytes = attributes.dump()
    return made


def complete(
    certificate: SigningCertificate,
    prepared: bytes,
    signature: bytes,
    time_stamper: TimeStamper | None = None,
) -> bytes:
    """The signature as CMS, DER; raises SignatureRefusedError, SignatureUnavailableError (time stamp)."""
    check_signature(certificate.certificate, prepared, signature)
    token = time_stamper.stamp(signature) if time_stamper is not None else b""
    return cms_signature.assemble(certificate, prepared, signature, token)
