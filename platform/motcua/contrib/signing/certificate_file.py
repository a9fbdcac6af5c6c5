"""Certificates out of a file as authorities hand them out: PEM, DER, or a chain in PKCS#7."""

from __future__ import annotations

from typing import Final

from cryptography import x509
from cryptography.exceptions import UnsupportedAlgorithm
from cryptography.hazmat.primitives.serialization import Encoding, pkcs7

MOST: Final = 20
BEGIN: Final = b"-----BEGIN"


def read(content: bytes) -> list[bytes]:
    """The certificates of the file, DER, in their order; raises ValueError when it holds none that can be read."""
    for reading in (_pem, _one, _chain):
        try:
            found = reading(content)
        except (ValueError, TypeError, UnsupportedAlgorithm):
            continue
        if found:
            return [one.public_bytes(Encoding.DER) for one in found[:MOST]]
    raise ValueError("no certificate")


def is_authority(certificate: bytes) -> bool:
    """Whether it may issue certificates to others."""
    try:
        found = x509.load_der_x509_certificate(certificate)
        return found.extensions.get_extension_for_class(x509.BasicConstraints).value.ca
    except (ValueError, x509.ExtensionNotFound, x509.DuplicateExtension):
        return False


def _pem(content: bytes) -> list[x509.Certificate]:
    if b"-----BEGIN PKCS7" in content:
        return pkcs7.load_pem_pkcs7_certificates(content)
    return x509.load_pem_x509_certificates(content) if BEGIN in content else []


def _one(content: bytes) -> list[x509.Certificate]:
    return [x509.load_der_x509_certificate(content)]


def _chain(content: bytes) -> list[x509.Certificate]:
    return pkcs7.load_der_pkcs7_certificates(content)
