"""The items of a slip template in the words of whoever writes it: names of items, choices, and one line for each block."""

from __future__ import annotations

import re
from collections.abc import Mapping
from typing import Any, Final

from motcua.domain.papers.slip_blocks import SHAPES
from motcua.domain.papers.slip_fields import FIELDS
from motcua.domain.text import Text

ITEMS: Final[Mapping[str, Text]] = {
    "upper": Text("Cơ quan cấp trên", "Agency above"),
    "name": Text("Tên", "Name"),
    "number": Text("Số phiếu", "Number of the slip"),
    "place_day": Text("Địa danh, ngày tháng", "Place and day"),
    "note": Text("Ghi chú", "Note"),
    "text": Text("Nội dung", "Text"),
    "under": Text("Dòng dưới tên phiếu", "Line under the title"),
    "label": Text("Nhãn", "Label"),
    "label2": Text("Nhãn thứ hai cùng dòng", "Second label on the line"),
    "text2": Text("Nội dung thứ hai cùng dòng", "Second text on the line"),
    "align": Text("Căn lề", "Alignment"),
    "indent": Text("Thụt đầu dòng", "Indent"),
    "size": Text("Cỡ", "Size"),
    "numbered": Text("Đánh số", "Numbered"),
    "of": Text("Lấy các dòng của", "Rows of"),
    "columns": Text("Cột", "Columns"),
    "places": Text("Chỗ ký", "Places to sign"),
    "lines": Text("Các dòng", "Lines"),
    "role": Text("Chức danh", "Position"),
    "head": Text("Đầu cột", "Head"),
    "width": Text("Bề rộng", "Width"),
    "group": Text("Đầu cột chung", "Head over several columns"),
    "when": Text("Chỉ in khi", "Printed only when"),
    "title": Text("Tên mẫu phiếu", "Title of the template"),
    "paper": Text("Khổ giấy", "Paper"),
    "landscape": Text("Khổ ngang", "Landscape"),
    "copies": Text("Các liên", "Copies"),
}
"""Every item by its key."""
CHOICES: Final[Mapping[object, Text]] = {
    "left": Text("trái", "left"),
    "center": Text("giữa", "centre"),
    "right": Text("phải", "right"),
    "justify": Text("đều hai bên", "justified"),
    "small": Text("nhỏ", "small"),
    "normal": Text("thường", "normal"),
    "large": Text("to", "large"),
    "a4": Text("A4", "A4"),
    "a5": Text("A5", "A5"),
    True: Text("có", "yes"),
    False: Text("không", "no"),
}
_LONGEST: Final = 160
_FIELD: Final = re.compile(r"\{([a-z][a-z0-9_]*)(?::[a-z_]+)?\}")


def item_name(key: str) -> Text:
    return ITEMS.get(key, Text(key, key))


def block_name(block: object, place: int) -> Text:
    """ "Khối 3 (Đoạn văn)", counted from 1."""
    kind = block.get("kind") if isinstance(block, Mapping) else None
    shape = SHAPES.get(kind) if isinstance(kind, str) else None
    name = shape.name if shape is not None else Text("?", "?")
    return Text(f"Khối {place + 1} ({name.vi})", f"Block {place + 1} ({name.en})")


def value_words(value: Any) -> Text:
    """What an item says, on one line and not too long."""
    # 1 equals True: a number is no choice.
    if isinstance(value, bool) or (isinstance(value, str) and value in CHOICES):
        return CHOICES[value]
    if value in (None, "", [], {}):
        return Text("để trống", "blank")
    if isinstance(value, Mapping):
        if set(value) <= {"vi", "en"} and "vi" in value:
            return Text(_quoted(value["vi"]), _quoted(value.get("en") or value["vi"]))
        parts = [
            (item_name(str(key)), value_words(one)) for key, one in value.items() if one not in ("", None)
        ]
        return Text(
            _cut(", ".join(f"{name.vi.lower()} {said.vi}" for name, said in parts)),
            _cut(", ".join(f"{name.en.lower()} {said.en}" for name, said in parts)),
        )
    if isinstance(value, list):
        words = [value_words(one) for one in value]
        return Text(_cut("; ".join(one.vi for one in words)), _cut("; ".join(one.en for one in words)))
    return Text(_quoted(value), _quoted(value))


def with_titles(words: Text, kind: str) -> Text:
    """The words with the merge fields of a kind of slip by their titles: "{received_by}" → "{Người tiếp nhận}"."""
    fields = FIELDS.get(kind, {})
    inner = {name: one for field in fields.values() for name, one in (field.fields or {}).items()}
    titles = {name: one.title for name, one in {**inner, **fields}.items()}

    def said(text: str, language: str) -> str:
        return _FIELD.sub(
            lambda found: f"{{{titles[found[1]].in_(language)}}}" if found[1] in titles else found[0], text
        )

    return Text(said(words.vi, "vi"), said(words.en, "en"))


def _quoted(value: object) -> str:
    return f"“{_cut(' '.join(str(value).split()))}”" if isinstance(value, str) else str(value)


def _cut(text: str) -> str:
    return text if len(text) <= _LONGEST else f"{text[: _LONGEST - 1]}…"
