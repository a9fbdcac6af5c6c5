"""What a file must be before its bytes are kept: its name, its size and its content have to agree.

Only PDF, pictures and Word or Excel files without macros are taken. Nothing is taken that is two kinds at once, that
asks for a password, or that unpacks to more than it may.
"""

from __future__ import annotations

import io
import zipfile
from collections.abc import Callable, Collection, Mapping
from dataclasses import dataclass
from pathlib import PurePosixPath
from typing import Final

import puremagic
from lxml import etree

from motcua.contrib import pdf_reader, upright_image
from motcua.contrib.pdf_reader import PdfError
from motcua.contrib.upright_image import PictureError
from motcua.domain.errors import InputError
from motcua.domain.text import Text
from motcua.services.papers import file_sentences as say

KINDS: Final[Mapping[str, str]] = {
    ".pdf": "application/pdf",
    ".jpg": "image/jpeg",
    ".jpeg": "image/jpeg",
    ".png": "image/png",
    ".webp": "image/webp",
    ".docx": "application/vnd.openxmlformats-officedocument.wordprocessingml.document",
    ".xlsx": "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet",
}
ACCEPTED: Final[Mapping[str, Collection[str]]] = {
    "pdf": (".pdf",),
    "image": (".jpg", ".jpeg", ".png", ".webp"),
    "docx": (".docx",),
    "xlsx": (".xlsx",),
}
"""The words of `x-accept`."""
SHOWN_IN_PLACE: Final = frozenset({"application/pdf", "image/jpeg", "image/png", "image/webp"})
DOCUMENT_PARTS: Final = {".docx": "word/document.xml", ".xlsx": "xl/workbook.xml"}
"""The part every document of the kind has in its archive."""
MAX_PARTS: Final = 5_000
MAX_UNPACKED: Final = 150 * 1024 * 1024
MAX_LINKS: Final = 2 * 1024 * 1024
"""Bytes of one list of what a document links to."""
MAX_TAIL: Final = 65_557
"""An archive's last record is at most this far from the end of its file."""


class FileError(InputError):
    """A file that cannot be taken; the message names it and says what would do."""

    code = "file"


@dataclass(frozen=True, slots=True)
class Rule:
    """What one place takes: endings of names, and bytes at most."""

    endings: frozenset[str]
    limit: int

    @property
    def accept(self) -> str:
        """The `accept` of a file input."""
        return ",".join(ending for ending in KINDS if ending in self.endings)

    @property
    def said(self) -> Text:
        """ "PDF, JPG hoặc PNG"."""
        return say.kinds([ending for ending in KINDS if ending in self.endings])


@dataclass(frozen=True, slots=True)
class Known:
    """What the check found: the type that was proven, pages of a PDF, pixels of a picture; 0 where there are none."""

    media_type: str
    pages: int = 0
    pixels: int = 0


def rule_of(limit: int, accept: Collection[str] = (), megabytes: float | None = None) -> Rule:
    """What a place takes that says `x-accept` and `x-max-mb`; the house's `limit` in bytes is never exceeded."""
    endings = {ending for word in accept for ending in ACCEPTED.get(word, ())}
    own = int(megabytes * 1024 * 1024) if megabytes else limit
    return Rule(frozenset(endings or KINDS), min(own, limit))


def check(name: str, content: bytes, rule: Rule) -> Known:
    """What the file is; raises FileError naming it, and saying what to do, when it will not do."""
    check_announced(name, len(content), rule)
    ending = PurePosixPath(name).suffix.lower()
    if is_heic(content):
        raise FileError(say.heic(name))
    if ending in DOCUMENT_PARTS and content.startswith(b"\xd0\xcf\x11\xe0"):
        raise FileError(say.locked(name))
    if not _begins_as(content, ending) or _is_archive_too(content, ending):
        raise FileError(say.disguised(name, ending))
    return _CHECKS[ending](name, content, ending)


def check_announced(name: str, size: int, rule: Rule) -> None:
    """Refuse by name and size alone, before a byte has come."""
    if size == 0:
        raise FileError(say.empty(name))
    if size > rule.limit:
        raise FileError(say.too_large(name, rule.limit))
    ending = PurePosixPath(name).suffix.lower()
    if ending in {".heic", ".heif"}:
        raise FileError(say.heic(name))
    if ending not in rule.endings:
        raise FileError(say.not_taken(name, rule.said))


