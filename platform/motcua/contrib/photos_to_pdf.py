"""Photographs put into one PDF, a page of A4 each: upright or across as the picture is, with a narrow margin."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Final

import img2pdf

PAGE_MM: Final = (210, 297)
MARGIN_MM: Final = 6


def photos_to_pdf(pictures: Sequence[bytes], title: str) -> bytes:
    """One PDF of these JPEGs in their order."""
    layout = img2pdf.get_layout_fun(
        pagesize=tuple(img2pdf.mm_to_pt(side) for side in PAGE_MM),
        border=(img2pdf.mm_to_pt(MARGIN_MM), img2pdf.mm_to_pt(MARGIN_MM)),
        fit=img2pdf.FitMode.into,
        auto_orient=True,
    )
    content: bytes = img2pdf.convert(list(pictures), layout_fun=layout, title=title, nodate=True)
    return content
