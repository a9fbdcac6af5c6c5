"""Which agencies only track, because their own system is not connected (C-14)."""

from __future__ import annotations

from flask import flash, redirect, render_template, request, url_for
from flask.typing import ResponseReturnValue
from flask_babel import gettext as _

from motcua.domain.permissions import lacking
from motcua.services import tracking_agencies as services
from motcua.store import tracking as stored
from motcua.web.access import open_to
from motcua.web.context import actor, new_work, now
from motcua.web.filters import named
from motcua.web.office import bp
from motcua.web.office.typed import number_of


@bp.get("/chi-theo-doi")
@open_to("staff")
def tracking_agencies() -> ResponseReturnValue:
    """The agencies that only track, and the others that may be made to."""
    with new_work() as work:
        managed = services.declarable(work, actor())
        found = stored.agencies(work.connection)
    if not managed:
        raise lacking(services.DECLARES)
    within = {row.id for row in managed}
    tracks = {row.id for row in found}
    others = [(row.id, named(row)) for row in managed if row.id not in tracks]
    return render_template(
        "office/tracking_agencies.html", found=[row for row in found if row.id in within], others=others
    )


@bp.post("/chi-theo-doi")
@open_to("staff")
def declare_tracking() -> ResponseReturnValue:
    """An agency only tracks from now on, or no longer when `ends` is sent."""
    ends = "ends" in request.form
    with new_work() as work:
        agency_id = number_of(request.form, "agency") or 0
        services.declare(work, actor(), agency_id, now(), only_tracks=not ends)
    words = _("Cơ quan thôi chỉ theo dõi.") if ends else _("Cơ quan chỉ theo dõi từ bây giờ.")
    flash(words, "ok")
    return redirect(url_for("office.tracking_agencies"), 303)
