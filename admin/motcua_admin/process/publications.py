"""Decisions on procedures and whether they came into force in time (A-04)."""

from __future__ import annotations

from flask import render_template, request
from flask.typing import ResponseReturnValue

from motcua.services.process import publications as services
from motcua.web.access import open_to
from motcua.web.context import actor, house, new_work, now
from motcua_admin import bp


@bp.get("/cong-bo")
@open_to("staff")
def publications() -> ResponseReturnValue:
    """What is not in force yet, the most urgent first; or what is, the newest first."""
    is_done = request.args.get("da-xong") == "1"
    with new_work() as work:
        found = services.listed(work, actor(), now(), is_done=is_done)
    return render_template("studio/publications.html", found=found, is_done=is_done, profile=house().profile)
