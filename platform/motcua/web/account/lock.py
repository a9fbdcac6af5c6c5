"""The locked screen: the password opens the same session again, and what was being sent is still there (J-17)."""

from __future__ import annotations

from flask import redirect, request, url_for
from flask.typing import ResponseReturnValue
from flask_babel import gettext as _

from motcua.domain.errors import InputError
from motcua.services.accounts import sessions as services
from motcua.services.accounts import sign_in
from motcua.services.accounts.sign_in import SignInError
from motcua.web import resume, sessions
from motcua.web.access import open_to
from motcua.web.account import account, pending
from motcua.web.context import actor, new_work, now, say
from motcua.web.errors import status_of


@account.post("/unlock")
@open_to("staff")
def unlock() -> ResponseReturnValue:
    kept = resume.carried() or resume.Carried(pending.first_page("staff"), ())
    current = sessions.current_session()
    password = request.form.get("password", "")
    if current is None:
        return redirect(url_for("account.sign_in"))
    if not password:
        return resume.render_locked(kept, [("password", _("Nhập mật khẩu."))]), 422
    try:
        with new_work() as work:
            sign_in.prove(work, actor(), password, now(), request.remote_addr or "")
            services.unlock(work, actor(), current.id, now())
    except InputError as error:
        status = 401 if isinstance(error, SignInError) else status_of(error)
        return resume.render_locked(kept, [("password", say(error.message))]), status
    return resume.send_again(kept) if kept.fields or kept.lost_files else redirect(kept.target, 303)
