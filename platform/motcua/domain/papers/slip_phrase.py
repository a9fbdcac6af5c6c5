r"""A text of a slip template: letters, `{field}` or `{field:format}`, `**bold**`, `*italic*`; `\*` and `\{` are letters.

Nothing else is understood and nothing is evaluated: a value is put in as letters and never read again.
"""

from __future__ import annotations

import re
from collections.abc import Mapping
from dataclasses import dataclass
from typing import Final

from motcua.domain.declaration.declaration_words import printable
from motcua.domain.papers.slip_fields import SlipField
from motcua.domain.papers.slip_words import FORMATS, said
from motcua.domain.text import Text

MAX_TEXT: Final = 4000
"""Characters of one text of a template."""
MAX_FIELDS: Final = 40
"""Merge fields of one text."""

_TOKEN: Final = re.compile(
    r"\\(?P<sign>[\\*{}])|\{(?P<name>[a-z][a-z0-9_]{0,39})(?::(?P<form>[a-z_]{1,20}))?\}|(?P<bold>\*\*)|(?P<italic>\*)"
    r"|(?P<brace>[{}])|(?P<letters>[^\\*{}]+|\\)"
)


class PhraseError(Exception):
    """A text that cannot be read; `message` says what is wrong in it, as the end of a sentence."""

    def __init__(self, vi: str, en: str) -> None:
        super().__init__(vi)
        self.message = Text(vi, en)


@dataclass(frozen=True, slots=True)
class Span:
    """Letters in one face; `\\n` begins a new line."""

    text: str
    bold: bool = False
    italic: bool = False


@dataclass(frozen=True, slots=True)
class Run:
    """A piece of a text: its letters, or the field that stands in their place."""

    text: str
    bold: bool
    italic: bool
    field: SlipField | None = None
    form: str = ""


@dataclass(frozen=True, slots=True)
class Phrase:
    """A text in both languages."""

    vi: tuple[Run, ...] = ()
    en: tuple[Run, ...] = ()

    def merged(self, values: Mapping[str, object], language: str) -> tuple[Span, ...]:
        """The text with its fields filled in; no span is empty."""
        spans = (_span(run, values, language) for run in (self.en if language == "en" else self.vi))
        return tuple(span for span in spans if span.text)


def read_phrase(text: object, fields: Mapping[str, SlipField]) -> Phrase:
    """A text, or {"vi", "en"}; the English may be left out. Raises PhraseError."""
    if isinstance(text, str):
        runs = _runs(text, fields)
        return Phrase(runs, runs)
    if not (isinstance(text, Mapping) and isinstance(text.get("vi"), str) and set(text) <= {"vi", "en"}):
        raise PhraseError(
            "phải là chữ, hoặc chữ theo hai ngôn ngữ “vi” và “en”",
            "must be a text, or a text in the two languages “vi” and “en”",
        )
    english = text.get("en") or text["vi"]
    if not isinstance(english, str):
        raise PhraseError("có phần “en” không phải là chữ", "has an “en” that is no text")
    return Phrase(_runs(text["vi"], fields), _runs(english, fields))


def _runs(text: str, fields: Mapping[str, SlipField]) -> tuple[Run, ...]:
    if len(text) > MAX_TEXT:
        raise PhraseError(
            f"dài {len(text)} ký tự; tối đa {MAX_TEXT}", f"has {len(text)} characters; at most {MAX_TEXT}"
        )
    bold = italic = False
    text = printable(text)
    found: list[Run] = []
    for token in _TOKEN.finditer(text):
        match token.lastgroup:
            case "bold":
                bold = not bold
            case "italic":
                italic = not italic
            case "brace":
                raise _lone(token[0], token.start() + 1)
            case "name" | "form":
                found.append(_field(token["name"], token["form"] or "", bold, italic, fields))
            case _:
                found.append(Run(token["sign"] or token[0], bold, italic))
    if sum(run.field is not None for run in found) > MAX_FIELDS:
        raise PhraseError(f"nêu quá {MAX_FIELDS} trường", f"names more than {MAX_FIELDS} fields")
    if bold or italic:
        raise PhraseError(
            "mở chữ đậm hoặc nghiêng bằng dấu * mà không đóng; viết \\* cho chính dấu ấy",
            "opens bold or italic with * and does not close it; write \\* for the sign itself",
        )
    return tuple(found)


def _lone(sign: str, place: int) -> PhraseError:
    return PhraseError(
        f"có dấu “{sign}” lẻ ở ký tự {place}; viết {{tên_trường}}, hoặc \\{sign} cho chính dấu ấy",
        f"has a lone “{sign}” at character {place}; write {{field_name}}, or \\{sign} for the sign itself",
    )


def _field(name: str, form: str, bold: bool, italic: bool, fields: Mapping[str, SlipField]) -> Run:
    field = fields.get(name)
    if field is None or field.type == "rows":
        raise PhraseError(
            f"nêu trường “{name}” mà ở đây không có", f"names the field “{name}”, which there is none of here"
        )
    if form and form not in FORMATS[field.type]:
        right = ", ".join(FORMATS[field.type]) or "–"
        raise PhraseError(
            f"viết trường “{name}” theo dạng “{form}” mà trường này không có; có: {right}",
            f"writes the field “{name}” as “{form}”, which it cannot be; it can be: {right}",
        )
    return Run("", bold, italic, field, form)


def _span(run: Run, values: Mapping[str, object], language: str) -> Span:
    if run.field is None:
        return Span(run.text, run.bold, run.italic)
    text = said(values.get(run.field.name, ""), run.field.type, run.form, language)
    return Span(text, run.bold, run.italic)
