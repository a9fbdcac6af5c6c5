"""A slip as a Word document that can be edited: the same blocks as in the PDF, with real tables (F-10)."""

from __future__ import annotations

import io
from collections.abc import Callable, Mapping
from datetime import datetime
from typing import Any, Final

from docx.enum.text import WD_BREAK
from docx.oxml import OxmlElement
from docx.shared import Mm, Pt

from motcua.contrib import slip_word_page as page
from motcua.contrib.machine_codes import bar_png, qr_png
from motcua.contrib.slip_word_page import CENTRE, LEFT, RIGHT, Line, WordPage
from motcua.domain.papers.slip_blocks import CODES
from motcua.domain.papers.slip_paper import MOTTO, RECIPIENTS, LaidBlock, SlipPaper, Words
from motcua.domain.papers.slip_phrase import Span

SHORT: Final = 30
"""Letters up to which the two parts of a line stand side by side."""


def write(paper: SlipPaper, at: datetime) -> bytes:
    """The .docx; `at` is the time of making that it carries."""
    writer = _Writer(paper, page.begin(paper, at))
    for place, sheet in enumerate(paper.sheets):
        if place:
            writer.page_break()
        for block in sheet:
            writer.write(block)
    out = io.BytesIO()
    writer.page.document.save(out)
    return out.getvalue()


