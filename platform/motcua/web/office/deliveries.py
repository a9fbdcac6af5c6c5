"""The log of messages sent outside: what came of each, and another try for what failed (G-01)."""

from __future__ import annotations

from flask import flash, redirect, render_template, request, url_for
from flask.typing import ResponseReturnValue
from flask_babel import gettext as _

from motcua.services.messages import deliveries as services
from motcua.web.access import open_to
from motcua.web.context import actor, new_work, now
from motcua.web.keys import record_key
from motcua.web.office import bp

# By status: how its chip is drawn. The words are those of the page.
STATUSES = {
    "waiting": ("warn", "clock-history"),
    "failed": ("bad", "exclamation-octagon-fill"),
    "no_address": ("plain", "dash-circle"),
    "sent": ("ok", "check-circle"),
}


@bp.get("/tin-da-gui")
@open_to("staff")
def deliveries() -> ResponseReturnValue:
    """Newest first; `status` chooses, `before` goes on."""
    chosen = request.args.get("status", "")
    status = chosen if chosen in STATUSES else ""
    with new_work() as work:
        found = services.listed(work, actor(), status, request.args.get("before", type=record_key))
    words = {
        "waiting": _("Đang gửi"),
        "failed": _("Không gửi được"),
        "no_address": _("Không có địa chỉ"),
        "sent": _("Đã gửi"),
    }
    return render_template(
        "office/deliveries.html",
        log=found,
        status=status,
        statuses=[(key, words[key], *STATUSES[key]) for key in STATUSES],
        most=services.ATTEMPTS,
    )


@bp.post("/tin-da-gui/<int:delivery_id>/gui-lai")
@open_to("staff")
def deliver_again(delivery_id: int) -> ResponseReturnValue:
    """Have one tried again."""
    with new_work() as work:
        services.send_again(work, actor(), delivery_id, now())
    flash(_("Tin sẽ được gửi lại."), "ok")
    return redirect(url_for("office.deliveries", status=request.form.get("status") or None), 303)
