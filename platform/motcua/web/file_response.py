"""Stored files on their way to a browser: shown in place only when they are pictures or PDF, else saved."""

from __future__ import annotations

from io import BytesIO

from flask import Response, request, send_file

from motcua.services.papers.files import SHOWN_IN_PLACE, As, Opened

# What people upload never runs as a page of ours: no scripts, no forms, no origin.
PICTURE_POLICY = (
    "default-src 'none'; img-src 'self'; style-src 'unsafe-inline'; frame-ancestors 'self'; sandbox"
)
# Browsers refuse to open their PDF reader in a sandbox; the reader itself is one already.
PDF_POLICY = "default-src 'none'; object-src 'self'; style-src 'unsafe-inline'; frame-ancestors 'self'"


DOWNLOAD, THUMB = "download", "thumb"
"""Words of an address: the original to be saved, and the small picture."""


def wanted_form() -> As:
    """How the address asks for a file: pictures are read in their upright copy, and saved as they came."""
    if DOWNLOAD in request.args:
        return "original"
    return "thumb" if THUMB in request.args else "reading"


def send_stored(file: Opened) -> Response:
    """The file with its own name and the type that was proven when it came in."""
    shown = file.media_type in SHOWN_IN_PLACE and DOWNLOAD not in request.args
    response = send_file(
        BytesIO(file.content),
        mimetype=file.media_type,
        as_attachment=not shown,
        download_name=file.name,
        conditional=False,
        etag=False,
    )
    is_pdf = file.media_type == "application/pdf"
    response.headers["Content-Security-Policy"] = PDF_POLICY if is_pdf else PICTURE_POLICY
    return response
