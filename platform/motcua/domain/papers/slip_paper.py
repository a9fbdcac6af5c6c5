"""A slip laid out: every block with its texts merged, ready for the writers of PDF and Word.

What is typed by people enters here as letters, cleaned of what no paper shows, and is never read as markup.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from datetime import datetime
from typing import Final, Literal, TypeAlias

from motcua.domain.conditions.conditions import ConditionError
from motcua.domain.errors import InputError
from motcua.domain.papers.slip_blocks import Block
from motcua.domain.papers.slip_fields import FIELDS, SlipField, with_blanks
from motcua.domain.papers.slip_phrase import Phrase, Span
from motcua.domain.papers.slip_template import PaperSize, SlipTemplate
from motcua.domain.text import Text

MAX_ROWS: Final = 1_000
"""Rows of one list or table."""
MAX_CHARACTERS: Final = 1_000_000
"""Letters of a whole slip, every cell counting for at least `LEAST`."""
LEAST: Final = 10
MOTTO: Final = ("CỘNG HÒA XÃ HỘI CHỦ NGHĨA VIỆT NAM", "Độc lập – Tự do – Hạnh phúc")
RECIPIENTS: Final = Text("Nơi nhận:", "To:")

Words: TypeAlias = tuple[Span, ...]


class SlipTooLongError(InputError):
    """More rows or letters than one slip may have."""

    code = "slip_too_long"


class SlipConditionError(InputError):
    """A block's condition cannot be answered with the slip's values."""

    code = "slip_condition"


@dataclass(frozen=True, slots=True)
class LaidBlock:
    """A block as it is printed. `columns` of a table are (width, align); `groups` are heads over columns: (words, first, count).

    `texts`, `lines`, `rows` and `places` hold merged texts; a "signatures" block has the recipients that stood before it
    as `lines`.
    """

    kind: str
    texts: Mapping[str, Words] = field(default_factory=dict)
    options: Mapping[str, object] = field(default_factory=dict)
    columns: tuple[tuple[int, str], ...] = ()
    heads: tuple[Words, ...] = ()
    groups: tuple[tuple[Words, int, int], ...] = ()
    rows: tuple[tuple[Words, ...], ...] = ()
    places: tuple[Mapping[str, Words], ...] = ()
    lines: tuple[Words, ...] = ()


@dataclass(frozen=True, slots=True)
class SlipPaper:
    """A slip on its paper: `sheets` are the blocks of each copy. `codes` are the machine-readable ones to print (F-18).

    `code` is what the bar code says, `address` what the QR code opens.
    """

    kind: str
    language: Literal["vi", "en"]
    title: str
    paper: PaperSize
    is_landscape: bool
    sheets: tuple[tuple[LaidBlock, ...], ...]
    codes: tuple[str, ...]
    code: str
    address: str
    at: datetime


def slip_paper(
    template: SlipTemplate, values: Mapping[str, object], *, language: str = "vi", at: datetime
) -> SlipPaper:
    """The slip with these values, made at `at`. What a value lacks is left blank to be written on by hand.

    Raises SlipTooLongError, or SlipConditionError where a block's condition cannot be answered.
    """
    spoken: Literal["vi", "en"] = "en" if language == "en" else "vi"
    known = with_blanks(FIELDS[template.kind], values)
    layer = _Layer(template, known, spoken)
    sheets = tuple(layer.sheet(copy) for copy in template.copies or (Phrase(),))
    return SlipPaper(
        template.kind,
        spoken,
        template.title.in_(spoken),
        template.paper,
        template.is_landscape,
        sheets,
        tuple(map(str, _rows(known.get("receipt_codes", ())))),
        str(known.get("dossier_code", "")),
        str(known.get("rating_address") or known.get("look_up_address") or known.get("form_address") or ""),
        at,
    )


def _rows(value: object) -> Sequence[object]:
    return value if isinstance(value, Sequence) and not isinstance(value, str) else ()


class _Layer:
    """Lays out the blocks of one slip and counts what it has written."""

    def __init__(
        self, template: SlipTemplate, values: Mapping[str, object], language: Literal["vi", "en"]
    ) -> None:
        self._template = template
        self._values = values
        self._language = language
        self._left = MAX_CHARACTERS

    def sheet(self, copy: Phrase) -> tuple[LaidBlock, ...]:
        found: list[LaidBlock] = []
        for place, block in enumerate(self._template.blocks):
            if not self._holds(block, place):
                continue
            laid = self._mark(copy, block) if block.kind == "copies" else self._laid(block)
            if laid.kind == "signatures" and found and found[-1].kind == "recipients":
                laid = LaidBlock("signatures", places=laid.places, lines=found.pop().lines)
            found.append(laid)
        return tuple(found)

    def _holds(self, block: Block, place: int) -> bool:
        if block.when is None:
            return True
        try:
            return block.when.holds(self._values)
        except ConditionError as problem:
            told = problem.message
            raise SlipConditionError(
                Text(
                    f"Khối {place + 1} của mẫu “{self._template.title.vi}”: {told.vi}",
                    f"Block {place + 1} of the template “{self._template.title.en}”: {told.en}",
                )
            ) from problem

    def _mark(self, copy: Phrase, block: Block) -> LaidBlock:
        """The name of this copy; a slip of one sheet has the block's own text."""
        own = copy if self._template.copies else block.texts.get("text", Phrase())
        return LaidBlock("copies", {"text": self._said(own)})

    def _laid(self, block: Block) -> LaidBlock:
        rows = self._rows_of(block)
        texts = {
            key: phrase for key, phrase in block.texts.items() if not (block.kind == "list" and key == "text")
        }
        shown = [column.text for column in block.columns] or [block.texts.get("text", Phrase())]
        return LaidBlock(
            block.kind,
            {key: self._said(phrase) for key, phrase in texts.items()},
            block.options,
            tuple((column.width, column.align) for column in block.columns),
            tuple(self._said(column.head) for column in block.columns),
            self._groups(block),
            tuple(tuple(self._said(one, row) for one in shown) for row in rows),
            tuple({key: self._said(one) for key, one in place.items()} for place in block.places),
            tuple(self._said(one) for one in block.lines),
        )

    def _groups(self, block: Block) -> tuple[tuple[Words, int, int], ...]:
        found: list[tuple[Words, int, int]] = []
        for place, column in enumerate(block.columns):
            words = self._said(column.group)
            if words and found and found[-1][0] == words and found[-1][1] + found[-1][2] == place:
                found[-1] = (words, found[-1][1], found[-1][2] + 1)
            elif words:
                found.append((words, place, 1))
        return tuple(found)

    def _rows_of(self, block: Block) -> list[Mapping[str, object]]:
        if block.of is None:
            return []
        given = _rows(self._values[block.of.name])
        if len(given) > MAX_ROWS:
            title = block.of.title
            raise SlipTooLongError(
                Text(
                    f"“{title.vi}” có {len(given)} dòng; một phiếu nhận tối đa {MAX_ROWS} dòng. Chọn khoảng ngắn hơn.",
                    f"“{title.en}” has {len(given)} rows; a slip takes at most {MAX_ROWS}. Choose a shorter range.",
                )
            )
        return [self._row(block.of, one, number) for number, one in enumerate(given, 1)]

    def _row(self, of: SlipField, given: object, number: int) -> Mapping[str, object]:
        own = given if isinstance(given, Mapping) else {"item": given}
        inside = with_blanks(of.fields or {}, {**own, "row": number})
        return {**self._values, **inside}

    def _said(self, phrase: Phrase, values: Mapping[str, object] | None = None) -> Words:
        words = phrase.merged(self._values if values is None else values, self._language)
        self._left -= max(sum(len(span.text) for span in words), LEAST)
        if self._left < 0:
            raise SlipTooLongError(
                Text(
                    "Phiếu quá dài nên không in được. Rút gọn nội dung, hoặc chọn ít dòng hơn.",
                    "The slip is too long to be printed. Shorten its texts or choose fewer rows.",
                )
            )
        return words
