"""Files of tables that say their cells reach far: refused in words before a library unfolds them."""

from __future__ import annotations

import io

import pytest
from docx import Document
from docx.oxml import OxmlElement
from docx.oxml.ns import qn
from openpyxl import Workbook

from motcua.contrib import office_file, word_tables
from motcua.domain.step_table.step_table import MAX_ROWS, Grid, TableFileError
from motcua.services.process import table_import


def word_spanning(mark: str, columns: int) -> bytes:
    """A table of one cell; `mark` says how many columns it spans, or its row leaves out before it."""
    document = Document()
    row = document.add_table(1, 1).rows[0]
    parent = row.cells[0]._tc.get_or_add_tcPr() if mark == "w:gridSpan" else row._tr.get_or_add_trPr()
    element = OxmlElement(mark)
    element.set(qn("w:val"), str(columns))
    parent.append(element)
    return _saved(document)


def excel_merged(area: str) -> bytes:
    book = Workbook()
    book.active.append(["TT", "Công việc"])  # type: ignore[union-attr]
    book.active.merged_cells.add(area)  # type: ignore[union-attr]
    return _saved(book)


def _saved(made: object) -> bytes:
    out = io.BytesIO()
    made.save(out)  # type: ignore[attr-defined]
    return out.getvalue()


@pytest.mark.req("A-11")
@pytest.mark.parametrize(
    "content",
    [
        word_spanning("w:gridSpan", 20_000),
        word_spanning("w:gridBefore", 20_000),
        excel_merged("A1:XFD20"),
        excel_merged("A1:A300000"),
    ],
    ids=["span", "columns left out", "columns merged", "rows merged"],
)
def test_a_cell_wider_than_any_table_is_refused_before_it_is_unfolded(content: bytes) -> None:
    with pytest.raises(TableFileError, match="ô gộp quá rộng"):
        table_import.look(content)


def test_areas_that_are_each_small_are_bounded_together() -> None:
    book = Workbook()
    for sheet in (book.active, *(book.create_sheet() for _ in range(3))):
        sheet.merged_cells.add(f"A1:R{MAX_ROWS}")  # type: ignore[union-attr]
    with pytest.raises(TableFileError, match="ô gộp quá rộng"):
        office_file.kind_of(_saved(book))


def test_a_column_merged_over_two_thousand_rows_is_one_cell() -> None:
    document = Document()
    table = document.add_table(2_000, 1)
    for number, row in enumerate(table._tbl.tr_lst):
        merged = OxmlElement("w:vMerge")
        merged.set(qn("w:val"), "continue" if number else "restart")
        row.tc_lst[0].get_or_add_tcPr().append(merged)
    table.cell(0, 0).text = "Văn thư"
    (grid,) = word_tables.read(_saved(document))
    assert isinstance(grid, Grid)
    assert len({id(row[0]) for row in grid.rows}) == 1
    assert (len(grid.rows), grid.rows[-1][0].text) == (2_000, "Văn thư")
