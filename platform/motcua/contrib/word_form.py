"""A Word form read as lines and tables: dotted leaders, tick boxes of every making, in their order."""

from __future__ import annotations

import io
from collections.abc import Iterator
from typing import Any, Final

from docx import Document
from docx.oxml.ns import qn

from motcua.contrib.office_file import kind_of
from motcua.domain.paper_form.paper_form import Block, PaperFileError, PaperLine, PaperTable
from motcua.domain.step_table.step_table import TableFileError
from motcua.domain.text import Text

MAX_BLOCKS: Final = 2000
MAX_ROWS: Final = 60
MAX_COLUMNS: Final = 30
MAX_TEXT: Final = 1000
MAX_LETTERS: Final = 200_000
LEADER: Final = "………"
# Symbols of Wingdings that people tick: empty boxes, then ticked ones.
_EMPTY: Final = frozenset({"A8", "6F", "71", "72", "A1", "6D"})
_TICKED: Final = frozenset({"FE", "FD", "78", "FC", "FB"})
_PASSED: Final = frozenset({qn("w:instrText"), qn("w:delText"), qn("w:pPr"), qn("w:rPr")})


def read(content: bytes) -> list[Block]:
    """Everything of the body that has text. Raises PaperFileError for what is no Word file, damaged or too large."""
    try:
        if kind_of(content) != "docx":
            raise _unreadable()
        body = Document(io.BytesIO(content)).element.body
        return _bounded(_blocks(body, 0))
    except PaperFileError:
        raise
    except TableFileError as problem:
        raise PaperFileError(problem.message) from problem
    except Exception as problem:  # the library raises whatever a damaged file leads it to
        raise _unreadable() from problem


def _bounded(blocks: Iterator[Block]) -> list[Block]:
    """The blocks of a form that people can fill in; raises PaperFileError for far more text than any has."""
    kept: list[Block] = []
    letters = 0
    for block in blocks:
        kept.append(block)
        letters += _letters(block)
        if letters > MAX_LETTERS or len(kept) > MAX_BLOCKS:
            raise PaperFileError(
                Text(
                    "Tệp quá dài so với một tờ khai. Hãy tách riêng tờ khai thành một tệp rồi chọn lại.",
                    "The file is far longer than a form. Save the form alone as a file and choose it again.",
                )
            )
    return kept


def _letters(block: Block) -> int:
    if isinstance(block, PaperLine):
        return len(block.text)
    return sum(len(cell) for row in block.rows for cell in row)


def _blocks(parent: Any, depth: int) -> Iterator[Block]:
    for child in parent.iterchildren():
        if child.tag == qn("w:p"):
            if text := _line(child):
                yield PaperLine(text, is_strong=_is_strong(child))
        elif child.tag == qn("w:tbl"):
            yield PaperTable(_rows(child))
        elif child.tag in (qn("w:sdt"), qn("w:sdtContent")) and depth < 8:
            yield from _blocks(child, depth + 1)


def _rows(table: Any) -> tuple[tuple[str, ...], ...]:
    rows = []
    for row in list(table.iterchildren(qn("w:tr")))[:MAX_ROWS]:
        cells: list[str] = []
        for cell in list(row.iterchildren(qn("w:tc")))[:MAX_COLUMNS]:
            lines = (_line(one) for one in cell.iter(qn("w:p")))
            cells.append("\n".join(line for line in lines if line)[:MAX_TEXT])
        rows.append(tuple(cells))
    return tuple(rows)


def _line(paragraph: Any) -> str:
    """The words of a paragraph; a tab that a dotted line leads to is that line, a symbol to tick a box."""
    is_dotted = any(
        stop.get(qn("w:leader")) in ("dot", "middleDot", "underscore") for stop in paragraph.iter(qn("w:tab"))
    )
    text = "".join(_pieces(paragraph, is_dotted, 0))
    return " ".join(text.split())[:MAX_TEXT]


def _pieces(parent: Any, is_dotted: bool, depth: int) -> Iterator[str]:
    if depth > 12:
        return
    for child in parent.iterchildren():
        tag = child.tag
        if tag == qn("w:t"):
            yield child.text or ""
        elif tag == qn("w:tab"):
            yield LEADER if is_dotted else "\t"
        elif tag in (qn("w:br"), qn("w:cr")):
            yield " "
        elif tag == qn("w:sym"):
            yield _symbol(str(child.get(qn("w:char"), "")))
        elif tag == qn("w:checkBox"):
            yield "☐ "
        elif isinstance(tag, str) and tag not in _PASSED:
            yield from _pieces(child, is_dotted, depth + 1)


def _symbol(code: str) -> str:
    short = code.upper()[-2:]
    return "☐" if short in _EMPTY else "☒" if short in _TICKED else ""


def _is_strong(paragraph: Any) -> bool:
    """Whether all that is written in the paragraph is bold, as headings are."""
    runs = [
        run for run in paragraph.iter(qn("w:r")) if "".join(t.text or "" for t in run.iter(qn("w:t"))).strip()
    ]
    return bool(runs) and all(_is_bold(run) for run in runs)


def _is_bold(run: Any) -> bool:
    found = run.find(f"{qn('w:rPr')}/{qn('w:b')}")
    return found is not None and found.get(qn("w:val")) not in ("0", "false")


def _unreadable() -> PaperFileError:
    return PaperFileError(
        Text(
            "Không đọc được tệp này. Hãy lưu tờ khai thành tệp Word .docx rồi chọn lại.",
            "This file cannot be read. Save the form as a Word file (.docx) and choose it again.",
        )
    )
