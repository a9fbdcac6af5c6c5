"""A version: its decision, its steps, what was done to it; activated, called off, taken up again (A-03, A-12)."""

from __future__ import annotations

from collections.abc import Mapping

from flask import flash, redirect, render_template, request, url_for
from flask.typing import ResponseReturnValue
from flask_babel import gettext as _

from motcua.domain.errors import ConflictError, InputError, MotcuaError
from motcua.domain.process import positions
from motcua.services.version import version_end, version_life, version_page
from motcua.services.version.versions import Version
from motcua.web import diagram
from motcua.web.access import open_to
from motcua.web.context import actor, language, new_work, now, say
from motcua.web.errors import status_of
from motcua.web.file_response import send_stored
from motcua.web.filters import duration
from motcua.web.office.typed import Typed, required_day_of
from motcua_admin import bp
from motcua_admin.version.version_words import chip_of, history, scans

REFUSED = (InputError, ConflictError)


@bp.get("/phien-ban/<int:version_id>")
@open_to("staff")
def version(version_id: int) -> ResponseReturnValue:
    """The version as it was approved; nobody can change it any more."""
    return _page(version_id)


@bp.post("/phien-ban/<int:version_id>/kich-hoat")
@open_to("staff")
def activate_version(version_id: int) -> ResponseReturnValue:
    try:
        day = required_day_of(request.form, "effective")
        with new_work() as work:
            in_force = version_life.activate(work, actor(), version_id, now(), day)
    except REFUSED as problem:
        return _refused(version_id, problem)
    if in_force:
        flash(_("Đã kích hoạt. Hồ sơ mới theo phiên bản này, hồ sơ đang giải quyết giữ phiên bản cũ."), "ok")
    else:
        flash(_("Phiên bản sẽ tự có hiệu lực từ ngày %(day)s.", day=f"{day:%d/%m/%Y}"), "ok")
    return redirect(url_for("studio.version", version_id=version_id), 303)


@bp.post("/phien-ban/<int:version_id>/huy")
@open_to("staff")
def call_off_version(version_id: int) -> ResponseReturnValue:
    try:
        with new_work() as work:
            version_life.call_off(work, actor(), version_id, request.form.get("reason", ""), now())
    except REFUSED as problem:
        return _refused(version_id, problem)
    flash(_("Đã hủy. Phiên bản này không bao giờ có hiệu lực."), "ok")
    return redirect(url_for("studio.version", version_id=version_id), 303)


@bp.post("/phien-ban/<int:version_id>/dung-lai")
@open_to("staff")
def take_up_again(version_id: int) -> ResponseReturnValue:
    """A draft with just what the version holds, to be approved like any other."""
    with new_work() as work:
        draft_id = version_end.take_up_again(work, actor(), version_id, now())
    flash(_("Đã tạo bản thảo giống hệt phiên bản này. Gửi phê duyệt để dùng lại."), "ok")
    return redirect(url_for("studio.review_draft", draft_id=draft_id), 303)


@bp.get("/phien-ban/<int:version_id>/tep/<int:file_id>")
@open_to("staff")
def version_file(version_id: int, file_id: int) -> ResponseReturnValue:
    """A scanned decision."""
    with new_work() as work:
        opened = version_page.version_file(work, actor(), version_id, file_id)
    return send_stored(opened)


def _refused(version_id: int, problem: MotcuaError) -> ResponseReturnValue:
    return _page(version_id, Typed(request.form).with_problem(problem)), status_of(problem)


def _page(version_id: int, typed: Typed | None = None) -> str:
    with new_work() as work:
        page = version_page.of_version(work, actor(), version_id, now())
    captions = _captions(page.version)
    return render_template(
        "studio/version.html",
        page=page,
        row=page.row,
        typed=typed or Typed({"effective": page.begins.isoformat()}),
        chip_of=chip_of,
        history=history(page.events),
        scans=scans(page.files, url_for("studio.version_file", version_id=version_id, file_id=0)[:-1]),
        svg=diagram.render(page.version.model, {}, captions, language()),
        steps=diagram.rows(page.version.model, {}, captions, language()),
    )


def _captions(shown: Version) -> Mapping[str, str]:
    """Under each step its time and its position."""
    found = {}
    for step in shown.model.steps:
        time = duration(shown.budgets[step.id].in_seconds())
        found[step.id] = f"{time}\n{say(positions.of_step(step))}"
    return found
