"""Officials from a spreadsheet: the template, what is wrong in the file row by row, and the import (J-07)."""

from __future__ import annotations

from flask import render_template, request
from flask.typing import ResponseReturnValue

from motcua.domain.errors import InputError, ValidationError
from motcua.domain.people.permissions import lacking, may_anywhere
from motcua.domain.process.positions import name_of
from motcua.services.people import officials_import, officials_sheet
from motcua.services.process import position_keys
from motcua.web.access import open_to
from motcua.web.context import actor, new_work, now, say
from motcua.web.office import bp, sheets

RIGHTS = ("account.request", "account.approve")


@bp.get("/can-bo/mau")
@open_to("staff")
def officials_template() -> ResponseReturnValue:
    """The empty sheet with one example."""
    _require()
    return sheets.given(officials_sheet.template(), "danh-sach-can-bo", request.args.get("kind", ""))


@bp.get("/can-bo/nhap")
@open_to("staff")
def import_officials() -> ResponseReturnValue:
    """Where the file is chosen."""
    _require()
    return _start()


@bp.post("/can-bo/nhap")
@open_to("staff")
def import_officials_submit() -> ResponseReturnValue:
    """Look through the file; import its good rows when the person has said so."""
    _require()
    reason = request.form.get("reason", "").strip()
    try:
        rows = sheets.taken()
        with new_work() as work:
            found = officials_import.preview(work, actor(), rows)
    except InputError as problem:
        return _start(say(problem.message)), 400
    error = ""
    if "confirm" in request.form:
        try:
            with new_work() as work:
                done = officials_import.carry_out(work, actor(), rows, reason, now())
            return render_template("office/officials_done.html", done=done, columns=officials_sheet.COLUMNS)
        except ValidationError as problem:
            error = say(problem.errors[0].message)
    page = render_template(
        "office/officials_preview.html",
        found=found,
        wrong=[one for one in found if one.state == "wrong"],
        good=[one for one in found if one.state in ("new", "joins")],
        unchanged=[one for one in found if one.state in ("same", "waiting")],
        columns=officials_sheet.COLUMNS,
        packed=sheets.packed(rows),
        reason=reason,
        error=error,
        name_of=name_of,
    )
    return page, 422 if error else 200


def _start(error: str = "") -> str:
    with new_work() as work:
        positions = sorted(position_keys.known(work))
    return render_template(
        "office/officials_start.html", positions=[name_of(one) for one in positions], error=error
    )


def _require() -> None:
    if not any(may_anywhere(actor(), right) for right in RIGHTS):
        raise lacking(RIGHTS[0])
