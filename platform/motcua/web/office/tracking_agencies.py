"""Which agencies only track, because their own system is not connected (C-14)."""

from __future__ import annotations

from flask import flash, redirect, render_template, request, url_for
from flask.typing import ResponseReturnValue
from flask_babel import gettext as _

from motcua.services.exchange import tracking_agencies as services
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
    return render_template(
        "office/tracking_agencies.html",
        found=managed.tracking,
        others=[(row.id, named(row)) for row in managed.others],
    )


@bp.post("/chi-theo-doi")
@open_to("staff")
def declare_tracking() -> ResponseReturnValue:
    """An agency only tracks from now on, or no longer when `ends` is sent."""
    ends = "ends" in request.form
    with new_work() as work:
        agency_id = number_of(request.form, "agency") or 0
        services.declare(work, actor(), agency_id, now(), only_tracks=not ends)
    words = (
        _("Cơ quan đã kết nối, không còn chỉ theo dõi.") if ends else _("Cơ quan chỉ theo dõi từ bây giờ.")
    )
    flash(words, "ok")
    return redirect(url_for("office.tracking_agencies"), 303)
