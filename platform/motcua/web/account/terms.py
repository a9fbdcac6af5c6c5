"""The terms of use put before a citizen: at his next sign-in after they changed, and whenever he looks them up (C-19)."""

from __future__ import annotations

from flask import flash, redirect, render_template, request, url_for
from flask.typing import ResponseReturnValue
from flask_babel import gettext as _

from motcua.domain.errors import ConflictError
from motcua.domain.people.terms import blocks
from motcua.services.accounts import terms
from motcua.web.access import open_to
from motcua.web.account import account, pending
from motcua.web.context import actor, new_work, now, say


@account.get("/terms")
@open_to("citizen")
def accept_terms() -> ResponseReturnValue:
    return _page()


@account.post("/terms")
@open_to("citizen")
def accept_terms_submit() -> ResponseReturnValue:
    """Accepted in the words that were read; a newer text meanwhile is shown first."""
    number = request.form.get("number", "")
    if request.form.get("accepted") != "yes" or not (
        number.isascii() and number.isdigit() and len(number) < 6
    ):
        return _page(_("Đánh dấu đồng ý, hoặc chọn “Chỉ xem hồ sơ của tôi”.")), 422
    try:
        with new_work() as work:
            terms.accept(work, actor(), int(number), now())
    except ConflictError as error:
        return _page(say(error.message)), 409
    flash(_("Đã ghi nhận bạn đồng ý với Điều khoản sử dụng."), "ok")
    return redirect(pending.next_page() or url_for("citizen.dossiers"), 303)


def _page(error: str = "") -> str:
    with new_work() as work:
        text = terms.current(work)
        earlier = terms.last_accepted(work, actor())
    return render_template(
        "account/terms.html",
        text=text,
        blocks=blocks(say(text.body)),
        earlier=earlier,
        is_accepted=earlier is not None and earlier.number == text.number,
        error=error,
        next_page=pending.next_page(),
    )
