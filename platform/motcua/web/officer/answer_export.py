"""The answers of a procedure's dossiers as a spreadsheet: what is chosen first, then the file."""

from __future__ import annotations

from datetime import date
from io import BytesIO

from flask import render_template, request, send_file
from flask.typing import ResponseReturnValue
from flask_babel import gettext as _

from motcua.domain.errors import ValidationError
from motcua.services.forms import answer_export
from motcua.services.forms.answer_export import Period
from motcua.web.access import open_to
from motcua.web.context import actor, language, new_work, now, say


@open_to("staff")
def page() -> ResponseReturnValue:
    """The procedure and the days to choose."""
    return _page(answer_export.last_days(now()), "")


@open_to("staff")
def file() -> ResponseReturnValue:
    """The workbook, or the page again with what stands in the way."""
    usual = answer_export.last_days(now())
    first, last = _day("first"), _day("last")
    if first is None or last is None:
        return _page(usual, _("Chọn ngày đầu và ngày cuối.")), 422
    period = Period(first, last)
    try:
        with new_work() as work:
            made = answer_export.export(
                work, actor(), request.args.get("code", ""), period, language(), now()
            )
    except ValidationError as error:
        return _page(period, say(error.errors[0].message)), 422
    return send_file(
        BytesIO(made.content),
        mimetype=made.media_type,
        as_attachment=True,
        download_name=made.name,
        conditional=False,
        etag=False,
    )


def _page(period: Period, problem: str) -> str:
    with new_work() as work:
        procedures = answer_export.choices(work, actor())
    return render_template(
        "officer/answer_export.html",
        procedures=procedures,
        chosen=request.args.get("code", ""),
        period=period,
        problem=problem,
        errors=[("last", problem)] if problem else [],
        most=answer_export.MOST,
    )


def _day(name: str) -> date | None:
    try:
        return date.fromisoformat(request.args.get(name, ""))
    except ValueError:
        return None
