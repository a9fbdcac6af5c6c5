"""Signing in by login and password, and signing out."""

from __future__ import annotations

from collections.abc import Sequence

from flask import flash, redirect, render_template, request, session, url_for
from flask.typing import ResponseReturnValue
from flask_babel import gettext as _

from motcua.domain.errors import InputError
from motcua.services.accounts import sign_in as services
from motcua.web import oidc, resume, sessions
from motcua.web.access import open_to
from motcua.web.account import account, pending
from motcua.web.context import actor, new_work, now, say
from motcua.web.errors import status_of


@account.get("/sign-in")
@open_to("public")
def sign_in() -> ResponseReturnValue:
    if actor().kind != "public":
        return redirect(pending.next_page() or pending.first_page(actor().kind))
    return _page()


@account.post("/sign-in")
@open_to("public")
def sign_in_submit() -> ResponseReturnValue:
    login, password = request.form.get("login", ""), request.form.get("password", "")
    if errors := _blank(login, password):
        return _page(errors), 422
    try:
        with new_work() as work:
            signed_in = services.sign_in(work, login, password, now(), request.remote_addr or "")
    except InputError as error:
        status = 401 if isinstance(error, services.SignInError) else status_of(error)
        return _page([("login", say(error.message))]), status
    session.pop(pending.KEY, None)
    return pending.go_on(signed_in)


@account.post("/sign-out")
@open_to("public")
def sign_out() -> ResponseReturnValue:
    elsewhere = oidc.leaving()
    sessions.end()
    if elsewhere:
        return redirect(elsewhere, 303)
    flash(_("Bạn đã đăng xuất."), "ok")
    return redirect(url_for("public.home"), 303)


def _page(errors: Sequence[tuple[str, str]] = ()) -> str:
    """The page with what was typed but the password; a form carried along stays carried."""
    login = request.form.get("login", "")
    kept = resume.carried()
    if kept is not None:
        return resume.render(kept, login=login, errors=errors)
    return render_template(
        "account/sign_in.html",
        errors=errors,
        login=login,
        next_page=pending.next_page(),
        providers=oidc.providers(),
    )


def _blank(login: str, password: str) -> list[tuple[str, str]]:
    errors = []
    if not login.strip():
        errors.append(("login", _("Nhập tên đăng nhập hoặc thư điện tử.")))
    if not password:
        errors.append(("password", _("Nhập mật khẩu.")))
    return errors
