"""Approved processes as offices lay them out in Word and Excel: ten layouts, each written from the same data."""

from __future__ import annotations

import io
import json
import zipfile
from collections.abc import Callable, Mapping, Sequence
from fractions import Fraction
from pathlib import Path
from typing import Any

from docx import Document
from openpyxl import Workbook

Procedure = Mapping[str, Any]
Row = Sequence[str | int | float]

PROCEDURES: Mapping[str, Procedure] = {
    one["id"]: one
    for one in json.loads((Path(__file__).parent / "data" / "step_tables.json").read_text(encoding="utf-8"))
}


def plain_word(procedure: Procedure) -> bytes:
    """One paragraph, one table, hours in the heading, a total below."""
    document = Document()
    document.add_paragraph(f"1. Thủ tục: {procedure['name']} (Mã TTHC: {procedure['code']}.000.00.00.H50)")
    rows: list[Row] = [
        ("TT", "Đơn vị", "Vị trí", "Nội dung công việc", "Thời gian (giờ)", "Kết quả"),
        *((n, s["unit"], s["position"], s["work"], s["hours"], "") for n, s in _numbered(procedure)),
        ("Tổng cộng", "", "", "", _hours(procedure), ""),
    ]
    _table(document, rows)
    return _saved(document)


def two_line_heading(procedure: Procedure) -> bytes:
    """A heading in two lines with merged cells, the columns numbered below it, the total stated above."""
    document = Document()
    document.add_paragraph(f"Thủ tục {procedure['name']}")
    document.add_paragraph(
        f"Thời hạn giải quyết: {_hours(procedure) // 8:02d} ngày làm việc kể từ ngày nhận đủ hồ sơ"
    )
    table = _table(
        document,
        [
            ("Stt", "Người thực hiện", "", "Công việc", "Thời gian", "Biểu mẫu"),
            ("", "Đơn vị", "Chức danh", "", "thực hiện", ""),
            ("(1)", "(2)", "(3)", "(4)", "(5)", "(6)"),
            *(
                (n, s["unit"], s["position"], s["work"], f"{s['hours']:02d} giờ", "")
                for n, s in _numbered(procedure)
            ),
        ],
    )
    table.cell(0, 1).merge(table.cell(0, 2))
    for column in (0, 3, 5):
        table.cell(0, column).merge(table.cell(1, column))
    return _saved(document)


def days_in_words(procedure: Procedure) -> bytes:
    """Steps called "Bước 1", unit and position in two lines of one cell, times as 0,5 ngày; the total in words."""
    document = Document()
    document.add_paragraph(f"Quy trình nội bộ: Thủ tục {procedure['name']}")
    rows: list[Row] = [
        ("Các bước", "Trình tự thực hiện", "Trách nhiệm", "Thời gian thực hiện"),
        *(
            (f"Bước {n}", s["work"], f"{s['unit']}\n{s['position']}", _days(s["hours"]))
            for n, s in _numbered(procedure)
        ),
    ]
    table = _table(document, rows)
    total = table.add_row()
    total.cells[0].merge(total.cells[3]).text = f"Tổng thời gian giải quyết: {_days(_hours(procedure))}"
    return _saved(document)


def many_in_one_table(*procedures: Procedure) -> bytes:
    """Several procedures in one table, each under a line over all columns."""
    document = Document()
    table = _table(document, [("TT", "Công việc", "Cơ quan thực hiện", "Vị trí công tác", "Thời hạn")])
    for number, procedure in enumerate(procedures, start=1):
        heading = table.add_row()
        heading.cells[0].merge(heading.cells[4]).text = f"{number}. Thủ tục: {procedure['name']}"
        for n, s in _numbered(procedure):
            _fill(table, (n, s["work"], s["unit"], s["position"], f"{s['hours']} giờ làm việc"))
        _fill(table, ("", "Tổng thời gian", "", "", f"{_hours(procedure)} giờ"))
    return _saved(document)


