"""“Ai làm bước nào”: the matrix of an agency's procedures and people, gaps first in sight (A-08, J-07, R-24)."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from flask import flash, redirect, render_template, request, url_for
from flask.typing import ResponseReturnValue
from flask_babel import gettext as _
from flask_babel import ngettext

from motcua.domain.errors import InputError, NotFoundError
from motcua.domain.process.positions import name_of
from motcua.domain.text import Text
from motcua.services.people import group_matrix, groups
from motcua.services.people.group_matrix import Cell, Filters, Line, Matrix
from motcua.services.people.groups import Binding
from motcua.services.work import Work
from motcua.web.access import open_to
from motcua.web.context import actor, new_work, now, say
from motcua.web.keys import record_key
from motcua.web.office import bp

# A step as a tick of the matrix sends it: position, procedure and step.
SEPARATOR = "|"


@dataclass(frozen=True)
class Row:
    """A procedure's line of the matrix: its cells by position, in the order of the columns."""

    line: Line
    columns: Sequence[Sequence[Cell]]


@bp.get("/nhom")
@open_to("staff")
def groups_home() -> ResponseReturnValue:
    """The matrix of the first agency, or of the one chosen."""
    with new_work() as work:
        places = groups.places(work, actor())
    chosen = request.args.get("agency", type=record_key) or actor().agency_id
    known = [place.id for place in places]
    return redirect(url_for("office.groups_of", agency_id=chosen if chosen in known else known[0]))


@bp.get("/nhom/<int:agency_id>")
@open_to("staff")
def groups_of(agency_id: int) -> ResponseReturnValue:
    """The matrix of one agency."""
    with new_work() as work:
        return _page(work, agency_id)


@bp.post("/nhom/<int:agency_id>")
@open_to("staff")
def change_groups(agency_id: int) -> ResponseReturnValue:
    """Add the ticked people to the ticked steps, or take them out."""
    ticked = [_binding(one) for one in request.form.getlist("step")]
    people = [int(one) for one in request.form.getlist("person") if one.isdecimal()]
    scope = request.form.get("scope", "")
    try:
        with new_work() as work:
            if not ticked or not people:
                raise InputError(
                    Text(
                        "Đánh dấu ít nhất một bước và một người.",
                        "Tick at least one step and one person.",
                    )
                )
            changed = _change(work, agency_id, ticked, people, scope)
    except InputError as error:
        with new_work() as work:
            return _page(work, agency_id, say(error.message)), 400
    _tell(len(changed))
    return redirect(_back(agency_id), 303)


@bp.route("/nhom/<int:agency_id>/buoc", methods=["GET", "POST"])
@open_to("staff")
def group_step(agency_id: int) -> ResponseReturnValue:
    """One step: who works at it, and for what the choice holds."""
    key = request.values.get("step", "")
    error = ""
    if request.method == "POST":
        people = [int(one) for one in request.form.getlist("person") if one.isdecimal()]
        binding = _scoped(_binding(key), request.form.get("scope", ""))
        try:
            with new_work() as work:
                if request.form.get("do") == "end":
                    people, binding = [], _narrow(work, agency_id, key)
                changed = groups.set_members(work, actor(), agency_id, binding, people, now())
            _tell(len(changed))
            return redirect(url_for("office.groups_of", agency_id=agency_id), 303)
        except InputError as problem:
            error = say(problem.message)
    with new_work() as work:
        line, cell, shown = _step(work, agency_id, key)
        bound = groups.bound(work, agency_id)
    body = render_template(
        "office/group_step.html",
        shown=shown,
        line=line,
        cell=cell,
        key=key,
        error=error,
        wider=[row.display_name for row in group_matrix.beneath(bound, cell.binding)],
        chosen={row.account_id for row in cell.people},
        position=name_of(cell.step.position),
    )
    return body, 400 if error else 200


