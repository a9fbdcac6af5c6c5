"""A draft on its way to approval: sent, taken back, sent back, approved with its decision (A-05, A-12, R-32)."""

from __future__ import annotations

from flask import flash, redirect, render_template, request, url_for
from flask.typing import ResponseReturnValue
from flask_babel import gettext as _

from motcua.domain.errors import ConflictError, InputError, MotcuaError
from motcua.services.process import draft_review
from motcua.services.version import version_life, version_page
from motcua.services.version.version_life import Approval
from motcua.web.access import open_to
from motcua.web.context import actor, house, new_work, now
from motcua.web.errors import status_of
from motcua.web.file_response import send_stored
from motcua.web.keys import record_key
from motcua.web.office.typed import Typed, required_day_of
from motcua_admin import bp
from motcua_admin.process.decision_entry import decision_of, scan_of_request, values_of
from motcua_admin.version.version_words import history, scans

REFUSED = (InputError, ConflictError)


@bp.get("/ban-thao/<int:draft_id>/duyet")
@open_to("staff")
def review_draft(draft_id: int) -> ResponseReturnValue:
    """Where the draft stands and what the reader may do about it."""
    return _page(draft_id)


@bp.post("/ban-thao/<int:draft_id>/gui-duyet")
@open_to("staff")
def submit_draft(draft_id: int) -> ResponseReturnValue:
    try:
        with new_work() as work:
            draft_review.submit(work, actor(), draft_id, _revision(), request.form.get("reason", ""), now())
    except REFUSED as problem:
        return _refused(draft_id, problem)
    flash(_("Đã gửi phê duyệt. Người có quyền phê duyệt đã được báo."), "ok")
    return redirect(url_for("studio.review_draft", draft_id=draft_id), 303)


@bp.post("/ban-thao/<int:draft_id>/rut-lai")
@open_to("staff")
def withdraw_draft(draft_id: int) -> ResponseReturnValue:
    try:
        with new_work() as work:
            draft_review.withdraw(work, actor(), draft_id, _revision(), now())
    except REFUSED as problem:
        return _refused(draft_id, problem)
    flash(_("Đã rút lại. Bản thảo sửa tiếp được."), "ok")
    return redirect(url_for("studio.review_draft", draft_id=draft_id), 303)


@bp.post("/ban-thao/<int:draft_id>/tra-lai")
@open_to("staff")
def send_back_draft(draft_id: int) -> ResponseReturnValue:
    try:
        with new_work() as work:
            draft_review.send_back(
                work, actor(), draft_id, _revision(), request.form.get("answer", ""), now()
            )
    except REFUSED as problem:
        return _refused(draft_id, problem)
    flash(_("Đã trả lại cho người soạn."), "ok")
    return redirect(url_for("studio.review_draft", draft_id=draft_id), 303)


@bp.post("/ban-thao/<int:draft_id>/quyet-dinh")
@open_to("staff")
def note_decision(draft_id: int) -> ResponseReturnValue:
    """Write the decision down as soon as it is known: its time for coming into force runs."""
    try:
        decision, scan = decision_of(request.form), scan_of_request()
        with new_work() as work:
            draft_review.note_decision(work, actor(), draft_id, _revision(), decision, scan, now())
    except REFUSED as problem:
        return _refused(draft_id, problem)
    flash(_("Đã ghi quyết định."), "ok")
    return redirect(url_for("studio.review_draft", draft_id=draft_id), 303)


@bp.post("/ban-thao/<int:draft_id>/phe-duyet")
@open_to("staff")
def approve_draft(draft_id: int) -> ResponseReturnValue:
    try:
        approval = Approval(
            decision_of(request.form), required_day_of(request.form, "effective"), scan_of_request()
        )
        with new_work() as work:
            version_id = version_life.approve(work, actor(), draft_id, _revision(), approval, now())
    except REFUSED as problem:
        return _refused(draft_id, problem)
    flash(_("Đã phê duyệt."), "ok")
    return redirect(url_for("studio.version", version_id=version_id), 303)


@bp.get("/ban-thao/<int:draft_id>/tep/<int:file_id>")
@open_to("staff")
def draft_file(draft_id: int, file_id: int) -> ResponseReturnValue:
    """A scan kept with the draft."""
    with new_work() as work:
        opened = version_page.draft_file(work, actor(), draft_id, file_id)
    return send_stored(opened)


def _revision() -> int:
    """The state of the draft that the reader saw: what changed since is not approved unseen."""
    return request.form.get("revision", 0, type=record_key)


def _refused(draft_id: int, problem: MotcuaError) -> ResponseReturnValue:
    return _page(draft_id, Typed(request.form).with_problem(problem)), status_of(problem)


def _page(draft_id: int, typed: Typed | None = None) -> str:
    with new_work() as work:
        page = version_page.of_draft(work, actor(), draft_id, now())
    profile = house().profile
    return render_template(
        "studio/review.html",
        page=page,
        draft=page.row,
        typed=typed or Typed(values_of(page.decision, page.today)),
        refused=typed is not None,
        history=history(page.events),
        scans=scans(page.files, url_for("studio.draft_file", draft_id=draft_id, file_id=0)[:-1]),
        allows_notice=profile.deploy_require_approval != "decision",
        two_stages=profile.procedure_two_stage_activation,
    )
