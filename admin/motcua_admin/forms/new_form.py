"""Beginning a form: blank, as a copy of another, or read from a schema or a Word file."""

from __future__ import annotations

from flask import flash, redirect, render_template, request, url_for
from flask.typing import ResponseReturnValue
from flask_babel import gettext as _

from motcua.domain.errors import InputError
from motcua.domain.text import Text
from motcua.services.forms import form_copy, form_drafts, form_import, form_library
from motcua.services.forms.form_drafts import BLANK, FormDraftOpenError, NewForm
from motcua.services.forms.form_import import LARGEST
from motcua.services.papers.files import Upload
from motcua.services.work import Work
from motcua.store.base import Record
from motcua.web.access import open_to
from motcua.web.context import actor, new_work, now, say
from motcua.web.errors import status_of
from motcua.web.office.typed import Typed, words_of
from motcua_admin import bp


@bp.route("/bieu-mau/moi", methods=["GET", "POST"])
@open_to("staff")
def new_form() -> ResponseReturnValue:
    """The ways to begin; sent, a blank draft or a copy of the form that the address names (`tu=field/key`)."""
    source = request.args.get("tu", "")
    typed = Typed(request.form if request.method == "POST" else {})
    try:
        if request.method == "POST":
            with new_work() as work:
                draft_id = _begin(work, source)
            return redirect(url_for("studio.form_designer", draft_id=draft_id), 303)
    except FormDraftOpenError as problem:
        return _open_one(problem)
    except InputError as problem:
        typed = typed.with_problem(problem)
        return _page(typed, source), status_of(problem)
    return _page(typed, source)


@bp.post("/bieu-mau/moi/tep")
@open_to("staff")
def new_form_upload() -> ResponseReturnValue:
    """Read a schema or a Word file into a draft, and show what was understood of it."""
    sent = request.files.get("file")
    values = Typed({name: request.form.get(name, "") for name in ("field", "title", "key")})
    try:
        if sent is None or not sent.filename:
            raise InputError(Text("Hãy chọn tệp.", "Choose a file."))
        upload = Upload(sent.filename, sent.stream.read(LARGEST + 1))
        with new_work() as work:
            taken = form_import.take(
                work,
                actor(),
                upload,
                request.form.get("field", ""),
                words_of(request.form, "title"),
                words_of(request.form, "key"),
                now(),
            )
    except FormDraftOpenError as problem:
        return _open_one(problem)
    except InputError as problem:
        return _page(values.with_problem(problem), ""), status_of(problem)
    return redirect(url_for("studio.imported_form", draft_id=taken), 303)


@bp.route("/bieu-mau/<int:draft_id>/doc-duoc", methods=["GET", "POST"])
@open_to("staff")
def imported_form(draft_id: int) -> ResponseReturnValue:
    """What was understood of a file, question by question; sent, the kinds and questions that the person confirmed."""
    with new_work() as work:
        row = form_drafts.get(work, actor(), draft_id)
        questions = form_import.questions(row)
    if request.method == "POST":
        chosen = {one.key: request.form.get(f"kind-{one.key}", "") for one in questions}
        revision = request.form.get("revision", "")
        with new_work() as work:
            number = int(revision) if revision.isdecimal() and len(revision) < 9 else 0
            form_import.confirm(work, actor(), draft_id, number, chosen, now())
        flash(_("Đã tạo bản thảo. Kiểm tra nhãn, hướng dẫn và phần tiếng Anh trong trang thiết kế."), "ok")
        return redirect(url_for("studio.form_designer", draft_id=draft_id), 303)
    return render_template(
        "studio/imported_form.html",
        row=row,
        questions=questions,
        kinds=form_import.kinds(),
        unread=[Text(one["text"], one["text_en"]) for one in row.notes if not one.get("pointer")],
    )


def _begin(work: Work, source: str) -> int:
    field, title, key = (words_of(request.form, name) for name in ("field", "title", "key"))
    if source:
        of, _sep, name = source.partition("/")
        return form_copy.copy(work, actor(), of, name, NewForm(field, key, title, "copy", {}), now())
    return form_drafts.create(work, actor(), NewForm(field, key, title, "blank", dict(BLANK)), now())


def _open_one(problem: FormDraftOpenError) -> ResponseReturnValue:
    flash(say(problem.message), "warn")
    return redirect(url_for("studio.form_designer", draft_id=problem.draft_id), 303)


def _page(typed: Typed, source: str) -> str:
    with new_work() as work:
        fields = form_library.designable(work, actor())
        copied = _copied(work, source) if source else None
    return render_template("studio/new_form.html", typed=typed, fields=fields, copied=copied)


def _copied(work: Work, source: str) -> Record:
    field, _sep, key = source.partition("/")
    return form_copy.source(work, actor(), field, key)
