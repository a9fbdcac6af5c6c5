"""Forms published anew because a shared field changed: listed beforehand, each done and logged by itself (B-02).

Running dossiers and their forms stay as they are (B-11): procedures take the new form with their next version.
"""

from __future__ import annotations

import logging
from collections.abc import Collection, Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Any, Final

from motcua.domain.diff.process_diff_change import Change
from motcua.domain.errors import FieldError, MotcuaError, NotFoundError, ValidationError
from motcua.domain.forms import shared_field
from motcua.domain.forms.shared_field import History
from motcua.domain.people.permissions import Actor, account_id
from motcua.domain.text import Text
from motcua.services.desk.bulk import starter
from motcua.services.forms import (
    form_comparison,
    form_drafts,
    form_publication,
    form_use,
    shared_fields,
)
from motcua.services.forms.form_publication import UnfitFormError
from motcua.services.forms.form_use import Use
from motcua.services.process import model_rights
from motcua.services.work import House, Work
from motcua.store.base import Record
from motcua.store.forms import form_version as versions
from motcua.store.forms import shared_field as stored
from motcua.store.process import library

JOB = "republish_form"
_log = logging.getLogger(__name__)
_BROKEN: Final = Text(
    "Máy chủ gặp lỗi khi công bố lại biểu mẫu này; biểu mẫu giữ nguyên. Hãy thử lại, nếu vẫn lỗi thì báo quản trị.",
    "The server failed while publishing this form anew; the form stays as it is. Try again, or tell an administrator.",
)


@dataclass(frozen=True, slots=True)
class Planned:
    """A form that would be published anew: what people see change in it, what keeps it from it, the procedures that have it."""

    form: Record
    changes: Sequence[Change]
    problem: Text | None
    procedures: Sequence[Use]
    may_publish: bool


@dataclass(frozen=True)
class Run:
    """One press: its row, and each form with how it went (a row of `shared_run_form` and the form)."""

    row: Record
    forms: Sequence[tuple[Record, Record]]

    @property
    def waiting(self) -> int:
        return sum(not item.outcome for item, _ in self.forms)

    @property
    def done(self) -> int:
        return sum(item.outcome in ("done", "same") for item, _ in self.forms)

    @property
    def failed(self) -> Sequence[tuple[Record, Record]]:
        return [(item, form) for item, form in self.forms if item.outcome == "failed"]


def preview(
    work: Work, actor: Actor, name: str, now: datetime, schema: Mapping[str, Any] | None = None
) -> Sequence[Planned]:
    """The forms that follow an older version, with the library's field as it stands or as `schema` would make it.

    Nothing is written. Raises NotFoundError, NotAllowedError, ValidationError for a snippet that cannot be used.
    """
    shared_fields.require_see(work, actor)
    row = shared_fields.found(work, name)
    histories = {name: _history(work, row, schema)}
    return [
        _planned(work, actor, form, histories, now)
        for form in library.all_forms(work.connection)
        if shared_field.outdated(form.schema, {name: max(histories[name])})
    ]


def start(
    work: Work,
    actor: Actor,
    name: str,
    form_ids: Collection[int],
    reason: str,
    now: datetime,
    *,
    schema: Mapping[str, Any] | None = None,
    number: int = 0,
) -> int:
    """Publish these forms anew, each by a job of its own; the run's id. One commit.

    With `schema` the field itself is changed first, from version `number` on. Raises NotAllowedError, ValidationError
    at "/forms" or "/reason", SharedFieldChangedError.
    """
    why = form_publication.written(reason)
    if schema is not None:
        shared_fields.require_change(work, actor)
        shared_fields.keep(work, actor, name, schema, number, why, now)
    row = shared_fields.found(work, name)
    chosen = [form for form in library.all_forms(work.connection) if form.id in form_ids]
    if not chosen:
        nothing = Text("Chọn ít nhất một biểu mẫu.", "Choose at least one form.")
        raise ValidationError([FieldError("/forms", "required", nothing)])
    for form in chosen:
        model_rights.require_publish(work, actor, form.field, None)
    run_id = stored.start_run(
        work.connection,
        [form.id for form in chosen],
        name=name,
        number=row.number,
        reason=why,
        author_id=account_id(actor),
        author_name=actor.name,
        started_at=now,
    )
    detail = {"run": run_id, "forms": [f"{form.field}/{form.key}" for form in chosen]}
    shared_fields.record(work, actor, now, "shared_field.republish", name, detail)
    for form in chosen:
        work.defer(JOB, {"run_id": run_id, "form_id": form.id})
    work.commit()
    return run_id