def facts_and_merged_units(procedure: Procedure, merge_times: Sequence[int] = ()) -> bytes:
    """A table of facts before the table of steps, whose unit cells are merged over the steps they have in a row.

    `merge_times` are the first and last of steps that have one time together.
    """
    document = Document()
    _table(document, [("Tên thủ tục hành chính", procedure["name"]), ("Mã số", procedure["code"])])
    document.add_paragraph("II. Nội dung quy trình")
    steps = procedure["steps"]
    table = _table(
        document,
        [
            ("STT", "Bộ phận", "Người xử lý", "Nội dung", "Thời gian"),
            *((n, s["unit"], s["position"], s["work"], _half(s["hours"])) for n, s in _numbered(procedure)),
        ],
    )
    first = 0
    for place in range(1, len(steps) + 1):
        if place == len(steps) or steps[place]["unit"] != steps[first]["unit"]:
            for row in range(first + 2, place + 1):
                table.cell(row, 1).text = ""
            table.cell(first + 1, 1).merge(table.cell(place, 1))
            first = place
    if merge_times:
        table.cell(merge_times[0], 4).merge(table.cell(merge_times[-1], 4)).text = "4 giờ"
    return _saved(document)


def time_first(procedure: Procedure) -> bytes:
    """The time in the first column, who in words before the unit, the heading again after the third step."""
    document = Document()
    document.add_paragraph(f"Thủ tục hành chính: {procedure['name']} - {procedure['code']}")
    heading = ("Thời gian", "Người thực hiện", "Mô tả công việc", "Ghi chú")
    rows: list[Row] = [heading]
    for n, s in _numbered(procedure):
        rows.append((f"Không quá {s['hours']:02d} giờ", f"{s['position']} {s['unit']}", s["work"], ""))
        if n == 3:
            rows.append(heading)
    _table(document, rows)
    return _saved(document)


def plain_excel(procedure: Procedure) -> bytes:
    """Titles over the table, numbers as numbers, the unit of time in the heading."""
    book = Workbook()
    sheet: Any = book.active
    sheet.append(["QUY TRÌNH NỘI BỘ GIẢI QUYẾT THỦ TỤC HÀNH CHÍNH"])
    sheet.merge_cells("A1:F1")
    sheet.append([f"Thủ tục: {procedure['name']} ({procedure['code']})"])
    sheet.merge_cells("A2:F2")
    sheet.append([])
    sheet.append(["TT", "Đơn vị", "Vị trí", "Nội dung công việc", "Thời gian (giờ)", "Ghi chú"])
    for n, s in _numbered(procedure):
        sheet.append([n, s["unit"], s["position"], s["work"], s["hours"], None])
    sheet.append(["Tổng", None, None, None, _hours(procedure)])
    return _saved(book)


def procedures_in_a_column(*procedures: Procedure) -> bytes:
    """Code and name of the procedure in columns of their own, merged over its steps."""
    book = Workbook()
    sheet: Any = book.active
    sheet.append(["Mã TTHC", "Tên thủ tục", "Bước", "Đơn vị thực hiện", "Chức danh", "Nội dung", "Số giờ"])
    for procedure in procedures:
        first = sheet.max_row + 1
        for n, s in _numbered(procedure):
            sheet.append(
                [
                    procedure["code"],
                    procedure["name"],
                    f"B{n}",
                    s["unit"],
                    s["position"],
                    s["work"],
                    s["hours"],
                ]
            )
        for column in "AB":
            sheet.merge_cells(f"{column}{first}:{column}{sheet.max_row}")
    return _saved(book)


def a_sheet_each(*procedures: Procedure) -> bytes:
    """A sheet a procedure, times with their unit in the cell."""
    book = Workbook()
    book.remove(book.worksheets[0])
    for procedure in procedures:
        sheet: Any = book.create_sheet(procedure["id"])
        sheet.append([f"Tên TTHC: {procedure['name']}"])
        sheet.append(["STT", "Công việc", "Trách nhiệm", "Thời gian", "Mẫu biểu"])
        for n, s in _numbered(procedure):
            sheet.append([n, s["work"], f"{s['unit']} - {s['position']}", f"{s['hours'] * 60} phút", "x"])
    return _saved(book)


