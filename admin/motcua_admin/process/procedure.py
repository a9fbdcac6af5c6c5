"""A procedure in the studio: its versions and drafts; taken out of use by a decision (A-03)."""

from __future__ import annotations

from flask import flash, redirect, render_template, request, url_for
from flask.typing import ResponseReturnValue
from flask_babel import gettext as _

from motcua.domain.errors import ConflictError, InputError
from motcua.services.version import version_end, version_page
from motcua.web.access import open_to
from motcua.web.context import actor, new_work, now
from motcua.web.errors import status_of
from motcua.web.office.typed import Typed
from motcua_admin import bp
from motcua_admin.process.decision_entry import decision_of, scan_of_request
from motcua_admin.version.live_counts import live_of
from motcua_admin.version.version_words import chip_of, decision_words


@bp.get("/thu-tuc/<code>")
@open_to("staff")
def procedure(code: str) -> ResponseReturnValue:
    """All its versions, newest first, and the drafts that are open."""
    return _page(code, Typed({}))


@bp.post("/thu-tuc/<code>/bai-bo")
@open_to("staff")
def abolish_procedure(code: str) -> ResponseReturnValue:
    try:
        decision, scan = decision_of(request.form), scan_of_request()
        with new_work() as work:
            version_end.abolish(work, actor(), code, decision, scan, now())
    except (InputError, ConflictError) as problem:
        return _page(code, Typed(request.form).with_problem(problem)), status_of(problem)
    flash(_("Đã bãi bỏ. Không nhận hồ sơ mới; hồ sơ đang giải quyết được giải quyết xong."), "ok")
    return redirect(url_for("studio.procedure", code=code), 303)


def _page(code: str, typed: Typed) -> str:
    with new_work() as work:
        page = version_page.of_procedure(work, actor(), code)
        live = live_of(work, actor(), code, now()) if page.row.version_id is not None else None
    return render_template(
        "studio/procedure.html",
        page=page,
        row=page.row,
        live=live,
        typed=typed,
        chip_of=chip_of,
        decision_words=decision_words,
    )
