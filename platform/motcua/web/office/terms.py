"""Publishing the next text of the terms of use: every citizen is asked at his next sign-in (C-19)."""

from __future__ import annotations

from flask import flash, redirect, render_template, request, url_for
from flask.typing import ResponseReturnValue
from flask_babel import gettext as _

from motcua.domain.errors import ConflictError, InputError
from motcua.services.accounts import terms as services
from motcua.web.access import open_to
from motcua.web.context import actor, new_work, now
from motcua.web.errors import status_of
from motcua.web.office import bp
from motcua.web.office.typed import Typed, number_of


@bp.get("/dieu-khoan")
@open_to("staff")
def terms() -> ResponseReturnValue:
    """Every text with how many accounts accepted it, and the form for the next one."""
    return _page(Typed({}))


@bp.post("/dieu-khoan")
@open_to("staff")
def publish_terms() -> ResponseReturnValue:
    form = request.form
    try:
        seen = number_of(form, "number") or 0
        with new_work() as work:
            text = services.publish(
                work,
                actor(),
                form.get("body", ""),
                form.get("body_en", ""),
                form.get("reason", ""),
                seen,
                now(),
            )
    except (InputError, ConflictError) as error:
        return _page(Typed(form).with_problem(error)), status_of(error)
    flash(_("Đã công bố bản %(number)d. Người dân được hỏi ở lần đăng nhập sau.", number=text.number), "ok")
    return redirect(url_for("office.terms"), 303)


def _page(typed: Typed) -> str:
    with new_work() as work:
        listed = services.listed(work, actor())
        current = services.current(work)
    values = typed.values or {"body": current.body.vi, "body_en": current.body.en}
    return render_template(
        "office/terms.html",
        listed=listed,
        current=current,
        typed=Typed(values, typed.errors, typed.general),
    )
