"""PDF from people, opened in a process of its own: one that stays for the next, is bounded in time, and may break."""

from __future__ import annotations

import atexit
from typing import Final

from motcua.contrib.bounded_process import BoundedProcess

SECONDS: Final = 20.0


class PdfError(Exception):
    """`why` is "locked" (it asks for a password) or "damaged"."""

    def __init__(self, why: str) -> None:
        super().__init__(why)
        self.why = why


class PdfReader:
    """Starts its process when first asked; a question that takes longer than `seconds` ends it, and the next starts anew."""

    def __init__(self, seconds: float = SECONDS) -> None:
        self._process = BoundedProcess("motcua.contrib.pdf_process", seconds)

    def count_pages(self, content: bytes) -> int:
        """How many pages it has, at least one; raises PdfError."""
        return int(self._ask(b"i", content))

    def first_page(self, content: bytes) -> bytes:
        """Its first page in small, as JPEG; raises PdfError."""
        return self._ask(b"p", content)

    def page(self, content: bytes) -> bytes:
        """Its first page to be read on a screen, as JPEG; raises PdfError."""
        return self._ask(b"v", content)

    def stop(self) -> None:
        self._process.stop()

    def _ask(self, letter: bytes, content: bytes) -> bytes:
        said, answer = self._process.ask(letter, content)
        if said != b"o":
            raise PdfError("locked" if said == b"l" else "damaged")
        return answer


reader: Final = PdfReader()
"""The one of this program: the bound on memory is for one process at a time."""
atexit.register(reader.stop)
