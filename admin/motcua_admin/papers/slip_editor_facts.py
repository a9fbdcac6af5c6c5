"""What the page of the slip editor tells its script, as JSON."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import Any, Final

from flask import url_for

from motcua.domain.forms import Field
from motcua.domain.forms.form_definition import FieldKind
from motcua.domain.papers.slip_blocks import ALIGNS, PLACE_TEXTS, SHAPES, Shape
from motcua.domain.papers.slip_fields import FIELDS, GROUPS, SlipField
from motcua.domain.papers.slip_kinds import SLIP_KINDS
from motcua.domain.papers.slip_template import MAX_COPIES
from motcua.domain.papers.slip_template_words import CHOICES, item_name
from motcua.domain.papers.slip_words import FORMATS, said
from motcua.domain.text import Text
from motcua.services.papers.slip_template_review import Problem, problems
from motcua.services.process.draft_condition import asked_text
from motcua.store.base import Record
from motcua.web.context import say

KINDS: Final[Mapping[str, FieldKind]] = {
    "text": "text",
    "number": "number",
    "money": "money",
    "moment": "file",
    "list": "choices",
    "rows": "rows",
}
"""As what a condition asks about a merge field: of moments and rows only whether they are there."""
FORMAT_NAMES: Final[Mapping[str, Text]] = {
    "upper": Text("chữ in hoa", "capitals"),
    "words": Text("bằng chữ", "in words"),
    "money": Text("số tiền", "sum"),
    "day": Text("ngày/tháng/năm", "day/month/year"),
    "long_day": Text("ngày … tháng … năm …", "day in words"),
    "moment": Text("giờ, ngày đầy đủ", "time and day"),
    "dots": Text("dấu chấm để viết tay khi trống", "dots to write on when blank"),
}


def page_facts(row: Record, *, is_read_only: bool) -> dict[str, Any]:
    """Everything the script needs to begin with."""
    address = {"draft_id": row.id}
    return {
        "id": row.id,
        "key": f"{row.legal_set}-{row.kind}",
        "revision": row.revision,
        "savedAt": row.updated_at.isoformat(),
        "readOnly": is_read_only,
        "template": row.body,
        "findings": problem_facts(problems(row.kind, row.body)),
        "conditions": _conditions(row.kind, row.body),
        "shapes": [_shape(key, shape) for key, shape in SHAPES.items()],
        "items": {key: say(item_name(key)) for key in _items()},
        "choices": {str(key): say(words) for key, words in CHOICES.items() if isinstance(key, str)},
        "aligns": ALIGNS,
        "placeTexts": PLACE_TEXTS,
        "mostCopies": MAX_COPIES,
        "fields": [_field(one) for one in FIELDS[row.kind].values()],
        "groups": [{"key": key, "name": say(words)} for key, words in GROUPS.items()],
        "ofDossier": SLIP_KINDS[row.kind].subject == "dossier",
        "urls": {
            "schema": url_for("studio.save_slip_body", **address),
            "preview": url_for("studio.slip_preview_page", **address),
            "condition": url_for("studio.slip_condition", **address),
        },
    }


def problem_facts(found: Sequence[Problem]) -> list[dict[str, object]]:
    """Each with the block it is in, from 0; none of the template as a whole."""
    return [
        {
            "severity": "error",
            "pointer": one.pointer,
            "block": _block(one.pointer),
            "message": say(one.message),
        }
        for one in found
    ]


def condition_fields(kind: str) -> list[Field]:
    """The merge fields as a condition asks about them."""
    return [Field(one.name, KINDS[one.type], one.title) for one in FIELDS[kind].values()]


def _conditions(kind: str, body: Mapping[str, Any]) -> dict[str, str]:
    """The conditions of the blocks in words, by their text."""
    blocks = body.get("blocks")
    texts = (
        {str(one.get("when") or "") for one in blocks if isinstance(one, dict)}
        if isinstance(blocks, list)
        else set()
    )
    asked = {text: asked_text(text, condition_fields(kind)) for text in texts if text}
    return {text: say(one.sentence) for text, one in asked.items() if one.sentence is not None}


def _block(pointer: str) -> int | None:
    parts = pointer.split("/")
    return int(parts[2]) if len(parts) > 2 and parts[1] == "blocks" and parts[2].isdecimal() else None


def _shape(key: str, shape: Shape) -> dict[str, Any]:
    return {
        "key": key,
        "name": say(shape.name),
        "needs": shape.needs,
        "may": shape.may,
        "options": {name: list(allowed) for name, allowed in shape.options.items()},
        "parts": shape.parts,
    }


def _items() -> set[str]:
    listed = {
        item for shape in SHAPES.values() for item in (*shape.needs, *shape.may, *shape.options, *shape.parts)
    }
    return listed | {
        *PLACE_TEXTS,
        "head",
        "width",
        "group",
        "align",
        "text",
        "when",
        "title",
        "paper",
        "landscape",
        "copies",
    }


def _field(one: SlipField) -> dict[str, Any]:
    return {
        "name": one.name,
        "title": say(one.title),
        "group": one.group,
        "type": one.type,
        "sample": "" if one.type in ("rows", "list") else said(one.sample, one.type, "", "vi"),
        "formats": [
            {"key": key, "name": say(FORMAT_NAMES.get(key, Text(key, key)))} for key in FORMATS[one.type]
        ],
        "fields": [_field(inner) for inner in one.fields.values()] if one.fields else [],
    }
