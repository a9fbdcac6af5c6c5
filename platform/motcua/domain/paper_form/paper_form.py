"""A paper form as offices lay it out, understood as questions: what stands before dots, in tables, beside boxes.

What a Word file held comes in as `Block`s; questions go out as `Asked` with the kind that their words suggest, and
lines that nobody understood as they are. A person confirms all of it: nothing is guessed in silence.
"""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass, field
from typing import Final

from motcua.domain.errors import InputError
from motcua.domain.paper_form.paper_lines import (
    BOX,
    DOTS,
    LONGEST_LABEL,
    NOTE,
    NUMBER,
    Asked,
    asked_of,
    clean,
    dotted,
    label_of,
    shortened,
)
from motcua.domain.search import fold

MAX_QUESTIONS: Final = 200
_PART: Final = re.compile(r"^\s*(?:[IVX]{1,5}[.)]|(?i:phần)\s+[IVX\d]+\s*[.:]?)\s*")
_COUNTRY: Final = ("cong hoa xa hoi", "doc lap")
_NUMBERED: Final = ("mau so", "mau to khai", "ban hanh kem")
_PLACE_AND_DAY: Final = re.compile(r"^(?:làm tại|[^:;]{0,60}, ngày …)", re.IGNORECASE)
_END: Final = ("chu thich", "ghi chu", "huong dan")
_SIGNED: Final = (
    "nguoi yeu cau",
    "nguoi lam don",
    "nguoi de nghi",
    "nguoi khai",
    "dai dien ho",
    "ky ghi ro",
    "ky va ghi",
)
_LISTS: Final = ("business_lines", "bank_account")
_KINDS_OF_PAPER: Final = ("to khai", "don", "giay", "phieu", "ban khai", "van ban")
_PROMISE: Final = re.compile(
    r"^(?:cam (?:đoan|kết):? )?(?:tôi|chúng tôi|bản thân)\b.{0,20}(?:cam đoan|cam kết|chịu trách nhiệm)",
    re.IGNORECASE,
)
_ADDRESSEE: Final = re.compile(r"^kính gửi\s*:?\s*(.*)$", re.IGNORECASE)


class PaperFileError(InputError):
    """The file is no Word form that can be read, or too large."""

    code = "paper_file"


@dataclass(frozen=True, slots=True)
class PaperLine:
    """A paragraph; dotted lines are dots, boxes to tick are ☐. `is_strong`: all of it is bold."""

    text: str
    is_strong: bool = False


@dataclass(frozen=True, slots=True)
class PaperTable:
    """The cells of a table row by row, each with its lines."""

    rows: tuple[tuple[str, ...], ...]


Block = PaperLine | PaperTable


@dataclass(slots=True)
class Part:
    """A section with its questions."""

    title: str
    asked: list[Asked] = field(default_factory=list)


@dataclass(slots=True)
class PaperForm:
    """What was understood: `unread` are the lines that were not, `number` "Mẫu số 01"."""

    title: str = ""
    number: str = ""
    addressee: str = ""
    promise: str = ""
    parts: list[Part] = field(default_factory=list)
    unread: list[str] = field(default_factory=list)

    @property
    def questions(self) -> list[Asked]:
        return [one for part in self.parts for one in part.asked]


def understand(blocks: Sequence[Block]) -> PaperForm:
    """The form that the blocks are; without a single question it has none, and `unread` all of it."""
    form = PaperForm(parts=[Part("")])
    for place, block in enumerate(blocks):
        if len(form.questions) >= MAX_QUESTIONS:
            break
        if isinstance(block, PaperTable):
            _table(form, block)
        elif form.questions and fold(block.text).startswith(_END):
            break
        else:
            _line(form, block, blocks[place + 1 : place + 2])
    form.parts = [part for part in form.parts if part.asked]
    return form


def _line(form: PaperForm, line: PaperLine, after: Sequence[Block]) -> None:
    text, folded = line.text, fold(line.text)
    if _is_head(form, text, folded):
        return
    if found := _ADDRESSEE.match(text):
        form.addressee = clean(DOTS.sub(" ", NOTE.sub("", found[1])))
    elif _PROMISE.match(NUMBER.sub("", text)) and not DOTS.search(text):
        form.promise = f"{form.promise} {NUMBER.sub('', text)}".strip()[:2000]
    elif not DOTS.sub("", text).strip():
        _more_dots(form)
    elif BOX.search(text):
        _boxes(form, text)
    elif DOTS.search(text):
        for one in dotted(text):
            form.parts[-1].asked.append(one)
    elif _is_part(line, after):
        form.parts.append(Part(clean(_PART.sub("", NUMBER.sub("", text))).rstrip(" :")))
    elif text.rstrip().endswith(":") and len(text) <= LONGEST_LABEL:
        _ask(form, text, text)
    elif not _is_signature(folded) and not _is_signed_below(after):
        form.unread.append(text[:300])


def _is_head(form: PaperForm, text: str, folded: str) -> bool:
    """The head of the page: the country's name, the form's number, its title; and the place and day at its end."""
    if folded.startswith(_NUMBERED):
        form.number = form.number or clean(NOTE.sub("", text))[:60]
        return True
    if folded.startswith(_COUNTRY) or not re.search(r"[\w.…]", text):
        return True
    if _PLACE_AND_DAY.match(shortened(text)):
        return True
    is_capital = text.upper() == text and len(text) > 6 and not DOTS.search(text) and not _PART.match(text)
    if is_capital and not form.questions and (form.title or folded.startswith(_KINDS_OF_PAPER)):
        form.title = f"{form.title} {clean(NOTE.sub('', text))}".strip()[:300]
        return True
    return False


