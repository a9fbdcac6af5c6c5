"""Beginning a form: the citizen chooses the agency that is to receive the dossier."""

from __future__ import annotations

from flask import flash, redirect, render_template, request, url_for
from flask.typing import ResponseReturnValue
from flask_babel import gettext as _

from motcua.domain.errors import ConflictError
from motcua.services.intake import drafts
from motcua.services.process import procedures
from motcua.web.access import open_to
from motcua.web.context import actor, house, new_work, now, say

LONGEST_ID = 9


@open_to("citizen")
def page(code: str) -> ResponseReturnValue:
    return _page(code)


@open_to("citizen")
def submit(code: str) -> ResponseReturnValue:
    chosen = request.form.get("agency", "")
    if not (chosen.isascii() and chosen.isdigit() and len(chosen) <= LONGEST_ID):
        return _page(code, error=_("Chọn cơ quan nhận hồ sơ.")), 422
    try:
        with new_work() as work:
            draft_id = drafts.begin(work, actor(), code, int(chosen), now())
    except ConflictError as error:
        return _page(code, chosen=chosen, error=say(error.message)), 409
    flash(_("Đã mở bản nháp. Những gì bạn khai được lưu sau mỗi phần."), "ok")
    return redirect(url_for("citizen.draft", draft_id=draft_id), 303)


def _page(code: str, chosen: str = "", error: str = "") -> str:
    with new_work() as work:
        sheet = procedures.sheet(work, code)
        begun = [one for one in drafts.mine(work, actor(), now()) if one.procedure_code == code]
    return render_template(
        "citizen/begin.html",
        sheet=sheet,
        facts=sheet.facts,
        begun=begun,
        chosen=chosen,
        error=error,
        draft_days=house().profile.draft_days,
    )
