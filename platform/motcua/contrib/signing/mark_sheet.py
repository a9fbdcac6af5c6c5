"""A page of a PDF as the place of a mark: what is seen of it, how it is turned, and which fields stand on it already.

Run by `pades_process`, never on hostile bytes here.
"""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any, Final

from pyhanko.pdf_utils.generic import DictionaryObject

from motcua.contrib.signing.signed_pdf import UnfitError, opened
from motcua.domain.signing.signature_mark import Box, Sheet, mark_box

DEPTH: Final = 64
"""Of the tree of pages: what is not said of a page is said above it."""


def where(document: bytes, page: int, place: str) -> tuple[Box, int]:
    """The box of a mark on a page (from the end: -1) at a place of it, and how the page is turned; raises UnfitError."""
    reader = opened(document)
    pages = int(reader.root["/Pages"]["/Count"])
    if not -pages <= page < pages:
        raise UnfitError("page")
    found = reader.find_page_for_modification(page)[0].get_object()
    sheet = _sheet(found)
    return mark_box(sheet, place, tuple(_taken(found))), sheet.turn


def _sheet(page: DictionaryObject) -> Sheet:
    media = _box(_said(page, "/MediaBox"))
    if media is None:
        raise UnfitError("damaged")
    crop = _box(_said(page, "/CropBox")) or media
    seen = (
        max(media[0], crop[0]),
        max(media[1], crop[1]),
        min(media[2], crop[2]),
        min(media[3], crop[3]),
    )
    turn = int(_said(page, "/Rotate") or 0) % 360
    is_seen = seen[0] < seen[2] and seen[1] < seen[3]
    return Sheet(seen if is_seen else media, turn if turn % 90 == 0 else 0)


def _taken(page: DictionaryObject) -> Iterator[Box]:
    """Where fields are seen: of signatures, and of forms, which a mark should not hide either."""
    for one in _own(page, "/Annots") or ():
        note = one.get_object()
        box = _box(_own(note, "/Rect")) if _own(note, "/Subtype") == "/Widget" else None
        if box is not None:
            yield box


def _said(page: DictionaryObject, name: str) -> Any:
    node: Any = page
    for _ in range(DEPTH):
        if node is None or name in node:
            break
        node = _own(node, "/Parent")
    return _own(node, name) if node is not None else None


def _own(node: Any, name: str) -> Any:
    """An entry with references followed, which `get` of a dictionary does not."""
    try:
        return node[name]
    except KeyError:
        return None


def _box(said: Any) -> Box | None:
    """The rectangle with its corners in order; None where it is none, or empty."""
    if said is None or len(said) != 4:
        return None
    x0, y0, x1, y1 = (float(one.get_object()) if hasattr(one, "get_object") else float(one) for one in said)
    box = min(x0, x1), min(y0, y1), max(x0, x1), max(y0, y1)
    return box if box[0] < box[2] and box[1] < box[3] else None
