"""Certificates to try signing with: a small authority of our own, its officers, a time stamper. Nobody trusts them.

Everything lies in one folder: `<name>.p12` with `PASSPHRASE`, `<name>.pem` with its certificates, `root.pem`. The
certificates name the address where `sandbox_trust` answers whether they are revoked.
"""

from __future__ import annotations

import json
import os
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import UTC, datetime
from functools import cached_property
from pathlib import Path
from typing import Final

from cryptography import x509
from cryptography.hazmat.primitives import hashes
from cryptography.hazmat.primitives.asymmetric import ec, rsa
from cryptography.hazmat.primitives.serialization import (
    BestAvailableEncryption,
    Encoding,
    NoEncryption,
    PrivateFormat,
    load_pem_private_key,
    pkcs12,
)
from cryptography.x509.oid import AuthorityInformationAccessOID, ExtendedKeyUsageOID, NameOID

Key = ec.EllipticCurvePrivateKey | rsa.RSAPrivateKey

PASSPHRASE: Final = "thu-ky-so"  # noqa: S105 - of keys that nobody trusts
BEGIN, END = datetime(2020, 1, 1, tzinfo=UTC), datetime(2045, 1, 1, tzinfo=UTC)
ENDED: Final = datetime(2021, 1, 1, tzinfo=UTC)
REVOKED_AT: Final = datetime(2025, 1, 1, tzinfo=UTC)
REVOKED: Final = ("thu_hoi",)


@dataclass(frozen=True, slots=True)
class Holder:
    """Whom a certificate is for, and who issues it."""

    person: str
    organisation: str
    issuer: str = "ca"
    ends: datetime = END
    is_authority: bool = False
    is_rsa: bool = False
    is_time_stamper: bool = False


HOLDERS: Final[Mapping[str, Holder]] = {
    "root": Holder("Chứng thực gốc (để thử)", "Motcua – để thử", "root", is_authority=True),
    "ca": Holder("Chứng thực cơ quan nhà nước (để thử)", "Motcua – để thử", "root", is_authority=True),
    "unknown_root": Holder("Chứng thực không ai biết", "Nơi khác", "unknown_root", is_authority=True),
    "tsa": Holder("Cấp dấu thời gian (để thử)", "Motcua – để thử", is_rsa=True, is_time_stamper=True),
    "giam_doc": Holder("Trần Thị Quỳnh Như", "Sở Xây dựng"),
    "pho_giam_doc": Holder("Nguyễn Hữu Phước", "Sở Xây dựng"),
    "chuyen_vien": Holder("Lê Đức Thuận", "Sở Xây dựng"),
    "con_dau": Holder("Sở Xây dựng", "Sở Xây dựng"),
    "cong_dan": Holder("Hồ Thị Ngọc Ánh", ""),
    "khoa_rsa": Holder("Đặng Văn Khoẻ", "Sở Xây dựng", is_rsa=True),
    "het_han": Holder("Phạm Hết Hạn", "Sở Xây dựng", ends=ENDED),
    "thu_hoi": Holder("Võ Thu Hồi", "Sở Xây dựng"),
    "nguoi_la": Holder("Người Lạ", "Nơi khác", "unknown_root"),
    # Officers of the sample province by their logins, and the seals of its wards by their codes: services offer what
    # they hold under these names.
    "vinh.le": Holder("Lê Quang Vinh", "Ủy ban nhân dân phường Nam Đông Hà"),
    "hien.bui": Holder("Bùi Thị Thanh Hiền", "Ủy ban nhân dân phường Nam Đông Hà"),
    "quoc.dang": Holder("Đặng Bảo Quốc", "Ủy ban nhân dân phường Nam Đông Hà"),
    "tp.lanhdao": Holder("Hoàng Minh Châu", "Ủy ban nhân dân xã Triệu Phong"),
    "H50.16": Holder("Ủy ban nhân dân phường Nam Đông Hà", "Ủy ban nhân dân phường Nam Đông Hà"),
    "H50.27": Holder("Ủy ban nhân dân xã Triệu Phong", "Ủy ban nhân dân xã Triệu Phong"),
}
SIGNERS: Final = tuple(
    name for name, one in HOLDERS.items() if not one.is_authority and not one.is_time_stamper
)


@dataclass(frozen=True)
class SandboxPki:
    """The authority in a folder; `address` is where its revocation and time stamps are asked for."""

    folder: Path
    address: str

    @classmethod
    def open(cls, folder: Path, address: str) -> SandboxPki:
        """The one of this folder, made anew when there is none or it is for another address or other holders."""
        about, made_for = folder / "about.json", {"address": address, "holders": list(HOLDERS)}
        if not about.exists() or json.loads(about.read_text(encoding="utf-8")) != made_for:
            folder.mkdir(parents=True, exist_ok=True, mode=0o700)
            _make(folder, address)
            about.write_text(json.dumps(made_for), encoding="utf-8")
        return cls(folder, address)

    def key(self, name: str) -> Key:
        found = load_pem_private_key((self.folder / "keys" / f"{name}.pem").read_bytes(), None)
        assert isinstance(found, ec.EllipticCurvePrivateKey | rsa.RSAPrivateKey)
        return found

    def x509(self, name: str) -> x509.Certificate:
        return x509.load_pem_x509_certificates((self.folder / f"{name}.pem").read_bytes())[0]

    def certificate(self, name: str) -> bytes:
        """DER."""
        return self.x509(name).public_bytes(Encoding.DER)

    def chain(self, name: str) -> tuple[bytes, ...]:
        """DER, from the issuer up to the root."""
        issuer = HOLDERS[name].issuer
        return () if issuer == name else (self.certificate(issuer), *self.chain(issuer))

    def pkcs12(self, name: str) -> bytes:
        return (self.folder / f"{name}.p12").read_bytes()

    @cached_property
    def revoked(self) -> frozenset[int]:
        """The serial numbers of those revoked at `REVOKED_AT`."""
        return frozenset(self.x509(name).serial_number for name in REVOKED)


