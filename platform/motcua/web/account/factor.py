"""The second factor: asked for on the way in, set up there by administrators, and kept on one's own page."""

from __future__ import annotations

from base64 import b64decode, b64encode
from collections.abc import Sequence

import segno
from flask import flash, redirect, render_template, request, session, url_for
from flask.typing import ResponseReturnValue
from flask_babel import gettext as _
from markupsafe import Markup

from motcua.domain.errors import InputError
from motcua.domain.people.permissions import Actor
from motcua.services.accounts import second_factor as services
from motcua.services.accounts.accounts import SignedIn
from motcua.web.access import open_to
from motcua.web.account import account, pending
from motcua.web.context import actor, house, new_work, now, say
from motcua.web.errors import status_of

KEPT_AS = "factor_secret"
ISSUER = "Motcua"


@account.get("/second-factor")
@open_to("public")
def factor() -> ResponseReturnValue:
    """The code on the way in."""
    return _ask() if pending.current("factor") is not None else pending.back_to_start()


@account.post("/second-factor")
@open_to("public")
def factor_submit() -> ResponseReturnValue:
    who = pending.current("factor")
    if who is None:
        return pending.back_to_start()
    try:
        with new_work() as work:
            services.check(work, who.actor, request.form.get("code", ""), now())
    except InputError as error:
        return _ask([("code", say(error.message))]), status_of(error)
    return pending.go_on(who, passed=True)


@account.get("/second-factor/set-up")
@open_to("public")
def set_up_factor() -> ResponseReturnValue:
    """A QR code for the app, for who must set one up on the way in, and who wants one."""
    who = _who()
    return _show(who) if who is not None else pending.back_to_start()


@account.post("/second-factor/set-up")
@open_to("public")
def set_up_factor_submit() -> ResponseReturnValue:
    """After the first right code the recovery codes are shown, with a button that goes on."""
    who = _who()
    if who is None:
        return pending.back_to_start()
    try:
        with new_work() as work:
            codes = services.set_up(work, who, _secret(), request.form.get("code", ""), now())
    except InputError as error:
        return _show(who, [("code", say(error.message))]), status_of(error)
    session.pop(KEPT_AS, None)
    if actor().id is None:
        session[pending.KEY] = {**session[pending.KEY], "passed": True}
        return _codes(codes, url_for("account.after_factor"))
    return _codes(codes, url_for("account.own"))


@account.post("/second-factor/done")
@open_to("public")
def after_factor() -> ResponseReturnValue:
    """The recovery codes were written down: go on into the session."""
    who = pending.current("factor")
    if who is None or not pending.has_passed():
        return pending.back_to_start()
    return pending.go_on(who, passed=True)


@account.post("/second-factor/codes")
@open_to("citizen", "staff")
def renew_codes() -> ResponseReturnValue:
    try:
        with new_work() as work:
            codes = services.renew_codes(work, actor(), request.form.get("code", ""), now())
    except InputError as error:
        flash(say(error.message), "bad")
        return redirect(url_for("account.own"), 303)
    return _codes(codes, url_for("account.own"))


@account.post("/second-factor/remove")
@open_to("citizen", "staff")
def remove_factor() -> ResponseReturnValue:
    try:
        with new_work() as work:
            services.remove(work, actor(), request.form.get("code", ""), now())
    except InputError as error:
        flash(say(error.message), "bad")
    else:
        flash(_("Đã tắt xác thực hai lớp."), "ok")
    return redirect(url_for("account.own"), 303)


def _who() -> Actor | None:
    """Who sets a factor up: somebody on the way in who must, or somebody signed in who has none."""
    if actor().id is None:
        found: SignedIn | None = pending.current("set_up")
        return found.actor if found is not None else None
    with new_work() as work:
        return actor() if services.state(work, actor()) is None else None


def _secret() -> str:
    """The secret being set up, the same until it is confirmed; sealed, for the cookie is only signed."""
    if KEPT_AS not in session:
        session[KEPT_AS] = b64encode(house().cipher.seal(services.new_secret())).decode()
    return house().cipher.open(b64decode(session[KEPT_AS]))


def _ask(errors: Sequence[tuple[str, str]] = ()) -> str:
    return render_template("account/factor.html", errors=errors, **pending.on_the_way())


def _show(who: Actor, errors: Sequence[tuple[str, str]] = ()) -> str:
    secret = _secret()
    picture = segno.make(services.address(secret, who.name, ISSUER), error="m").svg_inline(
        omitsize=True, border=2, svgclass="qr-code", lineclass=None
    )
    return render_template(
        "account/factor_set_up.html",
        errors=errors,
        qr_picture=Markup(picture),  # noqa: S704 - drawn here, from a text that segno turns into squares
        secret=" ".join(secret[at : at + 4] for at in range(0, len(secret), 4)),
        must=who.needs_second_factor,
        **pending.on_the_way(),
    )


def _codes(codes: Sequence[str], onward: str) -> str:
    """The recovery codes; the form on the way in comes along on its button."""
    return render_template(
        "account/recovery_codes.html",
        codes=codes,
        onward=onward,
        is_on_the_way=actor().id is None,
        **pending.on_the_way(),
    )
