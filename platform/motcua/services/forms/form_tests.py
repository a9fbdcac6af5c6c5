"""Test cases and sample data of a draft: added, replaced, removed; answers to begin a case with."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Any, Final

from motcua.domain.errors import FieldError, InputError, ValidationError
from motcua.domain.forms import FormDefinition, normalise, validate
from motcua.domain.forms.form_sample import sample_answers
from motcua.domain.forms.made_up import without_people
from motcua.domain.people.permissions import Actor
from motcua.domain.text import Text
from motcua.services.desk import dossiers
from motcua.services.forms import form_cases, form_drafts
from motcua.services.forms.form_cases import Tried
from motcua.services.forms.form_publication import today_of
from motcua.services.process import model_rights
from motcua.services.work import Work
from motcua.store.base import Record

MOST: Final = 100
LONGEST_NAME: Final = 120


@dataclass(frozen=True)
class Page:
    """The draft with its cases as they go now; `form` is None while it cannot be read, `problem` says why."""

    row: Record
    form: FormDefinition | None
    problem: Text | None
    tried: Sequence[Tried]
    may_change: bool


def page(work: Work, actor: Actor, draft_id: int, now: datetime) -> Page:
    """The cases of a draft, each tried; raises NotFoundError, NotAllowedError."""
    row = form_drafts.get(work, actor, draft_id)
    form, problem = None, None
    try:
        form = FormDefinition.from_schema(row.schema)
    except InputError as unread:
        problem = unread.message
    tried = form_cases.run(row.schema, row.tests, today_of(work, now))
    may_change = row.state == "draft" and model_rights.may_edit(work, actor, row.field, None)
    return Page(row, form, problem, tried, may_change)


def verdict(work: Work, form: FormDefinition, data: Mapping[str, object], now: datetime) -> list[FieldError]:
    """What the form says of these answers today."""
    return validate(form, data, today=today_of(work, now))


def add(
    work: Work,
    actor: Actor,
    draft_id: int,
    revision: int,
    name: str,
    data: Mapping[str, object],
    now: datetime,
    *,
    as_sample: bool = False,
) -> int:
    """Keep answers as a case that expects what the form says of them now; the draft's new revision. One commit.

    One of the same name is replaced. `as_sample` also offers them to the preview. Raises ValidationError at "/name",
    DraftChangedError, SchemaError.
    """
    row = form_drafts.opened(work, actor, draft_id)
    form = FormDefinition.from_schema(row.schema)
    title = _named(name)
    today = today_of(work, now)
    clean = normalise(form, data)
    case = {
        "name": title,
        "data": clean,
        "expected": [
            {"pointer": one.pointer, "code": one.code} for one in validate(form, clean, today=today)
        ],
        "today": today.isoformat(),
    }
    tests = [*(one for one in row.tests if one["name"] != title), case]
    if len(tests) > MOST:
        many = Text(f"Mỗi biểu mẫu có nhiều nhất {MOST} ca.", f"A form has {MOST} cases at most.")
        raise ValidationError([FieldError("/name", "too_many", many)])
    values: dict[str, Any] = {"tests": tests}
    if as_sample:
        samples = [one for one in row.samples if one["name"] != title]
        values["samples"] = [*samples, {"name": title, "data": clean}]
    return _changed(work, actor, row, revision, values, now)


def remove(work: Work, actor: Actor, draft_id: int, revision: int, name: str, now: datetime) -> int:
    """Take a case, and the sample of its name, away; the draft's new revision. One commit."""
    row = form_drafts.opened(work, actor, draft_id)
    values = {
        "tests": [one for one in row.tests if one["name"] != name],
        "samples": [one for one in row.samples if one["name"] != name],
    }
    return _changed(work, actor, row, revision, values, now)


def made_up(work: Work, form: FormDefinition, now: datetime) -> dict[str, object]:
    """Answers that the generator makes for the form."""
    return sample_answers(form, today_of(work, now))


def of_dossier(work: Work, actor: Actor, form: FormDefinition, code: str, now: datetime) -> dict[str, object]:
    """The answers of a dossier that the actor may open, without anything personal; its opening is recorded (M-14).

    Questions that the draft does not ask are left out.
    """
    shown = dossiers.page(work, actor, code.strip(), now, subject="form_test")
    return without_people(form, shown.data)


def _named(name: str) -> str:
    title = " ".join(name.split())
    if not title or len(title) > LONGEST_NAME or not title.isprintable():
        message = Text(
            "Đặt tên cho ca, nhiều nhất 120 ký tự, ví dụ “Trẻ sinh ở nước ngoài”.",
            "Name the case, 120 signs at most, such as “Child born abroad”.",
        )
        raise ValidationError([FieldError("/name", "required", message)])
    return title


def _changed(
    work: Work, actor: Actor, row: Record, revision: int, values: Mapping[str, Any], now: datetime
) -> int:
    new = form_drafts.change(work, actor, row, revision, values, now)
    detail = {"draft": row.id, "before": len(row.tests), "after": len(values["tests"])}
    form_drafts.record(work, actor, now, "form.cases", row, detail)
    work.commit()
    return new
