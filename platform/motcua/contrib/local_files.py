"""The file store in a local folder: one file per content, two levels of folders."""

from __future__ import annotations

import hashlib
import os
import secrets
from pathlib import Path


class LocalFileStore:
    """Implements `FileStore` under `root`."""

    def __init__(self, root: Path) -> None:
        self._root = root

    def put(self, content: bytes) -> str:
        sha256 = hashlib.sha256(content).hexdigest()
        path = self._path(sha256)
        if path.exists():
            return sha256
        path.parent.mkdir(parents=True, exist_ok=True)
        # Written under another name first: a reader never sees half a file, not even after a power cut.
        partial = path.with_name(f".{sha256}.{secrets.token_hex(4)}")
        with partial.open("wb") as file:
            file.write(content)
            file.flush()
            os.fsync(file.fileno())
        partial.replace(path)
        return sha256

    def get(self, sha256: str) -> bytes:
        path = self._path(sha256)
        if not path.is_file():
            raise KeyError(sha256)
        content = path.read_bytes()
        if hashlib.sha256(content).hexdigest() != sha256:
            raise KeyError(sha256)
        return content

    def remove(self, sha256: str) -> None:
        self._path(sha256).unlink(missing_ok=True)

    def _path(self, sha256: str) -> Path:
        if len(sha256) != 64 or set(sha256) - set("0123456789abcdef"):
            raise KeyError(sha256)
        return self._root / sha256[:2] / sha256[2:4] / sha256
