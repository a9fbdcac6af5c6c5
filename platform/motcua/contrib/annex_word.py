"""The annex of an approved process, and its ISO procedure, as a Word document that an office may edit."""

from __future__ import annotations

import io
from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any

from docx import Document
from docx.document import Document as WordDocument
from docx.enum.section import WD_ORIENT
from docx.enum.text import WD_ALIGN_PARAGRAPH
from docx.oxml import OxmlElement
from docx.oxml.ns import qn
from docx.shared import Cm, Pt
from docx.table import Table

from motcua.domain.process.annex import Annex

FONT = "Times New Roman"
HEADINGS = ("TT", "Vị trí thực hiện", "Nội dung công việc", "Thời gian", "Biểu mẫu", "Thực hiện khi")
WIDTHS = (1.2, 5.2, 8.2, 3.2, 3.4, 4.5)


@dataclass(frozen=True, slots=True)
class IsoFacts:
    """What an ISO procedure states beside its steps; the standard's words are the office's own."""

    document_code: str
    version: str
    standard: str


def write(annex: Annex, iso: IsoFacts | None = None) -> bytes:
    """A .docx; with `iso` it opens with the document's code, version and standard, and has the sections of one."""
    document = _page()
    if iso is not None:
        _iso_head(document, annex, iso)
    else:
        _line(document, "PHỤ LỤC", bold=True, centred=True)
        _line(document, "QUY TRÌNH NỘI BỘ GIẢI QUYẾT THỦ TỤC HÀNH CHÍNH", bold=True, centred=True)
    _line(document, f"Thủ tục: {annex.name}" + (f" (Mã TTHC: {annex.code})" if annex.code else ""), bold=True)
    if annex.total:
        _line(document, f"Thời hạn giải quyết: {annex.total}")
    if iso is not None:
        _line(document, "5. NỘI DUNG QUY TRÌNH", bold=True)
    _steps(document, annex)
    if annex.has_cases:
        _line(
            document,
            "Có bước chỉ thực hiện trong một số trường hợp, nên thời gian các bước có thể cộng lớn hơn thời hạn.",
        )
    out = io.BytesIO()
    document.save(out)
    return out.getvalue()


def _page() -> WordDocument:
    document = Document()
    section = document.sections[0]
    section.orientation = WD_ORIENT.LANDSCAPE
    section.page_width, section.page_height = Cm(29.7), Cm(21)
    section.left_margin, section.right_margin = Cm(2), Cm(2)
    style = document.styles["Normal"]
    style.font.name, style.font.size = FONT, Pt(13)
    style.element.rPr.rFonts.set(qn("w:eastAsia"), FONT)
    return document


def _iso_head(document: WordDocument, annex: Annex, iso: IsoFacts) -> None:
    """TCVN ISO 9001 as offices use it: the head with code and version, then purpose, scope, terms, basis."""
    _line(document, f"QUY TRÌNH THEO {iso.standard.upper()}", bold=True, centred=True)
    rows = [("Mã tài liệu", iso.document_code), ("Lần ban hành", iso.version), ("Tên quy trình", annex.name)]
    table = document.add_table(rows=0, cols=2)
    table.style = "Table Grid"
    for name, value in rows:
        cells = table.add_row().cells
        cells[0].text, cells[1].text = name, value
    for number, (title, text) in enumerate(
        (
            ("MỤC ĐÍCH", f"Thống nhất trình tự, trách nhiệm và thời gian giải quyết thủ tục “{annex.name}”."),
            ("PHẠM VI", "Áp dụng cho các vị trí nêu tại bảng các bước."),
            ("TÀI LIỆU VIỆN DẪN", f"{iso.standard}; quyết định phê duyệt quy trình nội bộ."),
            ("ĐỊNH NGHĨA, VIẾT TẮT", "TTHC: thủ tục hành chính."),
        ),
        start=1,
    ):
        _line(document, f"{number}. {title}", bold=True)
        _line(document, text)


def _steps(document: WordDocument, annex: Annex) -> None:
    shown = len(HEADINGS) if annex.has_cases else len(HEADINGS) - 1
    table = document.add_table(rows=0, cols=shown)
    table.style = "Table Grid"
    _row(table, HEADINGS[:shown], bold=True)
    _repeat_on_every_page(table)
    for row in annex.rows:
        texts = (str(row.order), row.position, row.work, row.time, row.form, row.only_when)
        _row(table, texts[:shown])
    _row(table, ("", "", "Tổng cộng các bước", annex.sum, *[""] * (shown - 4)), bold=True)


def _row(table: Table, texts: Sequence[str], *, bold: bool = False) -> None:
    cells = table.add_row().cells  # type: ignore[no-untyped-call]
    for cell, text, width in zip(cells, texts, WIDTHS, strict=False):
        cell.width = Cm(width)
        cell.paragraphs[0].add_run(text).bold = bold


def _repeat_on_every_page(table: Table) -> None:
    properties: Any = table.rows[0]._tr.get_or_add_trPr()
    properties.append(OxmlElement("w:tblHeader"))


def _line(document: WordDocument, text: str, *, bold: bool = False, centred: bool = False) -> None:
    paragraph = document.add_paragraph()
    paragraph.add_run(text).bold = bold
    if centred:
        paragraph.alignment = WD_ALIGN_PARAGRAPH.CENTER
