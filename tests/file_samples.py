"""Files as people send them, and as those who mean harm do: made small, each once."""

from __future__ import annotations

import io
import struct
import zipfile
import zlib

import pikepdf
from PIL import Image

TURNED_RIGHT = 6
"""The camera was held upright: the picture is to be turned a quarter clockwise."""
MODEL, PLACE = "Dien thoai cua Hang", (16.0, 48.0, 0.0)


def photo(width: int, height: int, *, ending: str = "JPEG", turned: int = 0, seed: int = 0) -> bytes:
    """A picture red at its left side and blue at its right; `turned` notes how the camera was held, and where it was."""
    image = Image.new("RGB", (width, height), (20, 40, 200 - seed))
    image.paste((200, 30, seed), (0, 0, width // 2, height))
    exif = Image.Exif()
    if turned:
        exif[0x0112], exif[0x0110] = turned, MODEL
        exif.get_ifd(0x8825).update({1: "N", 2: PLACE, 3: "E", 4: (107.0, 5.0, 0.0)})
    out = io.BytesIO()
    image.save(out, ending, exif=exif)
    return out.getvalue()


def wide_png(width: int, height: int) -> bytes:
    """A PNG of a few bytes that claims this many pixels."""
    head = struct.pack(">IIBBBBB", width, height, 8, 2, 0, 0, 0)
    chunks = ((b"IHDR", head), (b"IDAT", zlib.compress(b"\0")), (b"IEND", b""))
    return b"\x89PNG\r\n\x1a\n" + b"".join(
        len(data).to_bytes(4, "big") + kind + data + zlib.crc32(kind + data).to_bytes(4, "big")
        for kind, data in chunks
    )


def pdf(pages: int, *, password: str = "", owner: str = "") -> bytes:
    made, out = pikepdf.new(), io.BytesIO()
    for _ in range(pages):
        made.add_blank_page(page_size=(595, 842))
    lock = pikepdf.Encryption(user=password, owner=owner or password) if password or owner else False
    made.save(out, encryption=lock)
    return out.getvalue()


def zipped(parts: dict[str, bytes] | None = None, *names: str, content: bytes = b"<x/>") -> bytes:
    held = io.BytesIO()
    with zipfile.ZipFile(held, "w", zipfile.ZIP_DEFLATED) as archive:
        for name, inside in {**dict.fromkeys(names, content), **(parts or {})}.items():
            archive.writestr(name, inside)
    return held.getvalue()


def claiming(archive: bytes, size: int) -> bytes:
    """The archive, whose first part claims to unpack to `size` bytes."""
    at = archive.index(b"PK\1\2") + 24
    return archive[:at] + size.to_bytes(4, "little") + archive[at + 4 :]


TYPES = "[Content_Types].xml"
DOCX = zipped(None, TYPES, "word/document.xml")
XLSX = zipped(None, TYPES, "xl/workbook.xml")
EICAR = rb"X5O!P%@AP[4\PZX54(P^)7CC)7}$EICAR-" + b"STANDARD-ANTIVIRUS-TEST-FILE!$H+H*"


def infected_pdf() -> bytes:
    """A PDF that opens, with the string in it by which scanners are tried out."""
    made, out = pikepdf.new(), io.BytesIO()
    made.add_blank_page()
    made.Root.Note = pikepdf.Stream(made, EICAR)
    made.save(out, compress_streams=False)
    return out.getvalue()