def page(work: Work, actor: Actor, run_id: int) -> Run:
    """A run as it stands; raises NotFoundError, NotAllowedError."""
    shared_fields.require_see(work, actor)
    row = stored.run(work.connection, run_id)
    if row is None:
        raise NotFoundError(Text("Không có lượt công bố lại này.", "There is no such run."))
    forms = {form.id: form for form in library.all_forms(work.connection)}
    return Run(row, [(item, forms[item.form_id]) for item in stored.run_forms(work.connection, run_id)])


def carry_out(house: House, run_id: int, form_id: int, now: datetime) -> str:
    """Publish one form of a run anew, or write why not; its outcome, "" when that was done before.

    The form's new version and its mark in the run are one commit: nothing is half done, nothing done twice.
    """
    try:
        return _done(house, run_id, form_id, now)
    except MotcuaError as problem:
        return _refused(house, run_id, form_id, _reason(problem))
    except Exception:
        # Left waiting, the run would never end and nobody would learn why.
        _log.exception("form %s of run %s could not be published anew", form_id, run_id)
        return _refused(house, run_id, form_id, _BROKEN)


def _done(house: House, run_id: int, form_id: int, now: datetime) -> str:
    with house.work() as work:
        item, run = stored.run_form(work.connection, run_id, form_id), stored.run(work.connection, run_id)
        found = library.form_by_id(work.connection, form_id)
        if item is None or run is None or found is None or item.outcome:
            return ""
        actor = starter(work, run.author_id, now)
        model_rights.require_publish(work, actor, found.field, None)
        form = library.hold_form(work.connection, found.field, found.key)
        number = _republished(work, actor, form, run, now)
        outcome = "done" if number is not None else "same"
        stored.end_form(work.connection, run_id, form_id, outcome=outcome, number=number)
        work.commit()
        return outcome


def _republished(work: Work, actor: Actor, form: Record, run: Record, now: datetime) -> int | None:
    """The form's new number; None where it says already what the shared field says."""
    history = _history(work, shared_fields.found(work, run.name), None)
    schema = shared_field.followed(form.schema, {run.name: history})
    before = versions.by_number(work.connection, form.id, form.number)
    assert before is not None
    if schema == form.schema:
        return None
    form_publication.require_fit(work, schema, before.tests, now)
    number = form_publication.keep(
        work, actor, form, schema, run.reason, now, tests=before.tests, samples=before.samples
    )
    detail = {"number": number, "reason": run.reason, "shared_field": run.name, "run": run.id}
    form_drafts.record(work, actor, now, "form.republish", form, detail)
    return number


def _refused(house: House, run_id: int, form_id: int, words: Text) -> str:
    with house.work() as work:
        item = stored.run_form(work.connection, run_id, form_id)
        if item is None or item.outcome:
            return ""
        stored.end_form(
            work.connection, run_id, form_id, outcome="failed", problem=words.vi, problem_en=words.en
        )
        work.commit()
    return "failed"


def _planned(
    work: Work, actor: Actor, form: Record, histories: Mapping[str, History], now: datetime
) -> Planned:
    schema = shared_field.followed(form.schema, histories)
    before = versions.by_number(work.connection, form.id, form.number)
    problem = None
    try:
        form_publication.require_fit(work, schema, before.tests if before is not None else (), now)
    except MotcuaError as found:
        problem = _reason(found)
    return Planned(
        form,
        [one for one in form_comparison.changes(form.schema, schema) if one.aspect != "schema"],
        problem,
        form_use.of_form(work, form.field, form.key, has_drafts=False),
        model_rights.may_publish(work, actor, form.field, None),
    )


def _history(work: Work, row: Record, schema: Mapping[str, Any] | None) -> History:
    history: dict[int, Mapping[str, object]] = {
        one.number: one.schema for one in stored.versions(work.connection, row.name)
    }
    if schema is None:
        return history
    return {**history, row.number + 1: shared_fields.checked(schema)}


def _reason(problem: MotcuaError) -> Text:
    """Why a form was refused, with all that must be mended."""
    if isinstance(problem, UnfitFormError):
        said = [one.message for one in problem.findings]
        said += [
            Text(f"Ca kiểm thử “{one.name}”: {why.vi}", f"Test case “{one.name}”: {why.en}")
            for one in problem.failing
            for why in one.problems
        ]
        return Text(" ".join(one.vi for one in said), " ".join(one.en for one in said))
    return problem.message
