"""Two versions of a form beside each other, or its draft beside the newest version."""

from __future__ import annotations

from flask import render_template, request
from flask.typing import ResponseReturnValue

from motcua.services.forms import form_library
from motcua.services.forms.form_library import Comparison, Side
from motcua.web.access import open_to
from motcua.web.context import actor, new_work
from motcua_admin import bp


@bp.get("/bieu-mau/<field>/<key>/so-sanh")
@open_to("staff")
def compare_forms(field: str, key: str) -> ResponseReturnValue:
    """What differs, in words and question by question; `moi=0` is the draft."""
    with new_work() as work:
        found = form_library.compared(work, actor(), field, key, _number("cu"), _number("moi"))
    return render_template(
        "studio/compare_forms.html", found=found, rows=_rows(found), field=field, key=key, form=found.form
    )


def _number(name: str) -> int | None:
    text = request.args.get(name, "")
    return int(text) if text.isdecimal() and len(text) < 9 else None


def _rows(found: Comparison) -> list[tuple[str, dict[str, object] | None, dict[str, object] | None]]:
    """The questions of both, in the order of the newer: key, words before, words after."""
    old, new = _questions(found.old), _questions(found.new)
    order = list(new)
    for place, key in enumerate(old):
        if key not in new:
            before = [one for one in list(old)[:place] if one in new]
            order.insert(order.index(before[-1]) + 1 if before else 0, key)
    return [(key, old.get(key), new.get(key)) for key in order]


def _questions(side: Side) -> dict[str, dict[str, object]]:
    """The form's own questions by key: label and help as they are written, and whether it must be answered."""
    properties = side.schema.get("properties")
    required = side.schema.get("required")
    asked = required if isinstance(required, list) else []
    return {
        str(key): {
            "label": _said(node, side, "title") or key,
            "help": _said(node, side, "description"),
            "required": key in asked,
            "node": node,
        }
        for key, node in (properties.items() if isinstance(properties, dict) else ())
        if isinstance(node, dict)
    }


def _said(node: dict[str, object], side: Side, word: str) -> str:
    if isinstance(node.get(word), str):
        return str(node[word])
    definitions = side.schema.get("$defs")
    name = str(node.get("$ref", "")).removeprefix("#/$defs/")
    found = definitions.get(name) if isinstance(definitions, dict) else None
    return str(found.get(word, "")) if isinstance(found, dict) else ""
