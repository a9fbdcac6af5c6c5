"""The receipt of a payment to be printed or voided, and the cash list of a day (I-02)."""

from __future__ import annotations

from datetime import date

from flask import flash, make_response, redirect, render_template, request, url_for
from flask.typing import ResponseReturnValue
from flask_babel import gettext as _

from motcua.domain.errors import ValidationError
from motcua.services.agencies.agencies import today
from motcua.services.desk import dossiers
from motcua.services.money import receipts
from motcua.services.money.online_payment import title_of
from motcua.store.agencies import agency as agencies
from motcua.web.access import open_to
from motcua.web.context import actor, house, new_work, now, say
from motcua.web.officer.decisions import charges_in


@open_to("staff")
def receipt(code: str, receipt_id: int) -> ResponseReturnValue:
    """One receipt of a dossier that the reader may open."""
    return _receipt(code, receipt_id)


@open_to("staff")
def void_receipt(code: str, receipt_id: int) -> ResponseReturnValue:
    """Void it, with the reason: a leader of the desk that took the money."""
    try:
        with new_work() as work:
            receipts.void(work, actor(), code, receipt_id, request.form.get("reason", ""), now())
    except ValidationError as error:
        return _receipt(code, receipt_id, say(error.errors[0].message), 422)
    flash(_("Đã hủy biên lai. Số này không dùng lại; khoản phí có thể thu lại bằng biên lai mới."), "ok")
    return redirect(url_for("officer.receipt", code=code, receipt_id=receipt_id), 303)


def _receipt(code: str, receipt_id: int, error: str = "", status: int = 200) -> ResponseReturnValue:
    with new_work() as work:
        shown = dossiers.page(work, actor(), code, now(), subject=f"receipt:{receipt_id}")
        found = receipts.shown(work, actor(), shown.row.id, receipt_id)
    page = render_template(
        "officer/receipt.html",
        row=shown.row,
        receipt=found.row,
        charges=charges_in(found.row),
        number=receipts.words(found.row.year, found.row.number),
        voidable=found.may_void,
        reason=found.reason,
        error=error,
    )
    return make_response(page, status)


@open_to("staff")
def cash() -> ResponseReturnValue:
    """What the reader's agency took on one day, today unless `day` names another."""
    with new_work() as work:
        day = _day(request.args.get("day", ""), today(now()))
        agency_id = actor().agency_id or 0
        found = receipts.cash_list(work, actor(), agency_id, day)
        agency = agencies.by_id(work.connection, agency_id)
    lines = [(row, receipts.words(row.year, row.number), charges_in(row)) for row in found.rows]
    online = [(row, say(title_of(house(), row.gateway))) for row in found.online]
    page = render_template(
        "officer/cash.html", found=found, day=day, agency=agency, lines=lines, online=online
    )
    return make_response(page)


def _day(text: str, otherwise: date) -> date:
    try:
        return date.fromisoformat(text)
    except ValueError:
        return otherwise
