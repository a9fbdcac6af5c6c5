"""The shared library of fields: added, changed, and where each is used (B-02)."""

from __future__ import annotations

import json
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Any, Final

from motcua import settings
from motcua.domain.errors import ConflictError, FieldError, InputError, NotFoundError, ValidationError
from motcua.domain.forms import FormDefinition, shared_field
from motcua.domain.forms.shared_field import History
from motcua.domain.people.permissions import Actor, account_id
from motcua.domain.text import Text
from motcua.services.forms import form_use
from motcua.services.forms.form_drafts import kept, key_of, titles
from motcua.services.forms.form_publication import written
from motcua.services.forms.form_use import Use
from motcua.services.process import model_rights
from motcua.services.work import Work
from motcua.store.base import Record
from motcua.store.forms import form_draft as drafts
from motcua.store.forms import shared_field as stored
from motcua.store.process import library

FILE: Final = settings.PACKAGE / "data" / "shared_fields.json"
EVERY_FIELD: Final = ""
"""The field of government that a shared field belongs to: whoever changes one may draw for all of them."""


class SharedFieldChangedError(ConflictError):
    """Somebody changed the shared field in the meantime; nothing was written."""

    code = "shared_field_changed"

    def __init__(self, row: Record) -> None:
        self.number: int = row.number
        by = row.author_name or "Motcua"
        super().__init__(
            Text(
                f"{by} đã lưu bản {row.number} của trường này sau khi bạn mở. Hãy tải lại rồi sửa tiếp.",
                f"{by} saved version {row.number} of this field after you opened it. Reload and go on.",
            )
        )


@dataclass(frozen=True, slots=True)
class Listed:
    """A shared field, with how many forms of the library use it."""

    row: Record
    forms: int


@dataclass(frozen=True, slots=True)
class FormUse:
    """A form of the library that uses the field at `places` (labels), with the procedures that have the form."""

    form: Record
    places: Sequence[str]
    is_behind: bool
    procedures: Sequence[Use]


@dataclass(frozen=True)
class Page:
    """A shared field with all its versions and everything that uses it."""

    row: Record
    versions: Sequence[Record]
    forms: Sequence[FormUse]
    drafts: Sequence[Record]
    may_change: bool


def listing(work: Work, actor: Actor) -> Sequence[Listed]:
    """All shared fields by title; raises NotAllowedError for whoever draws nothing here."""
    require_see(work, actor)
    counts: dict[str, int] = {}
    for form in library.all_forms(work.connection):
        for name in shared_field.names_in(form.schema):
            counts[name] = counts.get(name, 0) + 1
    return [Listed(row, counts.get(row.name, 0)) for row in stored.everything(work.connection)]


def snippets(work: Work) -> Sequence[dict[str, Any]]:
    """What the designer's palette offers: [{name, title, title_en, schema}], `schema` to be taken in as it is."""
    return [
        {
            "name": row.name,
            "title": row.title,
            "title_en": row.title_en or row.title,
            "schema": shared_field.snippet(row.name, row.number, row.schema),
        }
        for row in stored.everything(work.connection)
    ]


def get(work: Work, actor: Actor, name: str) -> Page:
    """A shared field; raises NotFoundError, NotAllowedError."""
    require_see(work, actor)
    row = found(work, name)
    return Page(
        row,
        stored.versions(work.connection, name),
        used_in(work, row),
        [
            one
            for one in drafts.opened(work.connection)
            if name in shared_field.names_in(one.schema)
            and model_rights.may_see(work, actor, one.field, None)
        ],
        may_change(work, actor),
    )


def used_in(work: Work, row: Record) -> Sequence[FormUse]:
    """The forms of the library that use the field, by title."""
    return [
        FormUse(
            form,
            [str(node.get("title") or row.title) for node in places],
            any(shared_field.number_of(node) < row.number for node in places),
            form_use.of_form(work, form.field, form.key, has_drafts=False),
        )
        for form in library.all_forms(work.connection)
        if (
            places := [
                node for _, node in shared_field.uses(form.schema) if node[shared_field.NAME] == row.name
            ]
        )
    ]


def create(work: Work, actor: Actor, name: str, schema: Mapping[str, Any], reason: str, now: datetime) -> str:
    """Add a field to the shared library; its name, made of its label when none is given. One commit.

    Raises NotAllowedError, ValidationError at "/name", "/schema" or "/reason".
    """
    require_change(work, actor)
    whole = checked(schema)
    name = name or key_of(str(whole["title"]))
    if not shared_field.is_name(name):
        raise ValidationError([FieldError("/name", "shape", _BAD_NAME)])
    values = _values(actor, name, whole, now)
    if not stored.add(work.connection, written(reason), **values):
        taken = Text(f"Thư viện đã có trường “{name}”.", f"The library has a field “{name}”.")
        raise ValidationError([FieldError("/name", "taken", taken)])
    record(work, actor, now, "shared_field.create", name, {"number": 1})
    work.commit()
    return name


