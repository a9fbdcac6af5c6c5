"""Signing in and out, and opening a citizen's account."""

from __future__ import annotations

from collections.abc import Sequence

from flask import Blueprint, flash, redirect, render_template, request, url_for
from flask.typing import ResponseReturnValue
from flask_babel import gettext as _

from motcua.domain.errors import ConflictError, FieldError, ValidationError
from motcua.services import accounts, passwords
from motcua.services.accounts import Registration, SignedIn, SignInError
from motcua.web import resume, sessions
from motcua.web.access import open_to
from motcua.web.context import actor, new_work, now, say

account = Blueprint("account", __name__, url_prefix="/account")

# In the order of the page, which is also that of the error summary.
REGISTRATION = ("name", "identity", "phone", "email", "password")


@account.get("/sign-in")
@open_to("public")
def sign_in() -> ResponseReturnValue:
    if actor().kind != "public":
        return redirect(resume.local_path(request.args.get("next")) or _first_page(actor().kind))
    return _sign_in_page()


@account.post("/sign-in")
@open_to("public")
def sign_in_submit() -> ResponseReturnValue:
    login, password = request.form.get("login", ""), request.form.get("password", "")
    if errors := _blank(login, password):
        return _sign_in_page(errors), 422
    try:
        with new_work() as work:
            signed_in = accounts.sign_in(work, login, password, now())
    except SignInError as error:
        return _sign_in_page([("login", say(error.message))]), 401
    sessions.begin(signed_in)
    if kept := resume.carried():
        return resume.send_again(kept)
    return redirect(resume.local_path(request.form.get("next")) or _first_page(signed_in.actor.kind))


@account.post("/sign-out")
@open_to("public")
def sign_out() -> ResponseReturnValue:
    sessions.end()
    flash(_("Bạn đã đăng xuất."), "ok")
    return redirect(url_for("public.home"), 303)


@account.get("/register")
@open_to("public")
def register() -> ResponseReturnValue:
    if actor().kind != "public":
        return redirect(_first_page(actor().kind))
    return _register_page([])


@account.post("/register")
@open_to("public")
def register_submit() -> ResponseReturnValue:
    given = Registration(**{name: request.form.get(name, "") for name in REGISTRATION})
    try:
        with new_work() as work:
            signed_in = accounts.register(work, given, now())
    except ValidationError as error:
        return _register_page(error.errors), 422
    except ConflictError as error:
        return _register_page([FieldError("/email", error.code, error.message)]), 409
    sessions.begin(signed_in)
    flash(_("Đã mở tài khoản. Bạn có thể nộp hồ sơ ngay."), "ok")
    return redirect(_next(signed_in) or url_for("public.search"), 303)


def _sign_in_page(errors: Sequence[tuple[str, str]] = ()) -> str:
    """The page with what was typed but the password; a form carried along stays carried."""
    kept = resume.carried()
    if kept is not None:
        return resume.render(kept, login=request.form.get("login", ""), errors=errors)
    return render_template(
        "account/sign_in.html",
        errors=errors,
        login=request.form.get("login", ""),
        next_page=resume.local_path(request.values.get("next")) or "",
    )


def _register_page(errors: Sequence[FieldError]) -> str:
    messages = {one.pointer.removeprefix("/"): say(one.message) for one in errors}
    return render_template(
        "account/register.html",
        errors={name: messages[name] for name in REGISTRATION if name in messages},
        typed={name: request.form.get(name, "") for name in REGISTRATION if name != "password"},
        password_length=passwords.MIN_LENGTH,
        next_page=resume.local_path(request.values.get("next")) or "",
    )


def _blank(login: str, password: str) -> list[tuple[str, str]]:
    errors = []
    if not login.strip():
        errors.append(("login", _("Nhập tên đăng nhập hoặc thư điện tử.")))
    if not password:
        errors.append(("password", _("Nhập mật khẩu.")))
    return errors


def _next(signed_in: SignedIn) -> str | None:
    return resume.local_path(request.form.get("next")) if signed_in.actor.kind == "citizen" else None


def _first_page(kind: str) -> str:
    return url_for("officer.work" if kind == "staff" else "citizen.dossiers")
