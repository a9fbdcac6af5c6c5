"""The process control slip on a page of its own, to be printed at any moment (F-07)."""

from __future__ import annotations

from flask import render_template
from flask.typing import ResponseReturnValue

from motcua.domain.dossier.dossier import STATE_NAMES
from motcua.services.desk import dossiers
from motcua.services.numbers import control_slip as services
from motcua.web.access import open_to
from motcua.web.context import actor, new_work, now, say


@open_to("staff")
def control_slip(code: str) -> ResponseReturnValue:
    """The rows of a dossier that the reader may open."""
    with new_work() as work:
        shown = dossiers.page(work, actor(), code, now(), subject="control_slip")
        rows = services.of(work, shown)
    return render_template(
        "officer/control_slip.html",
        shown=shown,
        row=shown.row,
        rows=rows,
        ended=say(STATE_NAMES[shown.row.outcome]) if shown.row.outcome else "",
        ended_at=max((one.at for one in rows if one.at is not None), default=None),
    )
