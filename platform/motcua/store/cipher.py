"""Personal data at rest: sealed with AES-256-GCM, findable by a keyed digest (M-14)."""

from __future__ import annotations

import hashlib
import hmac
import json
import os

from cryptography.exceptions import InvalidTag
from cryptography.hazmat.primitives.ciphers.aead import AESGCM

VERSION = b"\x01"
NONCE_BYTES = 12

_ENCODER = json.JSONEncoder(ensure_ascii=False, separators=(",", ":"))


class SealError(Exception):
    """Sealed bytes that this installation's key cannot open."""


class Cipher:
    """Seals and opens personal data with one installation key of 32 bytes."""

    def __init__(self, key: bytes) -> None:
        self._aead = AESGCM(hmac.digest(key, b"motcua seal", "sha256"))
        self._digest_key = hmac.digest(key, b"motcua digest", "sha256")
        block = hmac.digest(key, b"motcua audit", "sha256").ljust(hashlib.sha256().block_size, b"\0")
        self._inner = hashlib.sha256(bytes(byte ^ 0x36 for byte in block))
        self._outer = hashlib.sha256(bytes(byte ^ 0x5C for byte in block))

    def seal(self, text: str) -> bytes:
        """`text` as version, nonce and cipher text; equal texts give different bytes."""
        nonce = os.urandom(NONCE_BYTES)
        return VERSION + nonce + self._aead.encrypt(nonce, text.encode(), VERSION)

    def open(self, sealed: bytes) -> str:
        """The text again; raises `SealError` when bytes or key were changed."""
        nonce, body = sealed[1 : 1 + NONCE_BYTES], sealed[1 + NONCE_BYTES :]
        try:
            return self._aead.decrypt(nonce, body, sealed[:1]).decode()
        except (InvalidTag, ValueError) as problem:
            raise SealError("sealed data do not open with this installation's key") from problem

    def seal_json(self, value: object) -> bytes:
        return self.seal(_ENCODER.encode(value))

    def open_json(self, sealed: bytes) -> dict[str, object]:
        value: dict[str, object] = json.loads(self.open(sealed))
        return value

    def digest(self, text: str) -> bytes:
        """A keyed hash of an identifier for look-up by equality; spaces and case do not count."""
        plain = "".join(text.split()).casefold()
        return hmac.digest(self._digest_key, plain.encode(), hashlib.sha256)

    def mac(self, content: bytes) -> bytes:
        """HMAC-SHA256 of what the audit protects; nobody without the installation key can make one (N-09)."""
        # Every action makes one and a verification millions: two copies of hashes that have taken in the padded key
        # cost a third of what the module hmac takes.
        inner, outer = self._inner.copy(), self._outer.copy()
        inner.update(content)
        outer.update(inner.digest())
        return outer.digest()
