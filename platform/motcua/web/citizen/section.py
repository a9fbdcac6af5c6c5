"""One section of the form: everything typed is kept, right or wrong, and what is wrong is said at its field."""

from __future__ import annotations

from collections.abc import Mapping
from uuid import UUID

from flask import flash, redirect, render_template, request, url_for
from flask.typing import ResponseReturnValue
from flask_babel import gettext as _

from motcua.domain.errors import FieldError, NotFoundError
from motcua.domain.forms import validate_section
from motcua.domain.text import Text
from motcua.services import drafts
from motcua.services.drafts import Draft
from motcua.services.files import FileError, Upload
from motcua.services.work import Work
from motcua.web.access import open_to
from motcua.web.citizen import parts
from motcua.web.context import actor, language, new_work, now
from motcua.web.filters import ZONE
from motcua.web.forms import FormView
from motcua.web.forms.view import ACTION

LATER = "later"
"""The name of the button "Để sau làm tiếp"."""


@open_to("citizen")
def go_on(draft_id: UUID) -> ResponseReturnValue:
    """Where the citizen left off."""
    with new_work() as work:
        draft = drafts.get(work, actor(), draft_id)
    return redirect(sent_url(draft) or parts.first_open_url(draft))


@open_to("citizen")
def discard(draft_id: UUID) -> ResponseReturnValue:
    with new_work() as work:
        drafts.discard(work, actor(), draft_id)
    flash(_("Đã bỏ bản nháp."), "ok")
    return redirect(url_for("citizen.dossiers"), 303)


@open_to("citizen")
def page(draft_id: UUID, section_key: str) -> ResponseReturnValue:
    with new_work() as work:
        draft = drafts.get(work, actor(), draft_id)
    if url := sent_url(draft):
        return redirect(url)
    view = _view(draft, section_key)
    if "review" in request.args:
        today = now().astimezone(ZONE).date()
        view.attach_errors(validate_section(draft.form, section_key, draft.data, today=today))
    return _page(draft, section_key, view)


@open_to("citizen")
def submit(draft_id: UUID, section_key: str) -> ResponseReturnValue:
    with new_work() as work:
        draft = drafts.get(work, actor(), draft_id)
        view = _view(draft, section_key, request.form)
        refused = _take_uploads(work, draft, view)
        if not refused and view.apply_action(request.form.get(ACTION)):
            return _page(draft, section_key, view)
        today = now().astimezone(ZONE).date()
        problems = drafts.save_section(work, actor(), draft_id, section_key, view.data, now(), today)
        draft = drafts.get(work, actor(), draft_id)
    if LATER in request.form and not refused:
        return put_aside()
    if refused or problems:
        view.attach_errors(_one_each(refused, problems))
        return _page(draft, section_key, view), 422
    return redirect(parts.url_after(draft, section_key), 303)


def put_aside() -> ResponseReturnValue:
    """Leave the form for later; everything has been saved."""
    flash(_("Đã lưu. Bạn làm tiếp lúc nào cũng được, tờ khai nằm dưới đây."), "ok")
    return redirect(url_for("citizen.dossiers"), 303)


def sent_url(draft: Draft) -> str:
    """The dossier a draft has become; empty while it is still a draft."""
    return url_for("citizen.filed", code=draft.dossier_code) if draft.dossier_code else ""


def _view(draft: Draft, section_key: str, formdata: Mapping[str, str] | None = None) -> FormView:
    if section_key not in draft.form.section_by_key:
        raise NotFoundError(Text("Tờ khai không có phần này.", "The form has no such part."))
    return FormView(
        draft.form,
        section_key,
        formdata=formdata,
        data=draft.data,
        language=language(),
        files={str(file.id): file.name for file in draft.files if file.slot.startswith(drafts.FIELD_SLOT)},
    )


def _take_uploads(work: Work, draft: Draft, view: FormView) -> list[FieldError]:
    """Keep the files that came with the section; those that will not do are named."""
    refused = []
    for slot in view.file_fields():
        sent = request.files.get(slot.upload_name)
        if sent is None or not sent.filename:
            continue
        upload = Upload(sent.filename, sent.read())
        try:
            file_id = drafts.attach_answer(work, actor(), draft.id, slot.pointer, upload, now())
        except FileError as error:
            refused.append(FieldError(slot.pointer, error.code, error.message))
        else:
            view.set_file(slot.pointer, file_id, sent.filename)
    return refused


def _one_each(refused: list[FieldError], problems: list[FieldError]) -> list[FieldError]:
    """A refused file is said once, not as missing besides."""
    named = {error.pointer for error in refused}
    return refused + [error for error in problems if error.pointer not in named]


def _page(draft: Draft, section_key: str, view: FormView) -> str:
    return render_template(
        "citizen/section.html",
        draft=draft,
        view=view,
        errors=view.error_summary(),
        way=parts.way(draft, section_key),
        later=LATER,
    )
