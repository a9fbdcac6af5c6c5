"""A file that is no certificate, or a broken one, is refused with a sentence whatever its bytes (F-13)."""

from __future__ import annotations

from datetime import UTC, datetime

import pytest
from asn1crypto import x509 as asn1
from cryptography import x509
from cryptography.hazmat.primitives import hashes
from cryptography.hazmat.primitives.asymmetric import ec
from cryptography.hazmat.primitives.serialization import Encoding
from cryptography.x509.oid import NameOID

from motcua.contrib.signing import certificate_file
from motcua.contrib.signing.certificate import read_certificate
from motcua.extend.signature_provider import SignatureRefusedError

ENVELOPED = bytes.fromhex("300b06092a864886f70d010703")
"""PKCS#7 that is encrypted content, not a list of certificates."""


def twice() -> bytes:
    """A certificate that says twice what it may be used for."""
    key, name = (
        ec.generate_private_key(ec.SECP256R1()),
        x509.Name([x509.NameAttribute(NameOID.COMMON_NAME, "A")]),
    )
    made = (
        x509.CertificateBuilder(name, name, key.public_key(), 5)
        .not_valid_before(datetime(2026, 1, 1, tzinfo=UTC))
        .not_valid_after(datetime(2027, 1, 1, tzinfo=UTC))
        .add_extension(x509.BasicConstraints(ca=True, path_length=None), critical=True)
        .sign(key, hashes.SHA256())
    )
    found = asn1.Certificate.load(made.public_bytes(Encoding.DER))
    told = found["tbs_certificate"]
    told["extensions"] = asn1.Extensions([*told["extensions"], *told["extensions"]])
    return bytes(found.dump(force=True))


@pytest.mark.req("F-13")
@pytest.mark.parametrize(
    "content",
    [b"", b"%PDF-1.7", ENVELOPED, b"-----BEGIN PKCS7-----\nMAsGCSqGSIb3DQEHAw==\n-----END PKCS7-----\n"],
)
def test_what_holds_no_certificate_is_none(content: bytes) -> None:
    with pytest.raises(ValueError, match="no certificate"):
        certificate_file.read(content)


@pytest.mark.req("F-13")
def test_a_certificate_that_contradicts_itself_is_unreadable() -> None:
    (found,) = certificate_file.read(twice())
    assert not certificate_file.is_authority(found)
    with pytest.raises(SignatureRefusedError, match="Không đọc được chứng thư số"):
        read_certificate(found)
