"""Spreadsheets in and out: .xlsx by openpyxl and .csv, as rows of text. Formulas are never evaluated.

A file is bounded before it is opened: bytes, unpacked bytes, elements, rows, columns and the length of a cell.
"""

from __future__ import annotations

import csv
import io
import re
import zipfile
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, datetime
from typing import Any

from openpyxl import Workbook, load_workbook
from openpyxl.styles import Font
from openpyxl.utils import get_column_letter

from motcua.domain.errors import InputError
from motcua.domain.text import Text

MAX_BYTES = 2 * 1024 * 1024
MAX_UNPACKED = 40 * 1024 * 1024
# The library makes an object of every element: 2 MB of the same few bytes would keep it busy for minutes. Cells are
# cheap, styles are dear.
MAX_ELEMENTS = 500_000
MAX_OTHER_ELEMENTS = 20_000
MAX_ROWS = 5000
MAX_COLUMNS = 40
MAX_CELL = 2000
# A spreadsheet program runs a cell that begins so as a formula (OWASP, CSV injection).
_DANGEROUS = ("=", "+", "-", "@", "\t", "\r")
_WIDEST = 40
# What a spreadsheet file cannot hold.
_UNWRITTEN = re.compile("[\x00-\x08\x0b\x0c\x0e-\x1f\ud800-\udfff\ufffe\uffff]")
_LONGEST_CELL = 32_000
_NOT_IN_TITLES = frozenset("[]:*?/\\")
_CELLS = ("xl/worksheets/", "xl/sharedStrings")


@dataclass(frozen=True, slots=True)
class Sheet:
    """A sheet to write; its first `heads` rows are the heading."""

    title: str
    rows: Sequence[Sequence[str | int | float]]
    heads: int = 1


class SpreadsheetError(InputError):
    """The file is no spreadsheet, or too large."""

    code = "spreadsheet"


def read(content: bytes, name: str) -> list[list[str]]:
    """The rows of the first sheet, or of a .csv in UTF-8, cells as text without what is empty at the end; empty rows stay.

    A formula gives its own text, never a value. Raises SpreadsheetError.
    """
    if len(content) > MAX_BYTES:
        raise _too_large()
    if content[:4] == b"PK\x03\x04":
        return _read_xlsx(content)
    if content[:4] == b"\xd0\xcf\x11\xe0" or name.lower().endswith((".xls", ".xlsx", ".ods")):
        raise _unreadable()
    return _read_csv(content)


def write_xlsx(rows: Sequence[Sequence[str]], title: str) -> bytes:
    """A workbook of one sheet whose first row is the heading; every cell is text."""
    return write_book([Sheet(title, rows)])


def write_book(sheets: Sequence[Sheet]) -> bytes:
    """A workbook; texts stay texts, figures are figures. Sheets of one name are numbered."""
    book = Workbook()
    book.remove(book.worksheets[0])
    for one in sheets:
        _fill(book.create_sheet(_title(one.title, book.sheetnames)), one)
    out = io.BytesIO()
    book.save(out)
    return out.getvalue()


def _fill(sheet: Any, given: Sheet) -> None:
    for row in given.rows:
        sheet.append([_safe(cell) if isinstance(cell, str) else cell for cell in row])
    for column, cells in enumerate(zip(*given.rows, strict=True), start=1) if given.rows else ():
        longest = max((len(str(cell)) for cell in cells), default=0)
        sheet.column_dimensions[get_column_letter(column)].width = min(_WIDEST, longest + 3)
    for row in sheet.iter_rows(max_row=given.heads):
        for cell in row:
            cell.font = Font(bold=True)
    sheet.freeze_panes = f"A{given.heads + 1}"


def _title(text: str, taken: Sequence[str]) -> str:
    """A name that a sheet may have: no more than 31 characters, none of []:*?/\\, no name twice."""
    plain = "".join(" " if one in _NOT_IN_TITLES else one for one in text)[:31].strip(" '") or "Sheet"
    names = {one.casefold() for one in taken}
    if plain.casefold() not in names:
        return plain
    return next(
        name for number in range(2, 1000) if (name := f"{plain[:26]} {number}").casefold() not in names
    )