def filters_of_request() -> Filters:
    """What of the matrix the address asks for."""
    return Filters(
        query=request.args.get("q", "").strip()[:100],
        position=request.args.get("position", ""),
        person=request.args.get("person", type=record_key),
        gaps_only=request.args.get("gaps") == "1",
    )


def _page(work: Work, agency_id: int, error: str = "") -> str:
    filters = filters_of_request()
    shown = group_matrix.matrix(work, actor(), agency_id, filters)
    places = groups.places(work, actor())
    columns = [
        one
        for one in shown.positions
        if any(cell.step.position == one for line in shown.lines for cell in line.cells)
    ]
    return render_template(
        "office/groups.html",
        shown=shown,
        rows=[_row(line, columns) for line in shown.lines],
        columns=[(one, name_of(one)) for one in columns],
        positions=[(one, name_of(one)) for one in shown.positions],
        places=places,
        filters=filters,
        ticked=set(request.form.getlist("step")),
        people_ticked=set(request.form.getlist("person")),
        error=error,
        key_of=key_of,
    )


def _row(line: Line, columns: Sequence[str]) -> Row:
    return Row(line, [[cell for cell in line.cells if cell.step.position == one] for one in columns])


def key_of(line: Line, cell: Cell) -> str:
    """A step of the matrix as its tick names it."""
    return SEPARATOR.join((cell.step.position, line.row.code, cell.step.id))


def _binding(key: str) -> Binding:
    position, _sep, rest = key.partition(SEPARATOR)
    code, _sep, step_id = rest.partition(SEPARATOR)
    return Binding(position, code, step_id)


def _scoped(step: Binding, scope: str) -> Binding:
    """The group that a choice is about: of the position everywhere, of the procedure, or of the step alone."""
    if scope == "step":
        return step
    return Binding(step.position, step.procedure_code) if scope == "procedure" else Binding(step.position)


def _change(
    work: Work, agency_id: int, ticked: Sequence[Binding], people: Sequence[int], scope: str
) -> Sequence[groups.Changed]:
    bindings = {_scoped(one, scope) for one in ticked} if scope else _in_force(work, agency_id, ticked)
    if request.form.get("do") == "remove":
        return groups.remove(work, actor(), agency_id, bindings, people, now())
    return groups.assign(work, actor(), agency_id, bindings, people, now())


def _in_force(work: Work, agency_id: int, ticked: Sequence[Binding]) -> set[Binding]:
    """The groups that decide at the ticked steps today."""
    shown = group_matrix.matrix(work, actor(), agency_id)
    found = {
        Binding(cell.step.position, line.row.code, cell.step.id): cell.binding
        for line in shown.lines
        for cell in line.cells
    }
    return {found[one] for one in ticked if one in found}


def _narrow(work: Work, agency_id: int, key: str) -> Binding:
    _line, cell, _shown = _step(work, agency_id, key)
    if cell.binding.wider is None:
        raise InputError(Text("Bước này dùng nhóm chung.", "This step uses the wide group."))
    return cell.binding


def _step(work: Work, agency_id: int, key: str) -> tuple[Line, Cell, Matrix]:
    shown = group_matrix.matrix(work, actor(), agency_id)
    for line in shown.lines:
        for cell in line.cells:
            if key_of(line, cell) == key:
                return line, cell, shown
    raise NotFoundError(Text("Cơ quan này không làm bước đó.", "This agency does not perform that step."))


def _tell(changed: int) -> None:
    if changed:
        words = ngettext(
            "Đã đổi %(num)d nhóm. Hồ sơ đang chờ hiện ngay cho người mới.",
            "Đã đổi %(num)d nhóm. Hồ sơ đang chờ hiện ngay cho người mới.",
            changed,
        )
        flash(words, "ok")
    else:
        flash(_("Không có gì thay đổi."), "info")


def _back(agency_id: int) -> str:
    kept = {key: value for key, value in request.args.items() if key in ("q", "position", "person", "gaps")}
    return url_for("office.groups_of", agency_id=agency_id, **kept)  # type: ignore[arg-type]
