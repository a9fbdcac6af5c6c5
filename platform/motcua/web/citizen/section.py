"""One section of the form: everything typed is kept, right or wrong, and what is wrong is said at its field."""

from __future__ import annotations

from uuid import UUID

from flask import flash, jsonify, redirect, render_template, request, url_for
from flask.typing import ResponseReturnValue
from flask_babel import gettext as _

from motcua.domain.errors import FieldError
from motcua.domain.forms import validate_section
from motcua.services.forms.draft_seen import SavedElsewhereError
from motcua.services.intake import drafts
from motcua.services.intake.drafts import Draft
from motcua.services.papers.files import FileError, Upload
from motcua.services.work import Work
from motcua.web.access import open_to
from motcua.web.citizen import parts, reuse
from motcua.web.citizen.section_page import BACK, SEEN, SectionPage, page_of
from motcua.web.context import actor, new_work, now, today
from motcua.web.filters import ZONE
from motcua.web.forms.view import ACTION

LATER = "later"
"""The name of the button "Để sau làm tiếp"."""
AUTOSAVE = "_autosave"
"""Sent by the script that saves while somebody types."""


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
        shown = page_of(draft, section_key)
        if "review" in request.args:
            for view in shown.views:
                view.attach_errors(validate_section(draft.form, view.section_key, draft.data, today=today()))
        return _page(work, shown)


@open_to("citizen")
def submit(draft_id: UUID, section_key: str) -> ResponseReturnValue:
    if AUTOSAVE in request.form:
        return _autosave(draft_id, section_key)
    with new_work() as work:
        draft = drafts.get(work, actor(), draft_id)
        shown = page_of(draft, section_key, request.form)
        refused = _take_uploads(work, shown)
        if not refused and shown.apply_action(request.form.get(ACTION)):
            return _page(work, shown)
        seen = request.form.get(SEEN)
        try:
            problems = drafts.save_section(
                work, actor(), draft_id, shown.section, shown.answers, now(), today(), seen=seen
            )
        except SavedElsewhereError as error:
            return _page(work, shown.beside(error)), 409
        draft = drafts.get(work, actor(), draft_id)
        if LATER in request.form and not refused:
            return put_aside()
        if refused or problems:
            shown.attach_errors(_one_each(refused, problems))
            return _page(work, shown.saved_as(draft)), 422
    back = request.form.get(BACK) == parts.CHECK
    return redirect(
        url_for("citizen.check", draft_id=draft_id) if back else parts.url_after(draft, section_key), 303
    )


def _autosave(draft_id: UUID, section_key: str) -> ResponseReturnValue:
    """Keep what stands on the page while somebody types; what is wrong with it is not said yet."""
    with new_work() as work:
        shown = page_of(drafts.get(work, actor(), draft_id), section_key, request.form)
        drafts.save_section(
            work,
            actor(),
            draft_id,
            shown.section,
            shown.answers,
            now(),
            today(),
            seen=request.form.get(SEEN),
            going_on=False,
        )
        shown = shown.saved_as(drafts.get(work, actor(), draft_id))
    time = f"{now().astimezone(ZONE):%H:%M}"
    return jsonify(seen=shown.seen, words=_("Đã lưu lúc %(time)s.", time=time))


def put_aside() -> ResponseReturnValue:
    """Leave the form for later; everything has been saved."""
    flash(_("Đã lưu. Bạn làm tiếp lúc nào cũng được, tờ khai nằm dưới đây."), "ok")
    return redirect(url_for("citizen.dossiers"), 303)


def sent_url(draft: Draft) -> str:
    """The dossier a draft has become; empty while it is still a draft."""
    return url_for("citizen.filed", code=draft.dossier_code) if draft.dossier_code else ""


def _take_uploads(work: Work, shown: SectionPage) -> list[FieldError]:
    """Keep the files that came with the section; those that will not do are named."""
    refused = []
    for view in shown.views:
        for slot in view.file_fields():
            sent = request.files.get(slot.upload_name)
            if sent is None or not sent.filename:
                continue
            upload = Upload(sent.filename, sent.read())
            try:
                file_id = drafts.attach_answer(work, actor(), shown.draft.id, slot.pointer, upload, now())
            except FileError as error:
                refused.append(FieldError(slot.pointer, error.code, error.message))
            else:
                view.set_file(slot.pointer, file_id, sent.filename)
    return refused


def _one_each(refused: list[FieldError], problems: list[FieldError]) -> list[FieldError]:
    """A refused file is said once, not as missing besides."""
    named = {error.pointer for error in refused}
    return refused + [error for error in problems if error.pointer not in named]


def _page(work: Work, shown: SectionPage) -> str:
    return render_template(
        "citizen/section.html",
        draft=shown.draft,
        reuse=reuse.of_page(work, shown.draft),
        shown=shown,
        errors=shown.error_summary(),
        way=parts.way(shown.draft, shown.key),
        later=LATER,
        back=BACK if request.values.get(BACK, request.args.get("back")) == parts.CHECK else "",
        seen_name=SEEN,
    )
