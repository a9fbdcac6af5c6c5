"""What an authority answers: whether a certificate is revoked (OCSP, CRL), its issuer's certificate, time stamps."""

from __future__ import annotations

from datetime import UTC, datetime, timedelta
from typing import Final

from asn1crypto import keys as asn1_keys
from asn1crypto import tsp
from asn1crypto import x509 as asn1_x509
from cryptography import x509
from cryptography.hazmat.primitives import hashes
from cryptography.hazmat.primitives.serialization import Encoding, NoEncryption, PrivateFormat
from cryptography.x509 import ocsp
from pyhanko.sign.timestamps import DummyTimeStamper
from pyhanko_certvalidator.registry import SimpleCertificateStore

from motcua.contrib.signing.sandbox_pki import HOLDERS, REVOKED_AT, SandboxPki

GOOD_FOR: Final = timedelta(days=7)


def authority_answer(pki: SandboxPki, path: str, question: bytes, now: datetime) -> tuple[bytes, str] | None:
    """The answer and its media type at this path, None where nothing is."""
    if path == "/tsa":
        return _time_stamp(pki, question), "application/timestamp-reply"
    name, _, what = path.strip("/").partition("/")
    if name not in HOLDERS or not HOLDERS[name].is_authority:
        return None
    if what == "ocsp":
        return _ocsp(pki, name, question, now), "application/ocsp-response"
    if what == "crl":
        return _crl(pki, name, now), "application/pkix-crl"
    return (pki.certificate(name), "application/pkix-cert") if what == "certificate" else None


def _ocsp(pki: SandboxPki, issuer: str, question: bytes, now: datetime) -> bytes:
    asked = ocsp.load_der_ocsp_request(question)
    names = [name for name, one in HOLDERS.items() if one.issuer == issuer]
    known = [one for name in names if (one := pki.x509(name)).serial_number == asked.serial_number]
    if not known:
        return ocsp.OCSPResponseBuilder.build_unsuccessful(ocsp.OCSPResponseStatus.UNAUTHORIZED).public_bytes(
            Encoding.DER
        )
    is_revoked = asked.serial_number in pki.revoked
    at = now.astimezone(UTC).replace(microsecond=0)
    builder = (
        ocsp.OCSPResponseBuilder()
        .add_response(
            cert=known[0],
            issuer=pki.x509(issuer),
            algorithm=asked.hash_algorithm,
            cert_status=ocsp.OCSPCertStatus.REVOKED if is_revoked else ocsp.OCSPCertStatus.GOOD,
            this_update=at,
            next_update=at + GOOD_FOR,
            revocation_time=REVOKED_AT if is_revoked else None,
            revocation_reason=x509.ReasonFlags.key_compromise if is_revoked else None,
        )
        .responder_id(ocsp.OCSPResponderEncoding.HASH, pki.x509(issuer))
    )
    for extension in asked.extensions:
        if isinstance(extension.value, x509.OCSPNonce):
            builder = builder.add_extension(extension.value, critical=False)
    return builder.sign(pki.key(issuer), hashes.SHA256()).public_bytes(Encoding.DER)


def _crl(pki: SandboxPki, issuer: str, now: datetime) -> bytes:
    at = now.astimezone(UTC).replace(microsecond=0)
    authority, key = pki.x509(issuer), pki.key(issuer)
    builder = (
        x509.CertificateRevocationListBuilder()
        .issuer_name(authority.subject)
        .last_update(at)
        .next_update(at + GOOD_FOR)
        .add_extension(x509.CRLNumber(int(at.timestamp())), critical=False)
        .add_extension(x509.AuthorityKeyIdentifier.from_issuer_public_key(key.public_key()), critical=False)
    )
    for serial in sorted(pki.revoked) if issuer == "ca" else ():
        builder = builder.add_revoked_certificate(
            x509.RevokedCertificateBuilder()
            .serial_number(serial)
            .revocation_date(REVOKED_AT)
            .add_extension(x509.CRLReason(x509.ReasonFlags.key_compromise), critical=False)
            .build()
        )
    return builder.sign(key, hashes.SHA256()).public_bytes(Encoding.DER)


def _time_stamp(pki: SandboxPki, question: bytes) -> bytes:
    store = SimpleCertificateStore()  # type: ignore[no-untyped-call]
    store.register_multiple([asn1_x509.Certificate.load(one) for one in pki.chain("tsa")])
    key = pki.key("tsa").private_bytes(Encoding.DER, PrivateFormat.PKCS8, NoEncryption())
    stamper = DummyTimeStamper(
        asn1_x509.Certificate.load(pki.certificate("tsa")),
        asn1_keys.PrivateKeyInfo.load(key),
        certs_to_embed=store,
    )
    answer: bytes = stamper.request_tsa_response(tsp.TimeStampReq.load(question)).dump()
    return answer
