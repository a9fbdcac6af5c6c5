"""How large a file is, in words: one way for pages, refusals and scripts (`upload.js` says the same)."""

from __future__ import annotations

from typing import Final

from motcua.domain.forms.form_format import format_number
from motcua.domain.text import Text

KILOBYTE: Final = 1024
MEGABYTE: Final = 1024 * 1024


def said(size: int) -> Text:
    """ "412 kB", "1,3 MB", "20 MB" for a size in bytes; halves are rounded up, and what is not empty has 1 kB."""
    if size < MEGABYTE - KILOBYTE // 2:
        kilobytes = max((size + KILOBYTE // 2) // KILOBYTE, 1 if size else 0)
        number, unit = format_number(kilobytes), "kB"
    else:
        tenths = (size * 10 + MEGABYTE // 2) // MEGABYTE
        number, unit = format_number(tenths / 10), "MB"
    return Text(f"{number.vi} {unit}", f"{number.en} {unit}")
