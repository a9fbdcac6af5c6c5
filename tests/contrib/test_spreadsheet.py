"""Spreadsheets made to keep the reader busy are refused before they are opened."""

from __future__ import annotations

import io
import zipfile
from collections.abc import Callable

import pytest

from motcua.contrib import spreadsheet

SHEET, STYLES = "xl/worksheets/sheet1.xml", "xl/styles.xml"


def altered(name: str, change: Callable[[bytes], bytes]) -> bytes:
    """A small workbook of ours with one of its parts changed."""
    made = io.BytesIO()
    with (
        zipfile.ZipFile(io.BytesIO(spreadsheet.write_xlsx([["Họ tên"]], "x"))) as good,
        zipfile.ZipFile(made, "w", zipfile.ZIP_DEFLATED) as bad,
    ):
        for one in good.namelist():
            part = good.read(one)
            bad.writestr(one, change(part) if one == name else part)
    return made.getvalue()


@pytest.mark.req("J-07")
@pytest.mark.parametrize(
    ("part", "end", "filling"),
    [
        pytest.param(SHEET, b"</sheetData>", b"<row>" + b"<c/>" * 900_000 + b"</row>", id="cells"),
        pytest.param(STYLES, b"</fonts>", b"<font/>" * 300_000, id="styles"),
        pytest.param(SHEET, b"</sheetData>", b" " * spreadsheet.MAX_UNPACKED, id="nothing"),
    ],
)
def test_a_small_file_that_unpacks_into_very_much_is_refused(part: str, end: bytes, filling: bytes) -> None:
    content = altered(part, lambda before: before.replace(end, filling + end))
    assert len(content) < spreadsheet.MAX_BYTES
    with pytest.raises(spreadsheet.SpreadsheetError, match="quá lớn"):
        spreadsheet.read(content, "can-bo.xlsx")


def test_the_largest_honest_sheet_is_read() -> None:
    rows = [[f"Dòng {number}", *"abcdef"] for number in range(1000)]
    assert spreadsheet.read(spreadsheet.write_xlsx(rows, "x"), "x.xlsx") == rows
