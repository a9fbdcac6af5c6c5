"""Running dossiers moved to another version: looked at, chosen, confirmed in words, followed to the end (A-12)."""

from __future__ import annotations

import uuid
from collections.abc import Mapping, Sequence
from dataclasses import dataclass

from flask import flash, redirect, render_template, request, url_for
from flask.typing import ResponseReturnValue
from flask_babel import gettext as _

from motcua.domain.errors import ConflictError, FieldError, InputError, ValidationError
from motcua.domain.process.process import Step
from motcua.domain.text import Text
from motcua.services.version import version_migration, version_preview
from motcua.services.version.version_preview import Ends, Preview, Prospect
from motcua.services.work import Work
from motcua.store.base import Record
from motcua.web.access import open_to
from motcua.web.context import actor, new_work, now, say
from motcua.web.errors import status_of
from motcua.web.keys import record_key
from motcua.web.office.typed import Typed
from motcua_admin import bp

REFUSED = (InputError, ConflictError)
# Before an element's id in the name of the input that says what takes its place.
INSTEAD = "thay-"


@dataclass(frozen=True)
class MigrationPage:
    """What `studio/migrate.html` draws.

    `lost` are steps that the new version has no more, `steps` those it has, `old_steps` those of the old version, by
    which the list may be narrowed. `staying` groups the dossiers that stay by why, `chosen` are the ids ticked, `key`
    makes the run start once.
    """

    ends: Ends
    preview: Preview | None
    lost: Sequence[Step]
    steps: Sequence[Step]
    old_steps: Sequence[Step]
    instead: Mapping[str, str]
    staying: Mapping[str, Sequence[Prospect]]
    chosen: frozenset[int]
    step_id: str
    key: str
    runs: Sequence[Record]
    typed: Typed


@bp.get("/phien-ban/<int:version_id>/chuyen-ho-so")
@open_to("staff")
def migrate(version_id: int) -> ResponseReturnValue:
    """What would become of the open dossiers; nothing moves before it is confirmed."""
    return _page(version_id)


@bp.post("/phien-ban/<int:version_id>/chuyen-ho-so")
@open_to("staff")
def start_migration(version_id: int) -> ResponseReturnValue:
    """Begin the run and show its progress."""
    try:
        with new_work() as work:
            ends = version_preview.ends_of(work, actor(), version_id, request.form.get("tu", type=record_key))
            if ends.source is None:
                return redirect(url_for("studio.migrate", version_id=version_id), 303)
            _require_confirmed()
            run_id = version_migration.start(
                work, actor(), _key(), ends.source.id, ends.target.id, _instead(), _chosen(),
                request.form.get("reason", ""), now(),
            )  # fmt: skip
    except REFUSED as problem:
        return _page(version_id, Typed(request.form).with_problem(problem)), status_of(problem)
    return redirect(url_for("studio.migration_run", migration_id=run_id), 303)


@bp.get("/chuyen-ho-so/<int:migration_id>")
@open_to("staff")
def migration_run(migration_id: int) -> ResponseReturnValue:
    """How far the run is, and of each dossier that stayed why."""
    with new_work() as work:
        run = version_migration.page(work, actor(), migration_id)
    return render_template("studio/migration_run.html", run=run, key=str(uuid.uuid4()))


@bp.post("/chuyen-ho-so/<int:migration_id>/hoan-lai")
@open_to("staff")
def undo_migration(migration_id: int) -> ResponseReturnValue:
    """Begin the run that takes back what this one has moved."""
    try:
        with new_work() as work:
            undone = version_migration.undo(work, actor(), _key(), migration_id, now())
    except ValidationError:
        flash(_("Không còn hồ sơ nào để hoàn lại."), "warn")
        return redirect(url_for("studio.migration_run", migration_id=migration_id), 303)
    return redirect(url_for("studio.migration_run", migration_id=undone), 303)


def _page(version_id: int, typed: Typed | None = None) -> str:
    with new_work() as work:
        ends = version_preview.ends_of(work, actor(), version_id, request.values.get("tu", type=record_key))
        page = _filled(work, ends, typed or Typed(request.args))
    return render_template("studio/migrate.html", page=page, version_id=version_id)


def _filled(work: Work, ends: Ends, typed: Typed) -> MigrationPage:
    runs = version_migration.listed(work, [ends.target.id])
    step_id, instead = request.values.get("buoc", ""), _instead()
    if ends.source is None:
        return MigrationPage(ends, None, (), (), (), {}, {}, frozenset(), "", "", runs, typed)
    found = version_preview.preview(
        work, actor(), ends.source.id, ends.target.id, instead, now(), step_id=step_id
    )
    old, new = (work.house.versions.get(work.connection, one.id).model for one in (ends.source, ends.target))
    lost = [step for step in old.steps if step.id in found.unknown or step.id in instead]
    staying: dict[str, list[Prospect]] = {}
    for one in found.staying:
        staying.setdefault(say(one.problem) if one.problem else "", []).append(one)
    movable = frozenset(one.row.id for one in found.movable)
    chosen = frozenset(_chosen()) if request.method == "POST" else movable
    key = request.form.get("key") or str(uuid.uuid4())
    return MigrationPage(
        ends, found, lost, new.steps, old.steps, instead, staying, chosen, step_id, key, runs, typed
    )


def _instead() -> dict[str, str]:
    """Which step of the new version takes the place of one it has no more."""
    given = (
        (key.removeprefix(INSTEAD), value) for key, value in request.values.items() if key.startswith(INSTEAD)
    )
    return {key: value for key, value in given if value}


def _chosen() -> list[int]:
    return [int(one) for one in request.form.getlist("dossier") if one.isdecimal() and len(one) < 19]


def _require_confirmed() -> None:
    if request.form.get("confirm") != "yes":
        words = Text("Đánh dấu để xác nhận.", "Tick this to confirm.")
        raise ValidationError([FieldError("/confirm", "required", words)])


def _key() -> uuid.UUID:
    try:
        return uuid.UUID(request.form.get("key", ""))
    except ValueError:
        return uuid.uuid4()
