"""Stamps: what a prepared thing was made from, so that an unchanged step costs milliseconds.

A stamp lies inside the thing it describes, so whoever deletes the thing deletes its stamp.
"""

from __future__ import annotations

import hashlib
from collections.abc import Iterable
from pathlib import Path

IGNORED_PARTS = frozenset({"__pycache__", "node_modules", "dist"})


def digest(root: Path, paths: Iterable[str], *facts: str) -> str:
    """One SHA-256 over `facts` and over the names and contents of `paths` (files or folders below `root`)."""
    sha = hashlib.sha256("\n".join(facts).encode())
    for path in paths:
        for file in _files(root / path):
            sha.update(f"\0{file.relative_to(root).as_posix()}\0".encode())
            sha.update(file.read_bytes())
    return sha.hexdigest()


def is_current(stamp: Path, value: str) -> bool:
    """Whether `stamp` holds `value`."""
    return stamp.is_file() and stamp.read_text(encoding="utf-8").strip() == value


def write(stamp: Path, value: str) -> None:
    """Record `value`; call it only after the work has succeeded."""
    stamp.write_text(value + "\n", encoding="utf-8")


def _files(path: Path) -> list[Path]:
    if path.is_file():
        return [path]
    return sorted(
        file
        for file in path.rglob("*")
        if file.is_file() and not IGNORED_PARTS.intersection(file.relative_to(path).parts)
    )
