"""Keys in PKCS#12 files on the server: `<owner>.p12` or `<owner>.<anything>.p12`, with `.pem` of its certificates beside.

The files are readable by the service alone; what opens one is typed each time and kept nowhere.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from pathlib import Path
from typing import Final

from cryptography import x509
from cryptography.hazmat.primitives.asymmetric import ec, padding, rsa
from cryptography.hazmat.primitives.serialization import Encoding, pkcs12

from motcua.contrib.signing import refusals
from motcua.contrib.signing.certificate import DIGESTS, check_signatures
from motcua.domain.signing.signature_service import SignatureService
from motcua.domain.text import Text
from motcua.extend.signature_provider import SignatureRefusedError, SigningCertificate

_NAME: Final = re.compile(r"[A-Za-z0-9_][A-Za-z0-9_.@-]{0,99}")
OTHERS: Final = 0o077
PASSPHRASE: Final = Text("Mật khẩu của khóa", "Passphrase of the key")


class Pkcs12Folder:
    """The keys of one folder."""

    def __init__(self, key: str, title: Text, folder: Path) -> None:
        self.about = SignatureService(key, title, "server", PASSPHRASE)
        self._folder = folder

    def certificates(self, owner: str = "") -> Sequence[SigningCertificate]:
        """See `SignatureProvider.certificates`."""
        stems = [path.name.removesuffix(".p12") for path in sorted(self._folder.glob("*.p12"))]
        mine = [one for one in stems if not owner or one == owner or one.startswith(f"{owner}.")]
        return [self._certificate(one) for one in mine if self._folder.joinpath(f"{one}.pem").is_file()]

    @contextmanager
    def unlock(self, reference: str, secret: str, count: int = 1) -> Iterator[_OpenKey]:
        """See `SignatureProvider.unlock`."""
        path = self._folder / f"{reference}.p12"
        if not _NAME.fullmatch(reference) or not path.is_file():
            raise refusals.no_such_key(self.about.title)
        try:
            is_open_to_others = path.stat().st_mode & OTHERS
            content = path.read_bytes()
        except OSError as problem:
            raise refusals.unavailable(self.about.title, str(problem)) from None
        if is_open_to_others:
            raise _open_to_others()
        try:
            key, certificate, _ = pkcs12.load_key_and_certificates(content, secret.encode())
        except ValueError:
            raise refusals.wrong_secret(self.about.title) from None
        known = self._certificate(reference)
        is_known = certificate is not None and certificate.public_bytes(Encoding.DER) == known.certificate
        if not is_known or not isinstance(key, rsa.RSAPrivateKey | ec.EllipticCurvePrivateKey):
            raise refusals.refused(self.about.title, f"{path.name} holds no key of the certificate beside it")
        yield _OpenKey(known, key, self.about.title, count)

    def _certificate(self, reference: str) -> SigningCertificate:
        try:
            content = self._folder.joinpath(f"{reference}.pem").read_bytes()
            own, *above = (one.public_bytes(Encoding.DER) for one in x509.load_pem_x509_certificates(content))
        except (OSError, ValueError) as problem:
            raise refusals.unavailable(self.about.title, str(problem)) from None
        return SigningCertificate(reference, own, tuple(above))


class _OpenKey:
    """A key in memory, for so many signatures."""

    def __init__(
        self,
        certificate: SigningCertificate,
        key: rsa.RSAPrivateKey | ec.EllipticCurvePrivateKey,
        title: Text,
        count: int,
    ) -> None:
        self.certificate = certificate
        self._key, self._title, self._count = key, title, count

    def sign(self, data: Sequence[bytes], digest: str = "sha256") -> Sequence[bytes]:
        """See `UnlockedKey.sign`."""
        if len(data) > self._count:
            raise refusals.too_many(self._title, self._count)
        self._count -= len(data)
        made = [self._one(message, digest) for message in data]
        return check_signatures(self.certificate.certificate, data, made, digest)

    def _one(self, message: bytes, digest: str) -> bytes:
        if isinstance(self._key, rsa.RSAPrivateKey):
            return self._key.sign(message, padding.PKCS1v15(), DIGESTS[digest])
        return self._key.sign(message, ec.ECDSA(DIGESTS[digest]))


def _open_to_others() -> SignatureRefusedError:
    return SignatureRefusedError(
        Text(
            "Tệp khóa trên máy chủ đang mở cho tài khoản khác đọc, nên không được dùng. "
            "Hãy báo người quản trị hệ thống đặt lại quyền (chmod 600).",
            "The key's file on the server may be read by other accounts, so it is not used. "
            "Tell whoever runs the system to set its rights (chmod 600).",
        )
    )
