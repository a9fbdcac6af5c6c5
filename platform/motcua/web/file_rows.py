"""Stored files as pages list them: name, size and pages, a small picture, what the scanner has said."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass

from flask_babel import gettext as _
from flask_babel import ngettext

from motcua.store.base import Record
from motcua.web.file_response import DOWNLOAD, THUMB
from motcua.web.filters import file_size

PDF = "application/pdf"
Address = Callable[..., str]
"""The address of a file, with words of `file_response` as arguments."""


@dataclass(frozen=True, slots=True)
class FileRow:
    """A row of `macros/files.html`; what has no address is not offered.

    `state` is "waiting" while a scanner has not looked, "infected" when it found something, else empty.
    """

    name: str
    size_text: str
    state: str = ""
    url: str = ""
    thumb_url: str = ""
    original_url: str = ""
    remove_value: int | None = None
    part_value: int | None = None
    note: str = ""


def file_row(file: Record, address: Address, *, is_removable: bool = False, photos: int = 0) -> FileRow:
    """One file; `photos` is how many photographs it was made of."""
    state = file.scan if file.scan in {"waiting", "infected"} else ""
    is_picture = file.media_type.startswith("image/")
    has_thumb = (is_picture or file.media_type == PDF) and file.thumb_sha256 != ""
    return FileRow(
        name=file.name,
        size_text=_size(file),
        state=state,
        url="" if state else address(),
        thumb_url=address(**{THUMB: 1}) if has_thumb and not state else "",
        original_url=address(**{DOWNLOAD: 1}) if is_picture and file.reading_sha256 and not state else "",
        remove_value=file.id if is_removable else None,
        part_value=file.id if is_removable and photos else None,
        note=ngettext("ghép từ %(num)d ảnh", "ghép từ %(num)d ảnh", photos) if photos else "",
    )


def _size(file: Record) -> str:
    size = file_size(file.size)
    if file.media_type != PDF or not file.pages:
        return size
    return str(_("%(pages)d trang, %(size)s", pages=file.pages, size=size))
