"""A procedure of one or two steps on one screen: checklist, forms of the steps, and the result handed over (A-10)."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass

from flask import flash, make_response, redirect, render_template, request, url_for
from flask.typing import ResponseReturnValue
from flask_babel import gettext as _

from motcua.domain.errors import ConflictError, InputError, NotAllowedError
from motcua.domain.process.process import Step
from motcua.domain.text import Text
from motcua.services.desk import dossiers
from motcua.services.desk.dossiers import DossierPage
from motcua.services.dossier import results, step_form
from motcua.services.dossier.forwarding import Completion
from motcua.services.intake import one_screen
from motcua.services.intake.one_screen import Plan, StageError, Stages
from motcua.services.papers.files import Upload
from motcua.services.work import Work
from motcua.web.access import open_to
from motcua.web.context import actor, language, new_work, now, say
from motcua.web.errors import status_of
from motcua.web.forms import FormView
from motcua.web.forms.view import ACTION
from motcua.web.officer.card import Check, checks_of
from motcua.web.officer.dossier import show as show_dossier
from motcua.web.officer.given import upload_of
from motcua.web.officer.papers import file_address
from motcua.web.officer.typed import NOTHING_TYPED, Typed, marks_of, refused

ORIGINALS = "originals"


@dataclass(frozen=True)
class OneScreenPage:
    """What `officer/one_screen.html` draws: `views` are the forms of the steps by step id, none where one asks nothing."""

    shown: DossierPage
    stages: Stages
    checks: Sequence[Check]
    views: Mapping[str, FormView | None]
    typed: Typed
    summary: Sequence[tuple[str, str]]
    methods: Sequence[tuple[str, str]]


@open_to("staff")
def form(code: str) -> ResponseReturnValue:
    """All that is left for this officer, on one page; the dossier's own page where one stage is left."""
    return _page(code)


@open_to("staff")
def carry_out(code: str) -> ResponseReturnValue:
    """Do all the stages, or none and say what has to be mended."""
    if ACTION in request.form:
        return _page(code, Typed(request.form))
    try:
        with new_work() as work:
            plan = _plan(work, code)
            one_screen.carry_out(work, actor(), code, plan, now())
    except ConflictError as error:
        return show_dossier(code, refused(error), status_of(error))
    except InputError as error:
        stage = error.stage if isinstance(error, StageError) else ""
        return _page(code, refused(error), stage, status_of(error))
    flash(
        _("Đã tiếp nhận, giải quyết và trả kết quả.") if plan.returns else _("Đã làm xong phần của bạn."),
        "ok",
    )
    return redirect(url_for("officer.dossier", code=code), 303)


def _page(code: str, typed: Typed = NOTHING_TYPED, stage: str = "", status: int = 200) -> ResponseReturnValue:
    with new_work() as work:
        shown = dossiers.page(work, actor(), code, now(), subject="one_screen")
        stages = one_screen.of(work, actor(), shown)
    if stages is None:
        return redirect(url_for("officer.dossier", code=code))
    page = _drawn(shown, stages, typed, stage)
    body = render_template(
        "officer/one_screen.html",
        page=page,
        shown=shown,
        row=shown.row,
        file_url=lambda file_id: file_address(code, int(file_id)),
        lang=language(),
    )
    return make_response(body, status)


def _drawn(shown: DossierPage, stages: Stages, typed: Typed, stage: str) -> OneScreenPage:
    """The page with every problem at its stage."""
    clean = Typed(typed.form)
    views = {step.id: _view(shown, step, typed if stage == step.id else clean) for step in stages.steps}
    found = views.get(stage)
    if found is not None:
        summary = list(found.error_summary())
    else:
        prefix = "paper-" if stage == one_screen.ACCEPT else ""
        summary = [(f"{prefix}{one.pointer.strip('/_')}", say(one.message)) for one in typed.errors]
    return OneScreenPage(
        shown=shown,
        stages=stages,
        checks=checks_of(shown, typed if stage == one_screen.ACCEPT else clean) if stages.accepts else (),
        views=views,
        typed=typed,
        summary=summary,
        methods=[(key, say(text)) for key, text in results.methods_of(shown.version).items()],
    )


def _plan(work: Work, code: str) -> Plan:
    """What was sent, read by the stages that are left now."""
    shown = dossiers.page(work, actor(), code, now(), subject="one_screen")
    stages = one_screen.of(work, actor(), shown)
    if stages is None and not shown.is_receiver:
        raise NotAllowedError(
            Text(
                "Việc này của Bộ phận Một cửa tiếp nhận hồ sơ.",
                "This is for the one-stop desk that received the dossier.",
            )
        )
    if stages is None:
        # What is left is done elsewhere, or was done meanwhile: the service says so.
        return Plan(marks_of(request.form), originals=ORIGINALS in request.form)
    return Plan(
        marks=marks_of(request.form),
        completions={step.id: _completion(shown, step) for step in stages.steps},
        returns=stages.returns and "returns" in request.form,
        recipient=request.form.get("recipient", ""),
        method=request.form.get("method", ""),
        originals=ORIGINALS in request.form,
    )


def _completion(shown: DossierPage, step: Step) -> Completion:
    view = _view(shown, step, Typed(request.form))
    opinion = request.form.get(f"opinion-{step.id}", "")
    if view is None:
        return Completion({}, opinion)
    files: dict[str, Upload] = {}
    for slot in view.file_fields():
        if (upload := upload_of(request.files.get(slot.upload_name))) is not None:
            files[slot.upload_name] = upload
            view.set_file(slot.pointer, slot.upload_name, upload.name)
    return Completion(view.data, opinion, (), files)


def _view(shown: DossierPage, step: Step, typed: Typed) -> FormView | None:
    definition = step_form.of_step(shown.version, step.id)
    if definition is None:
        return None
    view = FormView(
        definition,
        prefix=f"{step.id}-",
        formdata=typed.form or None,
        language=language(),
        files={str(file_id): row.name for file_id, row in shown.files_by_id.items()},
    )
    view.apply_action(typed.form.get(ACTION))
    view.attach_errors(typed.errors)
    return view
