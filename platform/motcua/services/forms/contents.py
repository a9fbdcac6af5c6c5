"""The bytes behind files: kept once, scanned, and opened as the original, as a copy for reading or as a small picture."""

from __future__ import annotations

import hashlib
from dataclasses import dataclass
from datetime import datetime
from pathlib import PurePosixPath
from typing import Final, Literal

from motcua.contrib import pdf_reader, upright_image
from motcua.contrib.pdf_reader import PdfError
from motcua.contrib.upright_image import PictureError
from motcua.domain.errors import ConflictError, NotFoundError
from motcua.domain.text import Text
from motcua.services.papers import file_sentences
from motcua.services.papers.file_check import FileError, Known
from motcua.services.work import Work
from motcua.store.base import Record
from motcua.store.forms import content as contents

As = Literal["original", "reading", "thumb"]
JPEG: Final = "image/jpeg"
PREPARE: Final = "prepare_file"
AT_ONCE_PIXELS: Final = 13_000_000
"""Pictures up to the size of a common telephone's are copied while they are kept, larger ones by a job."""


class FileWaitingError(ConflictError):
    """The scanner has not looked at the file yet; nobody opens it."""

    code = "file_waiting"


class FileQuarantinedError(ConflictError):
    """The scanner found something in the file; nobody opens it any more."""

    code = "file_quarantined"


@dataclass(frozen=True, slots=True)
class Opened:
    """What goes to a reader under the file's name."""

    name: str
    media_type: str
    content: bytes


def hold(work: Work, name: str, content: bytes, known: Known, now: datetime) -> str:
    """Keep the bytes; their SHA-256. Raises FileError when they are known to be infected. Does not commit."""
    sha256 = hashlib.sha256(content).hexdigest()
    row = contents.hold(
        work.connection,
        now,
        sha256=sha256,
        media_type=known.media_type,
        size=len(content),
        pages=known.pages or None,
        scan="waiting" if work.house.scanner is not None else "unscanned",
    )
    if row.scan == "infected":
        raise FileError(file_sentences.infected(name, row.threat))
    work.house.files.put(content)
    if row.is_new and (row.scan == "waiting" or known.pixels > AT_ONCE_PIXELS):
        work.defer(PREPARE, {"sha256": sha256})
    elif row.is_new and known.pixels:
        copy(work, sha256, content)
    return sha256


def open_as(work: Work, file: Record, form: As = "original") -> Opened:
    """The file's bytes in this form; a picture without a copy yet is read as it is.

    Raises FileWaitingError or FileQuarantinedError as the scanner has it, NotFoundError for a picture of what has none.
    """
    row = contents.by_hash(work.connection, file.sha256)
    _refuse_unsafe(file.name, row)
    if form == "thumb":
        return Opened(file.name, JPEG, _thumb(work, file, row))
    if form == "reading" and row is not None and row.reading_sha256:
        try:
            return Opened(
                f"{PurePosixPath(file.name).stem}.jpg", JPEG, work.house.files.get(row.reading_sha256)
            )
        except KeyError:
            # A copy can always be made again: the original is what must not be lost.
            pass
    return Opened(file.name, file.media_type, work.house.files.get(file.sha256))


def prepare(work: Work, sha256: str) -> bool:
    """Make the copies of a picture that came without them; whether there was anything to do. One commit."""
    row = contents.by_hash(work.connection, sha256, lock=True)
    if row is None or row.scan in {"waiting", "infected"} or row.reading_sha256 is not None:
        return False
    if not row.media_type.startswith("image/"):
        return False
    copy(work, sha256, work.house.files.get(sha256))
    work.commit()
    return True


def copy(work: Work, sha256: str, content: bytes) -> None:
    """Make the reading copy and the small picture of a picture. Does not commit."""
    try:
        reading, thumb = upright_image.reading_copy(content), upright_image.thumbnail(content)
    except PictureError:
        contents.change(work.connection, sha256, reading_sha256="", thumb_sha256="")
        return
    store = work.house.files
    contents.change(work.connection, sha256, reading_sha256=store.put(reading), thumb_sha256=store.put(thumb))


def _refuse_unsafe(name: str, row: Record | None) -> None:
    if row is not None and row.scan == "waiting":
        raise FileWaitingError(file_sentences.waiting(name))
    if row is not None and row.scan == "infected":
        raise FileQuarantinedError(file_sentences.infected(name, row.threat))


def _thumb(work: Work, file: Record, row: Record | None) -> bytes:
    """The small picture; a PDF's is drawn when it is first asked for, and kept. One commit when it is."""
    if row is not None and row.thumb_sha256:
        try:
            return work.house.files.get(row.thumb_sha256)
        except KeyError:
            pass  # made again below
    drawn = _draw(work, file) if row is None or row.thumb_sha256 != "" else b""
    if row is not None and row.thumb_sha256 != "":
        held = work.house.files.put(drawn) if drawn else ""
        contents.change(work.connection, file.sha256, thumb_sha256=held)
        work.commit()
    if not drawn:
        raise NotFoundError(Text("Tệp này không có ảnh xem trước.", "There is no preview of this file."))
    return drawn


def _draw(work: Work, file: Record) -> bytes:
    content = work.house.files.get(file.sha256)
    try:
        if file.media_type == "application/pdf":
            return pdf_reader.reader.first_page(content)
        if file.media_type.startswith("image/"):
            return upright_image.thumbnail(content)
    except (PdfError, PictureError):
        pass  # it opens, but shows nothing
    return b""
