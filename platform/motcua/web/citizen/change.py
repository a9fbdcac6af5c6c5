"""Changing one's mind about a dossier: amend it before it is accepted, ask to withdraw it (D-09)."""

from __future__ import annotations

from flask import flash, redirect, render_template, request, url_for
from flask.typing import ResponseReturnValue
from flask_babel import gettext as _

from motcua.domain.errors import ConflictError, ValidationError
from motcua.services.desk import lookup
from motcua.services.intake import amendment, withdrawal
from motcua.web.access import open_to
from motcua.web.context import actor, new_work, now, say


@open_to("citizen")
def amend(code: str) -> ResponseReturnValue:
    """Open what was sent for changing; the dossier stays as it is until it is sent again."""
    try:
        with new_work() as work:
            draft_id = amendment.begin(work, actor(), code, now())
    except ConflictError as error:
        flash(say(error.message), "warn")
        return redirect(url_for("citizen.dossier", code=code), 303)
    flash(_("Sửa xong, hãy gửi lại. Đến lúc đó hồ sơ vẫn như bạn đã gửi."), "info")
    return redirect(url_for("citizen.check", draft_id=draft_id), 303)


@open_to("citizen")
def page(code: str) -> ResponseReturnValue:
    with new_work() as work:
        own = lookup.own(work, actor(), code, now())
    if not own.todo.may_withdraw:
        return redirect(url_for("citizen.dossier", code=code))
    return render_template("citizen/withdraw.html", dossier=own.track.row, reason="", error="")


@open_to("citizen")
def withdraw(code: str) -> ResponseReturnValue:
    reason = request.form.get("reason", "")
    try:
        with new_work() as work:
            withdrawal.ask(work, actor(), code, reason, now())
    except ValidationError as error:
        with new_work() as work:
            own = lookup.own(work, actor(), code, now())
        words = say(error.errors[0].message)
        return render_template(
            "citizen/withdraw.html", dossier=own.track.row, reason=reason, error=words
        ), 422
    except ConflictError as error:
        flash(say(error.message), "warn")
        return redirect(url_for("citizen.dossier", code=code), 303)
    flash(_("Đã gửi yêu cầu rút hồ sơ. Hồ sơ được rút khi Bộ phận Một cửa xác nhận."), "ok")
    return redirect(url_for("citizen.dossier", code=code), 303)
