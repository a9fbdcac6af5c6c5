"""The paragraphs and tables of a Word file, in their order, merged cells standing wherever they reach."""

from __future__ import annotations

import io
from collections.abc import Sequence

from docx import Document
from docx.table import Table

from motcua.contrib.office_file import unreadable
from motcua.domain.step_table import MAX_COLUMNS, MAX_ROWS, MAX_TEXT, Block, Cell, Grid, Line, TableFileError
from motcua.domain.text import Text


def read(content: bytes) -> list[Block]:
    """Everything of the body that has text. `content` has passed `office_file.kind_of`. Raises TableFileError."""
    blocks: list[Block] = []
    tables = 0
    try:
        for block in Document(io.BytesIO(content)).iter_inner_content():
            if isinstance(block, Table):
                tables += 1
                blocks.append(_grid(block, tables))
            elif text := _text(block.text):
                blocks.append(Line(text))
    except TableFileError:
        raise
    except Exception as problem:  # the library raises whatever a damaged file leads it to
        raise unreadable() from problem
    return blocks


def _grid(table: Table, number: int) -> Grid:
    """Cells a row leaves out before or after its own are empty."""
    begins: dict[object, Cell] = {}
    rows: list[list[Cell]] = []
    for place, row in enumerate(table.rows):
        if place == MAX_ROWS:
            break
        cells = [Cell("", place, column) for column in range(row.grid_cols_before)]
        for cell in row.cells[:MAX_COLUMNS]:
            element = cell._tc
            if element not in begins:
                begins[element] = Cell(_text(cell.text), place, len(cells))
            cells.append(begins[element])
        rows.append(cells)
    return Grid(Text(f"bảng {number}", f"table {number}"), _squared(rows))


def _squared(rows: Sequence[list[Cell]]) -> list[list[Cell]]:
    width = max(map(len, rows), default=0)
    return [
        [*row, *(Cell("", place, column) for column in range(len(row), width))]
        for place, row in enumerate(rows)
    ]


def _text(words: str) -> str:
    """Lines stay apart: a cell may name unit and position in two lines."""
    lines = (" ".join(line.split()) for line in words.splitlines())
    return "\n".join(line for line in lines if line)[:MAX_TEXT]
