"""Reporting an account lost or misused: signed in at once, signed out by a code to its contact (J-15)."""

from __future__ import annotations

from collections.abc import Sequence

from flask import flash, redirect, render_template, request, url_for
from flask.typing import ResponseReturnValue
from flask_babel import gettext as _

from motcua.domain.errors import InputError, ValidationError
from motcua.services.accounts import incidents
from motcua.web import sessions
from motcua.web.access import open_to
from motcua.web.account import account
from motcua.web.context import actor, new_work, now, say
from motcua.web.errors import status_of


@account.get("/report")
@open_to("public")
def report() -> ResponseReturnValue:
    return _page("report" if actor().id is not None else "ask")


@account.post("/report/code")
@open_to("public")
def report_code() -> ResponseReturnValue:
    """Signed out: a code to the contact proves the holder."""
    if not request.form.get("login", "").strip():
        return _page("ask", [("login", _("Nhập tên đăng nhập hoặc thư điện tử."))]), 422
    try:
        with new_work() as work:
            incidents.ask_code(work, request.form["login"], now(), request.remote_addr or "")
    except InputError as error:
        return _page("ask", [("login", say(error.message))]), status_of(error)
    return _page("report")


@account.post("/report")
@open_to("public")
def report_submit() -> ResponseReturnValue:
    form = request.form
    kind, words = form.get("kind", ""), form.get("words", "")
    try:
        with new_work() as work:
            if actor().id is not None:
                incidents.report_own(work, actor(), kind, words, now())
            else:
                code = "".join(form.get("code", "").split())
                incidents.report_by_code(
                    work, form.get("login", ""), code, kind, words, now(), request.remote_addr or ""
                )
    except ValidationError as error:
        found = [(one.pointer.removeprefix("/"), say(one.message)) for one in error.errors]
        return _page("report", found), 422
    except InputError as error:
        return _page("report", [("code", say(error.message))]), status_of(error)
    sessions.end()
    flash(
        _("Đã khóa tài khoản và đăng xuất mọi nơi. Quản trị sẽ liên hệ để xác minh trước khi mở lại."), "ok"
    )
    return redirect(url_for("public.home"), 303)


def _page(step: str, errors: Sequence[tuple[str, str]] = ()) -> str:
    return render_template(
        "account/report.html",
        step=step,
        errors=errors,
        login=request.form.get("login", ""),
        kind=request.form.get("kind", ""),
        kinds=[(key, say(label)) for key, label in incidents.KINDS.items()],
        words=request.form.get("words", ""),
        is_signed_in=actor().id is not None,
    )
