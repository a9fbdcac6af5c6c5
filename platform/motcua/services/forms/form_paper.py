"""The schema of a form that was read from paper: snippets of the palette under the labels of the file."""

from __future__ import annotations

from collections.abc import Mapping
from copy import deepcopy
from typing import Any, Final

from motcua.domain.paper_form.paper_form import PaperForm
from motcua.domain.paper_form.paper_lines import Asked
from motcua.services.forms.form_drafts import BLANK, key_of

Palette = Mapping[str, Mapping[str, Any]]

_NO_TITLE: Final = "Tờ khai"
MAX_NAME: Final = 40


def schema_of(paper: PaperForm, palette: Palette) -> tuple[dict[str, Any], dict[str, Asked]]:
    """The form, and what each of its questions was read from, by key."""
    names: dict[str, Asked] = {}
    properties: dict[str, Any] = {}
    sections = []
    for number, part in enumerate(paper.parts, start=1):
        fields = []
        for asked in part.asked:
            name = _name(asked.label, properties)
            properties[name] = _node(asked, palette)
            names[name] = asked
            fields.append(name)
        title = part.title or ("Thông tin chung" if number == 1 else f"Phần {number}")
        sections.append({"key": f"phan_{number}", "title": title, "fields": fields})
    if paper.promise:
        name = _name("cam đoan", properties)
        properties[name] = {**deepcopy(dict(palette["declaration"]["schema"])), "x-text": paper.promise}
        names[name] = Asked("Cam đoan", "declaration", paper.promise[:300])
        sections[-1]["fields"].append(name)  # type: ignore[attr-defined]
    title = paper.title.capitalize() or _NO_TITLE
    hints = {"number": paper.number, "addressee": paper.addressee}
    said = {key: text for key, text in hints.items() if text}
    whole = {**BLANK, "title": title, **({"x-paper": said} if said else {})}
    if paper.promise:
        whole["required"] = [name]
    if len(sections) > 1:
        whole["x-sections"] = sections
    return {**whole, "properties": properties}, names


def snippet_of(palette: Palette, kind: str, label: str) -> dict[str, Any]:
    """A kind's snippet under another label; its English stays only where the label does."""
    node = deepcopy(dict((palette.get(kind) or palette["text"])["schema"]))
    if node.get("title") != label:
        english = {key: value for key, value in node.get("x-en", {}).items() if key != "title"}
        node = {**node, "title": label}
        node.pop("x-en", None)
        if english:
            node["x-en"] = english
    return node


def _node(asked: Asked, palette: Palette) -> dict[str, Any]:
    if asked.kind == "rows":
        inner: dict[str, Any] = {}
        for column in asked.columns:
            inner[_name(column.label, inner)] = _node(column, palette)
        item = {"type": "object", "title": "Dòng", "x-en": {"title": "Row"}, "properties": inner}
        return {"type": "array", "title": asked.label, "maxItems": 50, "items": item}
    if asked.options:
        return _choice(asked)
    node = snippet_of(palette, asked.kind, asked.label)
    return (
        {**node, "x-suffix": asked.suffix}
        if asked.suffix and node.get("type") in ("number", "string")
        else node
    )


def _choice(asked: Asked) -> dict[str, Any]:
    labels: dict[str, str] = {}
    for option in asked.options:
        labels[_name(option, labels)] = option
    listed = {"type": "string", "enum": list(labels), "x-labels": labels}
    if asked.kind == "choices":
        return {"type": "array", "title": asked.label, "uniqueItems": True, "items": listed}
    return {**listed, "title": asked.label, "x-widget": "radio"}


def _name(label: str, taken: Mapping[str, object]) -> str:
    """A key made of a label, another than those that are taken."""
    base = (key_of(label) or "muc")[:MAX_NAME].rstrip("_")
    name, number = base, 2
    while name in taken:
        name, number = f"{base}_{number}", number + 1
    return name
