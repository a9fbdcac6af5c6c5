"""An officer's own keys to sign with: those a service holds for him, and certificates of keys on his own computer."""

from __future__ import annotations

from flask import flash, make_response, redirect, render_template, request, url_for
from flask.typing import ResponseReturnValue
from flask_babel import gettext as _

from motcua.domain.errors import ConflictError, InputError, MotcuaError, NotFoundError
from motcua.services.signing import keys
from motcua.web.access import open_to
from motcua.web.account import account
from motcua.web.context import actor, new_work, now, say
from motcua.web.errors import status_of


@account.get("/signing-keys")
@open_to("staff")
def signing_keys() -> ResponseReturnValue:
    return _show()


@account.post("/signing-keys")
@open_to("staff")
def register_key() -> ResponseReturnValue:
    """Register a certificate that a service holds, or one that was uploaded."""
    service, sent = request.form.get("service", ""), request.files.get("certificate")
    try:
        with new_work() as work:
            if sent is not None:
                keys.register_outside(work, actor(), service, sent.read(100_000), now())
            else:
                keys.register(work, actor(), service, request.form.get("reference", ""), now())
    except (InputError, ConflictError, NotFoundError) as error:
        return _show(error)
    flash(_("Đã đăng ký khóa ký số."), "ok")
    return redirect(url_for("account.signing_keys"), 303)


@account.post("/signing-keys/<int:key_id>/withdraw")
@open_to("staff")
def withdraw_key(key_id: int) -> ResponseReturnValue:
    """Stop using a key; what was signed with it stays signed."""
    try:
        with new_work() as work:
            keys.withdraw(work, actor(), key_id, request.form.get("reason", ""), now())
    except (InputError, ConflictError) as error:
        return _show(error)
    flash(_("Đã thu hồi khóa. Văn bản đã ký vẫn giữ chữ ký."), "ok")
    return redirect(url_for("account.signing_keys"), 303)


def _show(error: MotcuaError | None = None) -> ResponseReturnValue:
    with new_work() as work:
        own, kept = keys.own(work, actor()), keys.kept(work, actor())
        offered, silent = keys.everything_offered(work, actor())
        outside = [one for one in keys.services(work) if one.kind == "browser"]
        titles = {one.key: say(one.title) for one in keys.services(work)}
    body = render_template(
        "account/signing_keys.html",
        own=own,
        kept=kept,
        offered=[one for one in offered if not one.is_registered],
        silent=[say(words) for words in silent],
        outside=outside,
        titles=titles,
        problem=_words(error) if error is not None else "",
        now=now(),
    )
    return make_response(body, status_of(error) if error is not None else 200)


def _words(error: MotcuaError) -> str:
    found = getattr(error, "errors", ())
    return " ".join(say(one.message) for one in found) or say(error.message)
