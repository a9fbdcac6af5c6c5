"""A procedure's bundle as one .zip, written the same for the same contents and read as if it were hostile.

manifest.json                 format, origin, and the SHA-256 of every other part
process.bpmn                  the process with its procedure sheet inside
forms/<key>.schema.json       the e-forms that it names
called/<n>.bpmn               processes that it calls
decisions/<n>.dmn             decision tables that it asks
"""

from __future__ import annotations

import hashlib
import io
import json
import re
import zipfile
from collections.abc import Mapping
from typing import Any, Final

from motcua.domain.errors import InputError
from motcua.domain.text import Text

FORMAT: Final = "motcua-bundle"
FORMAT_VERSION: Final = 1
MANIFEST: Final = "manifest.json"
MAX_BYTES: Final = 8 * 1024 * 1024
MAX_UNPACKED: Final = 30 * 1024 * 1024
MAX_PARTS: Final = 200
MAX_DEPTH: Final = 60
"""Bounds of a bundle: bytes, bytes unpacked, parts, levels of its JSON."""

_PART = re.compile(
    r"process\.bpmn|forms/[a-z][a-z0-9_]{0,59}\.schema\.json|called/[0-9]{1,3}\.bpmn|decisions/[0-9]{1,3}\.dmn"
)
_LONG_AGO: Final = (1980, 1, 1, 0, 0, 0)


class BundleError(InputError):
    """The file is no bundle, is damaged, or holds what no bundle has."""

    code = "bundle"


def pack(parts: Mapping[str, bytes], about: Mapping[str, object]) -> bytes:
    """The .zip of these parts by path; `about` goes into the manifest beside the format and the parts' hashes."""
    manifest = {
        "format": FORMAT,
        "format_version": FORMAT_VERSION,
        **about,
        "files": {path: _hash(content) for path, content in sorted(parts.items())},
    }
    out = io.BytesIO()
    with zipfile.ZipFile(out, "w", zipfile.ZIP_DEFLATED, compresslevel=9) as archive:
        for path, content in [(MANIFEST, json_bytes(manifest)), *sorted(parts.items())]:
            entry = zipfile.ZipInfo(path, _LONG_AGO)
            entry.compress_type = zipfile.ZIP_DEFLATED
            entry.external_attr = 0o644 << 16
            archive.writestr(entry, content)
    return out.getvalue()


def unpack(content: bytes) -> tuple[dict[str, bytes], Mapping[str, Any]]:
    """The parts by path without the manifest, and the manifest. Raises BundleError naming the part."""
    if len(content) > MAX_BYTES:
        raise _too_large()
    try:
        with zipfile.ZipFile(io.BytesIO(content)) as archive:
            parts = _parts(archive)
    except BundleError:
        raise
    except Exception as problem:  # a damaged or locked archive raises whatever its compression does
        raise _damaged() from problem
    manifest = _manifest(parts.pop(MANIFEST, b""))
    _match(parts, manifest)
    return parts, manifest


def json_bytes(value: object) -> bytes:
    """JSON as people read it in a bundle, keys in their own order."""
    return (json.dumps(value, ensure_ascii=False, indent=2) + "\n").encode()


def json_of(content: bytes, path: str) -> Mapping[str, Any]:
    """A JSON object of bounded depth. Raises BundleError naming the part."""
    try:
        value = json.loads(content)
        if isinstance(value, dict) and _depth(value) <= MAX_DEPTH:
            return value
    except (ValueError, RecursionError):
        pass
    raise BundleError(
        Text(
            f"Phần “{path}” của gói không phải JSON dùng được. Hãy xuất lại gói.",
            f"The part “{path}” of the bundle is no JSON that can be used. Export the bundle again.",
        )
    )


def _parts(archive: zipfile.ZipFile) -> dict[str, bytes]:
    entries = archive.infolist()
    if len(entries) > MAX_PARTS or sum(entry.file_size for entry in entries) > MAX_UNPACKED:
        raise _too_large()
    parts: dict[str, bytes] = {}
    left = MAX_UNPACKED
    for entry in entries:
        path = entry.filename
        if path in parts or not (path == MANIFEST or _PART.fullmatch(path)):
            raise _strange(path)
        with archive.open(entry) as opened:
            parts[path] = opened.read(left + 1)
        left -= len(parts[path])
        if left < 0:
            raise _too_large()
    return parts


def _manifest(content: bytes) -> Mapping[str, Any]:
    if not content:
        raise _damaged()
    manifest = json_of(content, MANIFEST)
    if manifest.get("format") != FORMAT:
        raise _damaged()
    if manifest.get("format_version") != FORMAT_VERSION:
        raise BundleError(
            Text(
                "Gói được xuất từ bản Motcua mới hơn. Hãy nâng cấp rồi nhập lại.",
                "The bundle comes from a newer Motcua. Upgrade, then import it.",
            )
        )
    return manifest


def _match(parts: Mapping[str, bytes], manifest: Mapping[str, Any]) -> None:
    """Every part is named in the manifest with its hash, and nothing is missing."""
    said = manifest.get("files")
    if not isinstance(said, dict) or "process.bpmn" not in parts:
        raise _damaged()
    for path in sorted({*said, *parts}):
        if path not in parts or said.get(path) != _hash(parts[path]):
            raise BundleError(
                Text(
                    f"Phần “{path[:100]}” của gói thiếu hoặc đã bị sửa. Hãy xin lại gói từ nơi xuất.",
                    f"The part “{path[:100]}” of the bundle is missing or was changed. Ask for the bundle again.",
                )
            )


def _depth(value: object) -> int:
    """Levels of lists and objects, counted without recursion and not beyond the bound."""
    deepest, ahead = 0, [(value, 1)]
    while ahead:
        one, depth = ahead.pop()
        inside = one.values() if isinstance(one, dict) else one if isinstance(one, list) else ()
        deepest = max(deepest, depth)
        if deepest > MAX_DEPTH:
            break
        ahead.extend((part, depth + 1) for part in inside)
    return deepest


def _hash(content: bytes) -> str:
    return hashlib.sha256(content).hexdigest()


def _too_large() -> BundleError:
    megabytes = MAX_BYTES // 1024 // 1024
    return BundleError(
        Text(
            f"Gói quá lớn: tối đa {megabytes} MB. Một gói thủ tục bình thường chỉ vài trăm kB.",
            f"The bundle is too large: at most {megabytes} MB. A procedure's bundle has some hundred kB.",
        )
    )


def _damaged() -> BundleError:
    return BundleError(
        Text(
            "Tệp này không phải gói thủ tục của Motcua hoặc đã hỏng. Hãy xuất lại gói từ nơi gửi.",
            "This file is no procedure bundle of Motcua, or it is damaged. Export it again.",
        )
    )


def _strange(path: str) -> BundleError:
    shown = "".join(letter for letter in path if letter.isprintable())[:100]
    return BundleError(
        Text(
            f"Gói có phần lạ “{shown}” nên không nhận. Chỉ dùng gói do Motcua xuất.",
            f"The bundle has a strange part “{shown}” and is refused. Use only bundles exported by Motcua.",
        )
    )
