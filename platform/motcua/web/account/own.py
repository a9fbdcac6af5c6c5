"""One's own account: what it is, how it is protected, and where it is signed in (J-13)."""

from __future__ import annotations

from flask import flash, redirect, render_template, url_for
from flask.typing import ResponseReturnValue
from flask_babel import gettext as _

from motcua.services.accounts import recovery, second_factor
from motcua.services.accounts import sessions as services
from motcua.web import sessions
from motcua.web.access import open_to
from motcua.web.account import account
from motcua.web.context import actor, language, new_work, now


@account.app_context_processor
def _layout() -> dict[str, str]:
    """The account pages stand in the desk of officers and in the portal of everybody else."""
    return {"account_layout": "desk.html" if actor().kind == "staff" else "portal.html"}


@account.get("")
@open_to("citizen", "staff")
def own() -> ResponseReturnValue:
    with new_work() as work:
        known = recovery.contact(work, actor())
        codes_left = second_factor.state(work, actor())
        listed, notices = services.own(work, actor(), now())
    current = sessions.current_session()
    in_english = language() == "en"
    return render_template(
        "account/own.html",
        person=actor(),
        known=known,
        codes_left=codes_left,
        sessions=[one for one in listed if one.ended_at is None],
        ended=[one for one in listed if one.ended_at is not None][:10],
        notices=[(one.at, one.body_en if in_english else one.body) for one in notices],
        current_id=current.id if current is not None else None,
    )


@account.post("/sessions/<int:session_id>/end")
@open_to("citizen", "staff")
def end_session(session_id: int) -> ResponseReturnValue:
    with new_work() as work:
        services.end_own(work, actor(), session_id, now())
    flash(_("Đã đăng xuất ở nơi đó."), "ok")
    return redirect(url_for("account.own"), 303)


@account.post("/sessions/end")
@open_to("citizen", "staff")
def end_everywhere() -> ResponseReturnValue:
    with new_work() as work:
        services.end_everywhere(work, actor(), now())
    sessions.end()
    flash(_("Đã đăng xuất mọi nơi. Mời bạn đăng nhập lại."), "ok")
    return redirect(url_for("account.sign_in"), 303)
