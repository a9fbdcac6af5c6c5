"""Test cases of a form: made by filling the real form, from made-up answers or from a dossier, and tried."""

from __future__ import annotations

from collections.abc import Mapping

from flask import flash, redirect, render_template, request, url_for
from flask.typing import ResponseReturnValue
from flask_babel import gettext as _
from werkzeug.datastructures import MultiDict

from motcua.domain.errors import FieldError, InputError, NotAllowedError, NotFoundError
from motcua.domain.forms import FormDefinition
from motcua.domain.forms.form_sample import FILE_ID, FILE_NAME
from motcua.services.forms import form_tests as service
from motcua.services.process.process_drafts import DraftChangedError
from motcua.services.work import Work
from motcua.web.access import open_to
from motcua.web.context import actor, language, new_work, now, say
from motcua.web.errors import status_of
from motcua.web.forms import FormView
from motcua.web.forms.view import ACTION
from motcua.web.office.typed import Typed, number_of
from motcua_admin import bp

PREFIX = "ca-"
FILES = {FILE_ID: FILE_NAME}


@bp.get("/bieu-mau/<int:draft_id>/kiem-thu")
@open_to("staff")
def form_tests(draft_id: int) -> ResponseReturnValue:
    """The cases of a draft, each with how it goes now."""
    return _list(draft_id, Typed({}))


@bp.get("/bieu-mau/<int:draft_id>/kiem-thu/ca")
@open_to("staff")
def form_test_case(draft_id: int) -> ResponseReturnValue:
    """The real form to fill in: blank, with made-up answers (`tu=mau`), of a case (`ca`) or of a dossier (`ho-so`)."""
    name = request.args.get("ca", "")
    try:
        with new_work() as work:
            found = service.page(work, actor(), draft_id, now())
            if found.form is None:
                return redirect(url_for("studio.form_tests", draft_id=draft_id), 303)
            data = _first_answers(work, found, name)
    except (NotFoundError, NotAllowedError) as problem:
        if "ho-so" not in request.args:
            raise
        typed = Typed({"ho-so": request.args["ho-so"]}, {"ho-so": say(problem.message)})
        return _list(draft_id, typed), status_of(problem)
    view = FormView(found.form, prefix=PREFIX, data=data, language=language(), files=FILES)
    return _form(draft_id, view, {"name": name})


@bp.post("/bieu-mau/<int:draft_id>/kiem-thu/ca")
@open_to("staff")
def try_form_test(draft_id: int) -> ResponseReturnValue:
    """Say what the form says of the answers; `do=keep` keeps them as a case that expects just that."""
    with new_work() as work:
        found = service.page(work, actor(), draft_id, now())
    if found.form is None:
        return redirect(url_for("studio.form_tests", draft_id=draft_id), 303)
    view = _posted(found.form, request.form)
    if view.apply_action(request.form.get(ACTION)):
        return _form(draft_id, view, request.form)
    with new_work() as work:
        errors = service.verdict(work, found.form, view.data, now())
    view.attach_errors(errors)
    if request.form.get("do") != "keep":
        return _form(draft_id, view, request.form, errors=errors)
    try:
        with new_work() as work:
            service.add(
                work,
                actor(),
                draft_id,
                number_of(request.form, "revision") or found.row.revision,
                request.form.get("name", ""),
                view.data,
                now(),
                as_sample="as_sample" in request.form,
            )
    except (InputError, DraftChangedError) as problem:
        typed = Typed(request.form).with_problem(problem)
        return _form(draft_id, view, request.form, typed=typed, errors=errors), status_of(problem)
    flash(_("Đã lưu ca kiểm thử. Ca được chạy lại mỗi lần công bố."), "ok")
    return redirect(url_for("studio.form_tests", draft_id=draft_id), 303)


@bp.post("/bieu-mau/<int:draft_id>/kiem-thu/xoa")
@open_to("staff")
def remove_form_test(draft_id: int) -> ResponseReturnValue:
    revision, name = number_of(request.form, "revision") or 0, request.form.get("name", "")
    with new_work() as work:
        service.remove(work, actor(), draft_id, revision, name, now())
    flash(_("Đã xóa ca “%(name)s”.", name=name), "ok")
    return redirect(url_for("studio.form_tests", draft_id=draft_id), 303)


def _first_answers(work: Work, found: service.Page, name: str) -> Mapping[str, object]:
    assert found.form is not None
    if name:
        return next((one["data"] for one in found.row.tests if one["name"] == name), {})
    if "ho-so" in request.args:
        return service.of_dossier(work, actor(), found.form, request.args["ho-so"], now())
    return service.made_up(work, found.form, now()) if request.args.get("tu") == "mau" else {}


def _posted(form: FormDefinition, posted: MultiDict[str, str]) -> FormView:
    """What was filled in; a file that was chosen stands for the made-up one."""
    view = FormView(form, prefix=PREFIX, formdata=posted, language=language(), files=FILES)
    for slot in view.file_fields():
        sent = request.files.get(slot.upload_name)
        if sent is not None and sent.filename:
            view.set_file(slot.pointer, FILE_ID, FILE_NAME)
    return view


def _list(draft_id: int, typed: Typed) -> str:
    with new_work() as work:
        found = service.page(work, actor(), draft_id, now())
    return render_template("studio/form_tests.html", found=found, row=found.row, typed=typed)


def _form(
    draft_id: int,
    view: FormView,
    values: Mapping[str, object],
    *,
    typed: Typed | None = None,
    errors: list[FieldError] | None = None,
) -> str:
    """The form to fill in; `errors` is None until it was tried."""
    with new_work() as work:
        found = service.page(work, actor(), draft_id, now())
    return render_template(
        "studio/form_test_case.html",
        found=found,
        row=found.row,
        view=view,
        typed=typed or Typed(values),
        errors=errors,
    )
