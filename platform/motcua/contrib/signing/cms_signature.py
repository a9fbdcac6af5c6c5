"""A signature with its certificates in the form that PDF files carry it (CMS, RFC 5652)."""

from __future__ import annotations

from typing import Any

from asn1crypto import cms, x509

from motcua.extend.signature_provider import SigningCertificate


def assemble(
    certificate: SigningCertificate, attributes: bytes, signature: bytes, time_stamp: bytes
) -> bytes:
    """DER of the signature over `attributes` (SHA-256); `time_stamp` is a token or empty."""
    own = x509.Certificate.load(certificate.certificate)
    above = [x509.Certificate.load(one) for one in certificate.chain]
    signer: dict[str, Any] = {
        "version": "v1",
        "sid": cms.SignerIdentifier(
            {
                "issuer_and_serial_number": cms.IssuerAndSerialNumber(
                    {"issuer": own.issuer, "serial_number": own.serial_number}
                )
            }
        ),
        "digest_algorithm": {"algorithm": "sha256"},
        "signature_algorithm": {
            "algorithm": "sha256_ecdsa" if own.public_key.algorithm == "ec" else "sha256_rsa"
        },
        "signed_attrs": cms.CMSAttributes.load(attributes),
        "signature": signature,
    }
    if time_stamp:
        token = cms.ContentInfo.load(time_stamp)
        signer["unsigned_attrs"] = [
            cms.CMSAttribute({"type": "signature_time_stamp_token", "values": (token,)})
        ]
    content = cms.SignedData(
        {
            "version": "v1",
            "digest_algorithms": [{"algorithm": "sha256"}],
            "encap_content_info": {"content_type": "data"},
            "certificates": [own, *above],
            "signer_infos": [signer],
        }
    )
    found: bytes = cms.ContentInfo({"content_type": "signed_data", "content": content}).dump()
    return found
