"""Where the bytes of files live: content addressed, written once, never changed."""

from __future__ import annotations

from typing import Protocol


class FileStore(Protocol):
    """Bytes under their SHA-256 in hexadecimal."""

    def put(self, content: bytes) -> str:
        """Keep `content` durably before returning; its SHA-256. Putting the same bytes twice is harmless."""

    def remove(self, sha256: str) -> None:
        """Forget the bytes; nothing happens when they are not there."""

    def get(self, sha256: str) -> bytes:
        """The bytes again; raises KeyError when they are not there or no longer match their hash."""
