"""Certificates read and signatures checked: nothing a service answers is used before its public key agreed."""

from __future__ import annotations

from collections.abc import Sequence
from hashlib import sha256
from typing import Final

from cryptography import x509
from cryptography.exceptions import InvalidSignature, UnsupportedAlgorithm
from cryptography.hazmat.primitives import hashes
from cryptography.hazmat.primitives.asymmetric import ec, padding, rsa
from cryptography.x509.oid import NameOID

from motcua.domain.signing.certificate import CertificateFacts
from motcua.domain.text import Text
from motcua.extend.signature_provider import SignatureRefusedError

DIGESTS: Final = {"sha256": hashes.SHA256(), "sha384": hashes.SHA384(), "sha512": hashes.SHA512()}
LEAST_RSA_BITS: Final = 2048


def read_certificate(der: bytes) -> CertificateFacts:
    """What the certificate says; raises SignatureRefusedError when it is none we can read."""
    try:
        found = x509.load_der_x509_certificate(der)
        return CertificateFacts(
            holder=_first(found.subject, NameOID.COMMON_NAME),
            organisation=_first(found.subject, NameOID.ORGANIZATION_NAME),
            issuer=_first(found.issuer, NameOID.COMMON_NAME)
            or _first(found.issuer, NameOID.ORGANIZATION_NAME),
            serial=f"{found.serial_number:x}",
            valid_from=found.not_valid_before_utc,
            valid_to=found.not_valid_after_utc,
            key=_key_words(found),
            may_sign=_may_sign(found),
            fingerprint=sha256(der).hexdigest(),
        )
    except (ValueError, TypeError, UnsupportedAlgorithm, x509.DuplicateExtension):
        raise _unreadable() from None


def check_signature(der: bytes, message: bytes, signature: bytes, digest: str = "sha256") -> None:
    """Raises SignatureRefusedError unless the key of this certificate made the signature over the message."""
    try:
        key, algorithm = x509.load_der_x509_certificate(der).public_key(), DIGESTS[digest]
        if isinstance(key, rsa.RSAPublicKey):
            key.verify(signature, message, padding.PKCS1v15(), algorithm)
        elif isinstance(key, ec.EllipticCurvePublicKey):
            key.verify(signature, message, ec.ECDSA(algorithm))
        else:
            raise _unreadable()
    except (InvalidSignature, ValueError, TypeError, UnsupportedAlgorithm):
        raise SignatureRefusedError(
            Text(
                "Chữ ký nhận được không khớp với chứng thư số đã chọn. Chưa có văn bản nào được ký; "
                "hãy thử lại, hoặc báo người quản trị dịch vụ ký số.",
                "The signature that came back does not match the chosen certificate. Nothing was signed; try again, "
                "or tell whoever runs the signing service.",
            )
        ) from None


def check_signatures(
    der: bytes, messages: Sequence[bytes], signatures: Sequence[bytes], digest: str = "sha256"
) -> tuple[bytes, ...]:
    """The signatures when there is one for every message and all are good; raises SignatureRefusedError."""
    if len(signatures) != len(messages):
        raise SignatureRefusedError(
            Text(
                f"Dịch vụ ký số trả về {len(signatures)} chữ ký cho {len(messages)} văn bản. "
                "Chưa có văn bản nào được ký; hãy thử lại.",
                f"The signing service answered {len(signatures)} signatures for {len(messages)} documents. "
                "Nothing was signed; try again.",
            )
        )
    for message, signature in zip(messages, signatures, strict=True):
        check_signature(der, message, signature, digest)
    return tuple(signatures)


def _first(name: x509.Name, kind: x509.ObjectIdentifier) -> str:
    found = name.get_attributes_for_oid(kind)
    return str(found[0].value) if found else ""


def _key_words(found: x509.Certificate) -> str:
    key = found.public_key()
    if isinstance(key, rsa.RSAPublicKey):
        return f"RSA {key.key_size}"
    return f"EC {key.curve.name}" if isinstance(key, ec.EllipticCurvePublicKey) else "?"


def _may_sign(found: x509.Certificate) -> bool:
    """Whether its key usage allows documents to be signed; a certificate that names no usage allows it."""
    key = found.public_key()
    if isinstance(key, rsa.RSAPublicKey) and key.key_size < LEAST_RSA_BITS:
        return False
    if not isinstance(key, rsa.RSAPublicKey | ec.EllipticCurvePublicKey):
        return False
    try:
        usage = found.extensions.get_extension_for_class(x509.KeyUsage).value
    except x509.ExtensionNotFound:
        return True
    return usage.digital_signature or usage.content_commitment


def _unreadable() -> SignatureRefusedError:
    return SignatureRefusedError(
        Text(
            "Không đọc được chứng thư số, hoặc khóa của nó không thuộc loại RSA hay EC.",
            "The certificate cannot be read, or its key is neither RSA nor EC.",
        )
    )
