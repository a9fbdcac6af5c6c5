"""The paragraphs and tables of a Word file, in their order, merged cells standing wherever they reach."""

from __future__ import annotations

import io
from collections.abc import Sequence
from typing import Any

from docx import Document
from docx.table import Table, _Cell

from motcua.contrib.office_file import too_wide, unreadable
from motcua.domain.step_table.step_table import (
    MAX_COLUMNS,
    MAX_ROWS,
    MAX_TEXT,
    Block,
    Cell,
    Grid,
    Line,
    TableFileError,
)
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
    """Cells a row leaves out before its own are empty; one that goes on from above is the cell above it.

    Read from the elements: the library's `row.cells` makes an object of every column a cell says it spans, and
    climbs to the first row for each cell of a merged column.
    """
    rows: list[list[Cell]] = []
    for place, row in enumerate(table._tbl.tr_lst[:MAX_ROWS]):
        cells = [Cell("", place, column) for column in range(_columns(row.grid_before))]
        above = rows[-1] if rows else []
        for element in row.tc_lst:
            width = min(_columns(element.grid_span), MAX_COLUMNS - len(cells))
            if element.vMerge == "continue" and len(cells) < len(above):
                cell = above[len(cells)]
            else:
                cell = Cell(_text(_words(element, table)), place, len(cells))
            cells += [cell] * width
        rows.append(cells)
    return Grid(Text(f"bảng {number}", f"table {number}"), _squared(rows))


def _columns(number: int) -> int:
    """How many columns a row leaves out or a cell spans; raises TableFileError for more than a table may have."""
    if number > MAX_COLUMNS:
        raise too_wide()
    return number


def _words(element: Any, table: Table) -> str:
    return _Cell(element, table).text


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