def _make(folder: Path, address: str) -> None:
    made: dict[str, tuple[Key, x509.Certificate]] = {}
    for name, holder in HOLDERS.items():
        key = _new_key(holder)
        issuer = made.get(holder.issuer)
        certificate = _issue(name, key, issuer or (key, None), address)
        made[name] = key, certificate
        chain = [made[above][1] for above in _above(name)]
        _write(
            folder / f"{name}.pem", b"".join(one.public_bytes(Encoding.PEM) for one in (certificate, *chain))
        )
        _write(
            folder / "keys" / f"{name}.pem",
            key.private_bytes(Encoding.PEM, PrivateFormat.PKCS8, NoEncryption()),
        )
        if name in SIGNERS:
            words = BestAvailableEncryption(PASSPHRASE.encode())
            _write(
                folder / f"{name}.p12",
                pkcs12.serialize_key_and_certificates(name.encode(), key, certificate, chain, words),
            )


def _above(name: str) -> tuple[str, ...]:
    issuer = HOLDERS[name].issuer
    return () if issuer == name else (issuer, *_above(issuer))


def _new_key(holder: Holder) -> Key:
    if holder.is_rsa:
        return rsa.generate_private_key(public_exponent=65537, key_size=2048)
    return ec.generate_private_key(ec.SECP256R1())


def _issue(
    name: str, key: Key, issuer: tuple[Key, x509.Certificate | None], address: str
) -> x509.Certificate:
    holder = HOLDERS[name]
    issuer_key, above = issuer
    own = _name_of(holder)
    builder = (
        x509.CertificateBuilder()
        .subject_name(own)
        .issuer_name(above.subject if above else own)
        .public_key(key.public_key())
        .serial_number(x509.random_serial_number())
        .not_valid_before(BEGIN)
        .not_valid_after(holder.ends)
        .add_extension(x509.BasicConstraints(holder.is_authority, None), critical=True)
        .add_extension(_usage(holder), critical=True)
        .add_extension(x509.SubjectKeyIdentifier.from_public_key(key.public_key()), critical=False)
        .add_extension(
            x509.AuthorityKeyIdentifier.from_issuer_public_key(issuer_key.public_key()), critical=False
        )
    )
    if above is not None:
        builder = _with_addresses(builder, f"{address}/{holder.issuer}")
    if holder.is_time_stamper:
        purpose = x509.ExtendedKeyUsage([ExtendedKeyUsageOID.TIME_STAMPING])
        builder = builder.add_extension(purpose, critical=True)
    return builder.sign(issuer_key, hashes.SHA256())


def _name_of(holder: Holder) -> x509.Name:
    parts = [x509.NameAttribute(NameOID.COUNTRY_NAME, "VN")]
    if holder.organisation:
        parts.append(x509.NameAttribute(NameOID.ORGANIZATION_NAME, holder.organisation))
    return x509.Name([*parts, x509.NameAttribute(NameOID.COMMON_NAME, holder.person)])


def _with_addresses(builder: x509.CertificateBuilder, place: str) -> x509.CertificateBuilder:
    """Where to ask whether it is revoked, and where its issuer's certificate lies."""
    at = x509.UniformResourceIdentifier
    access = [
        x509.AccessDescription(AuthorityInformationAccessOID.OCSP, at(f"{place}/ocsp")),
        x509.AccessDescription(AuthorityInformationAccessOID.CA_ISSUERS, at(f"{place}/certificate")),
    ]
    lists = x509.DistributionPoint([at(f"{place}/crl")], None, None, None)
    return builder.add_extension(x509.AuthorityInformationAccess(access), critical=False).add_extension(
        x509.CRLDistributionPoints([lists]), critical=False
    )


def _usage(holder: Holder) -> x509.KeyUsage:
    return x509.KeyUsage(
        digital_signature=True,
        content_commitment=not holder.is_authority,
        key_encipherment=False,
        data_encipherment=False,
        key_agreement=False,
        key_cert_sign=holder.is_authority,
        crl_sign=holder.is_authority,
        encipher_only=False,
        decipher_only=False,
    )


def _write(path: Path, content: bytes) -> None:
    path.parent.mkdir(parents=True, exist_ok=True, mode=0o700)
    path.unlink(missing_ok=True)
    with os.fdopen(os.open(path, os.O_WRONLY | os.O_CREAT | os.O_EXCL, 0o600), "wb") as file:
        file.write(content)
