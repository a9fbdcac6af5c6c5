"""Drafts of e-forms: begun, saved by whoever may, never two people over each other, thrown away."""

from __future__ import annotations

import json
import re
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import datetime
from typing import Any, Final

from motcua.domain.errors import ConflictError, FieldError, InputError, NotFoundError, ValidationError
from motcua.domain.forms.form_review import FormFinding
from motcua.domain.people.permissions import Actor, account_id
from motcua.domain.search import words
from motcua.domain.text import Text
from motcua.services.forms.form_examination import examine
from motcua.services.process import model_rights
from motcua.services.process.process_drafts import RECORDED_EVERY, DraftChangedError
from motcua.services.work import Work
from motcua.store.base import Record
from motcua.store.forms import form_draft as stored
from motcua.store.forms import form_version as versions
from motcua.store.process import library
from motcua.store.process import procedure as procedures

MAX_BYTES: Final = 1024 * 1024
MAX_DEPTH: Final = 60
BLANK: Final[Mapping[str, Any]] = {
    "$schema": "https://json-schema.org/draft/2020-12/schema",
    "type": "object",
    "additionalProperties": False,
    "properties": {},
}
"""What a form begins with when it begins with nothing."""


class FormDraftOpenError(ConflictError):
    """The form has an open draft, `draft_id`: people go on with that one."""

    code = "form_draft_open"

    def __init__(self, row: Record) -> None:
        self.draft_id: int = row.id
        super().__init__(
            Text(
                f"Biểu mẫu này đang có bản thảo của {row.updated_by_name}. Hãy mở bản thảo ấy để làm tiếp.",
                f"This form has a draft of {row.updated_by_name}. Open that draft and go on with it.",
            )
        )


@dataclass(frozen=True, slots=True)
class NewForm:
    """What a draft begins with. `origin` is blank, copy, version, schema or word; an empty `key` is made of the title.

    `notes` are what an import left open: {pointer, text, text_en}.
    """

    field: str
    key: str
    title: str
    origin: str
    schema: Mapping[str, Any]
    based_on: int | None = None
    tests: Sequence[Mapping[str, Any]] = ()
    samples: Sequence[Mapping[str, Any]] = ()
    notes: Sequence[Mapping[str, str]] = ()


@dataclass(frozen=True, slots=True)
class Saved:
    """The draft's new revision and what is wrong with the form now."""

    revision: int
    findings: tuple[FormFinding, ...]


def create(work: Work, actor: Actor, wanted: NewForm, now: datetime) -> int:
    """Begin a draft; its id. One commit.

    Raises NotAllowedError without the right for the field, ValidationError at "/field", "/key", "/title",
    FormDraftOpenError where the form has one, InputError for a schema that cannot be kept.
    """
    model_rights.require_edit(work, actor, wanted.field, None)
    wanted = _checked(work, wanted)
    person = account_id(actor)
    schema = kept(_titled(wanted))
    draft_id = stored.add(
        work.connection,
        field=wanted.field,
        key=wanted.key,
        **titles(schema, wanted.key),
        schema=schema,
        origin=wanted.origin,
        based_on=wanted.based_on,
        tests=list(wanted.tests),
        samples=list(wanted.samples),
        notes=list(wanted.notes),
        author_id=person,
        author_name=actor.name,
        created_at=now,
        updated_by=person,
        updated_by_name=actor.name,
        updated_at=now,
    )
    if draft_id is None:
        other = stored.open_of(work.connection, wanted.field, wanted.key)
        assert other is not None
        raise FormDraftOpenError(other)
    record(work, actor, now, "form.create", wanted, {"draft": draft_id, "origin": wanted.origin})
    work.commit()
    return draft_id


def next_version(work: Work, actor: Actor, field: str, key: str, now: datetime, number: int = 0) -> int:
    """A draft that begins where a published version stands, the newest unless `number` is given. One commit.

    Raises NotFoundError, FormDraftOpenError.
    """
    form = library.form(work.connection, field, key)
    row = versions.by_number(work.connection, form.id, number or form.number) if form is not None else None
    if form is None or row is None:
        raise NotFoundError(Text("Thư viện không có biểu mẫu này.", "The library has no such form."))
    # Whoever brings back an old version means to put it in the place of the newest.
    newest = versions.by_number(work.connection, form.id, form.number)
    assert newest is not None
    wanted = NewForm(
        field, key, row.title, "version", row.schema, newest.id, tests=row.tests, samples=row.samples
    )
    return create(work, actor, wanted, now)


def get(work: Work, actor: Actor, draft_id: int) -> Record:
    """The draft; raises NotFoundError, NotAllowedError without a right over its field."""
    row = stored.by_id(work.connection, draft_id)
    if row is None:
        raise NotFoundError(
            Text("Không tìm thấy bản thảo biểu mẫu này.", "There is no such draft of a form.")
        )
    model_rights.require_see(work, actor, row.field, None)
    return row


def opened(work: Work, actor: Actor, draft_id: int) -> Record:
    """The draft for changing: `get`, and the right to edit."""
    row = get(work, actor, draft_id)
    model_rights.require_edit(work, actor, row.field, None)
    return row


def save(work: Work, actor: Actor, draft_id: int, schema: object, revision: int, now: datetime) -> Saved:
    """Keep the schema, whatever is wrong with it as a form, and examine it. One commit.

    Raises DraftChangedError when it is not the revision that stands, or not a draft any more; InputError for what is
    no JSON object, or a very large one.
    """
    row = opened(work, actor, draft_id)
    whole = kept(schema)
    new = change(work, actor, row, revision, {"schema": whole, **titles(whole, row.key)}, now)
    is_going_on = row.updated_by == actor.id and now - row.updated_at < RECORDED_EVERY
    if not is_going_on or row.revision == 1:
        record(work, actor, now, "form.save", row, {"draft": row.id, "revision": row.revision})
    work.commit()
    return Saved(new, examine(work, whole))


