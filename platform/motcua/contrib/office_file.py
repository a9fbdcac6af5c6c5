"""Files of Word and Excel: bounded before anything is unpacked."""

from __future__ import annotations

import io
import zipfile
from xml.parsers import expat

from openpyxl.utils import range_boundaries

from motcua.domain.step_table.step_table import MAX_BYTES, MAX_COLUMNS, MAX_ROWS, MAX_UNPACKED, TableFileError
from motcua.domain.text import Text

_MEGABYTE = 1024 * 1024
MAX_ELEMENTS = 1_500_000
"""Marks of XML, closing ones too; the libraries hold each element in memory."""
_AREAS = frozenset({"mergeCell", "hyperlink", "comment"})


def kind_of(content: bytes) -> str:
    """What the file holds, by its parts and not by its name: "docx" or "xlsx". Raises TableFileError."""
    if content[:4] == b"\xd0\xcf\x11\xe0":
        raise TableFileError(
            Text(
                "Đây là tệp Office đời cũ (.doc, .xls) hoặc có mật khẩu. Hãy lưu lại thành .docx hoặc .xlsx.",
                "This is an old Office file (.doc, .xls) or one with a password. Save it as .docx or .xlsx.",
            )
        )
    if len(content) > MAX_BYTES:
        raise too_large()
    try:
        with zipfile.ZipFile(io.BytesIO(content)) as archive:
            names = _measured(archive)
            if "xl/workbook.xml" in names:
                _measure_areas(archive)
    except TableFileError:
        raise
    except Exception as problem:  # a damaged or locked archive raises whatever its compression does
        raise unreadable() from problem
    for kind, part in (("docx", "word/document.xml"), ("xlsx", "xl/workbook.xml")):
        if part in names:
            return kind
    raise unreadable()


def _measured(archive: zipfile.ZipFile) -> set[str]:
    """The names of the parts, once their bytes and elements are known to be few enough."""
    parts = archive.infolist()
    if sum(part.file_size for part in parts) > MAX_UNPACKED:
        raise too_large()
    elements = 0
    for part in parts:
        with archive.open(part) as opened:
            while chunk := opened.read(1 << 16):
                elements += chunk.count(b"<")
    if elements > MAX_ELEMENTS:
        raise too_large()
    return {part.filename for part in parts}


def _measure_areas(archive: zipfile.ZipFile) -> None:
    """Raise TableFileError where cells are merged over more of a sheet than a table of ours could fill.

    The library makes an object of every cell in such an area, and of every cell that a link or a remark is for. A
    part that is no XML, a picture say, has none; what the library cannot read either it will refuse itself.
    """
    cells = 0

    def begin(name: str, attributes: dict[str, str]) -> None:
        nonlocal cells
        if name.rpartition("}")[2] in _AREAS:
            cells += _cells_of(attributes.get("ref", ""))
            if cells > MAX_ROWS * MAX_COLUMNS:
                raise too_wide()

    for part in archive.infolist():
        parser = expat.ParserCreate(namespace_separator="}")
        parser.StartElementHandler = begin
        try:
            with archive.open(part) as opened:
                parser.ParseFile(opened)
        except expat.ExpatError:
            continue


def _cells_of(area: str) -> int:
    """How many cells “A1:C3” is; what names no area, as one."""
    try:
        left, top, right, bottom = range_boundaries(area)
    except (ValueError, TypeError):
        return 1
    if left is None or top is None or right is None or bottom is None:
        raise too_wide()
    return max(right - left + 1, 0) * max(bottom - top + 1, 0)


def too_wide() -> TableFileError:
    """A cell is merged over more columns or rows than a table may have."""
    return TableFileError(
        Text(
            f"Tệp có ô gộp quá rộng: bảng tối đa {MAX_COLUMNS} cột và {MAX_ROWS} dòng. Hãy bỏ gộp ô đó rồi nạp lại.",
            f"The file has a cell merged too widely: a table has at most {MAX_COLUMNS} columns and {MAX_ROWS} rows. "
            "Unmerge that cell and bring in the file again.",
        )
    )


def too_large() -> TableFileError:
    """The file, unpacked or not, is beyond the bounds."""
    return TableFileError(
        Text(
            f"Tệp quá lớn: tối đa {MAX_BYTES // _MEGABYTE} MB. Hãy chỉ giữ các bảng quy trình.",
            f"The file is too large: at most {MAX_BYTES // _MEGABYTE} MB. Keep only the tables of processes.",
        )
    )


def unreadable() -> TableFileError:
    """The file is none of the two kinds, or damaged."""
    return TableFileError(
        Text(
            "Không đọc được tệp này. Hãy dùng tệp Word (.docx) hoặc Excel (.xlsx) có bảng các bước.",
            "This file cannot be read. Use a Word (.docx) or Excel (.xlsx) file with a table of steps.",
        )
    )
