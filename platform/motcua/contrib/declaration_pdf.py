"""A declaration as PDF/A: what stands on the paper, as values for the template `declaration.typ`."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import datetime
from typing import Final

from motcua.contrib.machine_codes import qr_svg
from motcua.contrib.printed_letters import UNPRINTABLE, has_unprintable, printed
from motcua.contrib.typst_process import typeset
from motcua.domain.declaration.declaration_items import Item
from motcua.domain.declaration.declaration_paper import Paper
from motcua.domain.text import Text

CODE_LABEL: Final = Text("Mã hồ sơ:", "Dossier code:")
QR_LABEL: Final = Text("Quét để theo dõi hồ sơ", "Scan to follow the dossier")


def write(paper: Paper, at: datetime) -> bytes:
    """The PDF; the same paper and the same instant give the same bytes. Raises TypesettingError."""
    values = _values(paper)
    return typeset("declaration", values, at)


def _values(paper: Paper) -> dict[str, object]:
    language = paper.language
    values: dict[str, object] = {
        "language": language,
        "motto": [printed(one) for one in paper.motto],
        "number": printed(paper.number),
        "legal": printed(paper.legal),
        "title": printed(paper.title),
        "to": paper.to,
        "addressee": printed(paper.addressee),
        "items": [_item(one) for one in paper.items],
        "pledge": [printed(one) for one in paper.pledge],
        "place-and-day": paper.place_and_day,
        "signer": printed(paper.signer),
        "sign-here": paper.sign_here,
        "signer-name": printed(paper.signer_name),
        "code": printed(paper.code),
        "code-label": CODE_LABEL.in_(language),
        "told": printed(paper.told),
        "qr": qr_svg(paper.address),
        "qr-label": QR_LABEL.in_(language),
    }
    return {**values, "note": UNPRINTABLE.in_(language) if has_unprintable(values) else ""}


def _item(item: Item) -> dict[str, object]:
    return {
        "kind": item.kind,
        "label": printed(item.label),
        "note": printed(item.note),
        "number": item.number,
        "answer": [printed(one) for one in item.answer.split("\n")] if item.answer else [],
        "lines": item.lines,
        "prefix": printed(item.prefix),
        "suffix": printed(item.suffix),
        "ticks": [{"label": printed(one.label), "on": one.is_on} for one in item.ticks],
        "items": [_item(one) for one in item.items],
        "heads": [printed(one) for one in item.heads],
        "rows": [[printed(cell) for cell in row] for row in item.rows],
        "widths": _widths(item),
    }


def _widths(item: Item) -> list[int]:
    """The share of each column by its longest text, within bounds; 0 for the narrow column of numbers."""
    columns: list[Sequence[str]] = [list(column) for column in zip(item.heads, *item.rows, strict=True)]
    shares = [min(max(max(map(len, column)), 8), 30) for column in columns[1:]]
    return [0, *shares] if columns else []
