"""What other agencies have asked the officer's own for an opinion on, still to be answered (H-01)."""

from __future__ import annotations

from flask import render_template
from flask.typing import ResponseReturnValue

from motcua.services.exchange import consulting
from motcua.web.access import open_to
from motcua.web.context import actor, new_work, now


@open_to("staff")
def show() -> ResponseReturnValue:
    """The questions, the most urgent first; each is answered on its dossier's page."""
    with new_work() as work:
        found = consulting.to_answer(work, actor(), now())
    return render_template("officer/consultations.html", asked=found)