def write_csv(rows: Sequence[Sequence[str]]) -> bytes:
    """UTF-8 with a byte order mark, so that spreadsheet programs read the marks of Vietnamese."""
    out = io.StringIO()
    csv.writer(out).writerows([_safe(cell) for cell in row] for row in rows)
    return b"\xef\xbb\xbf" + out.getvalue().encode()


def _safe(cell: str) -> str:
    text = _UNWRITTEN.sub("", cell)[:_LONGEST_CELL]
    return f"'{text}" if text.startswith(_DANGEROUS) else text


def _read_xlsx(content: bytes) -> list[list[str]]:
    try:
        with zipfile.ZipFile(io.BytesIO(content)) as archive:
            _measure(archive)
        book = load_workbook(io.BytesIO(content), read_only=True, data_only=False, keep_links=False)
        sheet = book.worksheets[0]
        rows = [
            [_text(value) for value in row]
            for row in sheet.iter_rows(values_only=True, max_row=MAX_ROWS + 1, max_col=MAX_COLUMNS)
        ]
        book.close()
    except SpreadsheetError:
        raise
    except Exception as problem:  # the library raises whatever a damaged file leads it to
        raise _unreadable() from problem
    return _bounded(rows)


def _measure(archive: zipfile.ZipFile) -> None:
    """Raise SpreadsheetError for a file that unpacks into more than a sheet of ours could hold."""
    if sum(one.file_size for one in archive.infolist()) > MAX_UNPACKED:
        raise _too_large()
    cells = other = 0
    for one in archive.infolist():
        with archive.open(one) as part:
            found = sum(chunk.count(b"<") for chunk in iter(lambda: part.read(1 << 16), b""))
        if one.filename.startswith(_CELLS):
            cells += found
        else:
            other += found
    if cells > MAX_ELEMENTS or other > MAX_OTHER_ELEMENTS:
        raise _too_large()


def _read_csv(content: bytes) -> list[list[str]]:
    try:
        text = content.decode("utf-8-sig")
        delimiter = max(",;\t", key=text.partition("\n")[0].count)
        rows = [
            [_text(cell) for cell in row[:MAX_COLUMNS]]
            for row in csv.reader(io.StringIO(text, newline=""), delimiter=delimiter)
        ]
    except (UnicodeDecodeError, csv.Error) as problem:
        raise _unreadable() from problem
    if "\0" in text:
        raise _unreadable()
    return _bounded(rows)


def _bounded(rows: list[list[str]]) -> list[list[str]]:
    rows = [_trimmed(row) for row in rows]
    while rows and not rows[-1]:
        rows.pop()
    if len(rows) > MAX_ROWS:
        raise _too_large()
    return rows


def _trimmed(row: list[str]) -> list[str]:
    width = max((place for place, cell in enumerate(row, start=1) if cell), default=0)
    return row[:width]


def _text(value: object) -> str:
    if value is None:
        return ""
    if isinstance(value, datetime | date):
        return value.strftime("%d/%m/%Y")
    if isinstance(value, float) and value.is_integer():
        value = int(value)
    text = " ".join(str(value).split())[:MAX_CELL]
    # What `write` put before a cell to keep it text is not part of it.
    return text[1:] if text[:1] == "'" and text[1:2] in _DANGEROUS else text


def _too_large() -> SpreadsheetError:
    return SpreadsheetError(
        Text(
            f"Bảng tính quá lớn: tối đa 2 MB và {MAX_ROWS} dòng. Hãy chia thành nhiều tệp.",
            f"The spreadsheet is too large: at most 2 MB and {MAX_ROWS} rows. Divide it into several files.",
        )
    )


def _unreadable() -> SpreadsheetError:
    return SpreadsheetError(
        Text(
            "Không đọc được tệp này. Hãy dùng bảng tính .xlsx hoặc .csv (mã UTF-8), theo tệp mẫu.",
            "This file cannot be read. Use a spreadsheet as .xlsx or .csv (UTF-8), following the template.",
        )
    )
