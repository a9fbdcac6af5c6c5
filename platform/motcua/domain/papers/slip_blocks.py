"""The blocks of a slip template: what each kind holds, and how one is read."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from typing import Final

from motcua.domain.conditions.conditions import Condition, ConditionError, parse_condition
from motcua.domain.errors import FieldError
from motcua.domain.papers.slip_fields import SlipField
from motcua.domain.papers.slip_phrase import Phrase, PhraseError, read_phrase
from motcua.domain.text import Text

MAX_COLUMNS: Final = 20
MAX_PLACES: Final = 3
MAX_LINES: Final = 30
ALIGNS: Final = ("left", "center", "right", "justify")


@dataclass(frozen=True, slots=True)
class Column:
    """A column of a table; neighbours of the same `group` stand under one head. `width` is its share of the paper's."""

    head: Phrase
    text: Phrase
    width: int
    align: str
    group: Phrase


@dataclass(frozen=True, slots=True)
class Block:
    """One block as read. `texts`, `options`, `columns`, `places` and `lines` hold what its kind has.

    `of` is the field whose rows it shows. `texts` of "line" may have a second pair, `label2` and `text2`.
    """

    kind: str
    when: Condition | None = None
    texts: Mapping[str, Phrase] = field(default_factory=dict)
    options: Mapping[str, object] = field(default_factory=dict)
    of: SlipField | None = None
    columns: tuple[Column, ...] = ()
    places: tuple[Mapping[str, Phrase], ...] = ()
    lines: tuple[Phrase, ...] = ()


@dataclass(frozen=True, slots=True)
class Shape:
    """What a kind of block holds: its name for people, texts it needs and may have, options with what they may be."""

    name: Text
    needs: tuple[str, ...] = ()
    may: tuple[str, ...] = ()
    options: Mapping[str, tuple[object, ...]] = field(default_factory=dict)
    parts: tuple[str, ...] = ()


_INDENT: Final = tuple(range(9))
_SIZE: Final = ("small", "normal", "large")
_YES_NO: Final = (False, True)
CODES: Final = ("profile", "qr", "barcode", "both")
"""Which codes a block prints: those the province chose (F-18), or these whatever it chose."""
SHAPES: Final[Mapping[str, Shape]] = {
    "header": Shape(Text("Đầu trang", "Header"), ("name",), ("upper", "number", "place_day", "note")),
    "title": Shape(Text("Tên phiếu", "Title"), ("text",), ("under",)),
    "text": Shape(
        Text("Đoạn văn", "Text"), ("text",), (), {"align": ALIGNS, "indent": _INDENT, "size": _SIZE}
    ),
    "line": Shape(Text("Dòng", "Line"), ("label", "text"), ("label2", "text2"), {"indent": _INDENT}),
    "list": Shape(Text("Danh sách", "List"), ("text",), ("label",), {"numbered": _YES_NO}, ("of",)),
    "table": Shape(Text("Bảng", "Table"), (), ("label",), {"size": _SIZE}, ("of", "columns")),
    "codes": Shape(Text("Mã vạch, QR", "Codes"), (), ("text",), {"align": ALIGNS[:3], "which": CODES}),
    "signatures": Shape(Text("Chữ ký", "Signatures"), parts=("places",)),
    "recipients": Shape(Text("Nơi nhận", "Recipients"), parts=("lines",)),
    "note": Shape(Text("Ghi chú", "Note"), parts=("lines",)),
    "space": Shape(Text("Khoảng trống", "Space"), options={"size": tuple(range(1, 21))}),
    "copies": Shape(Text("Tên liên", "Copy mark"), may=("text",)),
    "page_break": Shape(Text("Sang trang", "Page break")),
}
"""Every kind of block, in the order of the studio's menu."""

PLACE_TEXTS: Final = ("role", "note", "name")
COLUMN_KEYS: Final = frozenset({"head", "text", "width", "align", "group"})


def read_block(given: object, place: int, fields: Mapping[str, SlipField], faults: list[FieldError]) -> Block:
    """The block at this place, from 0; what is wrong is added to `faults` and left out."""
    return _Reader(place, fields, faults).block(given)


