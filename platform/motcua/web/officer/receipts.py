"""The receipt of a payment to be printed, and the cash list of a day (I-02)."""

from __future__ import annotations

from datetime import date

from flask import make_response, render_template, request
from flask.typing import ResponseReturnValue

from motcua.domain.errors import NotFoundError
from motcua.domain.text import Text
from motcua.services import dossiers, inbox, receipts
from motcua.services.agencies import today
from motcua.store import agency as agencies
from motcua.store import receipt as stored
from motcua.web.access import open_to
from motcua.web.context import actor, new_work, now
from motcua.web.officer.decisions import charges_in


@open_to("staff")
def receipt(code: str, receipt_id: int) -> ResponseReturnValue:
    """One receipt of a dossier that the reader may open."""
    with new_work() as work:
        shown = dossiers.page(work, actor(), code, now(), subject=f"receipt:{receipt_id}")
        found = [row for row in stored.of_dossier(work.connection, shown.row.id) if row.id == receipt_id]
        unread = inbox.unread(work, actor())
    if not found:
        raise NotFoundError(Text("Hồ sơ không có biên lai này.", "The dossier has no such receipt."))
    number = receipts.words(found[0].year, found[0].number)
    page = render_template(
        "officer/receipt.html",
        row=shown.row,
        receipt=found[0],
        charges=charges_in(found[0]),
        number=number,
        unread=unread,
    )
    return make_response(page)


@open_to("staff")
def cash() -> ResponseReturnValue:
    """What the reader's agency took on one day, today unless `day` names another."""
    with new_work() as work:
        day = _day(request.args.get("day", ""), today(now()))
        agency_id = actor().agency_id or 0
        found = receipts.cash_list(work, actor(), agency_id, day)
        agency = agencies.by_id(work.connection, agency_id)
        unread = inbox.unread(work, actor())
    lines = [(row, receipts.words(row.year, row.number), charges_in(row)) for row in found.rows]
    page = render_template(
        "officer/cash.html", found=found, day=day, agency=agency, lines=lines, unread=unread
    )
    return make_response(page)


def _day(text: str, otherwise: date) -> date:
    try:
        return date.fromisoformat(text)
    except ValueError:
        return otherwise
