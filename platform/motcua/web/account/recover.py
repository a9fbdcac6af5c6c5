"""A forgotten password: a code by e-mail, then a new one. Nobody learns here whether there is an account."""

from __future__ import annotations

from collections.abc import Sequence

from flask import flash, redirect, render_template, request, url_for
from flask.typing import ResponseReturnValue
from flask_babel import gettext as _

from motcua.domain.errors import InputError, ValidationError
from motcua.services.accounts import passwords, recovery
from motcua.web.access import open_to
from motcua.web.account import account
from motcua.web.context import new_work, now, say
from motcua.web.errors import status_of


@account.get("/recover")
@open_to("public")
def recover() -> ResponseReturnValue:
    return _page("ask")


@account.post("/recover")
@open_to("public")
def recover_submit() -> ResponseReturnValue:
    """Send the code, if there is such an account, and ask for it."""
    if not request.form.get("login", "").strip():
        return _page("ask", [("login", _("Nhập tên đăng nhập hoặc thư điện tử."))]), 422
    try:
        with new_work() as work:
            recovery.ask(work, request.form["login"], now(), request.remote_addr or "")
    except InputError as error:
        return _page("ask", [("login", say(error.message))]), status_of(error)
    return _page("reset")


@account.post("/recover/reset")
@open_to("public")
def recover_reset() -> ResponseReturnValue:
    form = request.form
    if form.get("password", "") != form.get("password_again", ""):
        return _page("reset", [("password_again", _("Hai lần nhập mật khẩu mới chưa giống nhau."))]), 422
    code = "".join(form.get("code", "").split())
    try:
        with new_work() as work:
            recovery.reset(
                work, form.get("login", ""), code, form.get("password", ""), now(), request.remote_addr or ""
            )
    except ValidationError as error:
        return _page(
            "reset", [(one.pointer.removeprefix("/"), say(one.message)) for one in error.errors]
        ), 422
    except InputError as error:
        return _page("reset", [("code", say(error.message))]), status_of(error)
    flash(_("Đã đặt mật khẩu mới. Mời bạn đăng nhập."), "ok")
    return redirect(url_for("account.sign_in"), 303)


def _page(step: str, errors: Sequence[tuple[str, str]] = ()) -> str:
    return render_template(
        "account/recover.html",
        step=step,
        errors=errors,
        login=request.form.get("login", ""),
        code=request.form.get("code", ""),
        password_length=passwords.MIN_LENGTH,
    )
