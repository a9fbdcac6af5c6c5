"""A form of the library: its versions, who uses which, an old version brought back, drafts for its procedures."""

from __future__ import annotations

import json

from flask import Response, flash, redirect, render_template, request, url_for
from flask.typing import ResponseReturnValue
from flask_babel import gettext as _
from flask_babel import ngettext

from motcua.domain.errors import InputError, MotcuaError
from motcua.domain.text import Text
from motcua.services.forms import form_drafts, form_library, form_use
from motcua.services.forms.form_drafts import FormDraftOpenError
from motcua.services.process import new_drafts
from motcua.web.access import open_to
from motcua.web.context import actor, new_work, now, say
from motcua.web.office.typed import numbers_of
from motcua_admin import bp


@bp.get("/bieu-mau/<field>/<key>")
@open_to("staff")
def form(field: str, key: str) -> ResponseReturnValue:
    """The versions of a form, and the procedures that have it."""
    with new_work() as work:
        page = form_library.page(work, actor(), field, key)
    return render_template("studio/form.html", page=page, form=page.form)


@bp.get("/bieu-mau/<field>/<key>/phien-ban/<int:number>")
@open_to("staff")
def form_version(field: str, key: str, number: int) -> ResponseReturnValue:
    """The schema of one version, for other programs."""
    with new_work() as work:
        row = form_library.version(work, actor(), field, key, number)
    answer = Response(
        json.dumps(row.schema, ensure_ascii=False, indent=2), mimetype="application/schema+json"
    )
    answer.headers["Content-Disposition"] = f'attachment; filename="{key}-v{number}.schema.json"'
    return answer


@bp.post("/bieu-mau/<field>/<key>/ban-thao")
@open_to("staff")
def next_form_draft(field: str, key: str) -> ResponseReturnValue:
    """A draft of the next version; with `number` it begins where that old version stands."""
    number = request.form.get("number", "")
    try:
        with new_work() as work:
            wanted = int(number) if number.isdecimal() and len(number) < 9 else 0
            draft_id = form_drafts.next_version(work, actor(), field, key, now(), wanted)
    except FormDraftOpenError as problem:
        flash(say(problem.message), "warn")
        return redirect(url_for("studio.form_designer", draft_id=problem.draft_id), 303)
    flash(_("Đã mở bản thảo. Phiên bản đang dùng không đổi cho tới khi công bố."), "ok")
    return redirect(url_for("studio.form_designer", draft_id=draft_id), 303)


@bp.post("/bieu-mau/<field>/<key>/thu-tuc")
@open_to("staff")
def form_procedure_drafts(field: str, key: str) -> ResponseReturnValue:
    """Drafts of the next versions of the chosen procedures: they take the newest form, people approve them."""
    chosen = set(numbers_of(request.form, "version"))
    made, failed = 0, []
    with new_work() as work:
        form_library.found(work, actor(), field, key)
        if not chosen:
            raise InputError(Text("Chọn ít nhất một thủ tục.", "Choose at least one procedure."))
        uses = [one for one in form_use.of_form(work, field, key) if one.version.id in chosen]
    for use in uses:
        try:
            with new_work() as work:
                new_drafts.next_version(work, actor(), use.version.id, now())
            made += 1
        except MotcuaError as problem:
            failed.append(f"{use.version.name}: {say(problem.message)}")
    if made:
        words = ngettext("Đã mở %(num)d bản thảo thủ tục.", "Đã mở %(num)d bản thảo thủ tục.", made)
        flash(f"{words} {_('Biểu mẫu mới có hiệu lực khi bản thảo được phê duyệt và kích hoạt.')}", "ok")
    for sentence in failed:
        flash(sentence, "bad")
    return redirect(url_for("studio.form", field=field, key=key), 303)
