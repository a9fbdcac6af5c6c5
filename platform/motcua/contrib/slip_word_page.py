"""The paper of a slip in Word: its size and margins, lines, invisible columns and drawn tables."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import UTC, datetime
from typing import Any, Final

from docx import Document
from docx.document import Document as WordDocument
from docx.enum.section import WD_ORIENT
from docx.enum.text import WD_ALIGN_PARAGRAPH, WD_TAB_ALIGNMENT, WD_TAB_LEADER
from docx.oxml.ns import qn
from docx.shared import Length, Mm, Pt
from docx.text.paragraph import Paragraph

from motcua.domain.papers.slip_paper import SlipPaper, Words

FONT: Final = "Times New Roman"
LEFT: Final = WD_ALIGN_PARAGRAPH.LEFT
CENTRE: Final = WD_ALIGN_PARAGRAPH.CENTER
RIGHT: Final = WD_ALIGN_PARAGRAPH.RIGHT
ALIGNS: Final[Mapping[str, WD_ALIGN_PARAGRAPH]] = {
    "left": LEFT,
    "center": CENTRE,
    "right": RIGHT,
    "justify": WD_ALIGN_PARAGRAPH.JUSTIFY,
}
SIZES: Final = {"a5": (148, 210), "a4": (210, 297)}
MARGINS: Final = {"a5": (13, 8, 7), "a4": (28, 16, 18)}
"""Left, right, top and bottom in millimetres, as in the PDF."""
LANDSCAPE: Final = (15, 12, 15)


@dataclass(frozen=True, slots=True)
class Line:
    """A paragraph and the size of its letters in points."""

    paragraph: Paragraph
    size: float

    def add(self, words: Words, *, bold: bool = False, italic: bool = False, underline: bool = False) -> None:
        """Letters at the end of the line."""
        for span in words:
            run = self.paragraph.add_run(span.text)
            run.font.size = Pt(self.size)
            # Each attribute costs python-docx a search; a ledger has ten thousand runs.
            for face, is_on in (
                ("bold", bold or span.bold),
                ("italic", italic or span.italic),
                ("underline", underline),
            ):
                if is_on:
                    setattr(run, face, True)

    def dots(self, to: int) -> None:
        """A place to write on as far as `to`, measured from the left margin."""
        self._stop(to, WD_TAB_ALIGNMENT.RIGHT, WD_TAB_LEADER.DOTS)

    def skip(self, to: int) -> None:
        """Go on at `to`."""
        self._stop(to, WD_TAB_ALIGNMENT.LEFT, WD_TAB_LEADER.SPACES)

    def _stop(self, to: int, side: WD_TAB_ALIGNMENT, leader: WD_TAB_LEADER) -> None:
        self.paragraph.paragraph_format.tab_stops.add_tab_stop(Length(to), side, leader)
        self.paragraph.add_run("\t").font.size = Pt(self.size)


class WordPage:
    """A document that lines and tables are added to; sizes are points more or less than the usual."""

    def __init__(self, document: WordDocument, width: int, size: float) -> None:
        self.document = document
        self.width = width
        self._size = size
        self._begun: set[Any] = set()

    def line(self, *, align: WD_ALIGN_PARAGRAPH = LEFT, size: int = 0, indent: int = 0) -> Line:
        """A new line at the foot; `indent` in millimetres."""
        paragraph = self.document.add_paragraph()
        paragraph.paragraph_format.left_indent = Mm(indent)
        return self._shaped(paragraph, align, size)

    def inside(self, cell: Any, align: WD_ALIGN_PARAGRAPH, size: int = 0) -> Line:
        """The next line of a cell; the first is the one that every cell begins with."""
        is_begun = cell._tc in self._begun
        self._begun.add(cell._tc)
        return self._shaped(cell.add_paragraph() if is_begun else cell.paragraphs[0], align, size)

    def columns(self, shares: Sequence[int], *, is_drawn: bool = False) -> Any:
        """A table of one row over the whole width, its columns by shares; without lines unless it is drawn."""
        table = self.document.add_table(rows=1, cols=len(shares))
        table.autofit = False
        if is_drawn:
            table.style = "Table Grid"
        for column, share in zip(table.columns, shares, strict=True):
            column.width = Length(self.width * share // sum(shares))
        return table

    def _shaped(self, paragraph: Paragraph, align: WD_ALIGN_PARAGRAPH, size: int) -> Line:
        paragraph.alignment = align
        return Line(paragraph, self._size + size)


def begin(paper: SlipPaper, at: datetime) -> WordPage:
    """An empty document on the slip's paper."""
    document = Document()
    section = document.sections[0]
    width, height = SIZES[paper.paper]
    left, right, top = LANDSCAPE if paper.is_landscape else MARGINS[paper.paper]
    if paper.is_landscape:
        width, height = height, width
        section.orientation = WD_ORIENT.LANDSCAPE
    section.page_width, section.page_height = Mm(width), Mm(height)
    section.left_margin, section.right_margin = Mm(left), Mm(right)
    section.top_margin = section.bottom_margin = Mm(top)
    size = 10.5 if paper.paper == "a5" else 12
    style: Any = document.styles["Normal"]
    style.font.name, style.font.size = FONT, Pt(size)
    style.element.rPr.rFonts.set(qn("w:eastAsia"), FONT)
    style.paragraph_format.space_after = Pt(2)
    facts = document.core_properties
    facts.title, facts.author, facts.language = paper.title[:250], "Motcua", paper.language
    facts.created = facts.modified = at.astimezone(UTC).replace(tzinfo=None)
    return WordPage(document, Mm(width - left - right), size)