def publish(
    work: Work, actor: Actor, name: str, schema: Mapping[str, Any], number: int, reason: str, now: datetime
) -> int:
    """Make this the field's newest version; its number. Forms follow when they are published anew. One commit.

    Raises NotAllowedError, ValidationError, SharedFieldChangedError when `number` is not the newest any more.
    """
    require_change(work, actor)
    new = keep(work, actor, name, schema, number, written(reason), now)
    work.commit()
    return new


def keep(
    work: Work, actor: Actor, name: str, schema: Mapping[str, Any], number: int, reason: str, now: datetime
) -> int:
    """`publish` without rights and commit."""
    whole = checked(schema)
    row = stored.by_name(work.connection, name, lock=True)
    if row is None:
        raise _unknown(name)
    if row.number != number:
        raise SharedFieldChangedError(row)
    if row.schema == whole:
        raise ConflictError(Text("Không có gì thay đổi nên không lưu bản mới.", "Nothing was changed."))
    values = _values(actor, name, whole, now)
    del values["name"]
    new = stored.publish(work.connection, name, reason, **values)
    record(work, actor, now, "shared_field.publish", name, {"number": new, "reason": reason})
    return new


def install(work: Work, now: datetime) -> None:
    """Bring in the fields of the installation's file; what people changed stays. Does not commit."""
    for one in json.loads(FILE.read_text(encoding="utf-8")):
        row = stored.by_name(work.connection, one["name"])
        values = {**titles(one["schema"], one["name"]), "schema": one["schema"], "saved_at": now}
        if row is None:
            stored.add(work.connection, name=one["name"], **values)
        elif row.author_id is None and row.schema != one["schema"]:
            stored.publish(work.connection, one["name"], "", **values)


def histories(work: Work) -> dict[str, History]:
    """The versions of every shared field by number."""
    collected: dict[str, dict[int, Mapping[str, object]]] = {}
    for row in stored.versions(work.connection):
        collected.setdefault(row.name, {})[row.number] = row.schema
    return dict(collected)


def checked(schema: Mapping[str, Any]) -> dict[str, Any]:
    """The snippet as it is stored; raises ValidationError at "/schema" for what cannot be a question of a form."""
    try:
        whole = shared_field.plain(kept(schema))
        FormDefinition.from_schema({"title": "-", "type": "object", "properties": {"muc": whole}})
    except InputError as problem:
        raise ValidationError([FieldError("/schema", problem.code, problem.message)]) from None
    if not whole.get("title"):
        lacking = Text("Trường dùng chung phải có nhãn.", "A shared field needs a label.")
        raise ValidationError([FieldError("/title", "required", lacking)])
    return whole


def may_change(work: Work, actor: Actor) -> bool:
    return model_rights.may_edit(work, actor, EVERY_FIELD, None)


def require_change(work: Work, actor: Actor) -> None:
    """Raise NotAllowedError unless `may_change`."""
    model_rights.require_edit(work, actor, EVERY_FIELD, None)


def found(work: Work, name: str) -> Record:
    """The field's newest state; raises NotFoundError."""
    row = stored.by_name(work.connection, name)
    if row is None:
        raise _unknown(name)
    return row


def require_see(work: Work, actor: Actor) -> None:
    """Raise NotAllowedError for whoever draws and publishes in no field at all."""
    fields = {grant.field for grant in actor.grants} or {EVERY_FIELD}
    if not any(model_rights.may_see(work, actor, field, None) for field in fields):
        model_rights.require_see(work, actor, EVERY_FIELD, None)


def record(
    work: Work, actor: Actor, now: datetime, action: str, name: str, detail: Mapping[str, object]
) -> None:
    """Write a deed on a shared field into the log."""
    work.record(
        at=now, actor_id=actor.id, actor_name=actor.name, action=action, subject=name, detail=dict(detail)
    )


_BAD_NAME: Final = Text(
    "Mã gồm chữ thường không dấu, số và dấu gạch dưới, bắt đầu bằng chữ.",
    "A name is of lower-case letters, digits and underscores, and begins with a letter.",
)


def _values(actor: Actor, name: str, schema: Mapping[str, Any], now: datetime) -> dict[str, Any]:
    return {
        "name": name,
        **titles(schema, name),
        "schema": schema,
        "saved_at": now,
        "author_id": account_id(actor),
        "author_name": actor.name,
    }


def _unknown(name: str) -> NotFoundError:
    return NotFoundError(
        Text(f"Thư viện không có trường dùng chung “{name}”.", f"There is no shared field “{name}”.")
    )
