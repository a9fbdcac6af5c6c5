"""Dossiers handled by hand during an outage, entered afterwards with their true times (C-13)."""

from __future__ import annotations

from flask import flash, make_response, redirect, render_template, request, url_for
from flask.typing import ResponseReturnValue
from flask_babel import gettext as _

from motcua.domain.errors import ConflictError, FieldError, InputError, ValidationError
from motcua.services.intake import backfill as services
from motcua.services.intake import outages
from motcua.services.intake.backfill import Handled
from motcua.services.version.versions import Version
from motcua.web.access import open_to
from motcua.web.context import actor, language, new_work, now, say
from motcua.web.errors import status_of
from motcua.web.forms import FormView
from motcua.web.forms.view import ACTION
from motcua.web.office.typed import instant_of, number_of
from motcua.web.officer.given import uploads_of
from motcua.web.officer.typed import marks_of

PREFIX, SCAN = "form-", "scan-"
# Where the form's own fields stand on the page; everything else is the page's.
OWN = ("outage", "received_at", "result_at", "name", "identity", "phone")


@open_to("staff")
def start() -> ResponseReturnValue:
    """The open outages, the procedures of the officer's desk, and what he entered."""
    with new_work() as work:
        found = outages.open_for(work, actor())
        procedures = services.procedures_of(work, actor()) if found else ()
        entered = services.own(work, actor())
    return render_template(
        "officer/backfill_start.html",
        outages=found,
        procedures=procedures,
        entered=entered,
        number=outages.words,
    )


@open_to("staff")
def form(procedure: str) -> ResponseReturnValue:
    """One page: the outage, the true times, the applicant, the form and the papers."""
    return _page(procedure)


@open_to("staff")
def enter(procedure: str) -> ResponseReturnValue:
    """Enter it; with everything that is wrong at its place and nothing typed lost."""
    if ACTION in request.form:
        return _page(procedure)
    try:
        with new_work() as work:
            version = services.version_for(work, actor(), procedure, actor().agency_id or 0)
            handled = _handled(procedure, _view(version))
            code = services.enter(work, actor(), handled, now())
    except ValidationError as error:
        return _page(procedure, error.errors, 422)
    except (InputError, ConflictError) as error:
        return _page(procedure, [FieldError("/outage", error.code, error.message)], status_of(error))
    flash(_("Đã nhập bù hồ sơ %(code)s, chờ người có quyền duyệt.", code=code), "ok")
    return redirect(url_for("officer.back_entries"), 303)


def _handled(procedure: str, view: FormView) -> Handled:
    typed = request.form
    return Handled(
        procedure_code=procedure,
        agency_id=actor().agency_id or 0,
        outage_id=number_of(typed, "outage"),
        received_at=instant_of(typed, "received_at"),
        result_at=instant_of(typed, "result_at"),
        name=typed.get("name", ""),
        identity="".join(typed.get("identity", "").split()),
        phone=typed.get("phone", "")[:20],
        answers=view.data,
        checklist=marks_of(typed),
        scans={
            name.removeprefix(SCAN): uploads_of(request.files.getlist(name))
            for name in request.files
            if name.startswith(SCAN)
        },
    )


def _view(version: Version) -> FormView:
    typed = request.form or None
    return FormView(version.form, prefix=PREFIX, formdata=typed, data={}, language=language())


def _page(
    procedure: str, errors: list[FieldError] | tuple[FieldError, ...] = (), status: int = 200
) -> ResponseReturnValue:
    with new_work() as work:
        version = services.version_for(work, actor(), procedure, actor().agency_id or 0)
        found = outages.open_for(work, actor())
    papers = {paper.key for paper in version.facts.papers}
    own = {one.pointer.strip("/"): say(one.message) for one in errors}
    view = _view(version)
    view.apply_action(request.form.get(ACTION))
    view.attach_errors([one for one in errors if one.pointer.strip("/") not in papers | set(OWN)])
    mine = [(f"paper-{key}" if key in papers else key, own[key]) for key in own if key in papers | set(OWN)]
    body = render_template(
        "officer/backfill_form.html",
        version=version,
        outages=found,
        chosen=request.form.get("outage") or request.args.get("outage", ""),
        typed=request.form,
        said=own,
        summary=[*mine, *view.error_summary()],
        view=view,
        number=outages.words,
    )
    return make_response(body, status)
