"""Periodic review: procedures whose time has come, and what was found when one was looked through (A-19)."""

from __future__ import annotations

from flask import flash, make_response, redirect, render_template, request, url_for
from flask.typing import ResponseReturnValue
from flask_babel import gettext as _

from motcua.domain.errors import InputError
from motcua.domain.process.review import RESULTS, WHY
from motcua.services.process import reviews as services
from motcua.web.access import open_to
from motcua.web.context import actor, house, new_work, now, say
from motcua.web.errors import status_of
from motcua.web.office.typed import Typed
from motcua_admin import bp

LONGEST = 2000


@bp.get("/ra-soat")
@open_to("staff")
def reviews() -> ResponseReturnValue:
    """The procedures to be reviewed now, or all with "tat-ca"."""
    return _page()


@bp.post("/ra-soat/<int:procedure_id>")
@open_to("staff")
def record_review(procedure_id: int) -> ResponseReturnValue:
    typed = {"result": request.form.get("result", ""), "note": request.form.get("note", "")[:LONGEST]}
    try:
        with new_work() as work:
            services.record(work, actor(), procedure_id, typed["result"], typed["note"], now())
    except InputError as error:
        return make_response(_page(procedure_id, Typed(typed).with_problem(error)), status_of(error))
    flash(_("Đã ghi kết quả rà soát."), "ok")
    return redirect(url_for("studio.reviews"), 303)


def _page(procedure_id: int = 0, typed: Typed | None = None) -> str:
    everything = "tat-ca" in request.args
    with new_work() as work:
        found = services.listed(work, actor(), now(), everything=everything or bool(procedure_id))
    return render_template(
        "studio/reviews.html",
        found=found,
        everything=everything,
        months=house().profile.review_period_months,
        results=[(key, say(words)) for key, words in RESULTS.items()],
        result_words=RESULTS,
        why=WHY,
        current=procedure_id,
        typed=typed or Typed({}),
    )
