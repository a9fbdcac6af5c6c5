"""Stored files on their way to a browser: shown in place only when they are pictures or PDF, else saved."""

from __future__ import annotations

from io import BytesIO
from typing import Protocol

from flask import Response, send_file

from motcua.services.files import SHOWN_IN_PLACE

# What people upload never runs as a page of ours: no scripts, no forms, no origin.
PICTURE_POLICY = (
    "default-src 'none'; img-src 'self'; style-src 'unsafe-inline'; frame-ancestors 'self'; sandbox"
)
# Browsers refuse to open their PDF reader in a sandbox; the reader itself is one already.
PDF_POLICY = "default-src 'none'; object-src 'self'; style-src 'unsafe-inline'; frame-ancestors 'self'"


class StoredFile(Protocol):
    """The columns of a stored file that its response needs."""

    @property
    def name(self) -> str: ...

    @property
    def media_type(self) -> str: ...


def send_stored(file: StoredFile, content: bytes, *, download: bool = False) -> Response:
    """The file with its own name and the type that was proven when it came in."""
    shown = file.media_type in SHOWN_IN_PLACE and not download
    response = send_file(
        BytesIO(content),
        mimetype=file.media_type,
        as_attachment=not shown,
        download_name=file.name,
        conditional=False,
        etag=False,
    )
    is_pdf = file.media_type == "application/pdf"
    response.headers["Content-Security-Policy"] = PDF_POLICY if is_pdf else PICTURE_POLICY
    return response
