"""The questions of one line of a paper form: the words before each run of dots, without numbers and footnotes."""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass, field
from typing import Final

from motcua.domain.paper_form.paper_kinds import kind_of

LONGEST_LABEL: Final = 200
DOTS: Final = re.compile(r"(?:[.…_‥·]\s?){3,}|…+")
BOX: Final = re.compile(r"[☐☑☒□▢◻❏❑■]|\[\s?[xX]?\s?\]")
# "1.", "1.2.", "a)", "(3)", "-", "+": what numbers an item.
NUMBER: Final = re.compile(r"^\s*(?:\(?\d{1,2}(?:\.\d{1,2})*[.)]|[a-zđ][.)]|[-–+*•])\s*", re.IGNORECASE)
NOTE: Final = re.compile(r"\(\d{1,2}\)|\[\d{1,2}\]")
# "…/…/…" and "ngày … tháng … năm …" are the room for one day; what is tried is short, whatever the file holds.
_SLASHED: Final = re.compile(r"(?:ngày )?[.…_ ]{0,12}/[.…_ ]{0,12}/[.…_ ]{0,12}", re.IGNORECASE)
_SPELLED: Final = re.compile(r"(?::\s?)?(ngày)?[.…_ ]{1,12}tháng[.…_ ]{1,12}năm[.…_ ]{1,12}", re.IGNORECASE)


@dataclass(slots=True)
class Asked:
    """A question: `kind` is a key of the palette, "rows", "choice" or "choices". `source` is the line it stands in.

    `options` are those of a choice, `columns` the questions of a row; `doubt` where a person should look again.
    """

    label: str
    kind: str
    source: str
    suffix: str = ""
    options: list[str] = field(default_factory=list)
    columns: list[Asked] = field(default_factory=list)
    doubt: bool = False


def dotted(text: str) -> Iterator[Asked]:
    """The questions of a line: the words before each run of dots; days in three runs are one."""
    line = _SLASHED.sub(" …… ", shortened(NOTE.sub("", text)))
    line = _SPELLED.sub(
        lambda found: " …… " if line[: found.start()].strip() else f"{found[1] or ''} …… ", line
    )
    pieces = DOTS.split(line)
    for place, piece in enumerate(pieces[:-1]):
        before = piece.split(";")[-1] if place else piece
        label = label_of(before)
        if not label:
            continue
        suffix = _suffix(pieces[place + 1]) if place + 2 == len(pieces) else ""
        yield asked_of(label, text, suffix)


def shortened(text: str) -> str:
    """The line with every run of dots as short as can be."""
    return DOTS.sub("…… ", text)


def _suffix(piece: str) -> str:
    """What stands after the last dots: a unit of measure."""
    words = clean(piece).strip("().; ")
    return words if 0 < len(words) <= 12 and ":" not in words else ""


def asked_of(label: str, source: str, suffix: str = "") -> Asked:
    kind, is_sure = kind_of(label)
    return Asked(label, kind, source[:300], suffix=suffix, doubt=not is_sure)


def label_of(words: str) -> str:
    """The words of a question without number, colon and footnotes."""
    text = clean(NOTE.sub("", NUMBER.sub("", NUMBER.sub("", words))))
    text = re.sub(r"\((?:nếu có|ghi rõ|bắt buộc)\)\s*$", "", text.rstrip(" :;,."), flags=re.IGNORECASE)
    text = text.strip(" :;,.-–")
    return text[:LONGEST_LABEL] if re.search(r"[^\W\d_]{2}", text) else ""


def clean(text: str) -> str:
    return " ".join(text.split()).strip()