def shortened_time(procedure: Procedure) -> bytes:
    """Two columns of time, as prescribed and as shortened by the province, under one merged heading."""
    book = Workbook()
    sheet: Any = book.active
    sheet.append([f"Thủ tục {procedure['name']}"])
    sheet.merge_cells("A1:F1")
    sheet.append(
        ["TT", "Các bước công việc", "Đơn vị", "Vị trí việc làm", "Thời gian giải quyết (giờ)", None]
    )
    sheet.append([None, None, None, None, "Theo quy định", "Sau cắt giảm"])
    sheet.merge_cells("E2:F2")
    for column in "ABCD":
        sheet.merge_cells(f"{column}2:{column}3")
    for n, s in _numbered(procedure):
        sheet.append([n, s["work"], s["unit"], s["position"], s["hours"] * 2, s["hours"]])
    return _saved(book)


def word_file(name: str, rows: Sequence[Row]) -> bytes:
    """A Word file of one table under the name of its procedure."""
    document = Document()
    document.add_paragraph(f"Thủ tục: {name}")
    _table(document, rows)
    return _saved(document)


def without_table() -> bytes:
    """A Word file that only tells."""
    document = Document()
    document.add_paragraph("Kính gửi Ủy ban nhân dân tỉnh")
    return _saved(document)


def locked() -> bytes:
    """A file whose parts say that they are encrypted."""
    content = bytearray(without_table())
    for mark, flags in ((b"PK\x03\x04", 6), (b"PK\x01\x02", 8)):
        place = content.find(mark)
        while place >= 0:
            content[place + flags] |= 1
            place = content.find(mark, place + 4)
    return bytes(content)


def swollen(filling: bytes, count: int) -> bytes:
    """A file of some kB that unpacks to more than is taken."""
    out = io.BytesIO()
    with zipfile.ZipFile(out, "w", zipfile.ZIP_DEFLATED) as archive:
        archive.writestr("xl/workbook.xml", filling * count)
    return out.getvalue()


LAYOUTS: Mapping[str, tuple[Callable[..., bytes], Sequence[str]]] = {
    "plain_word": (plain_word, ["p04"]),
    "two_line_heading": (two_line_heading, ["p06"]),
    "days_in_words": (days_in_words, ["p01"]),
    "many_in_one_table": (many_in_one_table, ["p05", "p07", "p08"]),
    "facts_and_merged_units": (facts_and_merged_units, ["p06"]),
    "time_first": (time_first, ["p07"]),
    "plain_excel": (plain_excel, ["p01"]),
    "procedures_in_a_column": (procedures_in_a_column, ["p11", "p12", "p13"]),
    "a_sheet_each": (a_sheet_each, ["p03", "p10", "p17"]),
    "shortened_time": (shortened_time, ["p07"]),
}


def written(layout: str) -> tuple[bytes, Sequence[Procedure]]:
    """The file of a layout, and what it was made from."""
    write, ids = LAYOUTS[layout]
    procedures = [PROCEDURES[one] for one in ids]
    return write(*procedures), procedures


def _numbered(procedure: Procedure) -> list[tuple[int, Mapping[str, Any]]]:
    return list(enumerate(procedure["steps"], start=1))


def _hours(procedure: Procedure) -> int:
    return sum(step["hours"] for step in procedure["steps"])


def _days(hours: int) -> str:
    """0,25 ngày; 1,5 ngày làm việc."""
    return f"{hours / 8:g}".replace(".", ",") + " ngày làm việc"


def _half(hours: int) -> str:
    """½ ngày where it is one, else days and hours."""
    if hours == 4:
        return "½ ngày làm việc"
    days, rest = divmod(Fraction(hours), 8)
    return " ".join(
        part for part in (f"{days:02d} ngày" if days else "", f"{rest} giờ" if rest else "") if part
    )


def _table(document: Any, rows: Sequence[Row]) -> Any:
    table = document.add_table(rows=0, cols=len(rows[0]))
    for row in rows:
        _fill(table, row)
    return table


def _fill(table: Any, row: Row) -> None:
    for cell, text in zip(table.add_row().cells, row, strict=True):
        cell.text = str(text)


def _saved(document: Any) -> bytes:
    out = io.BytesIO()
    document.save(out)
    return out.getvalue()
