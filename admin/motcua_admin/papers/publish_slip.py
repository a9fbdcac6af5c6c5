"""Publishing a slip template: what is wrong, what changes, what slips it concerns, why; and throwing a draft away."""

from __future__ import annotations

from flask import flash, redirect, render_template, request, url_for
from flask.typing import ResponseReturnValue
from flask_babel import gettext as _

from motcua.domain.errors import ConflictError, InputError
from motcua.services.papers import slip_template_publication, slip_templates
from motcua.services.papers.slip_template_places import ready
from motcua.store.base import Record
from motcua.web.access import open_to
from motcua.web.context import actor, new_work, now, say
from motcua.web.errors import status_of
from motcua.web.office.typed import Typed, number_of
from motcua_admin import bp
from motcua_admin.papers.slip_editor import DRAFT


@bp.get(f"{DRAFT}/cong-bo")
@open_to("staff")
def publish_slip(draft_id: int) -> ResponseReturnValue:
    """All that a person looks at before publishing."""
    return _page(draft_id, Typed({}))


@bp.post(f"{DRAFT}/cong-bo")
@open_to("staff")
def publish_slip_now(draft_id: int) -> ResponseReturnValue:
    reason = request.form.get("reason", "")
    try:
        with new_work() as work:
            row = slip_templates.get(work, actor(), draft_id)
            revision = number_of(request.form, "revision") or 0
            number = slip_template_publication.publish(work, actor(), draft_id, revision, reason, now())
    except (InputError, ConflictError) as problem:
        typed = Typed({"reason": reason}).with_problem(problem)
        if any(key != "reason" for key in typed.errors):
            typed = Typed({"reason": reason}, {}, say(problem.message))
        return _page(draft_id, typed), status_of(problem)
    flash(
        _(
            "Đã công bố phiên bản %(number)s. Phiếu lập từ nay theo mẫu mới; phiếu cũ giữ nguyên.",
            number=number,
        ),
        "ok",
    )
    return redirect(_place(row), 303)


@bp.post(f"{DRAFT}/bo")
@open_to("staff")
def discard_slip(draft_id: int) -> ResponseReturnValue:
    with new_work() as work:
        revision = number_of(request.form, "revision") or 0
        row = slip_templates.discard(work, actor(), draft_id, revision, now())
    flash(_("Đã bỏ bản thảo mẫu phiếu."), "ok")
    return redirect(_place(row), 303)


def _place(row: Record) -> str:
    return url_for("studio.slip_place", legal_set=row.legal_set, kind=row.kind, agency_id=row.agency_id or 0)


def _page(draft_id: int, typed: Typed) -> str:
    with new_work() as work:
        shown = ready(work, actor(), draft_id, now())
    return render_template("studio/publish_slip.html", ready=shown, row=shown.row, typed=typed)
