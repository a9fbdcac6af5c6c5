"""The program that opens other people's PDF: a process of its own with bounded memory, which may break without harm.

It says "r" when it is ready. Asked on its standard input: a letter ("i" inspect, "p" picture, "v" view), eight bytes
of length, the PDF. It answers with a letter ("o" done, "l" locked, "d" damaged), eight bytes of length, and the number
of pages or a JPEG.
"""

from __future__ import annotations

import io

import pikepdf
import pypdfium2

from motcua.contrib import bounded_program
from motcua.contrib.upright_image import PAGE_SIDE, THUMB_SIDE, drawn_jpeg

SIDES = {b"p": THUMB_SIDE, b"v": PAGE_SIDE}


def _answer(letter: bytes, content: bytes) -> tuple[bytes, bytes]:
    return _inspect(content) if letter == b"i" else _picture(content, SIDES[letter])


def _inspect(content: bytes) -> tuple[bytes, bytes]:
    try:
        with pikepdf.open(io.BytesIO(content)) as pdf:
            pages = len(pdf.pages)
    except pikepdf.PasswordError:
        return b"l", b""
    except Exception:  # whatever is wrong with it, it does not open
        return b"d", b""
    return (b"o", str(pages).encode()) if pages else (b"d", b"")


def _picture(content: bytes, side: int) -> tuple[bytes, bytes]:
    try:
        pdf = pypdfium2.PdfDocument(content)
        page = pdf[0]
        scale = side / max(page.get_size())
        return b"o", drawn_jpeg(page.render(scale=scale).to_pil(), side)
    except Exception:  # whatever is wrong with it, there is no picture of it
        return b"d", b""


if __name__ == "__main__":
    bounded_program.run(_answer)
