"""Publishing a form: what is wrong, its test cases, what changes, whom it concerns, why."""

from __future__ import annotations

from functools import partial

from flask import flash, redirect, render_template, request, url_for
from flask.typing import ResponseReturnValue
from flask_babel import gettext as _
from flask_babel import ngettext

from motcua.domain.errors import ConflictError, InputError
from motcua.domain.forms.form_place import place_of
from motcua.services.forms import form_drafts, form_following, form_publication
from motcua.web.access import open_to
from motcua.web.context import actor, new_work, now
from motcua.web.errors import status_of
from motcua.web.office.typed import Typed, number_of
from motcua_admin import bp


@bp.get("/bieu-mau/<int:draft_id>/cong-bo")
@open_to("staff")
def publish_form(draft_id: int) -> ResponseReturnValue:
    """All that a person looks at before publishing."""
    return _page(draft_id, Typed({}))


@bp.post("/bieu-mau/<int:draft_id>/cong-bo")
@open_to("staff")
def publish_form_now(draft_id: int) -> ResponseReturnValue:
    reason = request.form.get("reason", "")
    try:
        with new_work() as work:
            row = form_drafts.get(work, actor(), draft_id)
            done = form_publication.publish(
                work,
                actor(),
                draft_id,
                reason,
                now(),
                revision=number_of(request.form, "revision") or 0,
                over=number_of(request.form, "over") or 0,
            )
    except (InputError, ConflictError) as problem:
        return _page(draft_id, Typed({"reason": reason}).with_problem(problem)), status_of(problem)
    flash(_("Đã công bố phiên bản %(number)s của biểu mẫu.", number=done.number), "ok")
    if done.affected:
        words = ngettext(
            "%(num)d thủ tục đang có phiên bản cũ. Mở bản thảo cho các thủ tục ấy ở dưới.",
            "%(num)d thủ tục đang có phiên bản cũ. Mở bản thảo cho các thủ tục ấy ở dưới.",
            len(done.affected),
        )
        flash(words, "info")
    return redirect(url_for("studio.form", field=row.field, key=row.key), 303)


@bp.post("/bieu-mau/<int:draft_id>/truong-chung")
@open_to("staff")
def follow_shared(draft_id: int) -> ResponseReturnValue:
    """Let the draft follow the newest shared fields; what it says otherwise stays."""
    with new_work() as work:
        form_following.follow(work, actor(), draft_id, number_of(request.form, "revision") or 0, now())
    flash(_("Đã cập nhật theo trường dùng chung. Những chỗ biểu mẫu ghi khác được giữ nguyên."), "ok")
    return redirect(url_for("studio.publish_form", draft_id=draft_id), 303)


@bp.post("/bieu-mau/<int:draft_id>/bo")
@open_to("staff")
def discard_form(draft_id: int) -> ResponseReturnValue:
    with new_work() as work:
        row = form_drafts.opened(work, actor(), draft_id)
        form_drafts.discard(
            work, actor(), draft_id, number_of(request.form, "revision") or row.revision, now()
        )
    flash(_("Đã bỏ bản thảo “%(title)s”.", title=row.title), "ok")
    return redirect(url_for("studio.forms"), 303)


def _page(draft_id: int, typed: Typed) -> str:
    with new_work() as work:
        ready = form_publication.ready(work, actor(), draft_id, now())
    return render_template(
        "studio/publish_form.html",
        ready=ready,
        row=ready.row,
        typed=typed,
        place_of=partial(place_of, ready.row.schema),
    )