def _is_signature(folded: str) -> bool:
    return len(folded) < 80 and any(one in folded.replace(",", "").replace("(", "") for one in _SIGNED)


def _is_signed_below(after: Sequence[Block]) -> bool:
    """Whether the next line says "(Ký, ghi rõ họ tên)": this one then says who signs."""
    return bool(after) and isinstance(after[0], PaperLine) and fold(after[0].text).startswith("(ky")


def _is_part(line: PaperLine, after: Sequence[Block]) -> bool:
    """A heading: numbered in Roman, or a bold or ending line with nothing to fill in, and something of it after."""
    text = line.text
    if len(text) > LONGEST_LABEL or not after:
        return False
    if _PART.match(text):
        return True
    following = after[0]
    fills = isinstance(following, PaperTable) or bool(
        (DOTS.search(following.text) and DOTS.sub("", following.text).strip()) or NUMBER.match(following.text)
    )
    is_long = len(text) > 24 or line.is_strong
    return fills and is_long and (text.rstrip().endswith(":") or line.is_strong)


def _more_dots(form: PaperForm) -> None:
    """A line of dots alone gives the question before it more room: it takes a longer text."""
    asked = form.parts[-1].asked
    if asked and asked[-1].kind == "text":
        asked[-1].kind = "long_text"


def _boxes(form: PaperForm, text: str) -> None:
    """A line with boxes: a choice of what stands in it, one more option of the line above, or a tick of its own."""
    asked = form.parts[-1].asked
    label, options = _boxed(NOTE.sub("", text))
    above = asked[-1] if asked else None
    if label and len(options) > 1:
        asked.append(Asked(label, "choice", text[:300], options=options))
    elif not label and options and above is not None and _takes_options(above):
        above.kind, above.doubt = "choices", True
        above.options += options
    elif len(options) > 1:
        asked.append(
            Asked(" / ".join(options)[:LONGEST_LABEL], "choice", text[:300], options=options, doubt=True)
        )
    elif label or options:
        asked.append(Asked(label or options[0], "tick", text[:300], doubt=True))


def _boxed(line: str) -> tuple[str, list[str]]:
    """The question and the options of a line with boxes, which stand before their words or after them."""
    pieces = [clean(one) for one in BOX.split(line)]
    label, options = pieces[0], pieces[1:]
    if len(pieces) > 2 and label and not pieces[-1].strip(" ,;.") and ":" in label:
        label, first = label.rsplit(":", 1)
        options = [first, *pieces[1:-1]]
    named = [clean(DOTS.sub(" ", NUMBER.sub("", one))).strip(" ,;.") for one in options]
    return label_of(DOTS.sub(" ", label)), [one[:LONGEST_LABEL] for one in named if one]


def _takes_options(above: Asked) -> bool:
    """Whether the question above has its boxes in the lines below it: it ends in a colon and has no room of its own."""
    is_list = above.kind == "choices" and above.doubt
    return is_list or (above.source.rstrip().endswith(":") and not DOTS.search(above.source))


def _table(form: PaperForm, table: PaperTable) -> None:
    rows = [row for row in table.rows if any(cell.strip() for cell in row)]
    if not rows:
        return
    whole = " ".join(cell for row in rows for cell in row)
    if fold(whole).startswith(_NUMBERED) or any(one in fold(whole) for one in _COUNTRY):
        for cell in (cell for row in rows for cell in row):
            for line in cell.splitlines():
                _is_head(form, line, fold(line))
        return
    if _is_signature(fold(whole)[:79]):
        return
    head = [label_of(cell) for cell in rows[0]]
    blank = sum(not DOTS.sub("", cell).strip() for row in table.rows[1:] for cell in row)
    cells = sum(len(row) for row in table.rows[1:])
    if (
        len([one for one in head if one]) >= 2
        and cells
        and blank * 2 >= cells
        and not DOTS.search(" ".join(rows[0]))
    ):
        _rows(form, head, " | ".join(rows[0]))
        return
    for row in rows:
        _row(form, row)


def _rows(form: PaperForm, head: Sequence[str], source: str) -> None:
    """A table to fill in: its columns without the number of the row, named after the question or part above it."""
    columns = [
        _column(label, source)
        for label in head
        if label and fold(label) not in ("stt", "tt", "so tt", "so thu tu")
    ]
    part = form.parts[-1]
    last = part.asked[-1] if part.asked else None
    if (
        last is not None
        and not DOTS.search(last.source)
        and not last.options
        and last.source.rstrip().endswith(":")
    ):
        part.asked.pop()
        label = last.label.rstrip(" :")
    else:
        label = part.title or "Danh sách"
    part.asked.append(Asked(label, "rows", source, columns=columns))


def _column(label: str, source: str) -> Asked:
    """The question of a column: no list within a list."""
    asked = asked_of(label, source)
    if asked.kind in _LISTS:
        asked.kind = "text"
    return asked


def _row(form: PaperForm, row: Sequence[str]) -> None:
    """A row laid out as a line: words and the room beside them; single boxes are the digits of one answer."""
    filled = [cell for cell in row if cell.strip()]
    for cell in filled:
        for line in cell.splitlines():
            if DOTS.search(line) or BOX.search(line):
                _line(form, PaperLine(line), ())
            elif (len(filled) == 1 and len(row) > 1) or line.rstrip().endswith(":"):
                _ask(form, line, line)
            else:
                form.unread.append(line[:300])


def _ask(form: PaperForm, words: str, source: str) -> None:
    if label := label_of(words):
        form.parts[-1].asked.append(asked_of(label, source))
