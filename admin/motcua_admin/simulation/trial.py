"""Trials of a draft or a version: begun with made-up data, gone through step by step as any position (A-18)."""

from __future__ import annotations

from collections.abc import Sequence

from flask import flash, make_response, redirect, render_template, request, url_for
from flask.typing import ResponseReturnValue
from flask_babel import gettext as _
from werkzeug.datastructures import MultiDict

from motcua.domain.dossier.dossier import STATE_NAMES
from motcua.domain.errors import ConflictError, FieldError, InputError, ValidationError
from motcua.domain.forms.form_sample import FILE_ID, FILE_NAME, sample_answers
from motcua.services.process.procedures import UnfitModelError
from motcua.services.simulation import trials
from motcua.services.simulation.trials import Beginning, Of
from motcua.services.work import Work
from motcua.web.access import open_to
from motcua.web.context import actor, language, new_work, now, say
from motcua.web.errors import status_of
from motcua.web.filters import ZONE
from motcua.web.forms import FormView
from motcua.web.forms.view import ACTION
from motcua.web.keys import record_key
from motcua_admin import bp
from motcua_admin.simulation.trial_deed import deed_of
from motcua_admin.simulation.trial_page import page_of
from motcua_admin.simulation.trial_typed import instant_of, named_files

PREFIX = "form-"


@bp.get("/ban-thao/<int:draft_id>/chay-thu")
@open_to("staff")
def trial(draft_id: int) -> ResponseReturnValue:
    """The trials of a draft, and a new one."""
    return _start(Of("draft", draft_id))


@bp.post("/ban-thao/<int:draft_id>/chay-thu")
@open_to("staff")
def trial_begin(draft_id: int) -> ResponseReturnValue:
    """Send a test dossier of a draft."""
    return _begin(Of("draft", draft_id))


@bp.get("/phien-ban/<int:version_id>/chay-thu")
@open_to("staff")
def trial_version(version_id: int) -> ResponseReturnValue:
    """The trials of a version, and a new one."""
    return _start(Of("version", version_id))


@bp.post("/phien-ban/<int:version_id>/chay-thu")
@open_to("staff")
def trial_version_begin(version_id: int) -> ResponseReturnValue:
    """Send a test dossier of a version."""
    return _begin(Of("version", version_id))


@bp.get("/chay-thu/<int:trial_id>")
@open_to("staff")
def trial_run(trial_id: int) -> ResponseReturnValue:
    """Where the test dossier is, and everything that can be done to it."""
    return _shown(trial_id)


@bp.post("/chay-thu/<int:trial_id>")
@open_to("staff")
def trial_do(trial_id: int) -> ResponseReturnValue:
    """Do one thing to the test dossier: what the button says."""
    form = request.form
    if ACTION in form:
        return _shown(trial_id, form)
    try:
        with new_work() as work:
            if form.get("do") == "restart":
                trials.restart(work, actor(), trial_id, now())
                flash(_("Đã chạy lại từ đầu."), "ok")
            elif form.get("do") == "remove":
                of = trials.remove(work, actor(), trial_id, now())
                flash(_("Đã xóa lượt chạy thử."), "ok")
                return redirect(address_of(of), 303)
            else:
                _go_on(work, trial_id)
    except ValidationError as error:
        return _shown(trial_id, form, error.errors, status_of(error))
    except (InputError, ConflictError) as error:
        flash(say(error.message), "warn")
        return redirect(url_for("studio.trial_run", trial_id=trial_id, task=form.get("task") or None), 303)
    return redirect(url_for("studio.trial_run", trial_id=trial_id), 303)


def address_of(of: Of) -> str:
    """The page of the trials of a draft or a version."""
    if of.kind == "draft":
        return url_for("studio.trial", draft_id=of.id)
    return url_for("studio.trial_version", version_id=of.id)


def simulation_address(of: Of) -> str:
    """The page of the simulations of the same draft or version."""
    if of.kind == "draft":
        return url_for("studio.simulation", draft_id=of.id)
    return url_for("studio.simulation_version", version_id=of.id)


def _go_on(work: Work, trial_id: int) -> None:
    found = trials.get(work, actor(), trial_id)
    deed = deed_of(found, request.form)
    course = trials.do(work, actor(), trial_id, request.form.get("revision", 0, type=record_key), deed, now())
    for note in course.notes[len(found.course.notes) :]:
        if note.kind not in ("told", "time", "wait"):
            flash(say(note.what), "warn" if note.kind == "late" else "ok")


def _start(
    of: Of,
    form: MultiDict[str, str] | None = None,
    errors: Sequence[FieldError] = (),
    status: int = 200,
) -> ResponseReturnValue:
    """The form is filled with made-up answers unless something was sent."""
    with new_work() as work:
        found = trials.tried(work, actor(), of)
        rows = trials.listing(work, of)
        desks = trials.desks(work, found.row.level)
    view = None
    if found.form is not None:
        made = sample_answers(found.form, now().astimezone(ZONE).date())
        files = {FILE_ID: FILE_NAME}
        view = FormView(found.form, prefix=PREFIX, formdata=form, data=made, language=language(), files=files)
        view.apply_action(form.get(ACTION) if form is not None else None)
        view.attach_errors([one for one in errors if one.pointer not in ("/at", "/agency")])
    body = render_template(
        "studio/trial.html",
        found=found,
        rows=rows,
        desks=desks,
        view=view,
        form=form or {},
        errors={one.pointer: say(one.message) for one in errors},
        local_now=now().astimezone(ZONE),
        address=address_of(of),
        states=STATE_NAMES,
        simulation_address=simulation_address(of),
    )
    return make_response(body, status)


def _begin(of: Of) -> ResponseReturnValue:
    form = request.form
    if ACTION in form:
        return _start(of, form)
    try:
        at = instant_of(form, now())
        with new_work() as work:
            found = trials.tried(work, actor(), of)
            if found.form is None:
                raise UnfitModelError(found.findings)
            view = FormView(
                found.form, prefix=PREFIX, formdata=form, language=language(), files={FILE_ID: FILE_NAME}
            )
            files = named_files(view)
            agency = form.get("agency", 0, type=record_key)
            trial_id = trials.begin(work, actor(), of, Beginning(agency, at, view.data, files), now())
    except ValidationError as error:
        return _start(of, form, error.errors, status_of(error))
    except (InputError, ConflictError) as error:
        flash(say(error.message), "warn")
        return redirect(address_of(of), 303)
    return redirect(url_for("studio.trial_run", trial_id=trial_id), 303)


def _shown(
    trial_id: int,
    form: MultiDict[str, str] | None = None,
    errors: Sequence[FieldError] = (),
    status: int = 200,
) -> ResponseReturnValue:
    with new_work() as work:
        found = trials.get(work, actor(), trial_id)
        page = page_of(found, form, errors, request.values.get("task", ""))
    body = render_template("studio/trial_run.html", page=page, found=found, address=address_of(found.of))
    return make_response(body, status)
