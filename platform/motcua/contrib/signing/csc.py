"""Keys at a remote signing service, by the Cloud Signature Consortium's API v1.0.4: hashes go out, signatures come back.

A permission (SAD) is asked for with the person's PIN, for as many signatures as the service allows at a time; where the
service wants to know what is to be signed (SCAL 2), for those hashes only.
"""

from __future__ import annotations

import base64
import hashlib
from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from typing import Any, Final

from motcua.contrib.signing import refusals
from motcua.contrib.signing.certificate import check_signatures, read_certificate
from motcua.contrib.signing.csc_api import CscApi
from motcua.domain.signing.signature_service import SignatureService
from motcua.domain.text import Text
from motcua.extend.signature_provider import SigningCertificate

SECONDS: Final = 20
MOST_CREDENTIALS: Final = 200
PIN: Final = Text("Mã PIN của dịch vụ ký số", "PIN of the signing service")
DIGEST_OIDS: Final = {
    "sha256": "2.16.840.1.101.3.4.2.1",
    "sha384": "2.16.840.1.101.3.4.2.2",
    "sha512": "2.16.840.1.101.3.4.2.3",
}
SIGNING_OIDS: Final = {
    ("RSA", "sha256"): "1.2.840.113549.1.1.11",
    ("RSA", "sha384"): "1.2.840.113549.1.1.12",
    ("RSA", "sha512"): "1.2.840.113549.1.1.13",
    ("EC", "sha256"): "1.2.840.10045.4.3.2",
    ("EC", "sha384"): "1.2.840.10045.4.3.3",
    ("EC", "sha512"): "1.2.840.10045.4.3.4",
}


class CscService:
    """One remote service; `owner` of a certificate is the user whom the service knows by this name."""

    def __init__(
        self, key: str, title: Text, address: str, access_token: str = "", seconds: float = SECONDS
    ) -> None:
        self.about = SignatureService(key, title, "remote", PIN)
        self._api = CscApi(title, address, access_token, seconds)

    def certificates(self, owner: str = "") -> Sequence[SigningCertificate]:
        """See `SignatureProvider.certificates`."""
        said = self._api.call("credentials/list", {"userID": owner} if owner else {})
        names = said.get("credentialIDs")
        if not isinstance(names, list):
            raise refusals.refused(self.about.title, "credentials/list: no list")
        told = ((str(name), self._credential(str(name))) for name in names[:MOST_CREDENTIALS])
        return [self._certificate(name, one) for name, one in told if _is_enabled(one)]

    @contextmanager
    def unlock(self, reference: str, secret: str, count: int = 1) -> Iterator[_RemoteKey]:
        """See `SignatureProvider.unlock`."""
        told = self._credential(reference)
        if not _is_enabled(told):
            raise refusals.no_such_key(self.about.title)
        if told.get("authMode") == "oauth2code":
            raise refusals.refused(self.about.title, "the credential wants its own sign-in page (oauth2code)")
        key = _RemoteKey(self._api, self.about.title, self._certificate(reference, told), told, secret, count)
        key.ask_ahead()
        yield key

    def _credential(self, reference: str) -> dict[str, Any]:
        return self._api.call(
            "credentials/info", {"credentialID": reference, "certificates": "chain", "certInfo": False}
        )

    def _certificate(self, reference: str, told: dict[str, Any]) -> SigningCertificate:
        try:
            own, *above = (base64.b64decode(one, validate=True) for one in told["cert"]["certificates"])
        except (KeyError, TypeError, ValueError) as problem:
            raise refusals.refused(self.about.title, f"credentials/info: {problem!r}") from None
        read_certificate(own)
        return SigningCertificate(reference, own, tuple(above))


class _RemoteKey:
    """A key at the service, for so many signatures; the PIN is kept for as long as the block runs."""

    def __init__(
        self,
        api: CscApi,
        title: Text,
        certificate: SigningCertificate,
        told: dict[str, Any],
        secret: str,
        count: int,
    ) -> None:
        self.certificate = certificate
        self._api, self._title, self._told, self._secret, self._count = api, title, told, secret, count
        self._sad, self._left = "", 0

    def ask_ahead(self) -> None:
        """Ask for permission at once, so that a wrong PIN is told at once, unless it must name the hashes."""
        if not self._is_pinned:
            self._authorize(min(self._count, self._at_a_time), ())

    def sign(self, data: Sequence[bytes], digest: str = "sha256") -> Sequence[bytes]:
        """See `UnlockedKey.sign`."""
        if len(data) > self._count:
            raise refusals.too_many(self._title, self._count)
        self._count -= len(data)
        hashes = [base64.b64encode(hashlib.new(digest, one).digest()).decode() for one in data]
        made: list[bytes] = []
        for begin in range(0, len(hashes), self._at_a_time):
            made += self._sign_some(hashes[begin : begin + self._at_a_time], digest)
        return check_signatures(self.certificate.certificate, data, made, digest)

    @property
    def _is_pinned(self) -> bool:
        return str(self._told.get("SCAL", "1")) == "2"

    @property
    def _at_a_time(self) -> int:
        allowed = self._told.get("multisign", 1)
        return max(1, allowed) if isinstance(allowed, int) else 1

    def _sign_some(self, hashes: list[str], digest: str) -> list[bytes]:
        if self._is_pinned or self._left < len(hashes):
            # For all that may still come, so that the person is not asked again and again.
            wanted = len(hashes) if self._is_pinned else min(self._count + len(hashes), self._at_a_time)
            self._authorize(wanted, hashes)
        self._left -= len(hashes)
        key = read_certificate(self.certificate.certificate).key.partition(" ")[0]
        said = self._api.call(
            "signatures/signHash",
            {
                "credentialID": self.certificate.reference,
                "SAD": self._sad,
                "hash": hashes,
                "hashAlgo": DIGEST_OIDS[digest],
                "signAlgo": SIGNING_OIDS[key, digest],
            },
        )
        try:
            return [base64.b64decode(one, validate=True) for one in said["signatures"]]
        except (KeyError, TypeError, ValueError) as problem:
            raise refusals.refused(self._title, f"signatures/signHash: {problem!r}") from None

    def _authorize(self, count: int, hashes: Sequence[str]) -> None:
        asked: dict[str, Any] = {"credentialID": self.certificate.reference, "numSignatures": count}
        if self._is_pinned:
            asked["hash"] = list(hashes)
        wanted = [name for name in ("PIN", "OTP") if _is_wanted(self._told.get(name))]
        # Where both are asked for, they are typed with a blank between.
        parts = self._secret.split() if len(wanted) == 2 else [self._secret]
        asked.update(zip(wanted, parts, strict=False))
        said = self._api.call("credentials/authorize", asked)
        if not isinstance(said.get("SAD"), str) or not said["SAD"]:
            raise refusals.refused(self._title, "credentials/authorize: no SAD")
        self._sad, self._left = said["SAD"], count


def _is_enabled(told: dict[str, Any]) -> bool:
    key = told.get("key")
    return isinstance(key, dict) and key.get("status") == "enabled"


def _is_wanted(told: Any) -> bool:
    return isinstance(told, dict) and str(told.get("presence")).lower() in ("true", "1")