def is_heic(content: bytes) -> bool:
    """A photograph in Apple's own format, whatever its name."""
    return content[4:8] == b"ftyp" and content[8:12] in {b"heic", b"heix", b"hevc", b"mif1", b"msf1", b"heim"}


def _begins_as(content: bytes, ending: str) -> bool:
    if ending in {".jpg", ".jpeg"}:
        return content[:3] == b"\xff\xd8\xff"
    if ending == ".webp":
        return content[:4] == b"RIFF" and content[8:12] == b"WEBP"
    if ending in DOCUMENT_PARTS:
        return content[:4] == b"PK\x03\x04"
    try:
        return ending in {match.extension for match in puremagic.magic_string(content)}
    except puremagic.PureError:
        return False


def _is_archive_too(content: bytes, ending: str) -> bool:
    """Whether a file that is no archive ends as one: it would be unpacked by whoever takes it for one."""
    if ending in DOCUMENT_PARTS:
        return False
    tail = content[-MAX_TAIL:]
    found = tail.rfind(b"PK\x05\x06")
    if found < 0 or len(tail) - found < 22:
        return False
    return found + 22 + int.from_bytes(tail[found + 20 : found + 22], "little") == len(tail)


def _check_pdf(name: str, content: bytes, ending: str) -> Known:
    if not (b"startxref" in content[-2048:] or b"%%EOF" in content[-2048:]):
        raise FileError(say.disguised(name, ending))
    try:
        return Known(KINDS[ending], pages=pdf_reader.reader.count_pages(content))
    except PdfError as problem:
        raise FileError(say.locked(name) if problem.why == "locked" else say.damaged(name)) from None


def _check_picture(name: str, content: bytes, ending: str) -> Known:
    try:
        size = upright_image.measure(content, ending)
    except PictureError as problem:
        raise FileError(say.PICTURES[problem.why](name)) from None
    return Known(KINDS[ending], pages=1, pixels=size.width * size.height)


def _check_document(name: str, content: bytes, ending: str) -> Known:
    try:
        with zipfile.ZipFile(io.BytesIO(content)) as archive:
            names = {part.filename for part in archive.infolist()}
            if DOCUMENT_PARTS[ending] not in names:
                raise FileError(say.disguised(name, ending))
            _measure(name, archive)
            _refuse_macros(name, archive, names)
            _refuse_template(name, archive, names)
    except FileError:
        raise
    except Exception:  # a damaged archive raises whatever its compression does
        raise FileError(say.disguised(name, ending)) from None
    return Known(KINDS[ending])


def _measure(name: str, archive: zipfile.ZipFile) -> None:
    """Unpack every part once, for an archive may claim to be smaller than it is."""
    parts = archive.infolist()
    if any(part.flag_bits & 1 for part in parts):
        raise FileError(say.locked(name))
    if len(parts) > MAX_PARTS or sum(part.file_size for part in parts) > MAX_UNPACKED:
        raise FileError(say.bomb(name))
    for part in parts:
        with archive.open(part) as opened:
            while opened.read(1 << 18):
                pass


def _refuse_macros(name: str, archive: zipfile.ZipFile, names: Collection[str]) -> None:
    types = archive.read("[Content_Types].xml") if "[Content_Types].xml" in names else b""
    if b"macroenabled" in types.lower() or any(one.lower().endswith("vbaproject.bin") for one in names):
        raise FileError(say.macros(name))


def _refuse_template(name: str, archive: zipfile.ZipFile, names: Collection[str]) -> None:
    """A template from an address is fetched when the document is opened, macros with it."""
    reader = etree.XMLParser(resolve_entities=False, no_network=True)
    for one in names:
        if one.lower().endswith(".rels"):
            if archive.getinfo(one).file_size > MAX_LINKS:
                raise FileError(say.bomb(name))
            for link in etree.fromstring(archive.read(one), reader).iter("{*}Relationship"):
                kind, mode = link.get("Type", "").lower(), link.get("TargetMode", "").lower()
                if kind.endswith("/attachedtemplate") and mode == "external":
                    raise FileError(say.outside_template(name))


_CHECKS: Final[Mapping[str, Callable[[str, bytes, str], Known]]] = {
    ".pdf": _check_pdf,
    **dict.fromkeys(ACCEPTED["image"], _check_picture),
    **dict.fromkeys(DOCUMENT_PARTS, _check_document),
}
