"""The merge fields of each slip: what a template may name, with a title and a sample for whoever writes it (B-09).

A field of rows has fields of its own, named only inside the list or table that shows the rows; there `row` is the row's
number. Moments are ISO 8601 texts with their offset, so that the values of a slip can be kept as JSON.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from typing import Final, Literal

from motcua.domain.papers.slip_field_rows import ROWS, TEXTS, Row
from motcua.domain.papers.slip_kinds import SLIP_KINDS
from motcua.domain.text import Text

FieldType = Literal["text", "number", "money", "moment", "list", "rows"]


@dataclass(frozen=True, slots=True)
class SlipField:
    """One merge field. `fields` are those of its rows, by name; a "list" holds plain texts, named `item` inside."""

    name: str
    title: Text
    type: FieldType
    sample: object
    group: str
    fields: Mapping[str, SlipField] | None = None


GROUPS: Final[Mapping[str, Text]] = {
    "slip": Text("Phiếu", "Slip"),
    "agency": Text("Cơ quan", "Agency"),
    "dossier": Text("Hồ sơ", "Dossier"),
    "applicant": Text("Người nộp", "Applicant"),
    "procedure": Text("Thủ tục", "Procedure"),
    "content": Text("Nội dung phiếu", "Content of the slip"),
    "row": Text("Từng dòng", "Each row"),
}
ROW_NUMBER: Final = SlipField("row", Text("Số thứ tự dòng", "Row number"), "number", 1, "row")
ITEM: Final = SlipField("item", Text("Nội dung dòng", "The row's text"), "text", "…", "row")


def _field(row: Row) -> SlipField:
    name, group, kind, vi, en, sample = row
    if kind == "rows":
        inner = [_field(one) for one in ROWS[name]]
        fields = {one.name: one for one in (ROW_NUMBER, *inner)}
        samples = [{one.name: one.sample for one in inner}]
        return SlipField(name, Text(vi, en), "rows", samples, group, fields)
    if kind == "list":
        return SlipField(name, Text(vi, en), "list", [sample], group, {"row": ROW_NUMBER, "item": ITEM})
    return SlipField(name, Text(vi, en), kind, sample, group)


def _named(rows: Iterable[Row]) -> dict[str, SlipField]:
    return {row[0]: _field(row) for row in rows}


_SLIP: Final = _named(TEXTS["slip"])
_AGENCY: Final = _named(TEXTS["agency"])
_DOSSIER: Final = _named((*TEXTS["dossier"], *TEXTS["applicant"]))
_PROCEDURE: Final = _named(TEXTS["procedure"])
_OWN: Final = {key: _named(TEXTS.get(key, ())) for key in SLIP_KINDS}


def _of(key: str) -> Mapping[str, SlipField]:
    about = {
        "dossier": {**_DOSSIER, **_PROCEDURE},
        "procedure": _PROCEDURE,
        "list": {},
    }[SLIP_KINDS[key].subject]
    return {**_SLIP, **_AGENCY, **about, **_OWN[key]}


FIELDS: Final[Mapping[str, Mapping[str, SlipField]]] = {key: _of(key) for key in SLIP_KINDS}
"""By kind of slip, then by name."""


def sample_values(kind: str) -> dict[str, object]:
    """A value for every field of the kind, for previews."""
    return {name: field.sample for name, field in FIELDS[kind].items()}


BLANKS: Final[Mapping[FieldType, object]] = {
    "text": "",
    "number": "",
    "money": "",
    "moment": "",
    "list": (),
    "rows": (),
}


def with_blanks(fields: Mapping[str, SlipField], values: Mapping[str, object]) -> dict[str, object]:
    """A value for each of `fields` and no other: what is absent or None is blank."""
    return {
        name: BLANKS[field.type] if values.get(name) is None else values[name]
        for name, field in fields.items()
    }
