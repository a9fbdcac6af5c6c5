"""The list of everything in a dossier that an agency seals, and what has changed since (F-15)."""

from __future__ import annotations

import hashlib
import json
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from typing import Any, Final

from motcua.domain.text import Text

FORMAT: Final = "motcua-seal/1"
APPLICANT: Final = ("paper:", "field:")
"""Slots of what the applicant hands in; what the agency adds while it works breaks no seal."""

SENTENCES: Final = {
    "form": Text(
        "Nội dung tờ khai đã bị sửa sau khi niêm phong.", "The form's answers were changed after sealing."
    ),
    "log": Text(
        "Nhật ký xử lý trước lúc niêm phong đã bị sửa hoặc xóa.",
        "The history before the sealing was changed or deleted.",
    ),
    "file_gone": Text("Mất tệp “{name}” ({slot}).", "The file “{name}” ({slot}) is gone."),
    "file_changed": Text(
        "Tệp “{name}” ({slot}) đã bị sửa sau khi niêm phong.",
        "The file “{name}” ({slot}) was changed after sealing.",
    ),
    "file_new": Text(
        "Giấy tờ “{name}” ({slot}) nộp sau khi niêm phong: cần niêm phong lại.",
        "The paper “{name}” ({slot}) came after the sealing: seal the dossier again.",
    ),
    "manifest": Text(
        "Bản kê niêm phong không đọc được hoặc đã bị sửa.",
        "The list of the seal cannot be read or was changed.",
    ),
    "stranger": Text(
        "Trong gói có tệp không thuộc bản kê: {name}.",
        "The package holds a file that the list lacks: {name}.",
    ),
}


@dataclass(frozen=True, slots=True)
class Difference:
    """One thing that is not as it was sealed: `kind` is a key of `SENTENCES`."""

    kind: str
    name: str = ""
    slot: str = ""

    @property
    def sentence(self) -> Text:
        return SENTENCES[self.kind].format(name=self.name, slot=self.slot)


def written(manifest: Mapping[str, Any]) -> bytes:
    """The bytes that are signed; equal manifests give equal bytes."""
    return json.dumps(manifest, ensure_ascii=False, sort_keys=True, indent=1).encode()


def read(content: bytes) -> dict[str, Any] | None:
    """The manifest in these bytes, None when they hold none."""
    try:
        found = json.loads(content)
        if found["format"] == FORMAT and all(one.keys() >= _FILE for one in found["files"]):
            return {**found}
    except (ValueError, TypeError, KeyError, AttributeError):
        pass
    return None


def hash_of(value: object) -> str:
    """SHA-256 of JSON values, whatever the order of their keys."""
    plain = json.dumps(value, ensure_ascii=False, sort_keys=True, separators=(",", ":"))
    return hashlib.sha256(plain.encode()).hexdigest()


def differences(
    sealed: Mapping[str, Any], now: Mapping[str, Any], stored: Mapping[str, str]
) -> Iterator[Difference]:
    """What of the sealed manifest is otherwise now; `stored` is the hash of the bytes that lie under each file's name."""
    if sealed["form"] != now["form"]:
        yield Difference("form")
    if sealed["log"] != now["log"]:
        yield Difference("log")
    current = {one["id"]: one for one in now["files"]}
    for one in sealed["files"]:
        found = current.get(one["id"])
        told = one["name"], one["slot"]
        if found is None or one["sha256"] not in stored:
            yield Difference("file_gone", *told)
        elif found != one or stored[one["sha256"]] != one["sha256"]:
            yield Difference("file_changed", *told)
    yield from _later(sealed["files"], now["files"])


def _later(sealed: Sequence[Mapping[str, Any]], now: Sequence[Mapping[str, Any]]) -> Iterator[Difference]:
    known = {one["id"] for one in sealed}
    for one in now:
        if one["id"] not in known and one["slot"].startswith(APPLICANT):
            yield Difference("file_new", one["name"], one["slot"])


_FILE: Final = {"id", "name", "slot", "size", "sha256"}
