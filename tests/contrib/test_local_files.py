"""The local file store: content addressed, whole or absent, and never outside its folder."""

from __future__ import annotations

import hashlib
import os
from pathlib import Path

import pytest

from motcua.contrib.local_files import LocalFileStore

CONTENT = b"ban sao can cuoc"
SHA = hashlib.sha256(CONTENT).hexdigest()


def stored(root: Path) -> list[Path]:
    return [path for path in root.rglob("*") if path.is_file()]


def test_bytes_come_back_under_their_hash(tmp_path: Path) -> None:
    store = LocalFileStore(tmp_path / "files")
    assert store.put(CONTENT) == SHA
    assert store.get(SHA) == CONTENT
    assert stored(tmp_path) == [tmp_path / "files" / SHA[:2] / SHA[2:4] / SHA]


def test_the_same_bytes_are_kept_once(tmp_path: Path) -> None:
    store = LocalFileStore(tmp_path)
    store.put(CONTENT)
    before = stored(tmp_path)[0].stat()
    assert store.put(CONTENT) == SHA
    (only,) = stored(tmp_path)
    assert (only.stat().st_ino, only.stat().st_mtime_ns) == (before.st_ino, before.st_mtime_ns)


def test_what_was_changed_on_disk_is_noticed(tmp_path: Path) -> None:
    store = LocalFileStore(tmp_path)
    store.put(CONTENT)
    (path,) = stored(tmp_path)
    for changed in (CONTENT[:-1], b"", CONTENT + b"!"):
        path.write_bytes(changed)
        with pytest.raises(KeyError):
            store.get(SHA)


def test_an_interrupted_write_leaves_no_file_under_the_hash(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    store = LocalFileStore(tmp_path)

    def full_disk(_descriptor: int) -> None:
        raise OSError("No space left on device")

    with monkeypatch.context() as patched:
        patched.setattr(os, "fsync", full_disk)
        with pytest.raises(OSError, match="No space left"):
            store.put(CONTENT)
    with pytest.raises(KeyError):
        store.get(SHA)
    assert [path for path in stored(tmp_path) if path.name == SHA] == []
    assert store.put(CONTENT) == SHA
    assert store.get(SHA) == CONTENT


@pytest.mark.parametrize(
    "name",
    [
        "",
        "..",
        "../../etc/passwd",
        "/etc/passwd",
        SHA[:-1],
        SHA.upper(),
        SHA + "0",
        "../" * 20 + "abcd",
        "0" * 63 + "/",
    ],
)
def test_nothing_but_a_hash_names_a_file(tmp_path: Path, name: str) -> None:
    store = LocalFileStore(tmp_path)
    store.put(CONTENT)
    with pytest.raises(KeyError):
        store.get(name)


def test_an_unknown_hash_is_a_missing_key(tmp_path: Path) -> None:
    with pytest.raises(KeyError):
        LocalFileStore(tmp_path).get("0" * 64)
