"""Fields of each kind, as the author of a form writes them."""

from __future__ import annotations

from datetime import date
from typing import Any

from motcua.domain.forms import FormDefinition

TODAY = date(2026, 6, 15)


def form(properties: dict[str, Any], **root: Any) -> FormDefinition:
    return FormDefinition.from_schema({"type": "object", "properties": properties, **root})


def field(kind: str, **words: Any) -> dict[str, Any]:
    return {"type": kind, "title": "Mục khai", "x-en": {"title": "Answer"}, **words}


PHONE = field(
    "string", **{"x-widget": "phone", "x-digits": 10, "pattern": "^0[0-9]{9}$", "x-error": "Bắt đầu bằng 0."}
)
MONEY = field("integer", **{"x-widget": "money", "minimum": 1000, "maximum": 5_000_000})
COLOUR = field("string", enum=["do", "xanh"], **{"x-labels": {"do": "Đỏ", "xanh": "Xanh"}})
COLOURS = {**field("array", minItems=2), "items": {"type": "string", "enum": ["a", "b", "c"]}}
MEMBER = {
    "type": "object",
    "required": ["ten"],
    "properties": {"ten": field("string"), "tuoi": field("integer")},
}
ROWS = {**field("array", maxItems=2), "items": MEMBER}
DAY = field("string", format="date", **{"x-min": "1900-01-01", "x-max": "today"})
