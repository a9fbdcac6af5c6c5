"""What an import was in doubt about, kept with the draft until somebody has settled it."""

from __future__ import annotations

from flask import flash, redirect, render_template, request, url_for
from flask.typing import ResponseReturnValue
from flask_babel import gettext as _

from motcua.domain.errors import ConflictError
from motcua.services.process import draft_notes, process_drafts
from motcua.web.access import open_to
from motcua.web.context import actor, new_work, now, say
from motcua.web.keys import record_key
from motcua_admin import bp


@bp.get("/ban-thao/<int:draft_id>/ghi-chu")
@open_to("staff")
def notes_of_draft(draft_id: int) -> ResponseReturnValue:
    """The doubts of a draft, each with its place on the drawing."""
    return _page(draft_id)


@bp.post("/ban-thao/<int:draft_id>/ghi-chu")
@open_to("staff")
def settle_notes(draft_id: int) -> ResponseReturnValue:
    """Take away the notes that are settled; refused when the draft has changed since they were read."""
    done = request.form.getlist("done", type=record_key)
    revision = request.form.get("revision", 0, type=record_key)
    try:
        with new_work() as work:
            draft_notes.settle(work, actor(), draft_id, revision, done, now())
    except ConflictError as problem:
        flash(say(problem.message), "warn")
        return _page(draft_id), 409
    flash(_("Đã ghi. Các điều còn lại vẫn ở đây."), "ok")
    return redirect(url_for("studio.notes_of_draft", draft_id=draft_id), 303)


def _page(draft_id: int) -> str:
    with new_work() as work:
        draft = process_drafts.get(work, actor(), draft_id)
    return render_template("studio/draft_notes.html", draft=draft, notes=draft_notes.notes(draft))
