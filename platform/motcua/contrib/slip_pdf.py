"""A slip as PDF: its laid-out blocks, as values for the template `slip.typ`."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from datetime import datetime
from typing import Final

from motcua.contrib.machine_codes import bar_svg, qr_svg
from motcua.contrib.printed_letters import UNPRINTABLE, has_unprintable, printed, printed_in_cell
from motcua.contrib.typst_process import typeset
from motcua.domain.papers.slip_paper import MOTTO, RECIPIENTS, LaidBlock, SlipPaper, Words

STANDARDS: Final = ("a-1b",)
"""PDF/A-1b, which Preflight of PDFBox can judge (docs/slips.md); the file has tags besides."""


def write(paper: SlipPaper, at: datetime) -> bytes:
    """The PDF; the same slip and the same instant give the same bytes. Raises TypesettingError."""
    return typeset("slip", _values(paper), at, STANDARDS)


def _values(paper: SlipPaper) -> dict[str, object]:
    values: dict[str, object] = {
        "language": paper.language,
        "title": printed(paper.title),
        "paper": paper.paper,
        "landscape": paper.is_landscape,
        "sheets": [[_block(block) for block in sheet] for sheet in paper.sheets],
        "motto": MOTTO,
        "recipients": RECIPIENTS.in_(paper.language),
        "code": printed(paper.code),
        "alt": printed(paper.code or paper.title),
        "codes": paper.codes,
        "bar": bar_svg(paper.code),
        "qr": qr_svg(paper.address or paper.code),
    }
    return {**values, "note": UNPRINTABLE.in_(paper.language) if has_unprintable(values) else ""}


def _block(block: LaidBlock) -> dict[str, object]:
    shown = printed_in_cell if block.kind == "table" else printed
    return {
        "kind": block.kind,
        "texts": _texts(block.texts),
        "options": dict(block.options),
        "widths": [width for width, _ in block.columns],
        "aligns": [align for _, align in block.columns],
        "heads": [_spans(head) for head in block.heads],
        "groups": [
            {"words": _spans(words), "first": first, "count": count} for words, first, count in block.groups
        ],
        "rows": [[_spans(cell, shown) for cell in row] for row in block.rows],
        "places": [_texts(place) for place in block.places],
        "lines": [_spans(line) for line in block.lines],
    }


def _texts(texts: Mapping[str, Words]) -> dict[str, object]:
    return {key: _spans(words) for key, words in texts.items()}


def _spans(words: Words, shown: Callable[[str], str] = printed) -> list[list[object]]:
    return [[shown(span.text), int(span.bold) + 2 * int(span.italic)] for span in words]
