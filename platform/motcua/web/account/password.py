"""A new password: on the way in when it is due, and on one's own page."""

from __future__ import annotations

from collections.abc import Sequence

from flask import flash, redirect, render_template, request, url_for
from flask.typing import ResponseReturnValue
from flask_babel import gettext as _

from motcua.domain.errors import InputError, ValidationError
from motcua.services.accounts import accounts, passwords, recovery
from motcua.web import sessions
from motcua.web.access import open_to
from motcua.web.account import account, pending
from motcua.web.context import actor, new_work, now, say
from motcua.web.errors import status_of


@account.get("/new-password")
@open_to("public")
def new_password() -> ResponseReturnValue:
    """The first password was handed over by somebody, or the old one is too old."""
    return _page("new") if pending.current("password") is not None else pending.back_to_start()


@account.post("/new-password")
@open_to("public")
def new_password_submit() -> ResponseReturnValue:
    who = pending.current("password")
    if who is None:
        return pending.back_to_start()
    if errors := _differing():
        return _page("new", errors), 422
    try:
        with new_work() as work:
            epoch = recovery.replace(work, who.actor, request.form.get("password", ""), now())
            found = accounts.signed_in(work, who.actor.id or 0, epoch, now())
    except InputError as error:
        return _page("new", _errors(error)), status_of(error)
    if found is None:
        return pending.back_to_start()
    return pending.go_on(found, passed=pending.has_passed())


@account.get("/password")
@open_to("citizen", "staff")
def password() -> ResponseReturnValue:
    return _page("change")


@account.post("/password")
@open_to("citizen", "staff")
def password_submit() -> ResponseReturnValue:
    """Other sessions end, this one goes on as a new one."""
    if errors := _differing():
        return _page("change", errors), 422
    try:
        with new_work() as work:
            epoch = recovery.change(
                work, actor(), request.form.get("current", ""), request.form.get("password", ""), now()
            )
    except InputError as error:
        return _page("change", _errors(error)), status_of(error)
    sessions.begin(accounts.SignedIn(actor(), epoch))
    flash(_("Đã đổi mật khẩu. Mọi nơi khác đã được đăng xuất."), "ok")
    return redirect(url_for("account.own"), 303)


def _page(kind: str, errors: Sequence[tuple[str, str]] = ()) -> str:
    return render_template(
        "account/password.html",
        kind=kind,
        errors=errors,
        password_length=passwords.MIN_LENGTH,
        **pending.on_the_way(),
    )


def _differing() -> list[tuple[str, str]]:
    if request.form.get("password", "") == request.form.get("password_again", ""):
        return []
    return [("password_again", _("Hai lần nhập mật khẩu mới chưa giống nhau."))]


def _errors(error: InputError) -> list[tuple[str, str]]:
    if isinstance(error, ValidationError):
        return [(one.pointer.removeprefix("/"), say(one.message)) for one in error.errors]
    return [("password", say(error.message))]