class _Writer:
    """Writes the blocks of a slip from top to bottom."""

    def __init__(self, paper: SlipPaper, page: WordPage) -> None:
        self.paper = paper
        self.page = page
        self._kinds: Mapping[str, Callable[[LaidBlock], None]] = {
            "header": self._header,
            "title": self._title,
            "text": self._text,
            "line": self._line,
            "list": self._list,
            "table": self._table,
            "codes": self._codes,
            "signatures": self._signatures,
            "recipients": self._recipients,
            "note": self._note,
            "space": self._space,
            "copies": self._copies,
            "page_break": lambda block: self.page_break(),
        }

    def write(self, block: LaidBlock) -> None:
        self._kinds[block.kind](block)

    def page_break(self) -> None:
        self.page.line().paragraph.add_run().add_break(WD_BREAK.PAGE)

    def _header(self, block: LaidBlock) -> None:
        texts = block.texts
        if note := texts.get("note"):
            self.page.line(size=-3).add(note, italic=True)
        left, right = self.page.columns((2, 3)).rows[0].cells
        for place, words in enumerate(
            (texts.get("upper", ()), texts.get("name", ()), texts.get("number", ()))
        ):
            if words:
                self.page.inside(left, CENTRE, size=-1).add(words)
                if place == 1:
                    self.page.inside(left, CENTRE, size=-5).add((Span("\u2014" * 4),))
        for place, words_of in enumerate(MOTTO):
            line = self.page.inside(right, CENTRE, size=-1)
            line.add((Span(words_of, bold=True),), underline=place == 1)
        if texts.get("place_day"):
            self.page.inside(right, RIGHT, size=-1).add(texts["place_day"], italic=True)

    def _title(self, block: LaidBlock) -> None:
        line = self.page.line(align=CENTRE, size=2)
        line.paragraph.paragraph_format.space_before = Pt(8)
        line.add(block.texts["text"], bold=True)
        if block.texts.get("under"):
            self.page.line(align=CENTRE).add(block.texts["under"])

    def _text(self, block: LaidBlock) -> None:
        size = {"small": -2, "large": 2}.get(str(block.options.get("size")), 0)
        line = self.page.line(align=page.ALIGNS[str(block.options.get("align", "left"))], size=size)
        line.paragraph.paragraph_format.first_line_indent = Mm(4 * _number(block, "indent"))
        line.add(block.texts["text"])

    def _line(self, block: LaidBlock) -> None:
        texts = block.texts
        pair = "label2" in texts or "text2" in texts
        line = self.page.line(indent=4 * _number(block, "indent"))
        if not pair or len(_letters(texts["text"])) >= SHORT:
            self._labelled(line, texts["label"], texts["text"])
            if pair:
                self._labelled(self.page.line(), texts.get("label2", ()), texts.get("text2", ()))
            return
        line.add((*texts["label"], Span(" "), *texts["text"]))
        half = self.page.width // 2
        if _letters(texts["text"]).strip():
            line.skip(half)
        else:
            line.dots(half)
        self._labelled(line, texts.get("label2", ()), texts.get("text2", ()))

    def _labelled(self, line: Line, label: Words, words: Words) -> None:
        line.add((*label, Span(" "), *words) if label else words)
        if not _letters(words).strip():
            line.dots(self.page.width)

    def _list(self, block: LaidBlock) -> None:
        if label := block.texts.get("label"):
            self.page.line().add(label)
        for number, (words,) in enumerate(block.rows, 1):
            line = self.page.line(indent=5)
            mark = (Span(f"{number}. "),) if block.options.get("numbered") else ()
            line.add((*mark, *words))
        if not block.rows:
            self._labelled(self.page.line(indent=5), (), ())

    def _table(self, block: LaidBlock) -> None:
        if label := block.texts.get("label"):
            self.page.line().add(label)
        size = -2 if block.options.get("size") == "small" else -1
        table = self.page.columns([width for width, _ in block.columns], is_drawn=True)
        if block.groups:
            self._grouped(table, block, size)
        else:
            self._cells(table.rows[0], block.heads, [CENTRE] * len(block.heads), size, bold=True)
        for row in table.rows:
            row._tr.get_or_add_trPr().append(OxmlElement("w:tblHeader"))
        aligns = [page.ALIGNS[align] for _, align in block.columns]
        for words in block.rows or [tuple(() for _ in block.columns)]:
            self._cells(table.add_row(), words, aligns, size)
        self.page.line(size=-4)

    def _grouped(self, table: Any, block: LaidBlock, size: int) -> None:
        """Two rows of heads: a group over its columns, any other head through both."""
        first, second = table.rows[0], table.add_row()
        under = {at for _, start, count in block.groups for at in range(start, start + count)}
        for words, start, count in block.groups:
            cell = first.cells[start].merge(first.cells[start + count - 1])
            self.page.inside(cell, CENTRE, size).add(words, bold=True)
        for at, words in enumerate(block.heads):
            cell = second.cells[at] if at in under else first.cells[at].merge(second.cells[at])
            self.page.inside(cell, CENTRE, size).add(words, bold=True)

    def _cells(
        self, row: Any, texts: tuple[Words, ...], aligns: list[Any], size: int, *, bold: bool = False
    ) -> None:
        for cell, words, align in zip(row.cells, texts, aligns, strict=True):
            self.page.inside(cell, align, size).add(words, bold=bold)

    def _codes(self, block: LaidBlock) -> None:
        which = str(block.options.get("which", CODES[0]))
        wanted = {"profile": self.paper.codes, "both": ("barcode", "qr")}.get(which, (which,))
        align = page.ALIGNS[str(block.options.get("align", "center"))]
        bar, opened = bar_png(self.paper.code), self.paper.address or self.paper.code
        if "barcode" in wanted and bar:
            self.page.line(align=align).paragraph.add_run().add_picture(
                io.BytesIO(bar), width=Mm(66), height=Mm(10)
            )
        if "qr" in wanted and opened:
            self.page.line(align=align).paragraph.add_run().add_picture(
                io.BytesIO(qr_png(opened)), width=Mm(20)
            )
            if block.texts.get("text"):
                self.page.line(align=align, size=-3).add(block.texts["text"])

    def _signatures(self, block: LaidBlock) -> None:
        places = list(block.places)
        is_alone = len(places) == 1
        cells = self.page.columns([1] * (len(places) + is_alone)).rows[0].cells
        if block.lines:
            self._to(cells[0], block.lines)
        for cell, place in zip(cells[is_alone:], places, strict=True):
            self.page.inside(cell, CENTRE).add(place.get("role", ()), bold=True)
            self.page.inside(cell, CENTRE, -1).add(place.get("note", ()), italic=True)
            for _ in range(3):
                self.page.inside(cell, CENTRE)
            self.page.inside(cell, CENTRE).add(place.get("name", ()), bold=True)

    def _recipients(self, block: LaidBlock) -> None:
        self._to(self.page.columns((1, 1)).rows[0].cells[0], block.lines)

    def _to(self, cell: Any, lines: tuple[Words, ...]) -> None:
        head = (Span(RECIPIENTS.in_(self.paper.language), bold=True, italic=True),)
        self.page.inside(cell, LEFT, -2).add(head)
        for words in lines:
            self.page.inside(cell, LEFT, -2).add((Span("- "), *words))

    def _note(self, block: LaidBlock) -> None:
        for words in block.lines:
            self.page.line(size=-2).add(words, italic=True)

    def _space(self, block: LaidBlock) -> None:
        self.page.line(size=-4).paragraph.paragraph_format.space_after = Mm(_number(block, "size"))

    def _copies(self, block: LaidBlock) -> None:
        if block.texts["text"]:
            self.page.line(align=CENTRE).add(block.texts["text"], italic=True)


def _letters(words: Words) -> str:
    return "".join(span.text for span in words)


def _number(block: LaidBlock, key: str) -> int:
    value = block.options.get(key, 0)
    return value if isinstance(value, int) else 0
