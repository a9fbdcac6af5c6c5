"""Forms begun from a file: a JSON Schema of any origin, or a paper form in Word; a person confirms what was read."""

from __future__ import annotations

import json
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime
from functools import cache
from typing import Any, Final

from motcua import settings
from motcua.contrib import word_form
from motcua.domain.diff.process_diff_forms import KINDS as KIND_WORDS
from motcua.domain.errors import InputError
from motcua.domain.forms import FormDefinition
from motcua.domain.paper_form.paper_form import PaperFileError, PaperForm, understand
from motcua.domain.paper_form.paper_lines import Asked
from motcua.domain.people.permissions import Actor
from motcua.domain.text import Text
from motcua.services.forms import form_drafts, form_library, shared_fields
from motcua.services.forms.form_drafts import NewForm
from motcua.services.forms.form_paper import schema_of, snippet_of
from motcua.services.papers.files import Upload
from motcua.services.work import Work
from motcua.store.base import Record

LARGEST: Final = 10 * 1024 * 1024
MAX_NOTES: Final = 60
OFFERED: Final = (
    "text", "long_text", "full_name", "personal_id", "birth_date", "date", "sex", "phone", "email", "address",
    "organisation", "tax_code", "bank_account", "number", "integer", "money", "area", "yes_no", "tick", "file",
)  # fmt: skip
"""The kinds that a person may give a question that was guessed wrong, by their keys in the palette."""


SHARED: Final = {
    "full_name": "ho_ten", "personal_id": "so_cccd", "birth_date": "ngay_sinh", "sex": "gioi_tinh",
    "phone": "dien_thoai", "email": "email", "address": "dia_chi", "tax_code": "ma_so_thue",
    "bank_account": "tai_khoan_ngan_hang", "dan_toc": "dan_toc", "quoc_tich": "quoc_tich", "declaration": "cam_doan",
}  # fmt: skip
"""Kinds that are made from the shared library where it has the field."""


@dataclass(frozen=True, slots=True)
class Question:
    """A question that was read: its kind in words, the part it stands in, the line of the file, whether to look again."""

    key: str
    label: str
    kind: Text
    part: str
    source: str
    doubt: bool


_UNDRAWN: Final = Text("chưa vẽ được", "cannot be drawn")


@cache
def _palette() -> Mapping[str, Mapping[str, Any]]:
    path = settings.PACKAGE / "data" / "form_palette.json"
    return {one["key"]: one for one in json.loads(path.read_text(encoding="utf-8"))}


def _snippets(work: Work) -> Mapping[str, Mapping[str, Any]]:
    """The palette, with the fields of the shared library in the place of kinds that it has."""
    shared = {one["name"]: one for one in shared_fields.snippets(work)}
    ours = {kind: shared[name] for kind, name in SHARED.items() if name in shared}
    return {**_palette(), **ours}


def _kind_words(node: Mapping[str, Any], kind: Text) -> Text:
    """The kind in the palette's words, else in those of comparisons."""
    # A date is no date of birth, and a choice no sex, unless it says so.
    marks = ("type", "format", "x-widget", "x-role", "enum", "oneOf")
    for key in OFFERED:
        schema = _palette()[key]["schema"]
        if any(mark in schema for mark in marks[1:3]) and all(
            schema.get(one) == node.get(one) for one in marks
        ):
            return dict(kinds())[key]
    return kind


def kinds() -> Sequence[tuple[str, Text]]:
    """The kinds to choose from, with their names."""
    return [(key, Text(_palette()[key]["title"]["vi"], _palette()[key]["title"]["en"])) for key in OFFERED]


def take(work: Work, actor: Actor, upload: Upload, field: str, title: str, key: str, now: datetime) -> int:
    """A draft of what the file asks; its id. One commit.

    Raises NotAllowedError, PaperFileError or InputError for a file that cannot be read, and as `form_drafts.create`.
    """
    form_library.designable(work, actor)
    if len(upload.content) > LARGEST:
        raise PaperFileError(Text("Tệp lớn hơn 10 MB.", "The file is larger than 10 MB."))
    if upload.content.lstrip(b"\xef\xbb\xbf \t\r\n").startswith(b"{"):
        wanted = _of_schema(upload.content, field, title, key)
    else:
        paper = understand(word_form.read(upload.content))
        wanted = _of_paper(paper, _snippets(work), field, title, key)
    return form_drafts.create(work, actor, wanted, now)


