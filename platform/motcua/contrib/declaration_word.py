"""A declaration as a Word document that can be edited: the same items as in the PDF."""

from __future__ import annotations

import io
from collections.abc import Sequence
from datetime import datetime
from typing import Any, Final

from docx import Document
from docx.document import Document as WordDocument
from docx.enum.text import WD_ALIGN_PARAGRAPH, WD_TAB_ALIGNMENT, WD_TAB_LEADER
from docx.oxml import OxmlElement
from docx.oxml.ns import qn
from docx.shared import Cm, Length, Pt
from docx.text.paragraph import Paragraph

from motcua.contrib.declaration_pdf import CODE_LABEL, QR_LABEL
from motcua.contrib.machine_codes import qr_png
from motcua.domain.declaration.declaration_items import Item
from motcua.domain.declaration.declaration_paper import Paper

FONT: Final = "Times New Roman"
WIDTH: Final = Cm(16.4)
INDENT: Final = Cm(0.6)


def write(paper: Paper, at: datetime) -> bytes:
    """The .docx; `at` is the time of making that it carries."""
    page = _Page(paper, at)
    page.head()
    for item in paper.items:
        page.item(item)
    page.foot()
    out = io.BytesIO()
    page.document.save(out)
    return out.getvalue()


class _Page:
    """Writes a paper from top to bottom."""

    def __init__(self, paper: Paper, at: datetime) -> None:
        self.paper = paper
        self.document = _document(paper, at)

    def line(
        self,
        text: str = "",
        *,
        bold: bool = False,
        italic: bool = False,
        align: WD_ALIGN_PARAGRAPH | None = None,
        size: int = 0,
        indent: int = 0,
    ) -> Paragraph:
        paragraph = self.document.add_paragraph()
        if align is not None:
            paragraph.alignment = align
        paragraph.paragraph_format.left_indent = Length(INDENT * indent)
        if text:
            run = paragraph.add_run(text)
            run.bold, run.italic = bold, italic
            if size:
                run.font.size = Pt(size)
        return paragraph

    def head(self) -> None:
        paper, centre = self.paper, WD_ALIGN_PARAGRAPH.CENTER
        for text, is_bold in ((paper.number, True), (paper.legal, False)):
            if text:
                self.line(text, bold=is_bold, italic=not is_bold, align=WD_ALIGN_PARAGRAPH.RIGHT, size=11)
        for place, text in enumerate(paper.motto):
            self.line(text, bold=True, align=centre).runs[0].underline = place > 0
        self.line(paper.title, bold=True, align=centre, size=15).paragraph_format.space_before = Pt(12)
        if paper.code:
            self.line(f"{CODE_LABEL.in_(paper.language)} {paper.code}", align=centre, size=11)
        if paper.told:
            self.line(paper.told, italic=True, align=centre, size=11)
        to = self.line(f"{paper.to} ", bold=True, indent=2)
        _answer(to, paper.addressee, None if paper.is_filed else "")
        to.paragraph_format.space_after = Pt(8)

    def item(self, item: Item, depth: int = 0) -> None:
        match item.kind:
            case "heading":
                heading = self.line(f"{item.number} {item.label}".strip(), bold=True)
                heading.paragraph_format.space_before = Pt(6)
                heading.paragraph_format.keep_with_next = True
            case "text":
                self.line(item.label, indent=depth)
            case "answer":
                self._answered(item, depth)
            case "ticks":
                boxes = "   ".join(f"{'☒' if one.is_on else '☐'} {one.label}".strip() for one in item.ticks)
                self.line(f"{_term(item)} {boxes}", indent=depth)
            case "pair":
                self._pair(item, depth)
            case "table":
                self._table(item)
            case "group":
                self.line(_term(item), indent=depth).paragraph_format.keep_with_next = True
                for one in item.items:
                    self.item(one, depth + 1)

    def foot(self) -> None:
        paper, centre = self.paper, WD_ALIGN_PARAGRAPH.CENTER
        for place, sentence in enumerate(paper.pledge):
            self.line(sentence).paragraph_format.space_before = Pt(0 if place else 10)
        gap = [""] * (2 if paper.signer_name else 3)
        lines = (paper.place_and_day, paper.signer, paper.sign_here, *gap, paper.signer_name)
        for text in lines:
            is_bold = text in (paper.signer, paper.signer_name)
            line = self.line(text, bold=is_bold, italic=not is_bold, align=centre)
            line.paragraph_format.left_indent = Cm(8.4)
            line.paragraph_format.keep_with_next = text != paper.signer_name
        if paper.address:
            self._qr()

    def _qr(self) -> None:
        """What opens the dossier's public page, with the words that say so."""
        picture = io.BytesIO(qr_png(self.paper.address))
        self.line().add_run().add_picture(picture, width=Cm(2.4))
        self.line(QR_LABEL.in_(self.paper.language), size=9)

    def _answered(self, item: Item, depth: int) -> None:
        line = self.line(f"{_term(item)} ", indent=depth)
        _answer(line, f"{item.prefix} {item.answer}".strip(), item.suffix)
        for _ in range(item.lines - 1 if not item.answer else 0):
            _answer(self.line(indent=depth), "", "")
        for one in item.items:
            self._answered(one, depth)

    def _pair(self, item: Item, depth: int) -> None:
        line = self.line(indent=depth)
        left, right = item.items
        line.paragraph_format.tab_stops.add_tab_stop(
            Length(WIDTH // 2), WD_TAB_ALIGNMENT.RIGHT, WD_TAB_LEADER.DOTS
        )
        line.add_run(f"{_told(left)}\t {_term(right)} ")
        _answer(line, f"{right.prefix} {right.answer}".strip(), right.suffix)

    def _table(self, item: Item) -> None:
        if item.label:
            self.line(_term(item)).paragraph_format.keep_with_next = True
        table = self.document.add_table(rows=0, cols=len(item.heads))
        table.style = "Table Grid"
        for place, texts in enumerate((item.heads, *item.rows)):
            _row(table, texts, is_head=place == 0)
        self.line().paragraph_format.space_after = Pt(2)


def _document(paper: Paper, at: datetime) -> WordDocument:
    document = Document()
    section = document.sections[0]
    section.page_width, section.page_height = Cm(21), Cm(29.7)
    section.left_margin, section.right_margin = Cm(2.8), Cm(1.8)
    section.top_margin = section.bottom_margin = Cm(2)
    style: Any = document.styles["Normal"]
    style.font.name, style.font.size = FONT, Pt(13)
    style.element.rPr.rFonts.set(qn("w:eastAsia"), FONT)
    style.paragraph_format.space_after = Pt(3)
    facts = document.core_properties
    facts.title, facts.author, facts.language = paper.title[:250], "Motcua", paper.language
    facts.created = facts.modified = at.replace(tzinfo=None)
    return document


def _term(item: Item) -> str:
    label = item.label if not item.label or item.label.endswith(("?", ":")) else f"{item.label}:"
    note = f" {item.note}:" if item.note else ""
    return f"{item.number} {label.removesuffix(':') if note else label}{note}".strip()


def _told(item: Item) -> str:
    return " ".join(filter(None, (_term(item), item.prefix, item.answer, item.suffix)))


def _answer(line: Paragraph, text: str, suffix: str | None) -> None:
    """`text`, then dots to the margin; no dots with `suffix` None."""
    line.add_run(text)
    if suffix is None:
        return
    line.paragraph_format.tab_stops.add_tab_stop(WIDTH, WD_TAB_ALIGNMENT.RIGHT, WD_TAB_LEADER.DOTS)
    line.add_run(f"\t {suffix}".rstrip(" "))


def _row(table: Any, texts: Sequence[str], *, is_head: bool) -> None:
    row = table.add_row()
    for cell, text in zip(row.cells, texts, strict=True):
        run = cell.paragraphs[0].add_run(text)
        run.bold, run.font.size = is_head, Pt(11)
    if is_head:
        row._tr.get_or_add_trPr().append(OxmlElement("w:tblHeader"))
