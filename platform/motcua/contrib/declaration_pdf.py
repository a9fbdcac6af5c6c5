"""A declaration as PDF/A: what stands on the paper, as values for the template `declaration.typ`."""

from __future__ import annotations

import io
import re
from collections.abc import Sequence
from datetime import datetime
from typing import Final

import segno

from motcua.contrib.typst_process import typeset
from motcua.domain.declaration.declaration_items import Item
from motcua.domain.declaration.declaration_paper import Paper
from motcua.domain.text import Text

CODE_LABEL: Final = Text("Mã hồ sơ:", "Dossier code:")
QR_LABEL: Final = Text("Quét để theo dõi hồ sơ", "Scan to follow the dossier")
UNPRINTABLE: Final = Text(
    "□: chữ không có trong phông chữ in; xem nguyên văn trên bản điện tử.",
    "□: a character that the printing font does not have; see the electronic version.",
)
# What Tinos has in every weight, without marks that are not seen. PDF/A refuses a character without a shape.
_STRANGE: Final = re.compile(
    "[^\n\x20-\x7e\u00a0-\u0377\u0384-\u0386\u0388-\u038a\u038e-\u03a1\u03a3-\u052f\u1e00-\u1eff\u2010-\u2027"
    "\u2030-\u205e\u2074-\u208e\u20a0-\u20be\u2100-\u214f\u2190-\u2195\u2212\u2248\u2260\u2264\u2265\u25a0\u25a1"
    "\u2610-\u2612]"
)
_LONGEST_WORD: Final = 45
_LONG_WORD: Final = re.compile(rf"(\S{{{_LONGEST_WORD}}})(?=\S)")


def write(paper: Paper, at: datetime) -> bytes:
    """The PDF; the same paper and the same instant give the same bytes. Raises TypesettingError."""
    values = _values(paper)
    return typeset("declaration", values, at)


def _values(paper: Paper) -> dict[str, object]:
    language = paper.language
    values: dict[str, object] = {
        "language": language,
        "motto": [_shown(one) for one in paper.motto],
        "number": _shown(paper.number),
        "legal": _shown(paper.legal),
        "title": _shown(paper.title),
        "to": paper.to,
        "addressee": _shown(paper.addressee),
        "items": [_item(one) for one in paper.items],
        "pledge": [_shown(one) for one in paper.pledge],
        "place-and-day": paper.place_and_day,
        "signer": _shown(paper.signer),
        "sign-here": paper.sign_here,
        "signer-name": _shown(paper.signer_name),
        "code": _shown(paper.code),
        "code-label": CODE_LABEL.in_(language),
        "told": _shown(paper.told),
        "qr": _qr(paper.address),
        "qr-label": QR_LABEL.in_(language),
    }
    return {**values, "note": UNPRINTABLE.in_(language) if _has_unprintable(values) else ""}


def _item(item: Item) -> dict[str, object]:
    return {
        "kind": item.kind,
        "label": _shown(item.label),
        "note": _shown(item.note),
        "number": item.number,
        "answer": [_shown(one) for one in item.answer.split("\n")] if item.answer else [],
        "lines": item.lines,
        "prefix": _shown(item.prefix),
        "suffix": _shown(item.suffix),
        "ticks": [{"label": _shown(one.label), "on": one.is_on} for one in item.ticks],
        "items": [_item(one) for one in item.items],
        "heads": [_shown(one) for one in item.heads],
        "rows": [[_shown(cell) for cell in row] for row in item.rows],
        "widths": _widths(item),
    }


def _widths(item: Item) -> list[int]:
    """The share of each column by its longest text, within bounds; 0 for the narrow column of numbers."""
    columns: list[Sequence[str]] = [list(column) for column in zip(item.heads, *item.rows, strict=True)]
    shares = [min(max(max(map(len, column)), 8), 30) for column in columns[1:]]
    return [0, *shares] if columns else []


def _shown(text: str) -> str:
    """`text` with a box for what the font lacks, and places where a very long word may be broken."""
    return _LONG_WORD.sub("\\1\u200b", _STRANGE.sub("\u25a1", text))


def _qr(address: str) -> str:
    if not address:
        return ""
    out = io.BytesIO()
    segno.make(address, error="m").save(
        out, kind="svg", border=0, xmldecl=False, svgclass=None, lineclass=None
    )
    return out.getvalue().decode()


def _has_unprintable(value: object) -> bool:
    if isinstance(value, str):
        return "\u25a1" in value
    if isinstance(value, dict):
        return any(map(_has_unprintable, value.values()))
    return isinstance(value, list) and any(map(_has_unprintable, value))