def questions(row: Record) -> Sequence[Question]:
    """What the draft asks at its top, as a person looks through it after an import."""
    schema = _usual(row.schema)
    try:
        read = FormDefinition.from_schema(row.schema).field_by_key
    except InputError:
        read = {}
    notes = {one.get("pointer", ""): one for one in row.notes}
    parts = {key: str(part.get("title", "")) for part in schema["x-sections"] for key in part["fields"]}
    found = []
    for key, node in schema["properties"].items():
        note = notes.get(f"/properties/{key}", {})
        label = str(node.get("title") or key)
        kind = _UNDRAWN if key not in read else _kind_words(node, KIND_WORDS[read[key].kind])
        source, doubt = str(note.get("text", "")), bool(note.get("doubt")) or key not in read
        found.append(Question(key, label, kind, parts.get(key, ""), source, doubt))
    return found


def confirm(
    work: Work, actor: Actor, draft_id: int, revision: int, chosen: Mapping[str, str], now: datetime
) -> int:
    """Give questions another kind, "-" leaves one out; what is not named stays. The new revision. One commit.

    Raises DraftChangedError.
    """
    row = form_drafts.opened(work, actor, draft_id)
    schema, snippets = _usual(row.schema), _snippets(work)
    properties = dict(schema["properties"])
    for key, kind in chosen.items():
        if key not in properties:
            continue
        if kind == "-":
            del properties[key]
        elif kind in OFFERED:
            properties[key] = snippet_of(snippets, kind, str(properties[key].get("title", key)))
    gone = set(schema["properties"]) - set(properties)
    schema["properties"] = properties
    schema["required"] = [one for one in schema["required"] if one not in gone]
    for section in schema["x-sections"]:
        section["fields"] = [one for one in section["fields"] if one not in gone]
    schema["x-sections"] = [one for one in schema["x-sections"] if one["fields"]]
    notes = [one for one in row.notes if not one.get("pointer")]
    whole = form_drafts.kept(_without_empty(schema))
    new = form_drafts.change(
        work, actor, row, revision or row.revision, {"schema": whole, "notes": notes}, now
    )
    form_drafts.record(work, actor, now, "form.save", row, {"draft": row.id, "revision": row.revision})
    work.commit()
    return new


def _of_schema(content: bytes, field: str, title: str, key: str) -> NewForm:
    try:
        schema = json.loads(content)
    except (ValueError, RecursionError) as problem:
        line = getattr(problem, "lineno", 1)
        raise InputError(
            Text(
                f"Tệp không phải JSON hợp lệ, xem dòng {line}.",
                f"The file is not valid JSON, see line {line}.",
            )
        ) from None
    whole = form_drafts.kept(schema)
    if not isinstance(whole.get("properties"), dict):
        raise InputError(
            Text(
                "Lược đồ phải mô tả một đối tượng có “properties”: mỗi tính chất là một mục của biểu mẫu.",
                "The schema must describe an object with “properties”: each is a question of the form.",
            )
        )
    usual = _without_empty(_usual(whole))
    return NewForm(field, key, title or str(whole.get("title", "")), "schema", usual)


def _usual(schema: Mapping[str, Any]) -> dict[str, Any]:
    """The schema with properties, required and x-sections in their usual shapes; what has none of them is left out.

    A property that is `true` may be answered with anything, as an empty schema says too; one that is `false` is none.
    """
    properties, required, sections = (schema.get(one) for one in ("properties", "required", "x-sections"))
    nodes = properties.items() if isinstance(properties, dict) else ()
    return {
        **schema,
        "properties": {
            key: {} if node is True else node for key, node in nodes if node is True or isinstance(node, dict)
        },
        "required": _names(required),
        "x-sections": [
            {**one, "fields": _names(one.get("fields"))}
            for one in (sections if isinstance(sections, list) else ())
            if isinstance(one, dict)
        ],
    }


def _names(value: object) -> list[str]:
    return [one for one in value if isinstance(one, str)] if isinstance(value, list) else []


def _without_empty(schema: Mapping[str, Any]) -> dict[str, Any]:
    return {word: value for word, value in schema.items() if value or word not in ("required", "x-sections")}


def _of_paper(paper: PaperForm, snippets: Mapping[str, Any], field: str, title: str, key: str) -> NewForm:
    if not paper.questions:
        raise PaperFileError(
            Text(
                "Không thấy mục nào để điền trong tệp: cần dòng chấm, bảng hoặc ô đánh dấu như tờ khai giấy.",
                "The file has nothing to fill in: dotted lines, tables or boxes as on a paper form are needed.",
            )
        )
    schema, sources = schema_of(paper, snippets)
    notes: list[dict[str, Any]] = [
        {"pointer": "", "text": text, "text_en": text} for text in paper.unread[:MAX_NOTES]
    ]
    notes += [_note(name, asked) for name, asked in sources.items()]
    return NewForm(field, key, title or str(schema["title"]), "word", schema, notes=notes)


def _note(name: str, asked: Asked) -> dict[str, Any]:
    said = {"pointer": f"/properties/{name}", "text": asked.source, "text_en": asked.source}
    return {**said, "doubt": "1"} if asked.doubt else said
