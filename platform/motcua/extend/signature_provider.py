"""What stands between us and a key that signs: a file on the server, a token, a remote service (F-13, A-14)."""

from __future__ import annotations

from collections.abc import Sequence
from contextlib import AbstractContextManager
from dataclasses import dataclass
from typing import Protocol

from motcua.domain.errors import ConflictError, InputError
from motcua.domain.signing.signature_service import SignatureService


class SignatureUnavailableError(ConflictError):
    """The service is slow or down, its token is not plugged in: nothing was signed, try again."""

    code = "signature_unavailable"


class WrongSecretError(InputError):
    """The passphrase or PIN does not unlock the key, or no longer does."""

    code = "wrong_signing_secret"


class SignatureRefusedError(InputError):
    """The service refuses, or what it answers is no signature of that certificate; nothing of it is used."""

    code = "signature_refused"


@dataclass(frozen=True, slots=True)
class SigningCertificate:
    """A certificate whose key the service holds; `reference` is the service's own name of it, all else is DER.

    `chain` leads from the issuer upwards, as far as the service gives it.
    """

    reference: str
    certificate: bytes
    chain: tuple[bytes, ...] = ()


class UnlockedKey(Protocol):
    """A key for as long as its block runs."""

    @property
    def certificate(self) -> SigningCertificate: ...

    def sign(self, data: Sequence[bytes], digest: str = "sha256") -> Sequence[bytes]:
        """A signature for every message, in their order: PKCS#1 v1.5, or ECDSA in DER. All or none.

        Each was verified with the certificate's public key. A remote service is given the messages' hashes only.
        Raises SignatureUnavailableError, SignatureRefusedError, and WrongSecretError where a service asks for the
        secret only now.
        """


class SignatureProvider(Protocol):
    """One service; see `contrib.signing.pkcs12`, `pkcs11`, `csc` and `browser`."""

    @property
    def about(self) -> SignatureService: ...

    def certificates(self, owner: str = "") -> Sequence[SigningCertificate]:
        """The certificates that the service holds under this name, all of them for the empty name.

        Raises SignatureUnavailableError or SignatureRefusedError.
        """

    def unlock(self, reference: str, secret: str, count: int = 1) -> AbstractContextManager[UnlockedKey]:
        """The key of `reference` for at most `count` signatures.

        Raises WrongSecretError, SignatureUnavailableError, SignatureRefusedError; the last always where `about.kind`
        is "browser": that key never comes here.
        """


class TimeStamper(Protocol):
    """An authority that says when something existed (RFC 3161)."""

    def stamp(self, message: bytes) -> bytes:
        """A time-stamp token over the message's SHA-256, DER, whose imprint, nonce and signature were checked.

        Raises SignatureUnavailableError or SignatureRefusedError.
        """
