"""Codes that machines read: QR and Code 128, as drawings for print and as pictures for Word."""

from __future__ import annotations

import io
import re
from typing import Final

import segno
import zxingcpp
from PIL import Image

MAX_BAR_CODE: Final = 48
"""Signs of a Code 128 that a scanner at the counter still reads at the width of an A5 sheet."""
_BAR_CODE: Final = re.compile(rf"[\x20-\x7e]{{1,{MAX_BAR_CODE}}}")


def qr_svg(text: str) -> str:
    """A QR code as SVG; empty for an empty text."""
    if not text:
        return ""
    out = io.BytesIO()
    segno.make(text, error="m", micro=False).save(
        out, kind="svg", border=0, xmldecl=False, svgclass=None, lineclass=None
    )
    return out.getvalue().decode()


def qr_png(text: str) -> bytes:
    """A QR code as PNG."""
    out = io.BytesIO()
    segno.make(text, error="m", micro=False).save(out, kind="png", scale=8, border=0)
    return out.getvalue()


def bar_svg(text: str) -> str:
    """A Code 128 as SVG; empty for what it cannot say: letters outside ASCII, or too many of them."""
    if not _BAR_CODE.fullmatch(text):
        return ""
    drawing = zxingcpp.create_barcode(text, zxingcpp.BarcodeFormat.Code128).to_svg(add_quiet_zones=False)
    # The document type names an address outside; nothing of a slip does.
    return str(drawing[drawing.index("<svg") :])


def bar_png(text: str) -> bytes:
    """A Code 128 as PNG; empty for what it cannot say."""
    if not _BAR_CODE.fullmatch(text):
        return b""
    drawn = zxingcpp.create_barcode(text, zxingcpp.BarcodeFormat.Code128).to_image(
        scale=3, add_quiet_zones=False
    )
    out = io.BytesIO()
    Image.fromarray(drawn).save(out, "PNG")
    return out.getvalue()