def discard(work: Work, actor: Actor, draft_id: int, revision: int, now: datetime) -> None:
    """Throw the draft away; it stays in the database. One commit."""
    row = opened(work, actor, draft_id)
    change(work, actor, row, revision, {"state": "discarded"}, now)
    record(work, actor, now, "form.discard", row, {"draft": row.id})
    work.commit()


def listing(work: Work, actor: Actor) -> Sequence[Record]:
    """The open drafts that the actor may see, without what they ask, the newest change first."""
    rights: dict[str, bool] = {}
    found = []
    for row in stored.listing(work.connection):
        if row.field not in rights:
            rights[row.field] = model_rights.may_see(work, actor, row.field, None)
        if rights[row.field]:
            found.append(row)
    return found


def change(
    work: Work, actor: Actor, row: Record, revision: int, values: Mapping[str, Any], now: datetime
) -> int:
    """Write columns of a draft; its new revision. Raises DraftChangedError. Does not commit."""
    stamp = {"updated_by": account_id(actor), "updated_by_name": actor.name, "updated_at": now}
    new = stored.change(work.connection, row.id, revision, {**values, **stamp})
    if new is None:
        raise DraftChangedError(stored.by_id(work.connection, row.id) or row)
    return new


def kept(schema: object) -> dict[str, Any]:
    """The schema as it can be stored; raises InputError for what is no JSON object of a bearable size and depth."""
    if not isinstance(schema, dict):
        raise _unusable("phải là một đối tượng JSON", "it must be a JSON object")
    try:
        text = json.dumps(schema, ensure_ascii=False, allow_nan=False)
        size = len(text.encode())
    except (ValueError, TypeError, RecursionError):
        raise _unusable("có giá trị không phải JSON", "it holds something that is not JSON") from None
    if size > MAX_BYTES:
        raise _unusable("lớn hơn 1 MB", "it is larger than 1 MB")
    if "\\u0000" in text or _depth(schema) > MAX_DEPTH:
        raise _unusable("có ký tự không dùng được hoặc lồng quá sâu", "it has unusable signs or is too deep")
    return schema


def titles(schema: Mapping[str, Any], key: str) -> dict[str, str]:
    """The columns that lists show."""
    english = schema.get("x-en")
    title = _line(schema.get("title")) or key
    return {
        "title": title,
        "title_en": _line(english.get("title")) if isinstance(english, Mapping) else "",
    }


def record(
    work: Work, actor: Actor, now: datetime, action: str, form: Any, detail: Mapping[str, object]
) -> None:
    """Write a deed on a form (`field`, `key`) into the log."""
    work.record(
        at=now,
        actor_id=actor.id,
        actor_name=actor.name,
        action=action,
        subject=f"{form.field}/{form.key}",
        detail=dict(detail),
    )


def _checked(work: Work, wanted: NewForm) -> NewForm:
    """The same with its key made; raises ValidationError."""
    title = _line(wanted.title) or _line(wanted.schema.get("title"))
    key = wanted.key or key_of(title)
    errors = []
    if not procedures.has_field(work.connection, wanted.field):
        errors.append(FieldError("/field", "required", Text("Chọn lĩnh vực.", "Choose the field.")))
    if not title:
        errors.append(FieldError("/title", "required", Text("Ghi tên biểu mẫu.", "Enter the form's title.")))
    elif re.fullmatch(r"[a-z][a-z0-9_]{0,59}", key) is None:
        message = Text(
            "Mã biểu mẫu gồm chữ thường không dấu, số và dấu gạch dưới, bắt đầu bằng chữ, nhiều nhất 60 ký tự.",
            "A key is of lower-case letters, digits and underscores, begins with a letter, 60 signs at most.",
        )
        errors.append(FieldError("/key", "shape", message))
    elif wanted.based_on is None and library.form(work.connection, wanted.field, key) is not None:
        message = Text(
            f"Lĩnh vực này đã có biểu mẫu “{key}”. Ghi mã khác, hoặc mở biểu mẫu ấy để sửa.",
            f"The field has a form “{key}”. Enter another key, or open that form to change it.",
        )
        errors.append(FieldError("/key", "taken", message))
    if errors:
        raise ValidationError(errors)
    return replace(wanted, key=key, title=title)


def key_of(title: str) -> str:
    """A key made of a title: "Giấy đề nghị (mẫu 1)" → "giay_de_nghi_mau_1"."""
    joined = "_".join(re.sub(r"[^0-9a-z]", "_", word) for word in words(title))
    return joined.lstrip("0123456789_")[:60].rstrip("_")


def _titled(wanted: NewForm) -> dict[str, Any]:
    """The schema with the title that was asked for, in its usual place."""
    rest = {key: value for key, value in wanted.schema.items() if key not in ("$schema", "title")}
    head = {"$schema": wanted.schema["$schema"]} if "$schema" in wanted.schema else {}
    return {**head, "title": wanted.title, **rest}


def _line(value: object) -> str:
    """One printable line of a text that anybody may have written."""
    return " ".join("".join(one if one.isprintable() else " " for one in str(value or "")).split())[:300]


def _depth(node: object, deep: int = 0) -> int:
    if deep > MAX_DEPTH or not isinstance(node, dict | list):
        return deep
    inner = node.values() if isinstance(node, dict) else node
    return max((_depth(one, deep + 1) for one in inner), default=deep)


def _unusable(vi: str, en: str) -> InputError:
    return InputError(Text(f"Không lưu được biểu mẫu: {vi}.", f"The form cannot be kept: {en}."))
