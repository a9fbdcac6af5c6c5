"""The sheets of an Excel file as tables, merged cells standing wherever they reach. Formulas are never evaluated."""

from __future__ import annotations

import io
from collections.abc import Iterator
from datetime import date, datetime, time
from typing import Any

from openpyxl import load_workbook

from motcua.contrib.office_file import unreadable
from motcua.domain.step_table.step_table import (
    MAX_COLUMNS,
    MAX_ROWS,
    MAX_TEXT,
    Block,
    Cell,
    Grid,
    TableFileError,
)
from motcua.domain.text import Text


def read(content: bytes, only: str = "") -> list[Block]:
    """One table a sheet, hidden ones left out; `only` is the name or number (1 first) of the sheet wanted.

    `content` has passed `office_file.kind_of`. A formula gives what the program that saved it last worked out.
    Raises TableFileError.
    """
    try:
        book = load_workbook(io.BytesIO(content), data_only=True, keep_links=False)
        shown = [sheet for sheet in book.worksheets if sheet.sheet_state == "visible"]
        grids: list[Block] = [_grid(sheet) for sheet in _wanted(shown, only)]
        book.close()
    except TableFileError:
        raise
    except Exception as problem:  # the library raises whatever a damaged file leads it to
        raise unreadable() from problem
    return grids


def _wanted(sheets: list[Any], only: str) -> Iterator[Any]:
    named = [sheet for place, sheet in enumerate(sheets, start=1) if only in ("", sheet.title, str(place))]
    if not named:
        names = ", ".join(f"“{sheet.title}”" for sheet in sheets)
        raise TableFileError(
            Text(
                f"Không có trang tính “{only}”. Có: {names}.",
                f"There is no sheet “{only}”. There are: {names}.",
            )
        )
    yield from named


def _grid(sheet: Any) -> Grid:
    begins: dict[tuple[int, int], Cell] = {}
    width, height = min(sheet.max_column or 0, MAX_COLUMNS), min(sheet.max_row or 0, MAX_ROWS)
    for area in sheet.merged_cells.ranges:
        first = Cell(_text(sheet.cell(area.min_row, area.min_col).value), area.min_row - 1, area.min_col - 1)
        for row in range(area.min_row, min(area.max_row, height) + 1):
            for column in range(area.min_col, min(area.max_col, width) + 1):
                begins[(row - 1, column - 1)] = first
    rows = [
        [
            begins.get((row, column)) or Cell(_text(sheet.cell(row + 1, column + 1).value), row, column)
            for column in range(width)
        ]
        for row in range(height)
    ]
    return Grid(Text(f"trang tính “{sheet.title}”", f"sheet “{sheet.title}”"), rows)


def _text(value: object) -> str:
    if value is None:
        return ""
    if isinstance(value, datetime | date | time):
        return value.strftime("%d/%m/%Y") if isinstance(value, date) else value.strftime("%H:%M")
    if isinstance(value, float):
        value = f"{value:.4f}".rstrip("0").rstrip(".")
    lines = (" ".join(line.split()) for line in str(value).splitlines())
    return "\n".join(line for line in lines if line)[:MAX_TEXT]
