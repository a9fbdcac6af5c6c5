"""Outages of the system: recorded, numbered, closed once all that was done by hand has been entered (C-13)."""

from __future__ import annotations

from dataclasses import replace

from flask import flash, redirect, render_template, request, url_for
from flask.typing import ResponseReturnValue
from flask_babel import gettext as _

from motcua.domain.errors import ConflictError, InputError
from motcua.services.intake import outages as services
from motcua.web.access import open_to
from motcua.web.context import actor, new_work, now
from motcua.web.errors import status_of
from motcua.web.filters import named
from motcua.web.office import bp
from motcua.web.office.typed import Typed, instant_of, number_of, skipped


@bp.get("/su-co-he-thong")
@open_to("staff")
def outages() -> ResponseReturnValue:
    """The outages of the reader's agencies and the form to record one."""
    return _page(Typed({}))


@bp.post("/su-co-he-thong")
@open_to("staff")
def declare_outage() -> ResponseReturnValue:
    form = request.form
    try:
        starts, ends = instant_of(form, "starts_at"), instant_of(form, "ends_at")
        with new_work() as work:
            agency_id = number_of(form, "agency") or actor().agency_id or 0
            row = services.declare(work, actor(), agency_id, starts, ends, form.get("story", ""), now())
    except InputError as error:
        return _page(Typed(form).with_problem(error)), 422
    number = services.words(row.year, row.number)
    flash(_("Đã ghi nhận sự cố số %(number)s. Bộ phận Một cửa nhập bù được ngay.", number=number), "ok")
    return redirect(url_for("office.outages"), 303)


@bp.post("/su-co-he-thong/<int:outage_id>/dong")
@open_to("staff")
def close_outage(outage_id: int) -> ResponseReturnValue:
    try:
        ends = instant_of(request.form, "ends_at")
        with new_work() as work:
            services.close(work, actor(), outage_id, ends, now())
    except (InputError, ConflictError) as error:
        typed = Typed(request.form).with_problem(error)
        return _page(Typed({}), typed, outage_id), status_of(error)
    flash(_("Đã đóng sự cố. Không nhập bù vào đây được nữa."), "ok")
    return redirect(url_for("office.outages"), 303)


def _page(typed: Typed, closing: Typed | None = None, closed_id: int | None = None) -> str:
    with new_work() as work:
        listed = services.listed(work, actor(), skipped(request.args, "skip"))
        places = services.agencies_of(work, actor())
    return render_template(
        "office/outages.html",
        listed=listed,
        agencies=[(row.id, named(row)) for row in places],
        typed=replace(typed, values={"agency": actor().agency_id, **dict(typed.values.items())}),
        closing=closing or Typed({}),
        closed_id=closed_id,
        number=services.words,
    )
