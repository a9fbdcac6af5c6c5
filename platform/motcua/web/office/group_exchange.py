"""Groups taken over: copied from another agency, written to a spreadsheet and read back."""

from __future__ import annotations

from flask import flash, redirect, render_template, request, url_for
from flask.typing import ResponseReturnValue
from flask_babel import ngettext

from motcua.domain.errors import InputError
from motcua.domain.process.positions import name_of
from motcua.services.people import group_copy, group_sheet, groups
from motcua.web.access import open_to
from motcua.web.context import actor, new_work, now, say
from motcua.web.keys import record_key
from motcua.web.office import bp, sheets


@bp.route("/nhom/<int:agency_id>/sao-chep", methods=["GET", "POST"])
@open_to("staff")
def copy_groups(agency_id: int) -> ResponseReturnValue:
    """Choose the agency to copy from, look at what comes of it, then take it over."""
    source = request.values.get("source", type=record_key)
    found, error = [], ""
    try:
        with new_work() as work:
            row = groups.managed(work, actor(), agency_id)
            if request.method == "POST" and source:
                done = group_copy.copy(work, actor(), source, agency_id, now())
                _tell(len(done))
                return redirect(url_for("office.groups_of", agency_id=agency_id), 303)
            if source:
                found = list(group_copy.preview(work, actor(), source, agency_id))
    except InputError as problem:
        error = say(problem.message)
    with new_work() as work:
        places = [one for one in groups.places(work, actor()) if one.id != agency_id]
        row = groups.managed(work, actor(), agency_id)
    page = render_template(
        "office/group_copy.html",
        row=row,
        places=places,
        source=source,
        found=found,
        matches=sum(len(one.matched) for one in found),
        error=error,
        name_of=name_of,
    )
    return page, 400 if error else 200


@bp.get("/nhom/<int:agency_id>/bang-tinh")
@open_to("staff")
def export_groups(agency_id: int) -> ResponseReturnValue:
    """The groups of the agency and below as a spreadsheet."""
    with new_work() as work:
        rows = group_sheet.export(work, actor(), agency_id, now())
    return sheets.given(rows, "nhom-tai-khoan", request.args.get("kind", ""))


@bp.route("/nhom/<int:agency_id>/nhap", methods=["GET", "POST"])
@open_to("staff")
def import_groups(agency_id: int) -> ResponseReturnValue:
    """Read a spreadsheet of groups: first what it would change, then the change."""
    plan, rows, error = None, [], ""
    with new_work() as work:
        agency = groups.managed(work, actor(), agency_id)
    if request.method == "POST":
        try:
            rows = sheets.taken()
            with new_work() as work:
                if "confirm" in request.form:
                    _tell(len(group_sheet.carry_out(work, actor(), rows, now())))
                    return redirect(url_for("office.groups_of", agency_id=agency_id), 303)
                plan = group_sheet.preview(work, actor(), rows)
        except InputError as problem:
            error = say(problem.message)
    with new_work() as work:
        names = {one.id: one for one in groups.places(work, actor())}
    page = render_template(
        "office/group_import.html",
        row=agency,
        plan=plan,
        packed=sheets.packed(rows),
        error=error,
        names=names,
        name_of=name_of,
    )
    return page, 400 if error else 200


def _tell(changed: int) -> None:
    flash(ngettext("Đã đổi %(num)d nhóm.", "Đã đổi %(num)d nhóm.", changed), "ok")
