"""Signing in and out, and opening a citizen's account."""

from __future__ import annotations

from flask import Blueprint, flash, redirect, render_template, request, url_for
from flask.typing import ResponseReturnValue
from flask_babel import gettext as _

from motcua.domain.errors import ConflictError, FieldError, ValidationError
from motcua.services import accounts
from motcua.services.accounts import Registration, SignedIn, SignInError
from motcua.web import resume, sessions
from motcua.web.access import open_to
from motcua.web.context import actor, new_work, now, say

account = Blueprint("account", __name__, url_prefix="/account")


@account.get("/sign-in")
@open_to("public")
def sign_in() -> ResponseReturnValue:
    return _sign_in_page()


@account.post("/sign-in")
@open_to("public")
def sign_in_submit() -> ResponseReturnValue:
    try:
        with new_work() as work:
            signed_in = accounts.sign_in(
                work, request.form.get("login", ""), request.form.get("password", ""), now()
            )
    except SignInError as error:
        return _sign_in_page(say(error.message)), 401
    sessions.begin(signed_in)
    if request.form.get("resume"):
        return _resume_after_sign_in()
    return redirect(resume.local_path(request.form.get("next")) or _first_page(signed_in))


@account.post("/sign-out")
@open_to("public")
def sign_out() -> ResponseReturnValue:
    sessions.end()
    flash(_("Bạn đã đăng xuất."), "ok")
    return redirect(url_for("public.home"))


@account.get("/register")
@open_to("public")
def register() -> ResponseReturnValue:
    return _register_page([])


@account.post("/register")
@open_to("public")
def register_submit() -> ResponseReturnValue:
    given = Registration(*(request.form.get(name, "") for name in ("name", "email", "phone", "identity", "password")))
    try:
        with new_work() as work:
            signed_in = accounts.register(work, given, now())
    except ValidationError as error:
        return _register_page(error.errors), 422
    except ConflictError as error:
        return _register_page([FieldError("/email", error.code, error.message)]), 409
    sessions.begin(signed_in)
    flash(_("Đã mở tài khoản. Bạn có thể nộp hồ sơ ngay."), "ok")
    return redirect(resume.local_path(request.form.get("next")) or url_for("public.search"))


def _first_page(signed_in: SignedIn) -> str:
    return url_for("officer.work" if signed_in.actor.kind == "staff" else "citizen.dossiers")