class _Reader:
    """Reads one block and collects its faults."""

    def __init__(self, place: int, fields: Mapping[str, SlipField], faults: list[FieldError]) -> None:
        self._place = place
        self._fields = fields
        self._faults = faults
        self._name = Text(f"Khối {place + 1}", f"Block {place + 1}")

    def block(self, given: object) -> Block:
        kind = given.get("kind") if isinstance(given, Mapping) else None
        if not isinstance(given, Mapping) or not isinstance(kind, str) or kind not in SHAPES:
            known = ", ".join(SHAPES)
            self._wrong("kind", f"có loại lạ; các loại: {known}", f"has an unknown kind; the kinds: {known}")
            return Block("space")
        shape = SHAPES[kind]
        self._name = Text(f"{self._name.vi} ({shape.name.vi})", f"{self._name.en} ({shape.name.en})")
        own = {"kind", "when", *shape.needs, *shape.may, *shape.options, *shape.parts}
        for key in sorted(map(str, set(given) - own))[:5]:
            self._wrong(key[:40], f"có mục lạ “{key[:40]}”", f"has an unknown item “{key[:40]}”")
        of = self._of(given.get("of")) if "of" in shape.parts else None
        inside = {**self._fields, **(of.fields or {})} if of else self._fields
        return Block(
            kind,
            self._when(given.get("when")),
            self._texts(given, shape, inside),
            {
                key: self._option(given, key, allowed)
                for key, allowed in shape.options.items()
                if key in given
            },
            of,
            tuple(
                self._column(one, at, inside)
                for at, one in self._entries(given, "columns", MAX_COLUMNS, shape)
            ),
            tuple(self._signature(one, at) for at, one in self._entries(given, "places", MAX_PLACES, shape)),
            tuple(
                self._phrase(one, f"lines/{at}")
                for at, one in self._entries(given, "lines", MAX_LINES, shape)
            ),
        )

    def _texts(
        self, given: Mapping[str, object], shape: Shape, inside: Mapping[str, SlipField]
    ) -> dict[str, Phrase]:
        for key in shape.needs:
            if key not in given:
                self._wrong(key, f"thiếu mục “{key}”", f"lacks the item “{key}”")
        # A label stands once, before the rows; only the text is said of each.
        return {
            key: self._phrase(given[key], key, inside if key == "text" else None)
            for key in (*shape.needs, *shape.may)
            if key in given
        }

    def _entries(
        self, given: Mapping[str, object], key: str, most: int, shape: Shape
    ) -> Iterable[tuple[int, object]]:
        if key not in shape.parts:
            return ()
        listed = given.get(key)
        if not isinstance(listed, list) or not 1 <= len(listed) <= most:
            self._wrong(
                key, f"cần 1 đến {most} phần tử trong “{key}”", f"needs 1 to {most} entries in “{key}”"
            )
            return ()
        return enumerate(listed)

    def _column(self, given: object, at: int, inside: Mapping[str, SlipField]) -> Column:
        place = f"columns/{at}"
        if not isinstance(given, Mapping) or not {"head", "text"} <= set(given) <= COLUMN_KEYS:
            self._wrong(
                place,
                f"có cột {at + 1} sai: mỗi cột có head, text và có thể có width, align, group",
                f"has a wrong column {at + 1}: a column has head, text and may have width, align, group",
            )
            return Column(Phrase(), Phrase(), 1, "left", Phrase())
        width, align = given.get("width", 10), given.get("align", "left")
        if isinstance(width, bool) or not isinstance(width, int) or not 1 <= width <= 100:
            self._wrong(
                f"{place}/width", "có bề rộng cột ngoài 1 đến 100", "has a column width outside 1 to 100"
            )
            width = 10
        if align not in ALIGNS:
            self._wrong(
                f"{place}/align", f"có cách căn cột lạ; các cách: {', '.join(ALIGNS)}", "has an unknown align"
            )
            align = "left"
        return Column(
            self._phrase(given["head"], f"{place}/head"),
            self._phrase(given["text"], f"{place}/text", inside),
            width,
            str(align),
            self._phrase(given.get("group", ""), f"{place}/group"),
        )

    def _signature(self, given: object, at: int) -> Mapping[str, Phrase]:
        if not isinstance(given, Mapping) or not set(given) <= set(PLACE_TEXTS):
            self._wrong(
                f"places/{at}",
                "có chỗ ký sai: chỉ có role, note, name",
                "has a wrong place: only role, note, name",
            )
            return {}
        return {key: self._phrase(given.get(key, ""), f"places/{at}/{key}") for key in PLACE_TEXTS}

    def _of(self, given: object) -> SlipField | None:
        found = self._fields.get(given) if isinstance(given, str) else None
        if found is None or found.fields is None:
            listed = ", ".join(one.name for one in self._fields.values() if one.fields is not None)
            self._wrong(
                "of",
                f"cần “of” là trường nhiều dòng; có: {listed}",
                f"needs a field of rows as “of”; there are: {listed}",
            )
            return None
        return found

    def _option(self, given: Mapping[str, object], key: str, allowed: tuple[object, ...]) -> object:
        value = given[key]
        if any(value == one and type(value) is type(one) for one in allowed):
            return value
        right = ", ".join(map(str, allowed)).lower()
        self._wrong(key, f"có “{key}” sai; viết: {right}", f"has a wrong “{key}”; write: {right}")
        return allowed[0]

    def _phrase(self, given: object, where: str, inside: Mapping[str, SlipField] | None = None) -> Phrase:
        try:
            return read_phrase(given, self._fields if inside is None else inside)
        except PhraseError as problem:
            self._wrong(where, problem.message.vi, problem.message.en)
            return Phrase()

    def _when(self, given: object) -> Condition | None:
        if given in (None, ""):
            return None
        if not isinstance(given, str) or len(given) > 500:
            self._wrong(
                "when", "có điều kiện không phải là chữ ngắn", "has a condition that is no short text"
            )
            return None
        try:
            condition = parse_condition(given)
        except ConditionError as problem:
            told = problem.message
            self._wrong(
                "when",
                f"có điều kiện sai. {told.vi}".rstrip("."),
                f"has a wrong condition. {told.en}".rstrip("."),
            )
            return None
        if strange := sorted(condition.names - set(self._fields)):
            names = ", ".join(strange)
            self._wrong(
                "when", f"hỏi trường không có: {names}", f"asks for fields there are none of: {names}"
            )
        return condition

    def _wrong(self, where: str, vi: str, en: str) -> None:
        message = Text(f"{self._name.vi} {vi}.", f"{self._name.en} {en}.")
        self._faults.append(FieldError(f"/blocks/{self._place}/{where}", "slip_template", message))
