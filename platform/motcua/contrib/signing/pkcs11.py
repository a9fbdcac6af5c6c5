"""Keys in a token or HSM, by PKCS#11: the driver of its maker runs in a process of its own (`pkcs11_process`).

A certificate belongs to the owner whom its label names: `<owner>`, or `<owner>.<anything>`.
"""

from __future__ import annotations

import os
from collections.abc import Iterator, Mapping, Sequence
from contextlib import contextmanager
from typing import Any, Final

from cryptography import x509

from motcua.contrib.bounded_process import BoundedProcess
from motcua.contrib.signing import refusals
from motcua.contrib.signing.certificate import check_signatures
from motcua.contrib.signing.message import packed, unpacked
from motcua.domain.errors import MotcuaError
from motcua.domain.signing.signature_service import SignatureService
from motcua.domain.text import Text
from motcua.extend.signature_provider import SigningCertificate

SECONDS: Final = 30
PIN: Final = Text("Mã PIN của thẻ ký số", "PIN of the token")
OURS: Final = ("MOTCUA_", "DATABASE_", "SMTP_")


class Pkcs11Token:
    """The token of this label, through the driver `module` (a .so file)."""

    def __init__(self, key: str, title: Text, module: str, token: str, seconds: float = SECONDS) -> None:
        self.about = SignatureService(key, title, "token", PIN)
        self._place = {"module": module, "token": token}
        self._seconds = seconds

    def certificates(self, owner: str = "") -> Sequence[SigningCertificate]:
        """See `SignatureProvider.certificates`."""
        with self._driver() as driver:
            return self._held(driver, owner)

    @contextmanager
    def unlock(self, reference: str, secret: str, count: int = 1) -> Iterator[_TokenKey]:
        """See `SignatureProvider.unlock`."""
        with self._driver() as driver:
            known = next((one for one in self._held(driver) if one.reference == reference), None)
            if known is None:
                raise refusals.no_such_key(self.about.title)
            self._ask(driver, b"u", {**self._place, "reference": reference, "pin": secret})
            yield _TokenKey(self, driver, known, count)

    def _held(self, driver: BoundedProcess, owner: str = "") -> list[SigningCertificate]:
        told, values = self._ask(driver, b"l", self._place)
        found = list(zip(told["certificates"], values, strict=True))
        return [
            SigningCertificate(facts["id"], value, _above(value, values))
            for facts, value in found
            if not _is_authority(value) and _is_owned(str(facts["label"]), owner)
        ]

    @contextmanager
    def _driver(self) -> Iterator[BoundedProcess]:
        # The driver needs its own settings and nothing of the house's.
        around = {name: value for name, value in os.environ.items() if not name.startswith(OURS)}
        driver = BoundedProcess("motcua.contrib.signing.pkcs11_process", self._seconds, around)
        try:
            yield driver
        finally:
            driver.stop()

    def _ask(
        self, driver: BoundedProcess, letter: bytes, head: Mapping[str, Any], *blobs: bytes
    ) -> tuple[Any, list[bytes]]:
        said, answer = driver.ask(letter, packed(head, blobs))
        if said == b"o":
            return unpacked(answer)
        raise self._problem(answer.decode() if said else "silent")

    def _problem(self, why: str) -> MotcuaError:
        title = self.about.title
        known: dict[str, MotcuaError] = {
            "pin": refusals.wrong_secret(title),
            "locked": refusals.locked_secret(title),
            "key": refusals.no_such_key(title),
        }
        return known.get(why) or refusals.unavailable(title, why)


class _TokenKey:
    """A key in the token, for so many signatures."""

    def __init__(
        self, token: Pkcs11Token, driver: BoundedProcess, certificate: SigningCertificate, count: int
    ) -> None:
        self.certificate = certificate
        self._token, self._driver, self._count = token, driver, count

    def sign(self, data: Sequence[bytes], digest: str = "sha256") -> Sequence[bytes]:
        """See `UnlockedKey.sign`."""
        if len(data) > self._count:
            raise refusals.too_many(self._token.about.title, self._count)
        self._count -= len(data)
        _, made = self._token._ask(self._driver, b"s", {"digest": digest}, *data)
        return check_signatures(self.certificate.certificate, data, made, digest)


def _is_owned(label: str, owner: str) -> bool:
    return not owner or label == owner or label.startswith(f"{owner}.")


def _is_authority(value: bytes) -> bool:
    try:
        found = x509.load_der_x509_certificate(value).extensions
        return bool(found.get_extension_for_class(x509.BasicConstraints).value.ca)
    except (x509.ExtensionNotFound, ValueError):
        return False


def _above(value: bytes, values: Sequence[bytes]) -> tuple[bytes, ...]:
    """The certificates of its issuers that the token holds too, from the nearest up."""
    chain: list[bytes] = []
    current = x509.load_der_x509_certificate(value)
    while current.subject != current.issuer and len(chain) < len(values):
        above = [one for one in values if x509.load_der_x509_certificate(one).subject == current.issuer]
        if not above:
            break
        chain.append(above[0])
        current = x509.load_der_x509_certificate(above[0])
    return tuple(chain)
