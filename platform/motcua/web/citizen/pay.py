"""Paying what one's own dossier owes: to the gateway, back from it, and what came of it (I-03)."""

from __future__ import annotations

from flask import current_app, flash, redirect, render_template, request, url_for
from flask.typing import ResponseReturnValue
from flask_babel import gettext as _

from motcua.domain.errors import ConflictError, InputError
from motcua.services.money import online_payment, payment_answer
from motcua.services.money.online_payment import Addresses
from motcua.web.access import open_to
from motcua.web.context import actor, new_work, now, say


@open_to("citizen")
def begin(code: str) -> ResponseReturnValue:
    """Go to the gateway chosen; nothing is lost when it is not there."""
    gateway = request.form.get("gateway", "")
    addresses = Addresses(
        _outside("citizen.payment_back", gateway=gateway), _outside("api.payment_notice", gateway=gateway)
    )
    try:
        with new_work() as work:
            pay_at = online_payment.begin(work, actor(), code, gateway, addresses, now())
    except (ConflictError, InputError) as error:
        flash(say(error.message), "warn")
        return redirect(url_for("citizen.dossier", code=code), 303)
    return redirect(pay_at, 303)


@open_to("citizen")
def back(gateway: str) -> ResponseReturnValue:
    """The person comes back with the gateway's signed answer; it counts like the notice the gateway sends itself."""
    with new_work() as work:
        attempt = payment_answer.told(work, gateway, request.args.to_dict(), now())
        code = online_payment.own_code(work, actor(), attempt)
    return redirect(url_for("citizen.payment", code=code, attempt_id=attempt.id), 303)


@open_to("citizen")
def payment(code: str, attempt_id: int) -> ResponseReturnValue:
    """One attempt to pay; once paid, the printable proof of it."""
    with new_work() as work:
        found = online_payment.own_attempt(work, actor(), code, attempt_id)
    heading = paid_words(found.row.state)
    return render_template("citizen/payment.html", found=found, dossier=found.dossier, heading=heading)


def _outside(endpoint: str, gateway: str) -> str:
    """The whole address of a page, as the gateway must ask for it."""
    base: str = current_app.config["PUBLIC_URL"]
    if base:
        return base + url_for(endpoint, gateway=gateway)
    return url_for(endpoint, gateway=gateway, _external=True)


def paid_words(state: str) -> str:
    """What the heading of an attempt says."""
    words: dict[str, str] = {
        "paid": _("Đã nộp tiền"),
        "surplus": _("Đã nhận tiền, chờ hoàn trả"),
        "failed": _("Chưa nộp được"),
        "expired": _("Hết thời gian thanh toán"),
    }
    return words.get(state) or str(_("Đang chờ cổng thanh toán trả lời"))
